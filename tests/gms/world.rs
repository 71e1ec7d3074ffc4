//! A protocol, a network and a server, in virtual time.

use std::collections::BTreeMap;

use rejoin::browser::{HttpRequest, Payload};
use rejoin::engine::{Entry, Mono, Now, Request, Ticket, TransportEvent, Wall};
use rejoin::transport::gms::{CometdAddress, GmsAddress, GmsProtocol, RestAddress};
use rejoin::transport::protocol::{Answer, Input, Output, Protocol, RequestId, SocketEvent};
use serde_json::{Value, json};

use super::bayeux::{Back, Bayeux};
use super::chats::Chats;

/// Each way over the network, in milliseconds.
const ONE_WAY: u64 = 10;
/// More than this in one go is no work but a loop.
const TOO_BUSY: usize = 50_000;

/// The way to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Polling,
    Socket,
    Rest,
}

/// How WebSockets fare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sockets {
    Fine,
    Refused,
    /// They open, and then nothing comes.
    Silent,
}

#[derive(Debug)]
enum Parcel {
    Request(RequestId, HttpRequest),
    Frame(String),
    Open,
    Arrival(Input),
}

/// Everything.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) protocol: GmsProtocol,
    pub(crate) now: u64,
    pub(crate) chats: Chats,
    pub(crate) bayeux: Bayeux,
    pub(crate) sockets: Sockets,
    pub(crate) sockets_opened: usize,
    /// Requests are answered with this instead.
    pub(crate) status: Option<u16>,
    /// Requests with these words in them are answered so by what stands before the server.
    pub(crate) firewall: Option<(&'static str, u16)>,
    /// The share of requests and frames that get lost, by the hundred.
    pub(crate) losses: u8,
    /// What is sent by the protocol goes nowhere.
    pub(crate) is_deaf: bool,
    /// Of operations over REST that are done, and whose answers get lost.
    pub(crate) loses_answers: bool,
    pub(crate) rng: fastrand::Rng,
    /// Which connection it is; parcels of an earlier one are not delivered.
    line: u32,
    parcels: BTreeMap<(u64, u64), (u32, Parcel)>,
    sent: u64,
    socket_is_open: bool,
    pub(crate) heard: Vec<TransportEvent>,
    pub(crate) requests: Vec<String>,
}

impl World {
    pub(crate) fn new(way: Way) -> Self {
        Self {
            protocol: GmsProtocol::new(Some(address(way))),
            now: 1_000,
            chats: Chats {
                echoes_types: true,
                alias: 100,
                ..Chats::default()
            },
            bayeux: Bayeux::new(),
            sockets: Sockets::Fine,
            sockets_opened: 0,
            status: None,
            firewall: None,
            losses: 0,
            is_deaf: false,
            loses_answers: false,
            rng: fastrand::Rng::with_seed(1),
            line: 0,
            parcels: BTreeMap::new(),
            sent: 0,
            socket_is_open: false,
            heard: Vec::new(),
            requests: Vec::new(),
        }
    }

    /// The page goes, and tells what the next one can go on with.
    pub(crate) fn part(&mut self) -> Option<Ticket> {
        self.heard.clear();
        self.input(Input::Send(Request::Part));
        self.ticket()
    }

    /// The page goes, and another comes, with nothing but what was stored.
    pub(crate) fn reload(&mut self, way: Way) {
        self.hang_up();
        self.protocol = GmsProtocol::new(Some(address(way)));
    }

    pub(crate) fn now(&self) -> Now {
        Now {
            wall: Wall(1_800_000_000_000 + self.now),
            mono: Mono(self.now),
        }
    }

    /// Something happens to the protocol; what it asks for is done.
    pub(crate) fn input(&mut self, input: Input) {
        if matches!(input, Input::Connect(_) | Input::Disconnect) {
            self.hang_up();
        }
        if matches!(input, Input::Connect(_)) {
            self.heard.clear();
        }
        let now = self.now();
        self.protocol.handle(now, input);
        for turn in 0.. {
            assert!(turn < TOO_BUSY, "it never comes to rest");
            let Some(output) = self.protocol.poll() else {
                return;
            };
            self.carry_out(output);
        }
    }

    fn hang_up(&mut self) {
        self.line += 1;
        self.socket_is_open = false;
    }

    fn carry_out(&mut self, output: Output) {
        match output {
            Output::Ask(id, request) => {
                self.requests.push(request.url.clone());
                self.send(ONE_WAY, Parcel::Request(id, request));
            }
            Output::OpenSocket(url) => {
                assert!(url.starts_with("ws"), "{url}");
                self.send(ONE_WAY, Parcel::Open);
            }
            Output::SendSocket(frame) => self.send(ONE_WAY, Parcel::Frame(frame)),
            Output::CloseSocket => self.socket_is_open = false,
            Output::Report(event) => self.heard.push(event),
        }
    }

    fn send(&mut self, after: u64, parcel: Parcel) {
        self.sent += 1;
        let key = (self.now + after, self.sent);
        self.parcels.insert(key, (self.line, parcel));
    }

    fn arrive(&mut self, input: Input) {
        self.send(ONE_WAY, Parcel::Arrival(input));
    }

    fn is_lost(&mut self) -> bool {
        self.rng.u8(0..100) < self.losses
    }

    fn deliver(&mut self, line: u32, parcel: Parcel) {
        let is_ours = line == self.line;
        match parcel {
            Parcel::Arrival(input) if is_ours => self.input(input),
            Parcel::Arrival(_) => {}
            Parcel::Open if is_ours => match self.sockets {
                Sockets::Refused => self.arrive(Input::Socket(SocketEvent::Closed)),
                Sockets::Fine | Sockets::Silent => {
                    self.socket_is_open = true;
                    self.sockets_opened += 1;
                    self.arrive(Input::Socket(SocketEvent::Opened));
                }
            },
            Parcel::Open => {}
            Parcel::Frame(frame) => {
                if self.sockets == Sockets::Silent || self.is_deaf {
                    return;
                }
                if self.is_lost() {
                    return self.cut_socket();
                }
                let now = self.now;
                self.bayeux
                    .take_in(now, Back::Socket, &frame, &mut self.chats);
            }
            Parcel::Request(id, request) => self.request(id, request, is_ours),
        }
        self.hand_out();
    }

    /// What the Bayeux server has to say goes on its way.
    fn hand_out(&mut self) {
        for (back, frame) in std::mem::take(&mut self.bayeux.out) {
            if self.is_lost() {
                match back {
                    Back::Socket => self.cut_socket(),
                    Back::Http(id) => self.arrive(Input::Answer(RequestId(id), Answer::None)),
                }
                continue;
            }
            match back {
                Back::Socket if self.socket_is_open => {
                    self.arrive(Input::Socket(SocketEvent::Text(frame.to_string())));
                }
                Back::Socket => {}
                Back::Http(id) => {
                    let answer = Answer::Http(200, frame.to_string());
                    self.arrive(Input::Answer(RequestId(id), answer));
                }
            }
        }
    }

    pub(crate) fn cut_socket(&mut self) {
        if self.socket_is_open {
            self.socket_is_open = false;
            self.arrive(Input::Socket(SocketEvent::Closed));
        }
    }

    fn request(&mut self, id: RequestId, request: HttpRequest, is_ours: bool) {
        if self.is_deaf {
            return;
        }
        if self.is_lost() {
            return self.arrive(Input::Answer(id, Answer::None));
        }
        let stopped = self.firewall.filter(|(words, _)| says(&request, words));
        if let Some(status) = self.status.or(stopped.map(|(_, status)| status)) {
            let answer = Answer::Http(status, "<html>".to_owned());
            return self.arrive(Input::Answer(id, answer));
        }
        match request.payload {
            Payload::Json(frame) => {
                let now = self.now;
                self.bayeux
                    .take_in(now, Back::Http(id.0), &frame, &mut self.chats);
            }
            Payload::None => panic!("nothing was asked"),
            Payload::Form(fields) => {
                let operation = operation(&request.url, &fields);
                let (mut envelope, _) = self.chats.operate(&operation);
                if self.loses_answers || self.is_lost() {
                    return self.arrive(Input::Answer(id, Answer::None));
                }
                let alias = operation["alias"].as_str();
                if alias.is_some_and(|alias| alias != self.chats.alias.to_string()) {
                    envelope["alias"] = self.chats.alias.to_string().into();
                }
                if is_ours {
                    let answer = Answer::Http(200, envelope.to_string());
                    self.arrive(Input::Answer(id, answer));
                }
            }
        }
    }

    /// Time passes.
    pub(crate) fn run(&mut self, millis: u64) {
        let until = self.now + millis;
        for turn in 0.. {
            assert!(turn < TOO_BUSY, "it never comes to rest");
            let parcel = self.parcels.keys().next().map(|(at, _)| *at);
            let deadline = self.protocol.next_deadline().map(|at| at.0.max(self.now));
            let held = self.bayeux.next_due();
            let Some(next) = [parcel, deadline, held].into_iter().flatten().min() else {
                break;
            };
            if next > until {
                break;
            }
            self.now = next.max(self.now);
            if held == Some(next) {
                self.bayeux.run(next);
                self.hand_out();
            } else if parcel == Some(next) {
                let (_, (line, parcel)) = self.parcels.pop_first().unwrap();
                self.deliver(line, parcel);
            } else {
                self.input(Input::Tick);
            }
        }
        self.now = until;
    }

    /// Another page goes on with the sessions of this one.
    pub(crate) fn take_over(&mut self) {
        for back in self.bayeux.take_over() {
            match back {
                Back::Http(id) => {
                    let answer = Answer::Http(500, String::new());
                    self.arrive(Input::Answer(RequestId(id), answer));
                }
                Back::Socket => self.cut_socket(),
            }
        }
    }

    /// What was held back is told.
    pub(crate) fn release(&mut self) {
        self.bayeux.release();
        self.hand_out();
    }

    // The agent's side.

    pub(crate) fn event(&mut self, chat: usize, kind: &str, from: Value, more: Value) {
        let event = self.chats.add(chat, kind, from, more);
        let envelope = self.chats.envelope(chat, vec![event]);
        self.bayeux.tell(chat, envelope);
        self.hand_out();
    }

    pub(crate) fn agent_says(&mut self, chat: usize, text: &str) {
        self.event(chat, "Message", Chats::agent(), json!({ "text": text }));
    }

    pub(crate) fn agent_ends(&mut self, chat: usize) {
        self.chats.all[chat].ended = true;
        self.event(chat, "ParticipantLeft", Chats::agent(), json!({}));
    }

    // What was heard.

    pub(crate) fn has_heard(&self, event: &TransportEvent) -> bool {
        self.heard.contains(event)
    }

    /// All entries, in the order in which they came.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let heard = self.heard.iter();
        heard.flat_map(entries_of).cloned().collect()
    }
}

pub(crate) fn entries_of(event: &TransportEvent) -> &[Entry] {
    match event {
        TransportEvent::Entries(entries) => entries,
        TransportEvent::Resumed { missed } | TransportEvent::Synced { missed } => missed,
        _ => &[],
    }
}

/// Whether these words are sent.
fn says(request: &HttpRequest, words: &str) -> bool {
    match &request.payload {
        Payload::None => false,
        Payload::Json(frame) => frame.contains(words),
        Payload::Form(fields) => fields.iter().any(|(_, value)| value.contains(words)),
    }
}

fn address(way: Way) -> GmsAddress {
    match way {
        Way::Rest => GmsAddress::Rest(RestAddress {
            url: "https://gms.example/genesys/2/chat/support".to_owned(),
            api_key: None,
        }),
        way => GmsAddress::Cometd(CometdAddress {
            url: "https://gms.example/genesys/cometd".to_owned(),
            channel: "/service/chatV2/support".to_owned(),
            files_url: None,
            no_sockets: way == Way::Polling,
        }),
    }
}

/// A request over REST as the operation that it is over CometD.
fn operation(url: &str, fields: &[(String, String)]) -> Value {
    let path = url.split("/support").nth(1).unwrap();
    let name = match path.rsplit('/').next().unwrap() {
        "" => "requestChat",
        "send" => "sendMessage",
        name => name,
    };
    let mut operation = json!({ "operation": name });
    for (field, value) in fields {
        match field.strip_prefix("userData[") {
            Some(member) => {
                operation["userData"][member.trim_end_matches(']')] = value.as_str().into()
            }
            None => operation[field] = value.as_str().into(),
        }
    }
    operation
}
