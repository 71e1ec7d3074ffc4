//! The open chat: who it is, what was said, and what the agent can do.

use rejoin::transport::desk::{Call, Room};
use stylist::yew::use_style;
use web_sys::Element;
use yew::prelude::*;

use super::buttons::Buttons;
use super::entry_line::EntryLine;
use super::reply_box::ReplyBox;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ConversationProps {
    pub room: Room,
    pub tell: Callback<Call>,
    /// Under which name the agent answers.
    pub agent: AttrValue,
    pub on_agent: Callback<String>,
}

#[component]
pub(super) fn Conversation(props: &ConversationProps) -> Html {
    let room = &props.room;
    let list = use_node_ref();
    let style = use_style!(
        r#"
        display: flex;
        flex-direction: column;
        min-width: 0;

        .lines {
            height: clamp(260px, 46vh, 460px);
            margin: 0;
            padding: 16px;
            overflow-y: auto;
            list-style: none;
        }

        .lines:focus-visible {
            outline-offset: -3px;
        }

        .lines li {
            display: flex;
            flex-direction: column;
            align-items: flex-start;
            margin-block-end: 10px;
        }

        .lines li.own {
            align-items: flex-end;
        }

        .lines li.event {
            align-items: center;
            color: var(--soft);
            font-size: 14px;
        }

        .who {
            color: var(--soft);
            font-size: 14px;
        }

        .bubble {
            max-width: 85%;
            padding: 8px 13px;
            border: 1px solid var(--line);
            border-radius: 13px;
            background: var(--paper);
            overflow-wrap: anywhere;
            white-space: pre-wrap;
        }

        .own .bubble {
            border-color: transparent;
            background: var(--tint);
        }

        .typing {
            min-height: 1.6em;
            margin: 0;
            padding: 0 16px 6px;
            color: var(--soft);
            font-size: 15px;
        }
        "#
    );

    let end = list.clone();
    use_effect_with((room.id.clone(), room.entries.len()), move |_| {
        if let Some(list) = end.cast::<Element>() {
            list.set_scroll_top(list.scroll_height());
        }
    });
    let visitor = room.visitor().name;
    html! {
        <section class={classes!("panel", style)} aria-labelledby="conversation">
            <Buttons
                room={room.clone()}
                tell={props.tell.clone()}
                agent={props.agent.clone()}
                on_agent={props.on_agent.clone()}
            />
            <ol class="lines" ref={list} tabindex="0" aria-labelledby="conversation">
                for entry in room.entries.iter() {
                    <EntryLine key={entry.position.0} entry={entry.clone()} />
                }
            </ol>
            <p class="typing" role="status">
                if room.visitor_types() {
                    <span data-testid="desk-visitor-typing">{ visitor }{ " is typing…" }</span>
                }
            </p>
            <ReplyBox
                key={room.id.to_string()}
                session={room.id.clone()}
                has_joined={room.human().is_some()}
                is_over={room.ended}
                agent={props.agent.clone()}
                tell={props.tell.clone()}
            />
        </section>
    }
}
