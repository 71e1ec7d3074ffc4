//! Tells screen readers what comes in: each message once, restored ones never; and
//! what other parts of the widget have to say.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use yew::prelude::*;

use super::ended_panel::words_of_end;
use super::hooks::{use_chat, use_chat_selector};
use super::labels::{Labels, use_labels};
use super::message::words_of;
use super::outgoing_message::why_not;
use crate::browser::Timer;
use crate::engine::{Chat, ChatEvent, Content, Entry, Role};

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
    let said = use_mut_ref(Vec::new);
    let voice = use_saying(&said);
    let is_not_stored = use_chat_selector(Chat::is_not_stored);
    let (announce, warning) = (voice.clone(), labels.not_stored.to_string());
    use_effect_with(is_not_stored, move |is_not_stored| {
        if *is_not_stored {
            announce.emit(warning);
        }
    });
    let announce = voice.clone();
    use_effect_with((chat, labels), move |(chat, labels)| {
        let (told, labels) = (chat.clone(), labels.clone());
        let watch = chat.on_event(move |event| match event {
            ChatEvent::Entry(entry) => {
                if let Some(words) = announcement(entry, &labels) {
                    announce.emit(words);
                }
            }
            ChatEvent::NotSent { client_id, .. } => {
                let reason = told.read(|chat| {
                    let mut items = chat.phase().session()?.outbox().items().iter();
                    let item = items.find(|item| item.client_id == *client_id)?;
                    Some(why_not(item, &labels))
                });
                let reason = reason.unwrap_or_default();
                announce.emit(format!("{} {reason}", labels.failed));
            }
            ChatEvent::ConnectionRestored => announce.emit(labels.restored.to_string()),
            ChatEvent::Ended(reason) => {
                announce.emit(words_of_end(*reason, &labels).to_string());
            }
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
                for saying in said.borrow().iter() {
                    <p key={saying.number}>{ saying.words.clone() }</p>
                }
            </div>
        </>
    }
}

/// Something that is being said, in a node of its own: what comes in its place is not
/// always read out, and the same words once more never are.
struct Saying {
    number: u32,
    words: String,
    _until: Timer,
}

/// Adds to what is being said. Once said it is nothing to come across later.
#[hook]
fn use_saying(said: &Rc<RefCell<Vec<Saying>>>) -> Callback<String> {
    let said = Rc::clone(said);
    let update = use_force_update();
    let count = use_mut_ref(|| 0);
    use_callback((), move |words: String, ()| {
        let number = count.replace_with(|count| *count + 1);
        let forget = {
            let (said, update) = (Rc::downgrade(&said), update.clone());
            Timer::new(move || {
                if let Some(said) = said.upgrade() {
                    said.borrow_mut().retain(|saying| saying.number != number);
                    update.force_update();
                }
            })
        };
        forget.set(SAID_FOR);
        said.borrow_mut().push(Saying {
            number,
            words,
            _until: forget,
        });
        update.force_update();
    })
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
        let replies: Vec<&str> = entry.replies.iter().map(String::as_str).collect();
        format!("{words} {}: {}.", labels.replies, labels.list(&replies))
    })
}
