//! The top of the first page.

use rejoin::engine::PhaseKind;
use rejoin::widget::{use_chat, use_phase};
use stylist::yew::use_style;
use yew::prelude::*;

use crate::art::Bicycle;
use crate::route::Route;
use crate::site_link::SiteLink;

#[component]
pub(super) fn Hero() -> Html {
    let chat = use_chat();
    let has_chat = use_phase() != PhaseKind::Idle;
    let style = use_style!(
        r#"
        display: grid;
        grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr);
        align-items: center;
        gap: clamp(24px, 5vw, 72px);
        max-width: 1080px;
        margin: 0 auto;
        padding: clamp(36px, 7vw, 88px) clamp(16px, 4vw, 48px) clamp(20px, 4vw, 48px);

        h1 {
            margin: 0 0 18px;
            font-size: clamp(35px, 4.4vw, 50px);
            font-weight: 700;
            line-height: 1.06;
            letter-spacing: -0.03em;
            text-wrap: balance;
        }

        p {
            max-width: 34em;
            margin: 0 0 28px;
            color: var(--soft);
            font-size: clamp(18px, 2.2vw, 21px);
            line-height: 1.5;
        }

        .ask {
            display: flex;
            flex-wrap: wrap;
            gap: 12px;
        }

        @media (max-width: 720px) {
            grid-template-columns: minmax(0, 1fr);

            svg {
                max-width: 340px;
            }
        }
        "#
    );
    html! {
        <section class={style} aria-labelledby="hero">
            <div>
                <h1 id="hero">{ "Bring the bike." }<br />{ "Keep the thread." }</h1>
                <p>
                    { "Larch & Spoke mends, tunes and collects bicycles. Ask a mechanic in the \
                       corner; your conversation stays with you, even when the page does not." }
                </p>
                <div class="ask">
                    <button
                        type="button"
                        class="button main"
                        data-testid="home-chat"
                        onclick={move |_| chat.open()}
                    >
                        { if has_chat { "Back to your chat" } else { "Ask a mechanic" } }
                    </button>
                    <SiteLink to={Route::Pricing} class="button">{ "See prices" }</SiteLink>
                </div>
            </div>
            <Bicycle />
        </section>
    }
}
