//! Gives the visitor the conversation to keep: what this browser has of it goes when it ends.

use std::time::Duration;

use js_sys::{Array, Date};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;
use yew::prelude::*;

use super::conversation_file::{FileKind, Line, write};
use super::hooks::use_chat;
use super::labels::{Labels, use_labels};
use super::message::{is_shown, words_of};
use super::when::{date_of, moment_words};
use crate::browser::{log, save, sleep};
use crate::engine::{Chat, Delivery, Entry, MessageKind, Outgoing, Role, Wall};
use crate::runtime::ChatHandle;

/// How often it is looked whether all has been read, before what there is is enough.
const LOOKS: usize = 200;
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A button for each kind of file.
#[component]
pub(super) fn SaveConversation() -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let text = saving(FileKind::Text, &chat, &labels);
    let page = saving(FileKind::Page, &chat, &labels);
    html! {
        <p class="rj-save">
            <button type="button" class="rj-link" data-testid="rejoin-save" onclick={text}>
                { &labels.save }
            </button>
            <button
                type="button"
                class="rj-link"
                data-testid="rejoin-save-page"
                aria-label={[&labels.save, ": HTML"].concat()}
                onclick={page}
            >
                { "HTML" }
            </button>
        </p>
    }
}

fn saving(kind: FileKind, chat: &ChatHandle, labels: &Labels) -> Callback<MouseEvent> {
    let (chat, labels) = (chat.clone(), labels.clone());
    Callback::from(move |_| {
        let (chat, labels) = (chat.clone(), labels.clone());
        // Whatever becomes of the button: who saves may end the chat at once.
        spawn_local(async move {
            read_all(&chat).await;
            let Some(lines) = chat.read(|chat| lines(chat, &labels)) else {
                return;
            };
            let language = labels.tag().unwrap_or_default();
            let file = write(kind, &labels.title, language, &lines);
            if let Err(reason) = offer(&file, kind) {
                log::warn_about("the conversation cannot be saved", &reason);
            }
        });
    })
}

/// A restore begins with the newest; the rest is read when there is time.
async fn read_all(chat: &ChatHandle) {
    chat.load_all();
    for _ in 0..LOOKS {
        if chat.read(Chat::is_whole) {
            return;
        }
        sleep(LOOK_EVERY).await;
    }
}

fn offer(file: &str, kind: FileKind) -> Result<(), JsValue> {
    let blob = Blob::new_with_str_sequence(&Array::of1(&file.into()))?;
    let today = String::from(Date::new_0().to_iso_string());
    let day = today.get(..10).unwrap_or_default();
    save(&blob, &["chat-", day, ".", kind.extension()].concat())
}

/// All that the visitor sees, in the order in which they see it; `None` when it was put away.
fn lines(chat: &Chat, labels: &Labels) -> Option<Vec<Line>> {
    let session = chat.phase().session()?;
    let entries = session
        .transcript()
        .entries()
        .filter(|entry| is_shown(entry));
    let outgoing = session.outbox().items().iter();
    let outgoing = outgoing.filter(|item| item.kind != MessageKind::Notice);
    let said = entries.map(|entry| line_of(entry, labels));
    let all = said.chain(outgoing.map(|item| line_of_outgoing(item, labels)));
    Some(all.collect())
}

fn line_of(entry: &Entry, labels: &Labels) -> Line {
    let who = match (entry.content.said(), entry.author.role) {
        (None, _) => String::new(),
        (_, Role::Visitor) => labels.you.to_string(),
        _ => entry.author.name.clone(),
    };
    Line {
        at: moment(entry.at, labels),
        who,
        words: words_of(entry, labels),
    }
}

fn line_of_outgoing(item: &Outgoing, labels: &Labels) -> Line {
    let state = match item.delivery {
        Delivery::Queued => &labels.queued,
        Delivery::Sending { .. } => &labels.sending,
        Delivery::Sent => &labels.sent,
        Delivery::Failed { .. } => &labels.failed,
    };
    Line {
        at: moment(item.at, labels),
        who: labels.you.to_string(),
        words: [&*item.text, " (", &**state, ")"].concat(),
    }
}

fn moment(at: Wall, labels: &Labels) -> String {
    let date = date_of(at);
    date.map_or_else(String::new, |date| moment_words(&date, labels.tag()))
}
