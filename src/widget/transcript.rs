//! What has been said, in a list that keeps its place.

use std::rc::Rc;

use yew::prelude::*;

use super::hooks::{use_chat, use_chat_selector, use_phase, use_transcript, use_unread};
use super::icons;
use super::kept_place::use_kept_place;
use super::labels::use_labels;
use super::outgoing_message::OutgoingMessage;
use super::transcript_chunk::TranscriptChunk;
use crate::engine::{PhaseKind, Scroll};

#[component]
pub(super) fn Transcript() -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let view = use_transcript();
    let list = use_node_ref();
    let can_retry = use_phase() == PhaseKind::Active;
    let is_at_end = use_chat_selector(|chat| chat.window().scroll == Scroll::Latest);

    let onscroll = use_kept_place(&chat, &list, &view, is_at_end);
    html! {
        <div class="rj-conversation">
            <div
                ref={list}
                class="rj-transcript gwc-chat-message-container gwc-persistent-chat-messages"
                data-testid="rejoin-transcript"
                role="region"
                tabindex="0"
                aria-label={labels.transcript.clone()}
                {onscroll}
            >
                for (number, chunk) in view.chunks.iter() {
                    <TranscriptChunk key={number.0} chunk={Rc::clone(chunk)} />
                }
                if !view.outgoing.is_empty() {
                    <ol class="rj-chunk rj-outbox" key="outbox">
                        for message in view.outgoing.iter() {
                            <OutgoingMessage
                                key={message.client_id.to_string()}
                                message={message.clone()}
                                {can_retry}
                            />
                        }
                    </ol>
                }
            </div>
            if !is_at_end {
                <JumpToLatest />
            }
        </div>
    }
}

#[component]
fn JumpToLatest() -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let unread = use_unread();
    let news = labels.with_count(&labels.latest_new, unread);
    let name = if unread > 0 {
        format!("{news}. {}", labels.latest)
    } else {
        labels.latest.to_string()
    };
    html! {
        <button
            type="button"
            class="rj-jump"
            data-testid="rejoin-jump"
            aria-label={name}
            onclick={move |_| chat.set_scroll(Scroll::Latest)}
        >
            { icons::chevron_down() }
            if unread > 0 {
                <span>{ news }</span>
            }
        </button>
    }
}
