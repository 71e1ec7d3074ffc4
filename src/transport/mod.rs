//! How a chat travels: the contract that every transport keeps, and the transports.
//!
//! A transport makes one connection at a time, for one [`Intent`], and reports
//! what happens on it. It never touches storage or user interface, holds no
//! state that a reload must not lose, and repeats nothing by itself: what is
//! sent again, and when, the engine decides.
//!
//! What a transport promises:
//!
//! - [`Intent::Start`] under an id it has seen before gives the same session.
//! - [`TransportEvent::Resumed`] and [`TransportEvent::Synced`] bring *all*
//!   entries after the position asked for, even if the server says that nothing
//!   was missed.
//! - What is reported on a live connection is complete and in order, or ends in
//!   [`TransportEvent::Lost`]. A transport that cannot promise that has servers
//!   that count without gaps, and says so in its [`Capabilities`].
//! - A [`Request::Message`] under a client id it has seen before adds nothing to
//!   the server's transcript, and is answered with `Accepted` all the same.
//! - The echo of a visitor's message carries the client id.
//! - What changes an earlier entry (an edit, a removal, a sign) is an entry too,
//!   with a position of its own after that of its target, which it calls by its
//!   [`Entry::id`]; the engine does the rest. An entry that is told once is not
//!   told again in another state. Pieces of rich text lie no deeper within each
//!   other than [`DEEPEST_PIECE`].
//! - After [`Transport::disconnect`] it reports nothing more.
//!
//! [`Entry::id`]: crate::engine::Entry::id
//! [`DEEPEST_PIECE`]: crate::engine::DEEPEST_PIECE
//!
//! The conformance suite in `tests/` checks each of these.

pub mod bayeux;
pub mod custom;
pub mod desk;
mod file;
pub mod gms;
mod json;
pub mod matrix;
pub mod network;
pub mod protocol;
pub mod server;

use std::fmt;
use std::rc::Rc;

pub use crate::browser::{FileBody, Method};
pub use file::{FileAnswer, FileCall, FileOperation, FileReply, FileTrouble, Remedy, SharedFile};

use crate::engine::{Intent, MessageLimit, Request, Ticket, TransportEvent};

/// What a transport and its server can do beyond the contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// The server counts its entries without gaps.
    pub contiguous: bool,
    /// The visitor sees the agent typing.
    pub typing: bool,
    /// The server wants to know how far the visitor has read.
    pub receipts: bool,
    /// The visitor can send files.
    pub files: bool,
    /// The longest message that the server takes, where that is known. What is longer
    /// is not sent.
    pub longest_message: Option<MessageLimit>,
}

/// Where a connection reports to. Cheap to clone.
#[derive(Clone)]
pub struct Events(Rc<dyn Fn(TransportEvent)>);

impl Events {
    /// Reports go to that function.
    pub fn new(report: impl Fn(TransportEvent) + 'static) -> Self {
        Self(Rc::new(report))
    }

    /// Reports one thing.
    pub fn report(&self, event: TransportEvent) {
        (self.0)(event);
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events")
    }
}

/// One way to reach a server.
pub trait Transport {
    /// What it can do beyond the contract.
    fn capabilities(&self) -> Capabilities;

    /// What the first connection of a start is to be given, on whatever page it
    /// is made: where the server is, for transports that are told by the page.
    fn start_ticket(&self) -> Option<Ticket> {
        None
    }

    /// How to do something with a file of the session of that ticket; `None` where
    /// files are not carried. Another page of the site may have the connection.
    fn file_call(&self, _ticket: &Ticket, _operation: &FileOperation) -> Option<FileCall> {
        None
    }

    /// What the ticket opens was refused for its age. Where the connection is a new
    /// one is got, and reported by [`TransportEvent::Renewed`].
    fn renew(&self) {}

    /// Makes a connection in the place of the one there was. What happens is
    /// reported to `events`, never before this call has returned.
    fn connect(&self, intent: Intent, events: Events);

    /// Tells the server something on the connection there is. Without one
    /// nothing happens.
    fn send(&self, request: Request);

    /// Drops the connection. The session on the server goes on.
    fn disconnect(&self);
}
