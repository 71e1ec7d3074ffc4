//! Whole conversations with a homeserver: each line of the input is an answer, or
//! time that passes, or something that the visitor does. Whatever is said, the
//! protocol comes to rest and tells no secret; and where the server says the same
//! over and over, it is not asked in a loop.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rejoin::browser::HttpRequest;
use rejoin::engine::{ClientId, Intent, MessageKind, Mono, Now, Position, Request, Ticket, Wall};
use rejoin::engine::{EntryId, RegistrationData, TransportEvent};
use rejoin::transport::matrix::{AccountSource, MatrixAddress, MatrixProtocol, RoomPlan};
use rejoin::transport::protocol::{Answer, Input, Output, Protocol, RequestId};
use serde_json::Value;

/// More in one go is a loop.
const TOO_BUSY: usize = 1_000;
/// Of what the server says over and over.
const MINUTE: u64 = 60_000;
/// More in it is a loop too.
const TOO_OFTEN: usize = 300;
/// Secrets have this in them, and nothing else has.
const MARK: &str = "hidden";

struct Talk {
    protocol: MatrixProtocol,
    now: u64,
    /// Questions that were not answered, the oldest first.
    asked: Vec<RequestId>,
    asked_ever: usize,
    ticket: Ticket,
    is_started: bool,
    /// Connections that broke one after the other.
    broken: u32,
    is_broken: bool,
    is_over: bool,
    tokens: u32,
}

/// What is said so is said by the server over and over, once all else is done.
const OVER_AND_OVER: char = 'L';

impl Talk {
    fn input(&mut self, input: Input) {
        let now = Now {
            wall: Wall(1_800_000_000_000 + self.now),
            mono: Mono(self.now),
        };
        self.protocol.handle(now, input);
        for _ in 0..TOO_BUSY {
            match self.protocol.poll() {
                None => return,
                Some(Output::Ask(id, request)) => {
                    check(&request);
                    self.asked.push(id);
                    self.asked_ever += 1;
                }
                Some(Output::Report(event)) => self.hear(event),
                Some(_) => {}
            }
        }
        panic!("it does not come to rest");
    }

    fn hear(&mut self, event: TransportEvent) {
        match event {
            TransportEvent::Renewed(ticket) => self.ticket = ticket,
            TransportEvent::Started { ticket, .. } => {
                self.is_started = true;
                self.ticket = ticket;
                self.broken = 0;
            }
            TransportEvent::Resumed { .. } => self.broken = 0,
            TransportEvent::Lost => {
                self.broken += 1;
                self.is_broken = true;
            }
            TransportEvent::Refused(_)
            | TransportEvent::Gone
            | TransportEvent::Ended
            | TransportEvent::Failed(_) => self.is_over = true,
            _ => {}
        }
    }

    fn start(&mut self, ticket: Option<Ticket>) {
        self.input(Input::Connect(Intent::Start {
            id: ClientId::new("s"),
            data: data("pro"),
            complete: true,
            ticket,
        }));
    }

    fn resume(&mut self, after: Option<Position>) {
        self.asked.clear();
        self.is_broken = false;
        if !self.is_started {
            let ticket = Some(self.ticket.clone());
            return self.start(ticket.filter(|ticket| !ticket.reveal().is_empty()));
        }
        self.input(Input::Connect(Intent::Resume {
            ticket: self.ticket.clone(),
            after,
        }));
    }

    fn answer(&mut self, newest: bool, answer: Answer) {
        let id = match newest {
            true => self.asked.pop(),
            false if self.asked.is_empty() => None,
            false => Some(self.asked.remove(0)),
        };
        if let Some(id) = id {
            let answer = self.marked(answer);
            self.input(Input::Answer(id, answer));
        }
    }

    /// The same answer, with tokens that are known again.
    fn marked(&mut self, answer: Answer) -> Answer {
        let Answer::Http(status, body) = answer else {
            return answer;
        };
        let Ok(mut value) = serde_json::from_str(&body) else {
            return Answer::Http(status, body);
        };
        unmark(&mut value);
        for name in ["access_token", "refresh_token"] {
            if let Some(token) = value.get_mut(name).filter(|token| token.is_string()) {
                self.tokens += 1;
                *token = format!("{MARK}{}", self.tokens).into();
            }
        }
        Answer::Http(status, value.to_string())
    }

    fn line(&mut self, line: &str) {
        let mut chars = line.chars();
        let kind = chars.next().unwrap_or(' ');
        let rest = chars.as_str().to_owned();
        match kind {
            'o' => self.answer(false, Answer::Http(200, rest)),
            'w' => {
                self.now += 9_000;
                self.input(Input::Tick);
            }
            'm' => self.input(Input::Send(Request::Message {
                client_id: ClientId::new("m"),
                kind: MessageKind::Text,
                text: rest,
            })),
            's' => self.input(Input::Send(Request::Data(data(&rest)))),
            't' => self.input(Input::Send(Request::Typing(rest.is_empty()))),
            'y' => self.input(Input::Send(Request::Sync {
                after: rest.parse().ok().map(Position),
            })),
            'e' => self.input(Input::Send(Request::Read {
                position: Position(1),
                id: Some(EntryId::new(rest)),
            })),
            'p' => self.input(Input::Send(Request::Part)),
            'b' => self.input(Input::Send(Request::Leave)),
            'r' => self.resume(rest.parse().ok().map(Position)),
            'd' => {
                self.asked.clear();
                self.input(Input::Disconnect);
            }
            // Said later.
            OVER_AND_OVER => {}
            _ => self.answer(true, said(kind, rest)),
        }
    }

    /// For a minute the server says nothing but that, in turn. Each way takes its time,
    /// and a connection that breaks is made again as the chat makes it.
    fn listen_to(&mut self, answers: &[Answer]) {
        self.asked_ever = 0;
        let until = self.now + MINUTE;
        for answer in answers.iter().cycle() {
            self.now += 20;
            if self.now > until || self.is_over {
                return;
            }
            if self.is_broken {
                self.now += 500 << self.broken.min(6);
                self.resume(None);
            } else if self.asked.is_empty() {
                let due = self.protocol.next_deadline();
                let Some(due) = due else { return };
                self.now = self.now.max(due.0);
                self.input(Input::Tick);
            } else {
                self.answer(false, answer.clone());
            }
            assert!(self.asked_ever < TOO_OFTEN, "it asks in a loop");
        }
    }
}

fn said(kind: char, body: String) -> Answer {
    match kind {
        'n' => Answer::None,
        '4' => Answer::Http(400, body),
        'u' => Answer::Http(401, body),
        'f' => Answer::Http(403, body),
        'g' => Answer::Http(404, body),
        'h' => Answer::Http(413, body),
        'l' => Answer::Http(429, body),
        '5' => Answer::Http(500, body),
        _ => Answer::Http(200, body),
    }
}

fn data(text: &str) -> RegistrationData {
    [("plan", text)].into_iter().collect()
}

/// No address has a secret, and no line of a log.
fn check(request: &HttpRequest) {
    assert!(request.url.starts_with("https://hs.example/"));
    let shown = format!("{request:?}");
    assert!(!is_secret(&request.url) && !is_secret(&shown), "{shown}");
    if let Some((name, value)) = &request.header {
        assert_eq!(name, "Authorization");
        assert!(value.starts_with("Bearer "));
    }
}

/// The password is drawn by the page; the fuzzer finds it all the same.
fn is_secret(text: &str) -> bool {
    text.contains(MARK) || text.contains(&format!("{PASSWORD:032x}"))
}

/// Takes secrets out of all that a server says.
fn unmark(value: &mut Value) {
    match value {
        Value::String(text) if is_secret(text) => text.clear(),
        Value::Array(list) => list.iter_mut().for_each(unmark),
        Value::Object(members) => {
            members.retain(|name, _| !is_secret(name));
            members.values_mut().for_each(unmark);
        }
        _ => {}
    }
}

const NAME: u128 = 0x1234_5678_9abc_def0;
const PASSWORD: u128 = 0xfedc_ba98_7654_3210_0f1e_2d3c_4b5a_6978;

/// What a first line after `#` says of the homeserver.
fn address(text: &str) -> MatrixAddress {
    let first = text.lines().next().and_then(|line| line.strip_prefix('#'));
    let says = |what: char| first.is_some_and(|first| first.contains(what));
    let mut address = MatrixAddress::new("https://hs.example", vec!["@kim:hs".to_owned()]);
    if says('T') {
        address.account = AccountSource::Token(format!("{MARK} token"));
    } else if says('E') {
        address.account = AccountSource::Endpoint("https://hs.example/account".to_owned());
    }
    if says('A') {
        address.room = RoomPlan::Alias("#chat_{id}:hs".to_owned());
    }
    address.deactivate = says('D');
    address
}

fuzz_target!(|text: &str| {
    if is_secret(text) {
        return;
    }
    let mut talk = Talk {
        protocol: MatrixProtocol::new(Some(address(text)), [NAME, PASSWORD]),
        now: 0,
        asked: Vec::new(),
        asked_ever: 0,
        ticket: Ticket::new(""),
        is_started: false,
        broken: 0,
        is_broken: false,
        is_over: false,
        tokens: 0,
    };
    talk.start(None);
    let lines = || text.lines().take(200);
    lines()
        .filter(|line| !line.starts_with('#'))
        .for_each(|line| talk.line(line));
    let last = lines().filter_map(|line| line.strip_prefix(OVER_AND_OVER));
    let answers: Vec<_> = last
        .map(|line| {
            let mut chars = line.chars();
            said(chars.next().unwrap_or(' '), chars.as_str().to_owned())
        })
        .collect();
    talk.listen_to(&answers);
});
