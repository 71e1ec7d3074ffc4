//! What was said, line by line, the newest in sight.

use std::rc::Rc;

use rejoin::engine::{Chat, Delivery};
use rejoin::widget::{use_chat, use_chat_selector, use_transcript, use_typing};
use stylist::yew::use_style;
use web_sys::Element;
use yew::prelude::*;

use super::line::Line;

#[component]
pub(super) fn Log() -> Html {
    let view = use_transcript();
    let typing = use_typing();
    let list = use_node_ref();
    let style = use_style!(
        r#"
        height: 320px;
        overflow-y: auto;
        padding: 14px 18px;

        ol {
            margin: 0;
            padding: 0;
            list-style: none;
        }

        li {
            display: grid;
            grid-template-columns: 52px minmax(0, 1fr);
            padding: 3px 0;
            overflow-wrap: anywhere;
        }

        time, .waits {
            color: var(--soft);
        }

        .said {
            white-space: pre-wrap;
        }

        .event {
            color: var(--soft);
            font-style: italic;
        }

        .typing {
            min-height: 1.6em;
            margin: 4px 0 0;
            color: var(--soft);
        }
        "#
    );
    // Short chats: nobody would notice that they are read bit by bit.
    let chat = use_chat();
    let is_whole = use_chat_selector(Chat::is_whole);
    use_effect_with(is_whole, move |_| chat.load_all());
    let to_end = list.clone();
    use_effect_with((view.clone(), typing.is_some()), move |_| {
        if let Some(list) = to_end.cast::<Element>() {
            list.set_scroll_top(list.scroll_height());
        }
    });

    let lines = view.chunks.iter().flat_map(|(_, chunk)| chunk.entries());
    html! {
        <div class={style} ref={list} tabindex="0" role="log" aria-label="Conversation">
            <ol>
                for entry in lines {
                    <Line key={entry.position.0} entry={Rc::clone(entry)} />
                }
                for message in view.outgoing.iter() {
                    <li key={message.client_id.to_string()} data-testid="headless-outgoing">
                        <span class="waits" aria-hidden="true">{ "··:··" }</span>
                        <span class="said">
                            <b>{ "You " }</b>
                            { message.text.clone() }
                            <span class="waits">{ state_of(&message.delivery) }</span>
                        </span>
                    </li>
                }
            </ol>
            <p class="typing" data-testid="headless-typing">
                if let Some(agent) = typing {
                    { format!("{} is writing…", agent.name) }
                }
            </p>
        </div>
    }
}

fn state_of(delivery: &Delivery) -> String {
    match delivery {
        Delivery::Queued => " (waiting)".to_owned(),
        Delivery::Sending { .. } => " (on its way)".to_owned(),
        Delivery::Sent => " (sent)".to_owned(),
        Delivery::Failed { reason } => format!(" (not sent: {reason})"),
    }
}
