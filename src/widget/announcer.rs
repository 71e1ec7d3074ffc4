//! Tells screen readers what comes in: each message once, restored ones never.

use std::time::Duration;

use yew::prelude::*;

use super::hooks::use_chat;
use super::labels::{Labels, use_labels};
use super::message::words_of;
use crate::browser::Timer;
use crate::engine::{ChatEvent, Content, Entry, Role};

/// Long enough for a screen reader to take it up.
const SAID_FOR: Duration = Duration::from_secs(5);

#[component]
pub(super) fn Announcer() -> Html {
    let labels = use_labels();
    let chat = use_chat();
    let said = use_state(String::new);

    // Once said it is nothing to come across later.
    let forget = {
        let said = said.setter();
        use_memo((), |()| Timer::new(move || said.set(String::new())))
    };
    let announce = {
        let said = said.setter();
        Callback::from(move |words| {
            said.set(words);
            forget.set(SAID_FOR);
        })
    };
    use_effect_with((chat, labels), move |(chat, labels)| {
        let labels = labels.clone();
        let watch = chat.on_event(move |event| match event {
            ChatEvent::Entry(entry) => {
                if let Some(words) = announcement(entry, &labels) {
                    announce.emit(words);
                }
            }
            ChatEvent::ConnectionRestored => announce.emit(labels.restored.to_string()),
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

/// The visitor knows what they have said themselves, and need not know what is
/// gone already.
fn announcement(entry: &Entry, labels: &Labels) -> Option<String> {
    if entry.author.role == Role::Visitor || entry.content == Content::Removed {
        return None;
    }
    let words = words_of(entry, labels);
    Some(match entry.content.said() {
        Some(_) => format!("{}: {words}", entry.author.name),
        None => words,
    })
}
