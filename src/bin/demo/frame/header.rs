//! The head of every page: whose site it is, and the menu.

use stylist::yew::use_style;
use yew::prelude::*;

use crate::art::Wheel;
use crate::route::Route;
use crate::site_link::SiteLink;

const MENU: [(Route, &str, &str); 7] = [
    (Route::Home, "nav-home", "Home"),
    (Route::Pricing, "nav-pricing", "Pricing"),
    (Route::Help, "nav-help", "Help"),
    (Route::Contact, "nav-contact", "Contact"),
    (Route::Support, "nav-support", "Support"),
    (Route::Headless, "nav-headless", "Headless"),
    (Route::Desk, "nav-desk", "Desk"),
];

#[component]
pub(super) fn Header() -> Html {
    let style = use_style!(
        r#"
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 28px;
        padding: 14px clamp(16px, 4vw, 48px);
        border-block-end: 1px solid var(--line);
        background: var(--card);

        .sign {
            display: flex;
            align-items: center;
            gap: 10px;
            margin-inline-end: auto;
            color: var(--ink);
            font-size: 19px;
            font-weight: 650;
            letter-spacing: -0.01em;
            text-decoration: none;
        }

        .sign svg {
            color: var(--accent);
        }

        ul {
            display: flex;
            flex-wrap: wrap;
            gap: 2px 4px;
            margin: 0 -10px;
            padding: 0;
            list-style: none;
        }

        li a {
            display: block;
            padding: 6px 10px;
            border-radius: 8px;
            color: var(--soft);
            font-size: 16px;
            text-decoration: none;
        }

        li a:hover {
            color: var(--ink);
            background: var(--paper);
        }

        li a[aria-current] {
            color: var(--accent);
            background: var(--tint);
            font-weight: 600;
        }
        "#
    );
    html! {
        <header class={style}>
            <SiteLink to={Route::Home} class="sign"><Wheel />{ "Larch & Spoke" }</SiteLink>
            <nav aria-label="Pages">
                <ul>
                    for (to, test_id, name) in MENU {
                        <li key={test_id}>
                            <SiteLink {to} {test_id} in_new_tab={to == Route::Desk}>
                                { name }
                            </SiteLink>
                        </li>
                    }
                </ul>
            </nav>
        </header>
    }
}
