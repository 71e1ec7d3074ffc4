//! A server that follows a script: it tells what the script tells it to, and is
//! silent about the rest. It answers only what keeps a chat alive.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rejoin::engine::{
    ClientId, Content, Entry, EntryId, Intent, MessageLimit, Party, Position, Request, SessionId,
    Ticket, TransportEvent, Wall,
};
use rejoin::transport::{
    Capabilities, Events, FileAnswer, FileBody, FileCall, FileOperation, FileReply, Method,
    Transport,
};
use wasm_bindgen_futures::spawn_local;

/// The first word is said on 3 March 2026 at 10:00 in Greenwich.
const TODAY: u64 = 1_772_532_000_000;
const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const DAY: u64 = 24 * 60 * MINUTE;
/// Between two entries, unless the script lets time pass.
const PAUSE: u64 = 20 * SECOND;

/// Files are sent to an address that takes everything.
const TAKES_ALL: &str = "data:application/json,{}";
/// There is nothing behind this; the browser does not even look.
const NOWHERE: &str = "http://";

/// What is done with the visitor's files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Uploads {
    /// They are under way for some seconds, and fail then.
    #[default]
    Slow,
    /// They are not taken.
    Refused,
}

/// Clones are the same server.
#[derive(Clone)]
pub(super) struct Server(Rc<Inner>);

#[derive(Default)]
struct Inner {
    limit: Option<MessageLimit>,
    line: RefCell<Option<Events>>,
    is_down: Cell<bool>,
    uploads: Cell<Uploads>,
    unanswered: RefCell<Option<ClientId>>,
    entries: Cell<u64>,
    begin: Cell<u64>,
    elapsed: Cell<u64>,
}

impl PartialEq for Server {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Server {
    /// One that takes messages up to that length.
    pub(super) fn new(limit: Option<MessageLimit>) -> Self {
        Self(Rc::new(Inner {
            limit,
            begin: Cell::new(TODAY),
            ..Inner::default()
        }))
    }

    /// Tells the visitor's side something, now.
    pub(super) fn report(&self, event: TransportEvent) {
        let line = self.0.line.borrow().clone();
        if let Some(line) = line {
            line.report(event);
        }
    }

    /// It has the session that was asked for.
    pub(super) fn starts(&self) {
        self.report(TransportEvent::Started {
            session: SessionId::new("gallery"),
            ticket: Ticket::new("gallery"),
        });
    }

    /// It is not to be reached any more.
    pub(super) fn goes_down(&self) {
        self.0.is_down.set(true);
        self.report(TransportEvent::Lost);
    }

    /// Does that with files from here on.
    pub(super) fn treats_files(&self, uploads: Uploads) {
        self.0.uploads.set(uploads);
    }

    /// The first word was said so many days ago.
    pub(super) fn began(&self, days: u64) {
        self.0.begin.set(TODAY - days * DAY);
    }

    /// Lets time pass in the transcript.
    pub(super) fn later(&self, minutes: u64) {
        self.0.elapsed.set(self.0.elapsed.get() + minutes * MINUTE);
    }

    /// Puts an entry into the transcript. Gives its name.
    pub(super) fn tells(&self, author: Party, content: Content) -> EntryId {
        self.offers(author, content, &[])
    }

    /// The same, with answers to choose from.
    pub(super) fn offers(&self, author: Party, content: Content, replies: &[&str]) -> EntryId {
        let number = self.0.entries.get() + 1;
        self.0.entries.set(number);
        let elapsed = self.0.elapsed.replace(self.0.elapsed.get() + PAUSE);
        let id = EntryId::new(number.to_string());
        let at = Wall(self.0.begin.get() + elapsed);
        let entry = Entry {
            id: Some(id.clone()),
            ..Entry::new(Position(number), at, author, content)
        };
        let replies = replies.iter().map(|reply| (*reply).to_owned());
        self.report(TransportEvent::Entries(vec![entry.offering(replies)]));
        id
    }

    /// Somebody says that.
    pub(super) fn says(&self, author: Party, words: &str) -> EntryId {
        self.tells(author, Content::Text(words.to_owned()))
    }

    /// Somebody comes in.
    pub(super) fn joins(&self, author: Party) {
        self.tells(author, Content::Joined);
    }

    /// Has the message that waits for an answer.
    pub(super) fn accepts(&self) {
        if let Some(id) = self.take_unanswered() {
            self.report(TransportEvent::Accepted(id));
        }
    }

    /// Will never have it.
    pub(super) fn rejects(&self, reason: &str) {
        if let Some(client_id) = self.take_unanswered() {
            self.report(TransportEvent::Rejected {
                client_id,
                reason: reason.to_owned(),
            });
        }
    }

    fn take_unanswered(&self) -> Option<ClientId> {
        self.0.unanswered.borrow_mut().take()
    }

    /// Whether anybody is connected.
    pub(super) fn is_heard(&self) -> bool {
        self.0.line.borrow().is_some()
    }

    /// Not before the call that asks for it has returned.
    fn report_soon(&self, event: TransportEvent) {
        let server = self.clone();
        spawn_local(async move { server.report(event) });
    }
}

impl Transport for Server {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            typing: true,
            files: true,
            longest_message: self.0.limit,
            ..Capabilities::default()
        }
    }

    fn file_call(&self, _: &Ticket, operation: &FileOperation) -> Option<FileCall> {
        let (url, read): (_, fn(u16, &str) -> _) = match operation {
            FileOperation::Upload { .. } if self.0.uploads.get() == Uploads::Refused => {
                let refuse =
                    |_, _: &str| Err("The file is too large: at most 10 MB.".to_owned().into());
                (TAKES_ALL.to_owned(), refuse)
            }
            FileOperation::Upload { .. } => (TAKES_ALL.to_owned(), take),
            FileOperation::Share(_) => (NOWHERE.to_owned(), take),
            FileOperation::Picture(id) | FileOperation::Download(id) => {
                (format!("/pictures/{id}.png"), take)
            }
            FileOperation::Limits | FileOperation::Delete(_) => return None,
        };
        Some(FileCall {
            method: Method::Get,
            url,
            body: FileBody::None,
            header: None,
            with_cookies: false,
            read,
        })
    }

    fn connect(&self, intent: Intent, events: Events) {
        self.0.line.replace(Some(events));
        if self.0.is_down.get() {
            self.report_soon(TransportEvent::Lost);
        } else if matches!(intent, Intent::Resume { .. }) {
            self.report_soon(TransportEvent::Resumed { missed: Vec::new() });
        }
    }

    fn send(&self, request: Request) {
        match request {
            Request::Message { client_id, .. } => {
                self.0.unanswered.replace(Some(client_id));
            }
            Request::Sync { .. } => {
                self.report_soon(TransportEvent::Synced { missed: Vec::new() });
            }
            Request::Leave => self.report_soon(TransportEvent::Ended),
            _ => {}
        }
    }

    fn disconnect(&self) {
        self.0.line.take();
    }
}

fn take(_: u16, _: &str) -> FileAnswer {
    Ok(FileReply {
        id: Some("file".to_owned()),
        ..FileReply::default()
    })
}
