//! The first page: the workshop, what the chat in its corner is, and what to
//! try with it.

use stylist::yew::use_style;
use yew::prelude::*;

use super::hero::Hero;
use super::try_it::TryIt;
use crate::route::Route;
use crate::site_link::SiteLink;

const WAYS: [(Route, &str, &str); 5] = [
    (
        Route::Contact,
        "As a part of the page",
        "The same chat, standing beside the address instead of floating in the corner.",
    ),
    (
        Route::Support,
        "With a long form",
        "A second chat, apart from the first, that asks for everything a form can ask for.",
    ),
    (
        Route::Hand,
        "With a registration of your own",
        "The page draws what is asked before the chat; the widget does the rest.",
    ),
    (
        Route::Headless,
        "Without the widget",
        "A chat drawn by the page, in its own look, on the same hooks the widget uses.",
    ),
    (
        Route::Desk,
        "From the other side",
        "The agent’s desk: answer your own chats, and make the network misbehave.",
    ),
];

#[component]
pub(crate) fn HomePage() -> Html {
    let style = use_style!(
        r#"
        .band {
            max-width: 1080px;
            margin: 0 auto;
            padding: clamp(36px, 5vw, 64px) clamp(16px, 4vw, 48px);
        }

        h2 {
            margin: 0 0 10px;
            font-size: clamp(25px, 3.4vw, 32px);
            line-height: 1.2;
            letter-spacing: -0.015em;
        }

        .about p {
            max-width: 680px;
            margin: 0 0 12px;
        }

        .ways {
            display: grid;
            grid-template-columns: repeat(auto-fill, minmax(min(290px, 100%), 1fr));
            gap: 10px 40px;
            margin: 20px 0 0;
            padding: 0;
            list-style: none;
        }

        .ways li {
            padding: 16px 0;
            border-block-start: 1px solid var(--line);
        }

        .ways a {
            font-weight: 600;
        }

        .ways p {
            margin: 4px 0 0;
            color: var(--soft);
            font-size: 16px;
        }
        "#
    );
    html! {
        <div class={style}>
            <Hero />
            <section class="band about" aria-labelledby="about">
                <h2 id="about">{ "What you are looking at" }</h2>
                <p>
                    { "The workshop is made up. The chat in its corner is not: it is " }
                    <strong>{ "Rejoin" }</strong>
                    { ", a live chat for websites that survives the page. Reload, follow a link, \
                       close the tab, lose the network or crash the browser: the conversation, \
                       the half-filled form and the half-typed sentence are where you left them." }
                </p>
                <p>
                    { "No server is involved. A desk inside your browser plays one; a small script \
                       called Robin answers, until you sit down at the desk and answer yourself." }
                </p>
            </section>
            <TryIt />
            <section class="band" aria-labelledby="ways">
                <h2 id="ways">{ "Other ways to have it" }</h2>
                <ul class="ways">
                    for (to, name, words) in WAYS {
                        <li key={name}>
                            <SiteLink {to} in_new_tab={to == Route::Desk}>{ name }</SiteLink>
                            <p>{ words }</p>
                        </li>
                    }
                </ul>
            </section>
        </div>
    }
}
