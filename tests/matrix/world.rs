//! A visitor's page, a network and a homeserver.

use std::collections::BTreeMap;
use std::time::Duration;

use rejoin::browser::{HttpRequest, Payload};
use rejoin::engine::{
    Change, Chat, ChatEvent, Command, Config, Content, Effect, Entry, Input as ChatInput, Life,
    Mono, Now, Path, Registration, Snapshot, Wall,
};
use rejoin::transport::matrix::{MatrixAddress, MatrixProtocol};
use rejoin::transport::protocol::{Answer, Input, Output, Protocol, RequestId};
use rejoin::transport::{FileCall, FileOperation};
use serde_json::{Value, json};

use super::homeserver::{Asked, Homeserver, Reply};

/// Each way over the network, in milliseconds.
const ONE_WAY: u64 = 10;
/// More than this in one go is no work but a loop.
const TOO_BUSY: usize = 50_000;

/// A fault that meets the next requests of that kind.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fault {
    /// It does not arrive.
    Drop,
    /// It arrives, and the answer does not.
    Lose,
    /// It is answered with this.
    Say(u16, Value),
}

#[derive(Debug)]
enum Parcel {
    Request(u32, RequestId, HttpRequest),
    Answer(u32, RequestId, Answer),
}

pub(crate) struct World {
    pub(crate) chat: Chat,
    pub(crate) protocol: MatrixProtocol,
    pub(crate) hs: Homeserver,
    pub(crate) address: MatrixAddress,
    pub(crate) storage: BTreeMap<String, String>,
    pub(crate) now: u64,
    pub(crate) events: Vec<ChatEvent>,
    /// The ends of paths and how often they are met by what.
    pub(crate) faults: Vec<(&'static str, Fault, usize)>,
    /// Requests of that kind take so much longer on their way.
    pub(crate) delays: Option<(&'static str, u64)>,
    /// Pages of events take so much longer for each event that is asked for.
    pub(crate) slowness: u64,
    /// Whether questions that are held are not answered before their time.
    pub(crate) holds_on: bool,
    /// The share of requests and answers that get lost, by the hundred.
    pub(crate) losses: u8,
    pub(crate) rng: fastrand::Rng,
    /// All that was asked: method and address.
    pub(crate) asked: Vec<(u64, String)>,
    /// Which connection it is; answers to an earlier one are not heard.
    line: u32,
    generation: rejoin::engine::Generation,
    sent: u64,
    parcels: BTreeMap<(u64, u64), Parcel>,
    held: Vec<(u32, RequestId, Asked, u64)>,
    pages: u128,
}

impl World {
    pub(crate) fn new() -> Self {
        let agents = vec!["@kim:hs".to_owned(), "@sam:hs".to_owned()];
        Self::at(MatrixAddress::new("https://hs", agents))
    }

    pub(crate) fn at(address: MatrixAddress) -> Self {
        let protocol = MatrixProtocol::new(Some(address.clone()), [1, 2]);
        Self {
            chat: Chat::new(config(&protocol), 1),
            protocol,
            hs: Homeserver::new(),
            address,
            storage: BTreeMap::new(),
            now: 1_000,
            events: Vec::new(),
            faults: Vec::new(),
            delays: None,
            slowness: 0,
            holds_on: false,
            losses: 0,
            rng: fastrand::Rng::with_seed(1),
            asked: Vec::new(),
            line: 0,
            generation: rejoin::engine::Generation::default(),
            sent: 0,
            parcels: BTreeMap::new(),
            held: Vec::new(),
            pages: 1,
        }
    }

    /// With a chat that has begun, and an agent in it.
    pub(crate) fn chatting() -> Self {
        Self::new().begun()
    }

    /// With nothing stored.
    pub(crate) fn start(&mut self) {
        self.command(Command::Start(Snapshot::default()));
    }

    pub(crate) fn begun(mut self) -> Self {
        self.start();
        self.run(1_000);
        assert!(self.is_ready(), "{:?}", self.events);
        let room = self.hs.only_room();
        self.hs.membership(&room, "@kim:hs", "@kim:hs", "join");
        self.let_go();
        self.run(1_000);
        self
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.chat.confirmed_session().is_some()
    }

    pub(crate) fn now(&self) -> Now {
        Now {
            wall: Wall(1_800_000_000_000 + self.now),
            mono: Mono(self.now),
        }
    }

    /// The page goes without a word, and another comes.
    pub(crate) fn reload(&mut self) {
        self.line += 1;
        self.pages += 1;
        self.events.clear();
        let random = [self.pages, self.pages + 1_000];
        self.protocol = MatrixProtocol::new(Some(self.address.clone()), random);
        self.chat = Chat::new(config(&self.protocol), self.pages);
        let snapshot = Snapshot::read(self.storage.keys().map(String::as_str), |key| {
            self.storage.get(key).cloned()
        });
        self.command(Command::Restore(snapshot));
    }

    pub(crate) fn command(&mut self, command: Command) {
        self.tell_chat(ChatInput::Command(command));
    }

    /// See [`rejoin::transport::Transport::file_call`].
    pub(crate) fn file_call(&self, operation: &FileOperation) -> Option<FileCall> {
        let session = self.chat.confirmed_session()?;
        self.protocol.file_call(session.ticket(), operation)
    }

    /// See [`rejoin::transport::Transport::renew`].
    pub(crate) fn renew(&mut self) {
        self.protocol.renew(self.now());
        self.settle();
    }

    pub(crate) fn life(&mut self, life: Life) {
        self.tell_chat(ChatInput::Life(life));
    }

    pub(crate) fn say(&mut self, text: &str) {
        self.command(Command::Send(text.to_owned()));
    }

    pub(crate) fn agent_says(&mut self, text: &str) -> String {
        self.agent_sends(
            "m.room.message",
            json!({ "msgtype": "m.text", "body": text }),
        )
    }

    pub(crate) fn agent_sends(&mut self, kind: &str, content: Value) -> String {
        let room = self.hs.only_room();
        let id = self.hs.add(&room, kind, "@kim:hs", content, Value::Null);
        self.let_go();
        id
    }

    fn tell_chat(&mut self, input: ChatInput) {
        let now = self.now();
        self.chat.handle(now, input);
        self.settle();
    }

    fn settle(&mut self) {
        for turn in 0.. {
            assert!(turn < TOO_BUSY, "it never comes to rest");
            if let Some(effect) = self.chat.poll() {
                self.carry_out(effect);
            } else if let Some(output) = self.protocol.poll() {
                self.put_out(output);
            } else {
                return;
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        let now = self.now();
        match effect {
            Effect::Store(changes) => changes.into_iter().for_each(|change| self.store(change)),
            Effect::Load(number) => {
                let text = self.storage.get(&Path::Log(number).to_string()).cloned();
                self.chat.handle(now, ChatInput::Loaded(number, text));
            }
            Effect::Connect(generation, intent) => {
                self.generation = generation;
                self.line += 1;
                self.protocol.handle(now, Input::Connect(intent));
            }
            Effect::Send(_, request) => {
                self.protocol.handle(now, Input::Send(request));
                // It is on its way before the next thing is done.
                while let Some(output) = self.protocol.poll() {
                    self.put_out(output);
                }
            }
            Effect::Disconnect(_) => {
                self.protocol.handle(now, Input::Disconnect);
                self.line += 1;
            }
            Effect::Emit(event) => self.events.push(event),
            // There is one page.
            Effect::SeekLead | Effect::GiveLead | Effect::Post(_) => {}
        }
    }

    fn store(&mut self, change: Change) {
        match change {
            Change::Put(path, text) => drop(self.storage.insert(path.to_string(), text)),
            Change::Delete(path) => drop(self.storage.remove(&path.to_string())),
            Change::Erase | Change::EraseAll => self.storage.clear(),
            Change::EraseOlder => {}
        }
    }

    fn put_out(&mut self, output: Output) {
        match output {
            Output::Ask(id, request) => {
                let line = format!("{request:?}");
                for secret in self.hs.tokens.keys() {
                    assert!(!line.contains(secret.as_str()), "a token in {line}");
                }
                self.asked.push((self.now, line));
                let delay = self.delays.filter(|(part, _)| request.url.contains(part));
                let size = request
                    .url
                    .split_once("&limit=")
                    .map_or(0, |(_, rest)| number(rest));
                let way = ONE_WAY + delay.map_or(0, |(_, delay)| delay) + size * self.slowness;
                self.send(way, Parcel::Request(self.line, id, request));
            }
            Output::Report(event) => {
                let (now, generation) = (self.now(), self.generation);
                self.chat
                    .handle(now, ChatInput::Transport(generation, event));
            }
            Output::OpenSocket(_) | Output::SendSocket(_) | Output::CloseSocket => {
                panic!("there are no sockets")
            }
        }
    }

    fn send(&mut self, after: u64, parcel: Parcel) {
        self.sent += 1;
        self.parcels.insert((self.now + after, self.sent), parcel);
    }

    fn is_lost(&mut self) -> bool {
        self.rng.u8(0..100) < self.losses
    }

    fn fault_for(&mut self, path: &str) -> Option<Fault> {
        let place = self
            .faults
            .iter()
            .position(|(end, _, times)| *times > 0 && path.contains(end))?;
        self.faults[place].2 -= 1;
        Some(self.faults[place].1.clone())
    }

    fn deliver(&mut self, parcel: Parcel) {
        match parcel {
            Parcel::Answer(line, id, answer) => {
                if line == self.line {
                    let now = self.now();
                    self.protocol.handle(now, Input::Answer(id, answer));
                    self.settle();
                }
            }
            Parcel::Request(line, id, request) => {
                let fault = self.fault_for(&request.url);
                if fault == Some(Fault::Drop) || self.is_lost() {
                    return self.send(ONE_WAY, Parcel::Answer(line, id, Answer::None));
                }
                if let Some(Fault::Say(status, body)) = fault {
                    let answer = Answer::Http(status, body.to_string());
                    return self.send(ONE_WAY, Parcel::Answer(line, id, answer));
                }
                let asked = asked(&request);
                let reply = self.hs.answer(self.now, &asked);
                if fault == Some(Fault::Lose) || self.is_lost() {
                    self.send(ONE_WAY, Parcel::Answer(line, id, Answer::None));
                } else {
                    self.reply(line, id, asked, reply);
                }
                self.let_go();
            }
        }
    }

    fn reply(&mut self, line: u32, id: RequestId, asked: Asked, reply: Reply) {
        match reply {
            Reply::Now(status, body) => {
                let answer = Answer::Http(status, body.to_string());
                self.send(ONE_WAY, Parcel::Answer(line, id, answer));
            }
            Reply::Hold(until) => self.held.push((line, id, asked, until)),
        }
    }

    /// What was held is answered, where there is news or the time has come.
    pub(crate) fn let_go(&mut self) {
        for (line, id, mut asked, until) in std::mem::take(&mut self.held) {
            if line != self.line {
                continue;
            }
            if self.holds_on && self.now < until {
                self.held.push((line, id, asked, until));
                continue;
            }
            if until <= self.now {
                asked.query.insert("timeout".into(), "0".into());
            }
            match self.hs.answer(self.now, &asked) {
                Reply::Hold(_) => self.held.push((line, id, asked, until)),
                reply => self.reply(line, id, asked, reply),
            }
        }
    }

    /// Time passes.
    pub(crate) fn run(&mut self, millis: u64) {
        let until = self.now + millis;
        for turn in 0.. {
            assert!(
                turn < TOO_BUSY,
                "it never comes to rest: {:?}",
                self.asked.last()
            );
            let parcel = self.parcels.keys().next().map(|(at, _)| *at);
            let protocol = self.protocol.next_deadline().map(|at| at.0);
            let chat = self.chat.next_deadline().map(|at| at.0);
            let held = self.held.iter().map(|held| held.3).min();
            let next = [parcel, protocol, chat, held].into_iter().flatten().min();
            let Some(next) = next.filter(|next| *next <= until) else {
                break;
            };
            self.now = next.max(self.now);
            if parcel == Some(next) {
                let (_, parcel) = self.parcels.pop_first().unwrap();
                self.deliver(parcel);
            } else if held == Some(next) {
                self.let_go();
            } else if protocol == Some(next) {
                let now = self.now();
                self.protocol.handle(now, Input::Tick);
                self.settle();
            } else {
                self.tell_chat(ChatInput::Tick);
            }
        }
        self.now = until;
    }

    // What tests want to know.

    pub(crate) fn entries(&self) -> Vec<Entry> {
        let session = self.chat.phase().session();
        let entries = session.into_iter().flat_map(|s| s.transcript().entries());
        entries.map(|entry| (**entry).clone()).collect()
    }

    /// What stands in the transcript, in order.
    pub(crate) fn shown(&self) -> Vec<String> {
        let entries = self.entries();
        let said = entries.iter().filter_map(|entry| match &entry.content {
            Content::Notice(text) => Some(text.clone()),
            content => content.said().map(str::to_owned),
        });
        said.collect()
    }

    pub(crate) fn count(&self, part: &str) -> usize {
        self.asked
            .iter()
            .filter(|(_, line)| line.contains(part))
            .count()
    }
}

fn config(protocol: &MatrixProtocol) -> Config {
    Config {
        registration: Registration::Skip,
        preset: [("firstName", "Ann"), ("plan", "pro")]
            .into_iter()
            .collect(),
        max_offline: Duration::from_secs(100_000),
        receipts: true,
        longest_message: protocol.capabilities().longest_message,
        start_ticket: protocol.start_ticket(),
        ..Config::default()
    }
}

fn asked(request: &HttpRequest) -> Asked {
    let rest = request.url.strip_prefix("https://hs/_matrix/client/v3/");
    // The endpoint is the site's own.
    let rest = rest.or_else(|| request.url.strip_prefix("https://hs/"));
    let rest = rest.unwrap_or_else(|| panic!("{} is somewhere else", request.url));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap());
    let token = request.header.as_ref().map(|(name, value)| {
        assert_eq!(name, "Authorization");
        value.strip_prefix("Bearer ").unwrap().to_owned()
    });
    Asked {
        method: match format!("{:?}", request.method).as_str() {
            "Get" => "GET",
            "Post" => "POST",
            _ => "PUT",
        },
        path: path.split('/').map(decoded).collect(),
        query: pairs
            .map(|(name, value)| (name.to_owned(), decoded(value)))
            .collect(),
        token,
        body: match &request.payload {
            Payload::Json(text) => serde_json::from_str(text).unwrap(),
            Payload::None => Value::Null,
            Payload::Form(_) => panic!("no forms"),
        },
    }
}

/// The number that a text begins with.
fn number(text: &str) -> u64 {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text[..end.unwrap_or(text.len())].parse().unwrap()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex: Vec<u8> = rest.by_ref().take(2).collect();
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}
