//! What a protocol is that does no I/O of its own: things happen to it, and it
//! says what is to be done. [`Networked`](super::network::Networked) does it.

use std::fmt;
use std::time::Duration;

use super::{Capabilities, FileCall, FileOperation};
use crate::engine::{Intent, Mono, Now, Request, Ticket, TransportEvent};

/// A protocol that carries chats.
pub trait Protocol {
    /// What it and its server can do beyond the contract.
    fn capabilities(&self) -> Capabilities;

    /// See [`Transport::start_ticket`](super::Transport::start_ticket).
    fn start_ticket(&self) -> Option<Ticket> {
        None
    }

    /// See [`Transport::file_call`](super::Transport::file_call).
    fn file_call(&self, _operation: &FileOperation) -> Option<FileCall> {
        None
    }

    /// Takes in what happened.
    fn handle(&mut self, now: Now, input: Input);

    /// What is to be done next; `None` when all is done. In order.
    fn poll(&mut self) -> Option<Output>;

    /// When to come back with [`Input::Tick`] though nothing happened.
    fn next_deadline(&self) -> Option<Mono>;
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
    /// Send a request; it is answered once.
    Post(Post),
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
            Self::Post(post) => post.fmt(f),
            Self::OpenSocket(url) => write!(f, "OpenSocket({url})"),
            Self::SendSocket(_) => f.write_str("SendSocket(…)"),
            Self::CloseSocket => f.write_str("CloseSocket"),
            Self::Report(event) => write!(f, "Report({event:?})"),
        }
    }
}

/// A request by `POST`.
#[derive(Clone, PartialEq)]
pub struct Post {
    /// Its answer comes under this.
    pub id: RequestId,
    /// Where to. Holds no secret: addresses end up in logs.
    pub url: String,
    /// What.
    pub body: Body,
    /// A header, with its value.
    pub header: Option<(String, String)>,
    /// Whether cookies go with it to another origin.
    pub with_cookies: bool,
    /// Without an answer by then it has failed.
    pub within: Duration,
    /// Whether it is sent though nobody waits for its answer, and even if the page goes.
    pub is_farewell: bool,
}

/// Its body is a secret.
impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Post({:?} {})", self.id, self.url)
    }
}

/// The body of a request. It is a secret.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// As `application/json`.
    Json(String),
    /// As `application/x-www-form-urlencoded`, not encoded yet.
    Form(Vec<(String, String)>),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(…)")
    }
}
