//! While the server is asked for a session.

use yew::prelude::*;

use super::hooks::{use_chat, use_link_status};
use super::labels::use_labels;
use crate::engine::LinkStatus;

#[component]
pub(super) fn StartingPanel() -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let words = match use_link_status() {
        LinkStatus::Reconnecting | LinkStatus::Offline => &labels.starting_long,
        _ => &labels.starting,
    };
    html! {
        <div class="rj-panel" part="panel" data-testid="rejoin-starting">
            <div class="rj-spinner" aria-hidden="true" />
            <p role="status">{ words }</p>
            <button
                type="button"
                class="rj-secondary"
                part="button secondary"
                data-testid="rejoin-cancel"
                onclick={move |_| chat.cancel()}
            >
                { &labels.cancel }
            </button>
        </div>
    }
}
