//! Whole conversations: each line of the input is an answer, a frame, or time that
//! passes. Whatever is said, the protocol comes to rest.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rejoin::engine::{ClientId, Intent, MessageKind, Mono, Now, Request, Ticket, Wall};
use rejoin::transport::gms::{CometdAddress, GmsAddress, GmsProtocol, RestAddress};
use rejoin::transport::protocol::{Answer, Input, Output, Protocol, RequestId, SocketEvent};

/// More in one go is a loop.
const TOO_BUSY: usize = 1_000;

struct Talk {
    protocol: GmsProtocol,
    now: u64,
    /// The newest request: most answers are for that.
    request: RequestId,
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
                Some(Output::Ask(id, _)) => self.request = id,
                Some(_) => {}
            }
        }
        panic!("it does not come to rest");
    }

    fn line(&mut self, line: &str) {
        let mut chars = line.chars();
        let kind = chars.next();
        let rest = chars.as_str().to_owned();
        match kind {
            Some('o') => self.input(Input::Socket(SocketEvent::Opened)),
            Some('c') => self.input(Input::Socket(SocketEvent::Closed)),
            Some('s') => self.input(Input::Socket(SocketEvent::Text(rest))),
            Some('n') => self.input(Input::Answer(self.request, Answer::None)),
            Some('e') => self.input(Input::Answer(self.request, Answer::Http(500, rest))),
            Some('w') => {
                self.now += 3_000;
                self.input(Input::Tick);
            }
            Some('m') => self.input(Input::Send(Request::Message {
                client_id: ClientId::new("m"),
                kind: MessageKind::Text,
                text: rest,
            })),
            Some('y') => self.input(Input::Send(Request::Sync { after: None })),
            Some('l') => self.input(Input::Send(Request::Leave)),
            Some('r') => self.input(Input::Connect(Intent::Resume {
                ticket: Ticket::new(rest),
                after: None,
            })),
            Some('d') => self.input(Input::Disconnect),
            _ => self.input(Input::Answer(self.request, Answer::Http(200, rest))),
        }
    }
}

fuzz_target!(|text: &str| {
    let (way, lines) = text.split_at(usize::from(text.is_char_boundary(1)).min(text.len()));
    let address = match way {
        "r" => GmsAddress::Rest(RestAddress {
            url: "https://a.example/x".to_owned(),
            api_key: None,
        }),
        way => GmsAddress::Cometd(CometdAddress {
            url: "https://a.example/cometd".to_owned(),
            channel: "/service/chatV2/x".to_owned(),
            files_url: None,
            no_sockets: way == "p",
        }),
    };
    let mut talk = Talk {
        protocol: GmsProtocol::new(Some(address)),
        now: 0,
        request: RequestId(0),
    };
    talk.input(Input::Connect(Intent::Start {
        id: ClientId::new("s"),
        data: [("firstName", "Ann")].into_iter().collect(),
        complete: true,
        ticket: None,
    }));
    for line in lines.lines().take(200) {
        talk.line(line);
    }
});
