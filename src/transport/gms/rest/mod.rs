//! A chat over REST: asked for again and again.

mod asking;
mod hearing;

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::Value;

use super::address::{GmsAddress, Pass, RestAddress, Stub};
use super::operation::Operation;
use super::seen::Seen;
use crate::engine::{ClientId, Intent, Mono, Now, Refusal, Ticket, TransportEvent};
use crate::transport::protocol::{Input, Output, RequestId};

/// While something is going on it asks this often.
const QUICKLY: Duration = Duration::from_millis(1_000);
/// While nothing is, each time by a quarter more rarely, down to this.
const SLOWLY: Duration = Duration::from_secs(5);
/// Without an answer by then there is none.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// The words for a start that was refused by something else than the chat.
const START_REFUSED: &str = "The chat server refused to start a chat.";

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
    /// What was refused before the last connection was made, and not by the chat.
    refused: Option<Purpose>,
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
            refused: None,
            outputs: VecDeque::new(),
        }
    }

    pub(super) fn address(&self) -> &RestAddress {
        &self.address
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
        self.stop();
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

    fn ticket(&self) -> Ticket {
        Stub {
            address: GmsAddress::Rest(self.address.clone()),
            client: None,
            pass: self.pass.clone(),
        }
        .to_ticket()
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
