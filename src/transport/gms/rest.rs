//! A chat over REST: asked for again and again.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::Value;

use super::address::{GmsAddress, Pass, RestAddress, Stub};
use super::envelope::{self, Envelope, News, Status};
use super::operation::Operation;
use super::seen::Seen;
use crate::engine::{ClientId, Intent, Mono, Now, Refusal, Request, SessionId, TransportEvent};
use crate::transport::protocol::{Answer, Body, Input, Output, Post, RequestId};
use crate::transport::{FileCall, FileOperation};

/// While something is going on it asks this often.
const QUICKLY: Duration = Duration::from_millis(1_000);
/// While nothing is, each time by a quarter more rarely, down to this.
const SLOWLY: Duration = Duration::from_secs(5);
/// Without an answer by then there is none.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// The words for a start that was refused by something else than the chat.
const REFUSED: &str = "The chat server refused to start a chat.";

/// What a request was for.
#[derive(Clone, Debug, PartialEq)]
enum Purpose {
    Start,
    /// Entries from that index on, to begin with.
    Resume(u64),
    /// The same, because the chat asks.
    Sync(u64),
    /// The same, because it is time.
    Poll(u64),
    Message(ClientId),
    Data,
    Leave,
    Other,
}

/// A request under way, with what is needed to repeat it.
struct Call {
    id: RequestId,
    purpose: Purpose,
    operation: Operation,
    /// The instance it was sent to.
    alias: String,
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Call({:?} {:?})", self.id, self.purpose)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Closed,
    /// The first answer is awaited.
    Connecting,
    Live,
}

/// One chat.
#[derive(Debug)]
pub(super) struct RestChat {
    address: RestAddress,
    now: Now,
    stage: Stage,
    pass: Option<Pass>,
    /// The index to ask for next.
    next: u64,
    pace: Duration,
    poll_at: Option<Mono>,
    calls: Vec<Call>,
    next_request: u64,
    seen: Seen,
    outputs: VecDeque<Output>,
}

impl RestChat {
    pub(super) fn new(address: RestAddress) -> Self {
        Self {
            address,
            now: Now::default(),
            stage: Stage::Closed,
            pass: None,
            next: 1,
            pace: QUICKLY,
            poll_at: None,
            calls: Vec::new(),
            next_request: 0,
            seen: Seen::default(),
            outputs: VecDeque::new(),
        }
    }

    pub(super) fn address(&self) -> &RestAddress {
        &self.address
    }

    pub(super) fn file_call(&self, operation: &FileOperation) -> Option<FileCall> {
        self.address.file_call(self.pass.as_ref()?, operation)
    }

    pub(super) fn connect(&mut self, now: Now, intent: Intent, stub: Stub) {
        self.now = now;
        self.close();
        self.stage = Stage::Connecting;
        self.pass = stub.pass;
        match intent {
            // An answer that was lost cannot be found again.
            Intent::Start {
                complete: false, ..
            } => {
                self.report(TransportEvent::Refused(Refusal::Incomplete));
            }
            Intent::Start { data, .. } => {
                self.call(Purpose::Start, Operation::request_chat(&data));
            }
            Intent::Resume { after, .. } => {
                let from = after.map_or(1, |after| after.0 + 1);
                self.call(Purpose::Resume(from), Operation::refresh("refresh", from));
            }
        }
    }

    fn close(&mut self) {
        self.stage = Stage::Closed;
        self.poll_at = None;
        self.calls.clear();
        self.outputs.clear();
        self.seen = Seen::default();
        self.pace = QUICKLY;
    }

    pub(super) fn handle(&mut self, now: Now, input: Input) {
        self.now = now;
        match input {
            Input::Send(request) => self.request(&request),
            Input::Disconnect => self.close(),
            Input::Answer(id, answer) => self.answer(id, &answer),
            Input::Tick => {
                if self.poll_at.is_some_and(|at| at <= now.mono) {
                    self.ask_for_news();
                }
            }
            Input::Connect(_) | Input::Socket(_) => {}
        }
    }

    pub(super) fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    pub(super) fn next_deadline(&self) -> Option<Mono> {
        self.poll_at
    }

    fn ask_for_news(&mut self) {
        self.poll_at = None;
        let from = self.next;
        self.call(Purpose::Poll(from), Operation::refresh("refresh", from));
    }

    fn request(&mut self, request: &Request) {
        if self.stage != Stage::Live {
            return;
        }
        let purpose = match request {
            Request::Message { client_id, .. } => {
                if self.seen.holds(client_id) {
                    return self.report(TransportEvent::Accepted(client_id.clone()));
                }
                let purpose = Purpose::Message(client_id.clone());
                // The answer to the first time may still come.
                if self.calls.iter().any(|call| call.purpose == purpose) {
                    return;
                }
                purpose
            }
            Request::Sync { after } => {
                let from = after.map_or(1, |after| after.0 + 1);
                return self.call(Purpose::Sync(from), Operation::refresh("refresh", from));
            }
            Request::Data(_) => Purpose::Data,
            Request::Leave => Purpose::Leave,
            Request::Typing(_) | Request::Preview(_) | Request::Read(_) => Purpose::Other,
        };
        // Where the visitor does something an answer is likely.
        self.pace = QUICKLY;
        let mut operations = Operation::of(request);
        let last = operations.pop();
        for operation in operations {
            self.call(Purpose::Other, operation);
        }
        if let Some(last) = last {
            self.call(purpose, last);
        }
    }

    fn call(&mut self, purpose: Purpose, operation: Operation) {
        self.next_request += 1;
        let id = RequestId(self.next_request);
        let pass = self.pass.clone().filter(|_| purpose != Purpose::Start);
        let url = match &pass {
            Some(pass) => format!(
                "{}/{}/{}",
                self.address.url,
                pass.chat,
                path(operation.name)
            ),
            None => self.address.url.clone(),
        };
        self.outputs.push_back(Output::Post(Post {
            id,
            url,
            body: Body::Form(form(&operation, pass.as_ref())),
            header: self.address.header(),
            with_cookies: false,
            within: ANSWER_WITHIN,
            is_farewell: purpose == Purpose::Leave,
        }));
        self.calls.push(Call {
            id,
            purpose,
            operation,
            alias: pass.map_or_else(String::new, |pass| pass.alias),
        });
    }

    fn answer(&mut self, id: RequestId, answer: &Answer) {
        let Some(place) = self.calls.iter().position(|call| call.id == id) else {
            return;
        };
        let call = self.calls.swap_remove(place);
        let body = match answer {
            Answer::Http(_, body) => body.as_str(),
            Answer::None => "",
        };
        let envelope = serde_json::from_str::<Value>(body)
            .ok()
            .and_then(|body| envelope::read(&body))
            .filter(|envelope| answer.success().is_some() || envelope.status != Status::Fine);
        match (envelope, answer) {
            (Some(envelope), _) => self.answered(call, &envelope),
            // A wrong address does not become right by trying again.
            (None, Answer::Http(400..=407 | 409..=428, _)) if call.purpose == Purpose::Start => {
                self.report(TransportEvent::Refused(Refusal::Server(REFUSED.to_owned())));
            }
            (None, _) if call.purpose == Purpose::Other => {}
            (None, _) => self.broke(),
        }
    }

    fn answered(&mut self, call: Call, envelope: &Envelope) {
        match envelope.status {
            Status::Fine => {
                self.learn_alias(envelope);
                self.done(call.purpose, envelope);
            }
            // "The client may retry": as after a connection that broke.
            Status::TryAgain => match call.purpose {
                Purpose::Other => {}
                _ => self.broke(),
            },
            Status::Failed => self.failed(call, envelope),
        }
    }

    fn failed(&mut self, call: Call, envelope: &Envelope) {
        let is_moved = self
            .pass
            .as_ref()
            .is_some_and(|pass| pass.alias != call.alias);
        if call.purpose == Purpose::Start {
            let words = envelope.words();
            self.report(TransportEvent::Refused(Refusal::Server(words)));
        } else if is_moved {
            // It went to an instance that the chat has left meanwhile.
            self.call(call.purpose, call.operation);
        } else if envelope.is_unknown() {
            self.report(TransportEvent::Gone);
        } else if envelope.is_over {
            self.end();
        } else if let Purpose::Message(client_id) = call.purpose {
            let reason = envelope.words();
            self.report(TransportEvent::Rejected { client_id, reason });
        } else if call.purpose != Purpose::Other {
            self.broke();
        }
    }

    fn learn_alias(&mut self, envelope: &Envelope) {
        let (Some(pass), Some(alias)) = (&mut self.pass, &envelope.alias) else {
            return;
        };
        if pass.alias != *alias {
            pass.alias.clone_from(alias);
            let ticket = self.ticket();
            self.report(TransportEvent::Renewed(ticket));
        }
    }

    fn ticket(&self) -> crate::engine::Ticket {
        Stub {
            address: GmsAddress::Rest(self.address.clone()),
            client: None,
            pass: self.pass.clone(),
        }
        .to_ticket()
    }

    fn done(&mut self, purpose: Purpose, envelope: &Envelope) {
        match purpose {
            Purpose::Start => self.started(envelope),
            Purpose::Resume(from) => {
                self.stage = Stage::Live;
                let missed = self.take_in(envelope, from);
                self.report(TransportEvent::Resumed { missed });
                self.go_on(envelope);
            }
            Purpose::Sync(from) => {
                let missed = self.take_in(envelope, from);
                self.report(TransportEvent::Synced { missed });
                self.go_on(envelope);
            }
            Purpose::Poll(from) => {
                let entries = self.take_in(envelope, from);
                let is_lively = !envelope.events.is_empty();
                self.pace = if is_lively {
                    QUICKLY
                } else {
                    SLOWLY.min(self.pace * 5 / 4)
                };
                if !entries.is_empty() {
                    self.report(TransportEvent::Entries(entries));
                }
                self.tell_typing(envelope, from);
                self.go_on(envelope);
            }
            Purpose::Message(id) => {
                self.report(TransportEvent::Accepted(id));
                // For the echo.
                self.ask_soon();
            }
            Purpose::Data => self.report(TransportEvent::DataTaken),
            Purpose::Leave => self.end(),
            Purpose::Other => {}
        }
    }

    fn started(&mut self, envelope: &Envelope) {
        let (Some(chat), Some(key), Some(user)) =
            (&envelope.chat_id, &envelope.secure_key, &envelope.user_id)
        else {
            return self.broke();
        };
        // It becomes a part of addresses.
        if !chat
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
        {
            return self.broke();
        }
        self.pass = Some(Pass {
            chat: chat.clone(),
            key: key.clone(),
            user: user.clone(),
            alias: envelope.alias.clone().unwrap_or_default(),
        });
        self.stage = Stage::Live;
        self.next = 1;
        let session = SessionId::new(chat.as_str());
        let ticket = self.ticket();
        self.report(TransportEvent::Started { session, ticket });
        let entries = self.take_in(envelope, 0);
        if !entries.is_empty() {
            self.report(TransportEvent::Entries(entries));
        }
        self.go_on(envelope);
    }

    /// The entries from an index on; the next question is for what follows.
    fn take_in(&mut self, envelope: &Envelope, from: u64) -> Vec<crate::engine::Entry> {
        self.next = self.next.max(envelope.end()).max(from);
        let entries = envelope.entries_from(from);
        let accepted = self.seen.look(&entries);
        for event in accepted {
            self.report(event);
        }
        entries
    }

    fn tell_typing(&mut self, envelope: &Envelope, from: u64) {
        for event in envelope.events.iter().filter(|event| event.index >= from) {
            if let News::Typing(party, on) = &event.news {
                let (party, on) = (party.clone(), *on);
                self.report(TransportEvent::Typing { party, on });
            }
        }
    }

    /// Asks again in a while, unless the chat is over: a server that is asked then
    /// tries to bring it back.
    fn go_on(&mut self, envelope: &Envelope) {
        if envelope.is_over {
            self.end();
        } else if !self.is_asking() {
            self.poll_at = Some(self.now.mono + self.pace);
        }
    }

    fn is_asking(&self) -> bool {
        self.calls
            .iter()
            .any(|call| matches!(call.purpose, Purpose::Poll(_)))
    }

    fn ask_soon(&mut self) {
        if !self.is_asking() {
            self.poll_at = Some(self.now.mono);
        }
    }

    fn end(&mut self) {
        self.stop();
        self.report(TransportEvent::Ended);
    }

    fn broke(&mut self) {
        self.stop();
        self.report(TransportEvent::Lost);
    }

    fn stop(&mut self) {
        self.stage = Stage::Closed;
        self.poll_at = None;
        self.calls.clear();
    }

    fn report(&mut self, event: TransportEvent) {
        self.outputs.push_back(Output::Report(event));
    }
}

/// The end of an operation's path.
fn path(operation: &'static str) -> &'static str {
    match operation {
        "sendMessage" => "send",
        name => name,
    }
}

/// The fields as a form has them, with what names the session.
fn form(operation: &Operation, pass: Option<&Pass>) -> Vec<(String, String)> {
    let mut form = Vec::new();
    for (name, value) in &operation.fields {
        match value {
            Value::Object(members) => form.extend(
                members
                    .iter()
                    .map(|(member, value)| (format!("{name}[{member}]"), text(value))),
            ),
            value => form.push((name.clone(), text(value))),
        }
    }
    form.extend(pass.into_iter().flat_map(Pass::fields));
    form
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
