//! A page with a heading, an opening sentence, and text.

use stylist::yew::use_style;
use yew::prelude::*;

/// Properties of [`Sheet`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SheetProps {
    /// The page's heading.
    pub title: AttrValue,
    /// What it is about, in a sentence or two.
    pub lead: AttrValue,
    /// What follows.
    pub children: Html,
}

#[component]
pub(crate) fn Sheet(props: &SheetProps) -> Html {
    let style = use_style!(
        r#"
        width: 100%;
        max-width: 1080px;
        margin: 0 auto;
        padding: clamp(32px, 6vw, 72px) clamp(16px, 4vw, 48px);

        .opening {
            max-width: 720px;
            margin-block-end: clamp(28px, 4vw, 48px);
        }

        h1 {
            margin: 0 0 14px;
            font-size: clamp(31px, 5vw, 46px);
            font-weight: 680;
            line-height: 1.14;
            letter-spacing: -0.022em;
            text-wrap: balance;
        }

        .lead {
            margin: 0;
            color: var(--soft);
            font-size: clamp(18px, 2.2vw, 21px);
            line-height: 1.5;
        }
        "#
    );
    html! {
        <div class={style}>
            <div class="opening">
                <h1>{ &props.title }</h1>
                <p class="lead">{ &props.lead }</p>
            </div>
            { props.children.clone() }
        </div>
    }
}
