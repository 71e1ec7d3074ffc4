//! What the server says: the same form over CometD and over REST.

use serde_json::Value;

use crate::engine::{ClientId, Content, Entry, Party, Position, Role, TransportEvent, Wall};
use crate::transport::json::{Look, NAME_LIMIT, TEXT_LIMIT, cut};

/// Nobody says more at once.
const MOST_EVENTS: usize = 10_000;
/// User data of a file. The documents name no keys but these two for the id; the
/// others are the same in another spelling.
pub(super) const FILE_ID: [&str; 3] = ["file-id", "fileid", "fileId"];
const FILE_NAME: [&str; 3] = ["file-name", "filename", "fileName"];

/// How an operation went: `statusCode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// 0: all is well, and all fields are valid.
    #[default]
    Fine,
    /// 1: it may be tried again.
    TryAgain,
    /// 2: to try again is of no use.
    Failed,
}

/// An answer, or news.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Envelope {
    /// How the operation went. Unless it is fine, the rest is not to be trusted.
    pub status: Status,
    /// Whether the chat is over.
    pub is_over: bool,
    /// The server's instance, to be named in the next call.
    pub alias: Option<String>,
    /// The server's name for the session.
    pub chat_id: Option<String>,
    /// The server's name for the visitor.
    pub user_id: Option<String>,
    /// The session's secret.
    pub secure_key: Option<String>,
    /// The index to ask for next.
    pub next_position: Option<u64>,
    /// Parts of the transcript, in order.
    pub events: Vec<Event>,
    /// Why it failed.
    pub errors: Vec<Problem>,
}

/// Why an operation failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The server's number for it.
    pub code: Option<u64>,
    /// The server's words.
    pub words: String,
}

/// One event of the transcript.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its place.
    pub index: u64,
    /// What it tells.
    pub news: News,
}

/// What an event tells.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// A line of the transcript.
    Entry(Entry),
    /// Somebody else types, or has stopped.
    Typing(Party, bool),
    /// Something that is not for the visitor.
    Nothing,
}

impl Envelope {
    /// The server's words about what went wrong, or none.
    pub fn words(&self) -> String {
        let words = self.errors.iter().map(|problem| problem.words.as_str());
        words.collect::<Vec<_>>().join(" ")
    }

    /// Whether the server says that the session does not exist, or is not ours:
    /// 8201 no such user, 8209 logged out, 8210 wrong key.
    pub fn is_unknown(&self) -> bool {
        let mut codes = self.errors.iter().filter_map(|problem| problem.code);
        self.status == Status::Failed && codes.any(|code| matches!(code, 8201 | 8209 | 8210))
    }

    /// The entries from that index on.
    pub fn entries_from(&self, from: u64) -> Vec<Entry> {
        let events = self.events.iter().filter(|event| event.index >= from);
        let entries = events.filter_map(|event| match &event.news {
            News::Entry(entry) => Some(entry.clone()),
            _ => None,
        });
        entries.collect()
    }

    /// Who types, or has stopped, in events from that index on.
    pub(super) fn typing_from(&self, from: u64) -> impl Iterator<Item = TransportEvent> {
        let events = self.events.iter().filter(move |event| event.index >= from);
        events.filter_map(|event| match event.news.clone() {
            News::Typing(party, on) => Some(TransportEvent::Typing { party, on }),
            _ => None,
        })
    }

    /// The lowest index that is told.
    pub fn first_index(&self) -> Option<u64> {
        self.events.iter().map(|event| event.index).min()
    }

    /// The highest index that is told.
    pub(super) fn last_index(&self) -> Option<u64> {
        self.events.iter().map(|event| event.index).max()
    }

    /// The index after the last that is told.
    pub fn end(&self) -> u64 {
        let last = self.last_index();
        let after = last.map_or(0, |last| last.saturating_add(1));
        after.max(self.next_position.unwrap_or(0))
    }
}

/// Reads an envelope; `None` when it is none.
pub fn read(raw: &Value) -> Option<Envelope> {
    raw.as_object()?;
    let status = match raw.number("statusCode") {
        Some(0) => Status::Fine,
        Some(1) => Status::TryAgain,
        Some(_) => Status::Failed,
        // Events that are only delivered were seen without.
        None if raw.list("errors").is_empty() => Status::Fine,
        None => Status::Failed,
    };
    let events = raw.list("messages").iter().take(MOST_EVENTS);
    let mut events: Vec<Event> = events.filter_map(event).collect();
    events.sort_by_key(|event| event.index);
    Some(Envelope {
        status,
        is_over: raw.is_true("chatEnded"),
        alias: raw.text("alias"),
        chat_id: raw.text("chatId"),
        user_id: raw.text("userId"),
        secure_key: raw.text("secureKey"),
        next_position: raw.number("nextPosition"),
        events,
        errors: raw.list("errors").iter().take(10).map(problem).collect(),
    })
}

fn problem(raw: &Value) -> Problem {
    Problem {
        code: raw.number("code"),
        words: raw.text("message").unwrap_or_default(),
    }
}

/// `None` without an index: nobody could tell it from others.
fn event(raw: &Value) -> Option<Event> {
    // The API of JavaScript counts in floating point.
    let index = raw.number("index").filter(|index| *index < 1 << 53)?;
    let from = raw.get("from").unwrap_or(&Value::Null);
    let text = raw.get("text").and_then(Value::as_str);
    let text = text.map(|text| cut(text, TEXT_LIMIT).to_owned());
    let kind = raw.text("type").unwrap_or_default();
    // A message with more than words; whoever does not know that shows the words.
    let kind = if kind == "Structured" {
        "Message".to_owned()
    } else {
        kind
    };
    let author = party(from, &kind);
    if let "TypingStarted" | "TypingStopped" = kind.as_str() {
        let is_own = author.role == Role::Visitor;
        let told = News::Typing(author, kind == "TypingStarted");
        let news = if is_own { News::Nothing } else { told };
        return Some(Event { index, news });
    }
    // Visitors know that they have come.
    let is_own = author.role == Role::Visitor;
    let is_ours_to_show = !(is_own && kind == "ParticipantJoined");
    let content = is_ours_to_show.then(|| content(&kind, text, raw)).flatten();
    let news = content.map_or(News::Nothing, |content| {
        let at = Wall(raw.number("utcTime").unwrap_or_default());
        let entry = Entry {
            client_id: is_own.then(|| client_id(raw)).flatten(),
            ..Entry::new(Position(index), at, author, content)
        };
        let replies = if is_own {
            Vec::new()
        } else {
            quick_replies(raw)
        };
        News::Entry(entry.offering(replies))
    });
    Some(Event { index, news })
}

/// What is shown of it: nothing of what is meant for machines.
fn content(kind: &str, text: Option<String>, raw: &Value) -> Option<Content> {
    match kind {
        "ParticipantJoined" => Some(Content::Joined),
        "ParticipantLeft" => Some(Content::Left),
        "Message" => Some(Content::Text(text?)),
        "PushUrl" => Some(Content::Url(text?)),
        "FileUploaded" => file(raw, text),
        // The names of notices to programs, such as the limits of files.
        "NicknameUpdated" | "Notice" | "FileDeleted" => None,
        // CustomNotice, IdleAlert, IdleClose, and what comes to be.
        _ => Some(Content::Notice(text.filter(|text| !text.is_empty())?)),
    }
}

/// The answers that a message suggests: in the event itself, or, as chat servers
/// deliver it, in its attributes, as JSON in a text.
fn quick_replies(raw: &Value) -> Vec<String> {
    let attributes = raw.get("eventAttributes");
    let structured = attributes.and_then(|all| all.get("structured-content")?.get("genesys-chat"));
    let parsed = structured
        .and_then(Value::as_str)
        .and_then(|text| serde_json::from_str::<Value>(text).ok());
    let told = [Some(raw), structured, parsed.as_ref()];
    let is_offer =
        |told: &&Value| told.get("contentType").and_then(Value::as_str) == Some("quick-replies");
    let Some(offer) = told.into_iter().flatten().find(is_offer) else {
        return Vec::new();
    };
    // Others do something else than to answer.
    let is_answer = |item: &&Value| {
        let is = |name, value| item.get(name).is_none_or(|told| told == value);
        is("type", "quick-reply") && is("action", "message")
    };
    let items = offer.list("content").iter().filter(is_answer);
    items.filter_map(|item| item.text("text")).collect()
}

/// One that has no id cannot be had: that it was sent is told all the same.
fn file(raw: &Value, text: Option<String>) -> Option<Content> {
    let data = raw.get("userData").unwrap_or(&Value::Null);
    let first = |names: [&str; 3]| names.iter().find_map(|name| data.text(name));
    let name = first(FILE_NAME).or(text)?;
    Some(match first(FILE_ID) {
        Some(id) => Content::File {
            id,
            name,
            image: None,
        },
        None => Content::Notice(name),
    })
}

fn party(from: &Value, kind: &str) -> Party {
    let role = match from.text("type").as_deref() {
        Some("Client") => Role::Visitor,
        Some("Agent" | "Supervisor") => Role::Agent,
        // A bot that talks answers like anybody else.
        _ if kind == "Message" => Role::Agent,
        _ => Role::System,
    };
    let name = from.text("nickname").unwrap_or_default();
    let name = cut(&name, NAME_LIMIT).to_owned();
    let id = from.text("participantId").unwrap_or_else(|| name.clone());
    Party::new(id, name, role)
}

/// What stands before our id in a message's type, so that others are not taken for ours.
const TYPE: &str = "text/";

/// The type under which a message goes, with its id in it.
pub(super) fn message_type(id: &ClientId) -> String {
    format!("{TYPE}{id}")
}

fn client_id(raw: &Value) -> Option<ClientId> {
    let kind = raw.text("messageType")?;
    Some(ClientId::new(kind.strip_prefix(TYPE)?))
}
