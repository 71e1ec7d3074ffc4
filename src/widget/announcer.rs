//! Tells screen readers what comes in: each message once, restored ones never; and
//! what other parts of the widget have to say.

use std::time::Duration;

use yew::prelude::*;

use super::hooks::use_chat;
use super::labels::{Labels, use_labels};
use super::message::words_of;
use crate::browser::Timer;
use crate::engine::{ChatEvent, Content, Entry, Role};

/// Long enough for a screen reader to take it up.
const SAID_FOR: Duration = Duration::from_secs(5);

/// Says words to screen readers, from anywhere in the widget.
#[derive(Clone, PartialEq)]
struct Voice(Callback<String>);

/// Says words to screen readers.
#[hook]
pub(super) fn use_voice() -> Callback<String> {
    use_context::<Voice>()
        .map(|voice| voice.0)
        .unwrap_or_default()
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct AnnouncerProps {
    /// Those who may have something to say.
    pub children: Html,
}

#[component]
pub(super) fn Announcer(props: &AnnouncerProps) -> Html {
    let labels = use_labels();
    let chat = use_chat();
    let said = use_state(String::new);

    // Once said it is nothing to come across later.
    let forget = {
        let said = said.setter();
        use_memo((), |()| Timer::new(move || said.set(String::new())))
    };
    let voice = {
        let said = said.setter();
        use_callback((), move |words: String, ()| {
            said.set(words);
            forget.set(SAID_FOR);
        })
    };
    let announce = voice.clone();
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
        <>
            <ContextProvider<Voice> context={Voice(voice)}>
                { props.children.clone() }
            </ContextProvider<Voice>>
            <div class="rj-unseen" aria-live="polite" data-testid="rejoin-announcer">
                { (*said).clone() }
            </div>
        </>
    }
}

/// The visitor knows what they have said themselves, and need not know what is
/// gone already.
fn announcement(entry: &Entry, labels: &Labels) -> Option<String> {
    if entry.author.role == Role::Visitor || entry.content == Content::Removed {
        return None;
    }
    let words = words_of(entry, labels);
    let words = match entry.content.said() {
        Some(url) if matches!(entry.content, Content::Url(_)) => {
            format!(
                "{}: {url}",
                Labels::with_name(&labels.suggests, &entry.author.name)
            )
        }
        Some(_) => format!("{}: {words}", entry.author.name),
        None => words,
    };
    Some(if entry.replies.is_empty() {
        words
    } else {
        // Of what stands elsewhere who listens is told.
        format!("{words} {}: {}.", labels.replies, entry.replies.join(", "))
    })
}
