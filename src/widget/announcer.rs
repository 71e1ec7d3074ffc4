//! Tells screen readers what comes in: each message once, restored ones never.

use yew::prelude::*;

use super::hooks::use_chat;
use super::labels::{Labels, use_labels};
use super::message::words_of;
use crate::engine::{ChatEvent, Entry, Role};

#[component]
pub(super) fn Announcer() -> Html {
    let labels = use_labels();
    let chat = use_chat();
    let said = use_state(String::new);

    let setter = said.setter();
    use_effect_with((chat, labels), move |(chat, labels)| {
        let labels = labels.clone();
        let watch = chat.on_event(move |event| match event {
            ChatEvent::Entry(entry) => {
                if let Some(words) = announcement(entry, &labels) {
                    setter.set(words);
                }
            }
            ChatEvent::ConnectionRestored => setter.set(labels.restored.to_string()),
            _ => {}
        });
        move || drop(watch)
    });
    html! {
        <div class="rj-unseen" aria-live="polite" data-testid="rejoin-announcer">
            { (*said).clone() }
        </div>
    }
}

/// The visitor knows what they have said themselves.
fn announcement(entry: &Entry, labels: &Labels) -> Option<String> {
    if entry.author.role == Role::Visitor {
        return None;
    }
    let words = words_of(entry, labels);
    Some(match entry.content {
        crate::engine::Content::Text(_) => format!("{}: {words}", entry.author.name),
        _ => words,
    })
}
