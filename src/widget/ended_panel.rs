//! Beneath the transcript of a chat that is over.

use yew::prelude::*;

use super::hooks::{use_chat, use_chat_selector};
use super::labels::use_labels;
use super::save_conversation::SaveConversation;
use crate::engine::{Chat, EndReason, Phase};

#[component]
pub(super) fn EndedPanel() -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let words = match use_chat_selector(end_reason) {
        Some(EndReason::Left) => &labels.ended_left,
        Some(EndReason::Gone) => &labels.ended_gone,
        Some(EndReason::Closed) | None => &labels.ended_closed,
    };
    html! {
        <div class="rj-ended" part="panel" data-testid="rejoin-ended">
            <p role="status">{ words }</p>
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

fn end_reason(chat: &Chat) -> Option<EndReason> {
    match chat.phase() {
        Phase::Ended(ended) => Some(ended.reason()),
        _ => None,
    }
}
