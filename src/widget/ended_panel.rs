//! Beneath the transcript of a chat that is over.

use yew::prelude::*;

use super::hooks::{use_chat, use_chat_selector};
use super::labels::{Labels, use_labels};
use super::save_conversation::SaveConversation;
use crate::engine::{Chat, EndReason, Phase};

#[component]
pub(super) fn EndedPanel() -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let reason = use_chat_selector(end_reason).unwrap_or(EndReason::Closed);
    html! {
        <div class="rj-ended" part="panel" data-testid="rejoin-ended">
            // Screen readers are told by the announcer, wherever the visitor is.
            <p>{ words_of_end(reason, &labels) }</p>
            <button
                type="button"
                class="rj-primary"
                part="button primary"
                data-testid="rejoin-start-new"
                onclick={move |_| chat.start()}
            >
                { &labels.start_new }
            </button>
            <SaveConversation />
        </div>
    }
}

pub(super) fn words_of_end(reason: EndReason, labels: &Labels) -> &AttrValue {
    match reason {
        EndReason::Left => &labels.ended_left,
        EndReason::Gone => &labels.ended_gone,
        EndReason::Closed => &labels.ended_closed,
    }
}

fn end_reason(chat: &Chat) -> Option<EndReason> {
    match chat.phase() {
        Phase::Ended(ended) => Some(ended.reason()),
        _ => None,
    }
}
