//! What to try, in plain words.

use stylist::yew::use_style;
use yew::prelude::*;

use crate::route::Route;
use crate::site_link::SiteLink;

const STEPS: [(&str, &str); 5] = [
    (
        "Half-fill the form, then reload",
        "Open the chat in the corner, type a name and half an address, and reload the page. The \
         form comes back with everything in it, the caret where it was.",
    ),
    (
        "Start the chat, then walk away",
        "Send the form. Once Robin has said hello, follow any link, also the one at the foot \
         that loads a whole new page. Write half a sentence first: it travels with you.",
    ),
    (
        "Send a message and close the tab",
        "Send, close the tab at once, and open this site again. Your message was sent once, and \
         the answer that came meanwhile is there.",
    ),
    (
        "Go offline",
        "Tick “Unreachable” at the desk: that is the tunnel here, where the server lives in your \
         own browser. Keep writing. What you send waits, says so, and leaves when the way is clear.",
    ),
    (
        "Answer from the other side",
        "Open the desk in a second tab. Robin falls silent, and you are the agent: join, type, \
         end the chat, or let the server lose it.",
    ),
];

#[component]
pub(super) fn TryIt() -> Html {
    let style = use_style!(
        r#"
        border-block: 1px solid var(--line);
        background: var(--card);

        .inner {
            max-width: 1080px;
            margin: 0 auto;
            padding: clamp(36px, 5vw, 64px) clamp(16px, 4vw, 48px);
        }

        h2 {
            margin: 0 0 20px;
            font-size: clamp(25px, 3.4vw, 32px);
            line-height: 1.2;
            letter-spacing: -0.015em;
        }

        ol {
            display: grid;
            grid-template-columns: repeat(auto-fill, minmax(min(290px, 100%), 1fr));
            gap: 28px 40px;
            margin: 0 0 32px;
            padding: 0;
            list-style: none;
            counter-reset: step;
        }

        li {
            counter-increment: step;
        }

        li::before {
            content: counter(step);
            display: grid;
            place-items: center;
            width: 34px;
            height: 34px;
            margin-block-end: 10px;
            border-radius: 50%;
            background: var(--tint);
            color: var(--accent);
            font-weight: 700;
        }

        h3 {
            margin: 0 0 4px;
            font-size: 18px;
            line-height: 1.35;
        }

        p {
            margin: 0;
            color: var(--soft);
            font-size: 16px;
        }

        .more {
            display: flex;
            flex-wrap: wrap;
            gap: 12px;
        }
        "#
    );
    html! {
        <section class={style} aria-labelledby="try-it">
            <div class="inner">
                <h2 id="try-it">{ "Try it" }</h2>
                <ol>
                    for (title, words) in STEPS {
                        <li key={title}>
                            <h3>{ title }</h3>
                            <p>{ words }</p>
                        </li>
                    }
                </ol>
                <div class="more">
                    <SiteLink to={Route::Desk} class="button" in_new_tab={true}>
                        { "Open the desk" }
                    </SiteLink>
                    <a class="button" href="/example/">{ "On any page: one script tag" }</a>
                </div>
            </div>
        </section>
    }
}
