//! One of the workshop's plans.

use stylist::yew::use_style;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct PlanProps {
    pub name: AttrValue,
    pub price: AttrValue,
    pub per: AttrValue,
    pub words: AttrValue,
    pub parts: &'static [&'static str],
    #[prop_or_default]
    pub is_usual: bool,
}

#[component]
pub(super) fn Plan(props: &PlanProps) -> Html {
    let style = use_style!(
        r#"
        padding: 26px 26px 22px;
        border: 1px solid var(--line);
        border-radius: var(--round);
        background: var(--card);

        &.usual {
            border-color: var(--accent);
            box-shadow: 0 0 0 1px var(--accent);
        }

        h2 {
            display: flex;
            flex-wrap: wrap;
            align-items: center;
            gap: 10px;
            margin: 0;
            font-size: 20px;
        }

        .mark {
            padding: 1px 10px;
            border-radius: 999px;
            background: var(--tint);
            color: var(--accent);
            font-size: 14px;
            font-weight: 600;
        }

        .price {
            margin: 10px 0 2px;
            font-size: 34px;
            font-weight: 700;
            line-height: 1.2;
            letter-spacing: -0.02em;
        }

        .per {
            color: var(--soft);
            font-size: 16px;
            font-weight: 400;
            letter-spacing: 0;
        }

        .words {
            margin: 0 0 14px;
            color: var(--soft);
        }

        ul {
            margin: 0;
            padding: 14px 0 0 20px;
            border-block-start: 1px solid var(--line);
        }

        li {
            margin-block-end: 6px;
        }

        li::marker {
            color: var(--accent);
        }
        "#
    );
    html! {
        <section class={classes!(style, props.is_usual.then_some("usual"))}>
            <h2>
                { &props.name }
                if props.is_usual {
                    <span class="mark">{ "Most riders" }</span>
                }
            </h2>
            <p class="price">{ &props.price }<span class="per">{ " " }{ &props.per }</span></p>
            <p class="words">{ &props.words }</p>
            <ul>
                for part in props.parts.iter() {
                    <li key={*part}>{ *part }</li>
                }
            </ul>
        </section>
    }
}
