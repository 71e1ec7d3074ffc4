//! What can be had in several ways, as links to the page as it is then.

use stylist::yew::use_style;
use yew::prelude::*;

use super::view::{SWITCHES, View};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct SwitchesProps {
    pub view: View,
}

#[component]
pub(super) fn Switches(props: &SwitchesProps) -> Html {
    let style = use_style!(
        r#"
        display: flex;
        flex-wrap: wrap;
        gap: 12px 36px;
        margin: 0 0 8px;
        padding: 0;
        list-style: none;

        .name {
            margin: 0 0 4px;
            color: var(--soft);
            font-size: 14px;
        }

        ul {
            display: flex;
            flex-wrap: wrap;
            gap: 6px;
            margin: 0;
            padding: 0;
            list-style: none;
        }

        a {
            display: block;
            padding: 4px 12px;
            border: 1px solid var(--line);
            border-radius: 999px;
            background: var(--card);
            color: var(--ink);
            font-size: 15px;
            text-decoration: none;
        }

        a:hover {
            border-color: var(--edge);
        }

        a[aria-current] {
            border-color: var(--accent);
            color: var(--accent);
            background: var(--tint);
            font-weight: 600;
        }
        "#
    );
    let view = &props.view;
    html! {
        <nav aria-label="What is shown">
            <ul class={style}>
                for switch in SWITCHES.iter() {
                    <li key={switch.name}>
                        <p class="name" id={switch.name}>{ switch.title }</p>
                        <ul aria-labelledby={switch.name}>
                            for (value, words) in switch.options.iter() {
                                <li key={*value}>
                                    <a
                                        href={view.address(switch.name, Some(value))}
                                        aria-current={(view.chosen(switch) == *value).then_some("true")}
                                    >
                                        { *words }
                                    </a>
                                </li>
                            }
                        </ul>
                    </li>
                }
            </ul>
        </nav>
    }
}
