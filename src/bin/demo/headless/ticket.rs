//! The ticket: its number, the gauges, and what the chat has come to.

use rejoin::engine::PhaseKind;
use rejoin::widget::{use_chat, use_chat_session, use_phase};
use stylist::yew::use_style;
use yew::prelude::*;

use super::gauges::Gauges;
use super::log::Log;
use super::slip::Slip;

#[component]
pub(super) fn Ticket() -> Html {
    let chat = use_chat();
    let session = use_chat_session();
    let phase = use_phase();
    let style = use_style!(
        r#"
        max-width: 720px;
        border: 2px solid var(--ink);
        background: var(--card);
        font-family: var(--mono);
        font-size: 15px;

        .head {
            display: flex;
            flex-wrap: wrap;
            justify-content: space-between;
            gap: 4px 24px;
            padding: 14px 18px;
            border-block-end: 2px solid var(--ink);
        }

        h2 {
            margin: 0;
            font-size: 16px;
            letter-spacing: 0.08em;
            text-transform: uppercase;
        }

        .body {
            padding: 18px;
        }

        .body p {
            margin: 0 0 16px;
        }

        .act {
            padding: 9px 18px;
            border: 2px solid var(--ink);
            background: var(--ink);
            color: var(--card);
            font: inherit;
            font-weight: 700;
            cursor: pointer;
        }

        .act.plain {
            background: none;
            color: var(--ink);
        }

        .act:disabled {
            opacity: 0.6;
            cursor: not-allowed;
        }

        .foot {
            display: flex;
            gap: 12px;
            padding: 14px 18px;
            border-block-start: 2px dashed var(--edge);
        }
        "#
    );

    let number = session.as_ref().map(|session| session.id().to_string());
    let leave = session.map(|session| Callback::from(move |_: MouseEvent| session.leave()));
    let start = Callback::from(move |_: MouseEvent| chat.start());
    let start_button = |words: &'static str| {
        html! {
            <button type="button" class="act" data-testid="headless-start" onclick={start.clone()}>
                { words }
            </button>
        }
    };
    let body = match phase {
        PhaseKind::Idle => html! {
            <div class="body">
                <p>{ "No ticket has been opened." }</p>
                { start_button("Open a ticket") }
            </div>
        },
        PhaseKind::Registering | PhaseKind::Starting => html! {
            <div class="body"><p role="status">{ "Stamping your ticket…" }</p></div>
        },
        PhaseKind::Active => html! { <><Log /><Slip /></> },
        PhaseKind::Ended => html! {
            <>
                <Log />
                <div class="body">
                    <p role="status">{ "This ticket is closed." }</p>
                    { start_button("Open another") }
                </div>
            </>
        },
    };
    html! {
        <section class={style} aria-labelledby="ticket">
            <div class="head">
                <h2 id="ticket">{ "Workshop ticket" }</h2>
                <span>
                    { "No. " }
                    <span data-testid="session-id">{ number.unwrap_or_else(|| "none".into()) }</span>
                </span>
            </div>
            <Gauges />
            { body }
            if let Some(leave) = leave {
                <div class="foot">
                    <button
                        type="button"
                        class="act plain"
                        data-testid="headless-leave"
                        onclick={leave}
                    >
                        { "Close the ticket" }
                    </button>
                </div>
            }
        </section>
    }
}
