//! Whole conversations with a homeserver: each line of the input is an answer, or
//! time that passes, or something that the visitor does. Whatever is said, the
//! protocol comes to rest and tells no secret.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rejoin::engine::{ClientId, Intent, MessageKind, Mono, Now, Position, Request, Ticket, Wall};
use rejoin::engine::{EntryId, TransportEvent};
use rejoin::transport::matrix::{MatrixAddress, MatrixProtocol};
use rejoin::transport::protocol::{Answer, Input, Output, Protocol, RequestId};

/// More in one go is a loop.
const TOO_BUSY: usize = 1_000;

struct Talk {
    protocol: MatrixProtocol,
    now: u64,
    /// Questions that were not answered, the oldest first.
    asked: Vec<RequestId>,
    ticket: Ticket,
}

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
                    assert!(request.url.starts_with("https://hs.example/"));
                    self.asked.push(id);
                }
                Some(Output::Report(
                    TransportEvent::Renewed(ticket) | TransportEvent::Started { ticket, .. },
                )) => self.ticket = ticket,
                Some(_) => {}
            }
        }
        panic!("it does not come to rest");
    }

    fn answer(&mut self, newest: bool, answer: Answer) {
        let id = match newest {
            true => self.asked.pop(),
            false if self.asked.is_empty() => None,
            false => Some(self.asked.remove(0)),
        };
        if let Some(id) = id {
            self.input(Input::Answer(id, answer));
        }
    }

    fn line(&mut self, line: &str) {
        let mut chars = line.chars();
        let kind = chars.next();
        let rest = chars.as_str().to_owned();
        match kind {
            Some('n') => self.answer(true, Answer::None),
            Some('o') => self.answer(false, Answer::Http(200, rest)),
            Some('4') => self.answer(true, Answer::Http(400, rest)),
            Some('u') => self.answer(true, Answer::Http(401, rest)),
            Some('f') => self.answer(true, Answer::Http(403, rest)),
            Some('l') => self.answer(true, Answer::Http(429, rest)),
            Some('5') => self.answer(true, Answer::Http(500, rest)),
            Some('w') => {
                self.now += 9_000;
                self.input(Input::Tick);
            }
            Some('m') => self.input(Input::Send(Request::Message {
                client_id: ClientId::new("m"),
                kind: MessageKind::Text,
                text: rest,
            })),
            Some('y') => self.input(Input::Send(Request::Sync {
                after: rest.parse().ok().map(Position),
            })),
            Some('e') => self.input(Input::Send(Request::Read {
                position: Position(1),
                id: Some(EntryId::new(rest)),
            })),
            Some('b') => self.input(Input::Send(Request::Leave)),
            Some('r') => {
                self.asked.clear();
                self.input(Input::Connect(Intent::Resume {
                    ticket: self.ticket.clone(),
                    after: rest.parse().ok().map(Position),
                }));
            }
            Some('d') => {
                self.asked.clear();
                self.input(Input::Disconnect);
            }
            _ => self.answer(true, Answer::Http(200, rest)),
        }
    }
}

fuzz_target!(|text: &str| {
    let address = MatrixAddress::new("https://hs.example", vec!["@kim:hs".to_owned()]);
    let mut talk = Talk {
        protocol: MatrixProtocol::new(Some(address), [1, 2]),
        now: 0,
        asked: Vec::new(),
        ticket: Ticket::new(""),
    };
    talk.input(Input::Connect(Intent::Start {
        id: ClientId::new("s"),
        data: [("firstName", "Ann")].into_iter().collect(),
        complete: true,
        ticket: None,
    }));
    for line in text.lines().take(200) {
        talk.line(line);
    }
});
