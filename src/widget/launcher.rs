//! The button that opens the chat, with the number of unread messages on it.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::caret;
use super::hooks::{use_chat, use_chat_selector, use_phase, use_unread};
use super::icons;
use super::labels::use_labels;
use crate::engine::PhaseKind;

/// More is not told apart at a glance.
const COUNTS_TO: usize = 99;

#[component]
pub(super) fn Launcher() -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let unread = use_unread();
    let phase = use_phase();
    let is_open = use_chat_selector(|chat| chat.window().open) && phase != PhaseKind::Idle;
    let button = use_node_ref();

    // Whoever closes the window by keyboard is back where they came from.
    let was_open = use_mut_ref(|| is_open);
    let closed = was_open.replace(is_open) && !is_open;
    let back = button.clone();
    use_effect_with(closed, move |closed| {
        let element = back.cast::<HtmlElement>().filter(|_| *closed);
        if let Some(element) = element {
            caret::offer_focus(&element);
        }
    });

    let toggle = Callback::from(move |_: MouseEvent| {
        if is_open {
            chat.minimise();
        } else {
            chat.open();
        }
    });
    let label = if is_open {
        &labels.minimise
    } else {
        &labels.open
    };
    let mut count = labels.number(unread.min(COUNTS_TO));
    if unread > COUNTS_TO {
        count.push('+');
    }
    // What can be seen is a part of the name, for those who say it to press it.
    let name = if unread > 0 {
        format!(
            "{label}, {}",
            labels.with_written(&labels.unread, unread, &count)
        )
    } else {
        label.to_string()
    };
    html! {
        <button
            ref={button}
            type="button"
            class="rj-launcher"
            part="launcher"
            data-testid="rejoin-launcher"
            aria-label={name}
            aria-expanded={is_open.to_string()}
            onclick={toggle}
        >
            { if is_open { icons::chevron_down() } else { icons::bubble() } }
            if unread > 0 && !is_open {
                <span class="rj-badge" part="badge" data-testid="rejoin-unread" aria-hidden="true">
                    { count }
                </span>
            }
        </button>
    }
}
