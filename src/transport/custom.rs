//! A transport written in JavaScript by a host page.
//!
//! Pages are not to be trusted to keep a contract: between theirs and ours stands
//! `static/chat/transport.js`, which checks and translates all they say. What is
//! here speaks only to that, its [`Port`].

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use js_sys::{Array, Object};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::{Capabilities, Events, Transport};
use crate::browser::{log, to_object};
use crate::engine::{
    ClientId, Content, Entry, Intent, MessageKind, MessageLimit, Party, Position, Refusal, Request,
    Role, SessionId, Ticket, TransportEvent, Wall,
};

#[wasm_bindgen]
extern "C" {
    /// What `static/chat/transport.js` makes of a page's transport. It returns
    /// from each call at once, and reports later to the [`Line`] it was given.
    #[derive(Clone, Debug)]
    pub type Port;
    #[wasm_bindgen(method, getter)]
    fn contiguous(this: &Port) -> bool;
    /// In bytes of UTF-8.
    #[wasm_bindgen(method, getter, js_name = longestMessage)]
    fn longest_message(this: &Port) -> Option<f64>;
    #[wasm_bindgen(method, catch)]
    fn start(
        this: &Port,
        line: Line,
        id: &str,
        data: &Object,
        complete: bool,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn resume(this: &Port, line: Line, ticket: &str, from: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn message(this: &Port, id: &str, text: &str, kind: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn preview(this: &Port, text: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn typing(this: &Port, on: bool) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn data(this: &Port, data: &Object) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn sync(this: &Port, from: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn leave(this: &Port) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn disconnect(this: &Port) -> Result<(), JsValue>;

    /// An entry as the port tells it: every member is there and has its type.
    type PortEntry;
    #[wasm_bindgen(method, getter)]
    fn index(this: &PortEntry) -> f64;
    #[wasm_bindgen(method, getter)]
    fn timestamp(this: &PortEntry) -> f64;
    #[wasm_bindgen(method, getter, js_name = partyId)]
    fn party_id(this: &PortEntry) -> String;
    #[wasm_bindgen(method, getter, js_name = partyName)]
    fn party_name(this: &PortEntry) -> String;
    #[wasm_bindgen(method, getter)]
    fn role(this: &PortEntry) -> String;
    #[wasm_bindgen(method, getter)]
    fn kind(this: &PortEntry) -> String;
    #[wasm_bindgen(method, getter)]
    fn text(this: &PortEntry) -> String;
    #[wasm_bindgen(method, getter, js_name = messageId)]
    fn message_id(this: &PortEntry) -> Option<String>;
    /// Of texts.
    #[wasm_bindgen(method, getter)]
    fn replies(this: &PortEntry) -> Array;
}

/// Speaks to a server through a page's own transport.
pub struct CustomTransport {
    port: Port,
    /// Whether the present line is still listened to.
    is_open: RefCell<Rc<Cell<bool>>>,
}

impl fmt::Debug for CustomTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomTransport")
    }
}

impl CustomTransport {
    /// Behind that port.
    pub fn new(port: Port) -> Self {
        Self {
            port,
            is_open: RefCell::default(),
        }
    }

    fn new_line(&self, events: Events) -> Line {
        let is_open = Rc::new(Cell::new(true));
        self.is_open.replace(Rc::clone(&is_open));
        Line { events, is_open }
    }
}

impl Transport for CustomTransport {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            contiguous: self.port.contiguous(),
            typing: true,
            receipts: false,
            files: false,
            longest_message: self.port.longest_message().map(limit),
        }
    }

    fn connect(&self, intent: Intent, events: Events) {
        self.disconnect();
        let line = self.new_line(events);
        let done = match intent {
            Intent::Start {
                id, data, complete, ..
            } => {
                let data = to_object(data.fields.iter());
                self.port.start(line, id.as_str(), &data, complete)
            }
            Intent::Resume { ticket, after } => {
                self.port.resume(line, ticket.reveal(), from_index(after))
            }
        };
        complain(done);
    }

    fn send(&self, request: Request) {
        complain(match request {
            Request::Message {
                client_id,
                kind,
                text,
            } => self.port.message(client_id.as_str(), &text, name_of(kind)),
            Request::Preview(text) => self.port.preview(&text),
            Request::Read { .. } | Request::Part => Ok(()),
            Request::Typing(on) => self.port.typing(on),
            Request::Data(data) => self.port.data(&to_object(data.fields.iter())),
            Request::Sync { after } => self.port.sync(from_index(after)),
            Request::Leave => self.port.leave(),
        });
    }

    fn disconnect(&self) {
        if self.is_open.borrow().replace(false) {
            complain(self.port.disconnect());
        }
    }
}

/// Where the port reports what happens on one connection. After that is dropped
/// nothing is heard.
#[wasm_bindgen]
pub struct Line {
    events: Events,
    is_open: Rc<Cell<bool>>,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({})", self.is_open.get())
    }
}

#[wasm_bindgen]
impl Line {
    /// Whether anybody listens.
    #[wasm_bindgen(getter, js_name = isOpen)]
    pub fn is_open(&self) -> bool {
        self.is_open.get()
    }

    /// The session exists.
    pub fn started(&self, session: String, ticket: String) {
        self.report(TransportEvent::Started {
            session: SessionId::new(session),
            ticket: Ticket::new(ticket),
        });
    }

    /// The session goes on; these entries were missed.
    pub fn resumed(&self, entries: Array) {
        let missed = to_entries(&entries);
        self.report(TransportEvent::Resumed { missed });
    }

    /// The answer to a question for news.
    pub fn synced(&self, entries: Array) {
        let missed = to_entries(&entries);
        self.report(TransportEvent::Synced { missed });
    }

    /// News.
    pub fn entries(&self, entries: Array) {
        self.report(TransportEvent::Entries(to_entries(&entries)));
    }

    /// The server will not start a session, in its words.
    pub fn refused(&self, words: String) {
        self.report(TransportEvent::Refused(Refusal::Server(words)));
    }

    /// Private fields are missing, and the start had not arrived before.
    pub fn incomplete(&self) {
        self.report(TransportEvent::Refused(Refusal::Incomplete));
    }

    /// The server does not know the session.
    pub fn gone(&self) {
        self.report(TransportEvent::Gone);
    }

    /// There is another ticket.
    pub fn renewed(&self, ticket: String) {
        self.report(TransportEvent::Renewed(Ticket::new(ticket)));
    }

    /// The server has the message.
    pub fn accepted(&self, id: String) {
        self.report(TransportEvent::Accepted(ClientId::new(id)));
    }

    /// The server will never take the message.
    pub fn rejected(&self, id: String, reason: String) {
        self.report(TransportEvent::Rejected {
            client_id: ClientId::new(id),
            reason,
        });
    }

    /// The server has what it was told about the visitor.
    #[wasm_bindgen(js_name = dataTaken)]
    pub fn data_taken(&self) {
        self.report(TransportEvent::DataTaken);
    }

    /// An agent types, or has stopped.
    pub fn typing(&self, id: String, name: String, on: bool) {
        let party = Party::new(id, name, Role::Agent);
        self.report(TransportEvent::Typing { party, on });
    }

    /// The session is over.
    pub fn ended(&self) {
        self.report(TransportEvent::Ended);
    }

    /// The connection broke, or could not be made.
    pub fn lost(&self) {
        self.report(TransportEvent::Lost);
    }
}

impl Line {
    fn report(&self, event: TransportEvent) {
        if self.is_open.get() {
            self.events.report(event);
        }
    }
}

fn name_of(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Text => "text",
        MessageKind::Url => "url",
        MessageKind::Notice => "notice",
    }
}

/// A port throws where the page has broken something that it needs.
fn complain(done: Result<(), JsValue>) {
    if let Err(reason) = done {
        log::warn_about("the transport cannot be used", &reason);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the port gives whole numbers above zero, and the conversion saturates"
)]
fn limit(bytes: f64) -> MessageLimit {
    MessageLimit::Bytes(bytes as usize)
}

#[expect(clippy::cast_precision_loss, reason = "positions came as numbers")]
fn from_index(after: Option<Position>) -> f64 {
    after.map_or(0.0, |after| after.0 as f64 + 1.0)
}

fn to_entries(entries: &Array) -> Vec<Entry> {
    let entries = entries.iter();
    entries
        .map(|entry| to_entry(entry.unchecked_ref()))
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the port lets only whole numbers through that are not negative"
)]
fn to_entry(entry: &PortEntry) -> Entry {
    let role = match entry.role().as_str() {
        "client" => Role::Visitor,
        "agent" => Role::Agent,
        _ => Role::System,
    };
    let content = match entry.kind().as_str() {
        "joined" => Content::Joined,
        "left" => Content::Left,
        "notice" => Content::Notice(entry.text()),
        "url" => Content::Url(entry.text()),
        _ => Content::Text(entry.text()),
    };
    let author = Party::new(entry.party_id(), entry.party_name(), role);
    let (position, at) = (
        Position(entry.index() as u64),
        Wall(entry.timestamp() as u64),
    );
    let told = Entry {
        client_id: entry.message_id().map(ClientId::new),
        ..Entry::new(position, at, author, content)
    };
    told.offering(entry.replies().iter().filter_map(|reply| reply.as_string()))
}
