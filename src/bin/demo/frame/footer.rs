//! The foot of every page: what this is, and links that load a document.

use stylist::yew::use_style;
use yew::prelude::*;

use super::session_line::SessionLine;
use crate::route::Route;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct FooterProps {
    pub route: Route,
}

#[component]
pub(super) fn Footer(props: &FooterProps) -> Html {
    let style = use_style!(
        r#"
        display: flex;
        flex-wrap: wrap;
        gap: 4px 32px;
        padding: 28px clamp(16px, 4vw, 48px) 100px;
        border-block-start: 1px solid var(--line);
        background: var(--card);
        color: var(--soft);
        font-size: 15px;

        p {
            margin: 0;
        }

        span {
            font-family: var(--mono);
        }
        "#
    );
    let (href, name) = if props.route == Route::Pricing {
        ("/", "home")
    } else {
        ("/pricing", "pricing")
    };
    // The desk has no chat, the gallery has many; the headless page shows its session itself.
    let has_session = !matches!(props.route, Route::Desk | Route::Gallery | Route::Headless);
    html! {
        <footer class={style}>
            <p>{ "Larch & Spoke is made up, to show Rejoin at work." }</p>
            <p>
                { "Leave with a full page load: " }
                <a data-testid="full-load" {href}>{ name }</a>
            </p>
            <p><a data-testid="example" href="/example/">{ "On any page: one script tag" }</a></p>
            <p><a href="/example/genesys/">{ "Over a Genesys server" }</a></p>
            <p><a data-testid="gallery" href="/gallery">{ "Every state of the widget" }</a></p>
            if has_session {
                <SessionLine />
            }
        </footer>
    }
}
