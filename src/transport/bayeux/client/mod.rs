//! The client.

mod failing;
mod hearing;
mod speaking;

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};

use super::advice::Advice;
use super::socket_health::SocketHealth;
use crate::engine::{Mono, Now};
use crate::transport::protocol::{Answer, Output, RequestId, SocketEvent};

/// A socket has to open, and then to answer, within this.
const SOCKET_WITHIN: Duration = Duration::from_secs(3);
/// An answer that is not held back comes within this.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// A connect that came back at once and empty, though nothing asked for it, is
/// followed by a pause of this, then of twice that, and so on.
const PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// Sooner than this is at once.
const AT_ONCE: Duration = Duration::from_millis(200);
/// Only the last ones can still be stored somewhere.
const MOST_GIVEN_UP: usize = 8;
/// As many handshakes that succeed, each with a connect after it that knows no
/// such session, mean that the cookie is lost.
const LOST_COOKIES: u8 = 2;

/// Where the server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// An `http:` or `https:` address.
    pub url: String,
    /// Whether a WebSocket is tried.
    pub may_use_sockets: bool,
}

/// What the client tells.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// The server can be told things.
    Up {
        /// The session was there before, on this page or another.
        is_resumed: bool,
    },
    /// A message was told.
    Published(u64, Fate),
    /// The server tells something.
    Data(Value),
    /// The connection is over.
    Down(Down),
}

/// What became of a message that was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The server has it.
    Taken,
    /// The server, or what stands before it, does not take it.
    Refused,
    /// It is more than what stands before the server lets through.
    TooLarge,
}

/// Why a connection is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Down {
    /// It broke, could not be made, or the server has forgotten the session.
    Lost,
    /// The server's cookie does not come back.
    CookieLost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Closed,
    /// The first socket is being opened.
    Opening,
    Handshaking,
    /// The first connect is on its way. Whether the session was known before.
    Connecting {
        is_resumed: bool,
    },
    Up,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carrier {
    Polling,
    Socket,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Socket {
    None,
    /// Given up at that time.
    Opening(Mono),
    /// Open since then.
    Open(Mono),
}

/// What a request by long-polling carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Load {
    Handshake,
    Connect,
    /// The message of that number.
    Publish(u64),
    Messages,
}

/// The connect that is on its way, or is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Connect {
    None,
    DueAt(Mono),
    Sent { at: Mono, give_up: Mono },
}

/// One connection after the other to one server.
pub struct Client {
    settings: Settings,
    now: Now,
    stage: Stage,
    carrier: Carrier,
    socket: Socket,
    health: SocketHealth,
    advice: Advice,
    /// The session's name. It is a secret on some servers.
    client_id: Option<String>,
    /// Sessions that are not ours any more: forgotten by the server, or gone on
    /// with in another page. Stored, they may come back.
    given_up: VecDeque<String>,
    ack: Option<u64>,
    connect: Connect,
    /// When a socket that has not proved itself must have answered.
    stage_by: Option<Mono>,
    empty_handed: u32,
    unknown_after_handshake: u8,
    requests: Vec<(RequestId, Load)>,
    next_request: u64,
    next_message: u64,
    outputs: VecDeque<Output>,
    newly_up: Option<News>,
    news: VecDeque<News>,
}

/// The name of its session is a secret on some servers.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({:?} {:?})", self.carrier, self.stage)
    }
}

impl Client {
    /// Not connected yet.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            now: Now::default(),
            stage: Stage::Closed,
            carrier: Carrier::Polling,
            socket: Socket::None,
            health: SocketHealth::default(),
            advice: Advice::default(),
            client_id: None,
            given_up: VecDeque::new(),
            ack: None,
            connect: Connect::None,
            stage_by: None,
            empty_handed: 0,
            unknown_after_handshake: 0,
            requests: Vec::new(),
            next_request: 0,
            next_message: 0,
            outputs: VecDeque::new(),
            newly_up: None,
            news: VecDeque::new(),
        }
    }

    /// The name of the session, to go on with it in another page.
    pub fn client_id(&self) -> Option<&str> {
        self.client_id.as_deref()
    }

    /// Whether the server can be told things.
    pub fn is_up(&self) -> bool {
        self.stage == Stage::Up
    }

    /// Makes a connection. With a session of an earlier page, or the last one of
    /// this page, it goes on with that.
    pub fn open(&mut self, now: Now, known: Option<String>) {
        self.now = now;
        self.drop_connection();
        let known = known.filter(|id| !self.given_up.contains(id));
        self.client_id = self.client_id.take().or(known);
        self.next_message = self.next_message.max(now.wall.0);
        self.advice = Advice::default();
        self.empty_handed = 0;
        if self.settings.may_use_sockets && self.health.may_try(now.mono) {
            self.stage = Stage::Opening;
            self.open_socket();
        } else {
            self.carrier = Carrier::Polling;
            self.begin();
        }
    }

    /// Drops the connection. The session on the server goes on for a while, unless
    /// it is said farewell to.
    pub fn close(&mut self, now: Now, is_farewell: bool) {
        self.now = now;
        if is_farewell && self.client_id.is_some() {
            let message = self.message("/meta/disconnect", json!({}));
            self.post(Load::Messages, &[message], ANSWER_WITHIN, true);
            self.client_id = None;
        }
        self.drop_connection();
    }

    /// Tells the server something on a channel. Gives the number under which
    /// [`News::Published`] comes.
    pub fn publish(&mut self, now: Now, channel: &str, data: Value) -> u64 {
        self.now = now;
        let message = self.message(channel, json!({ "data": data }));
        let number = self.next_message;
        self.send(Load::Publish(number), vec![message], ANSWER_WITHIN);
        number
    }

    /// Asks for what is told on a channel.
    pub fn subscribe(&mut self, now: Now, channel: &str) {
        self.now = now;
        let message = self.message("/meta/subscribe", json!({ "subscription": channel }));
        self.send(Load::Messages, vec![message], ANSWER_WITHIN);
    }

    /// A number for a request of somebody else's to the same network.
    pub fn next_request_id(&mut self) -> RequestId {
        self.next_request += 1;
        RequestId(self.next_request)
    }

    /// What is to be done on the network.
    pub fn poll_network(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// What there is to tell.
    pub fn poll_news(&mut self) -> Option<News> {
        self.news.pop_front()
    }

    /// When to come back with [`tick`](Self::tick).
    pub fn next_deadline(&self) -> Option<Mono> {
        let opening = match self.socket {
            Socket::Opening(give_up) => Some(give_up),
            _ => None,
        };
        let connect = match self.connect {
            Connect::None => None,
            Connect::DueAt(at) | Connect::Sent { give_up: at, .. } => Some(at),
        };
        [opening, connect, self.stage_by]
            .into_iter()
            .flatten()
            .min()
    }

    /// A deadline may have passed.
    pub fn tick(&mut self, now: Now) {
        self.now = now;
        let has_passed = |at: Mono| at <= now.mono;
        if let Socket::Opening(give_up) = self.socket
            && has_passed(give_up)
        {
            self.socket_failed();
        }
        if self.stage_by.is_some_and(has_passed) {
            self.socket_failed();
        }
        match self.connect {
            Connect::DueAt(at) if has_passed(at) => self.send_connect(),
            Connect::Sent { give_up, .. } if has_passed(give_up) => self.broke(),
            _ => {}
        }
    }

    /// What came of a request of ours; of those of others it is ignored.
    pub fn answer(&mut self, now: Now, id: RequestId, answer: &Answer) {
        self.now = now;
        let Some(place) = self.requests.iter().position(|(request, _)| *request == id) else {
            return;
        };
        let (_, load) = self.requests.swap_remove(place);
        match (answer.success(), answer) {
            (Some(body), _) => {
                self.take_in(body);
                // An answer without the word that was asked for is none.
                if load == Load::Connect && matches!(self.connect, Connect::Sent { .. }) {
                    self.broke();
                }
                if load == Load::Handshake && self.stage == Stage::Handshaking {
                    self.broke();
                }
            }
            (None, Answer::Http(..)) => self.hear_status(load, answer),
            (None, Answer::None) => self.broke(),
        }
    }

    /// There was an answer, and it is no success.
    fn hear_status(&mut self, load: Load, answer: &Answer) {
        match load {
            // That says nothing of the session.
            Load::Publish(number) if answer.is_refusal() => {
                let fate = if answer.is_too_large() {
                    Fate::TooLarge
                } else {
                    Fate::Refused
                };
                self.news.push_back(News::Published(number, fate));
            }
            Load::Connect => {
                // Another page goes on with this session, or it has ended.
                self.give_up_session();
                self.broke();
            }
            Load::Handshake | Load::Publish(_) | Load::Messages => self.broke(),
        }
    }

    /// Something happened on the socket.
    pub fn socket(&mut self, now: Now, event: &SocketEvent) {
        self.now = now;
        match (self.socket, event) {
            (Socket::Opening(_), SocketEvent::Opened) => {
                self.socket = Socket::Open(now.mono);
                if self.stage == Stage::Opening {
                    self.carrier = Carrier::Socket;
                    self.stage_by = Some(now.mono + SOCKET_WITHIN);
                    self.begin();
                }
            }
            (Socket::Open(_), SocketEvent::Text(frame)) if self.carrier == Carrier::Socket => {
                self.take_in(frame);
            }
            (Socket::Opening(_) | Socket::Open(_), SocketEvent::Closed) => self.socket_failed(),
            _ => {}
        }
    }
}
