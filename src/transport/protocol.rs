//! What a protocol is that does no I/O of its own: things happen to it, and it
//! says what is to be done. [`Networked`](super::network::Networked) does it.

use std::fmt;

use super::{Capabilities, FileCall, FileOperation};
use crate::browser::HttpRequest;
use crate::engine::{Code, Intent, Mono, Now, Request, Ticket, TransportEvent};

/// A protocol that carries chats.
pub trait Protocol {
    /// What it and its server can do beyond the contract.
    fn capabilities(&self) -> Capabilities;

    /// See [`Transport::start_ticket`](super::Transport::start_ticket).
    fn start_ticket(&self) -> Option<Ticket> {
        None
    }

    /// See [`Transport::file_call`](super::Transport::file_call).
    fn file_call(&self, _ticket: &Ticket, _operation: &FileOperation) -> Option<FileCall> {
        None
    }

    /// See [`Transport::renew`](super::Transport::renew).
    fn renew(&mut self, _now: Now) {}

    /// Takes in what happened.
    fn handle(&mut self, now: Now, input: Input);

    /// What is to be done next; `None` when all is done. In order.
    fn poll(&mut self) -> Option<Output>;

    /// When to come back with [`Input::Tick`] though nothing happened.
    fn next_deadline(&self) -> Option<Mono>;
}

/// What a connection is made with: what `read` makes of what was stored, or `new`
/// for a chat that has not begun. Else what the chat is to be told instead.
pub(super) fn stored_or_new<S>(
    intent: &Intent,
    read: impl FnOnce(&Ticket) -> Option<S>,
    new: Option<S>,
) -> Result<S, TransportEvent> {
    match (intent, intent.ticket().and_then(read), new) {
        (_, Some(stored), _) | (Intent::Start { .. }, None, Some(stored)) => Ok(stored),
        (Intent::Resume { .. }, None, Some(_)) => Err(TransportEvent::Gone),
        // It may be a chat over some other transport, which is not here.
        (_, None, None) => Err(TransportEvent::Trouble(Code::NoTransport.into())),
    }
}

/// Something that happens to a protocol.
#[derive(Clone, Debug)]
pub enum Input {
    /// Make a connection in the place of the one there was.
    Connect(Intent),
    /// Tell the server something.
    Send(Request),
    /// Drop the connection. The session on the server goes on.
    Disconnect,
    /// A request was answered.
    Answer(RequestId, Answer),
    /// Something happened on the socket that is open, or being opened.
    Socket(SocketEvent),
    /// A deadline may have passed.
    Tick,
}

/// Tells requests apart. Those of a connection that was dropped are never answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// From the server, with its status.
    Http(u16, String),
    /// There was none: no network, not allowed by the browser, too late, too large.
    None,
}

impl Answer {
    /// What was answered, where that is a success.
    pub fn success(&self) -> Option<&str> {
        match self {
            Self::Http(200..=299, body) => Some(body),
            _ => None,
        }
    }

    /// Whether the request itself was refused: not for who asked (401, 407), where (404,
    /// also of a server that is not there yet) or when (408, 425, 429).
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Http(400..=499, _))
            && !matches!(self, Self::Http(401 | 404 | 407 | 408 | 425 | 429, _))
    }

    /// Whether the request was too large. Such a limit is kept.
    pub fn is_too_large(&self) -> bool {
        matches!(self, Self::Http(413, _))
    }
}

/// Something that happens on a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    /// It is open.
    Opened,
    /// A frame has come.
    Text(String),
    /// It is closed, or could not be opened.
    Closed,
}

/// Something to be done.
#[derive(Clone, PartialEq)]
pub enum Output {
    /// Send a request; it is answered once, under that id.
    Ask(RequestId, HttpRequest),
    /// Open a socket in the place of the one there was.
    OpenSocket(String),
    /// Send a frame.
    SendSocket(String),
    /// Close the socket.
    CloseSocket,
    /// Tell the chat.
    Report(TransportEvent),
}

/// What is sent is a secret.
impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ask(id, request) => write!(f, "Ask({id:?} {request:?})"),
            Self::OpenSocket(url) => write!(f, "OpenSocket({url})"),
            Self::SendSocket(_) => f.write_str("SendSocket(…)"),
            Self::CloseSocket => f.write_str("CloseSocket"),
            Self::Report(event) => write!(f, "Report({event:?})"),
        }
    }
}
