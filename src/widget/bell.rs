//! The button by which the visitor asks to be told of answers.

use yew::prelude::*;

use super::hooks::{use_chat, use_chat_selector};
use super::icons;
use super::labels::use_labels;
use crate::browser::{Notice, chime};
use crate::engine::Chat;

#[component]
pub(super) fn Bell() -> Html {
    let chat = use_chat();
    let label = use_labels().alerts.clone();
    let is_on = use_chat_selector(Chat::wants_alerts);
    let toggle = move |_: MouseEvent| {
        chat.set_alerts(!is_on);
        if !is_on {
            // Browsers let pages ask, and make sounds, where somebody has clicked.
            Notice::ask();
            chime();
        }
    };
    html! {
        <button
            type="button"
            class="rj-quiet rj-bell gwc-chat-control"
            data-testid="rejoin-alerts"
            aria-label={label.clone()}
            aria-pressed={is_on.to_string()}
            title={label}
            onclick={toggle}
        >
            { if is_on { icons::bell() } else { icons::bell_off() } }
        </button>
    }
}
