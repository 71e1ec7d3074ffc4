//! A chat over CometD: what is said on the channel of the service.

mod asking;
mod hearing;
mod question;

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use self::question::{Cause, Question, Told, next};
use super::address::{CometdAddress, GmsAddress, Pass, Stub};
use super::seen::Seen;
use crate::engine::{ClientId, Intent, Mono, Now, RegistrationData, Request, TransportEvent};
use crate::transport::bayeux;
use crate::transport::bayeux::Client;
use crate::transport::protocol::{Input, Output};

/// An answer to a start that was asked for on an earlier page waits in the Bayeux
/// session. When none has come by then it is asked for again.
const OLD_ANSWER_WITHIN: Duration = Duration::from_secs(4);
/// Asked to try again, it does so after this.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(2);
/// A server that says nothing about the end has heard of it by then.
const LEFT_WITHIN: Duration = Duration::from_secs(2);

/// What the connection is for.
#[derive(Debug)]
enum Aim {
    Nothing,
    Start(Start),
    /// There is a chat.
    Chat,
    /// It is over.
    Over,
}

#[derive(Debug)]
struct Start {
    data: RegistrationData,
    complete: bool,
    ask_at: Option<Mono>,
}

/// What a publish was for.
#[derive(Debug, PartialEq)]
enum Errand {
    /// To start a chat, or to be told of one.
    Ask,
    Message(ClientId),
    Data,
    Leave,
}

/// One chat.
pub(super) struct CometdChat {
    address: CometdAddress,
    client: Client,
    now: Now,
    aim: Aim,
    pass: Option<Pass>,
    /// The Bayeux session that is stored.
    stored_client: Option<String>,
    question: Option<Question>,
    told: Told,
    errands: Vec<(u64, Errand)>,
    in_flight: Option<ClientId>,
    /// What was refused before the last connection was made.
    refused: Option<Errand>,
    seen: Seen,
    left_by: Option<Mono>,
    reports: VecDeque<TransportEvent>,
}

impl fmt::Debug for CometdChat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CometdChat({:?})", self.client)
    }
}

impl CometdChat {
    pub(super) fn new(address: CometdAddress) -> Self {
        Self {
            client: Client::new(bayeux::Settings {
                url: address.url.clone(),
                may_use_sockets: !address.no_sockets,
            }),
            address,
            now: Now::default(),
            aim: Aim::Nothing,
            pass: None,
            stored_client: None,
            question: None,
            told: Told::default(),
            errands: Vec::new(),
            in_flight: None,
            refused: None,
            seen: Seen::default(),
            left_by: None,
            reports: VecDeque::new(),
        }
    }

    pub(super) fn address(&self) -> &CometdAddress {
        &self.address
    }

    pub(super) fn connect(&mut self, now: Now, intent: Intent, stub: Stub) {
        self.now = now;
        self.reset();
        self.pass = stub.pass;
        self.stored_client.clone_from(&stub.client);
        match intent {
            Intent::Start { data, complete, .. } => {
                if stub.client.is_none() {
                    // Nothing of another chat is to be taken for the answer.
                    self.client.give_up_session();
                }
                self.aim = Aim::Start(Start {
                    data,
                    complete,
                    ask_at: None,
                });
            }
            Intent::Resume { after, .. } => {
                self.aim = Aim::Chat;
                self.question = Some(Question::new(Cause::Resume, next(after), now.mono));
            }
        }
        self.client.open(now, stub.client);
        self.take_news();
    }

    /// The session is left to the page that comes after; as long as a page lives
    /// nothing is stored that another one could take from it.
    fn part(&mut self) {
        if let (Aim::Chat, Some(client)) = (&self.aim, self.client.take_session()) {
            self.stored_client = Some(client);
            let ticket = self.stub().to_ticket();
            self.report(TransportEvent::Renewed(ticket));
        }
    }

    fn reset(&mut self) {
        self.question = None;
        self.told = Told::default();
        self.errands.clear();
        self.in_flight = None;
        self.seen = Seen::default();
        self.left_by = None;
        self.reports.clear();
    }

    pub(super) fn handle(&mut self, now: Now, input: Input) {
        self.now = now;
        match input {
            Input::Connect(_) => {}
            Input::Send(Request::Part) => self.part(),
            Input::Send(request) => self.request(&request),
            Input::Disconnect => {
                let is_over = matches!(self.aim, Aim::Over);
                // On some servers the answers go to the page that came last.
                if self.client.is_up() && self.question.is_some() {
                    self.client.give_up_session();
                }
                self.client.close(now, is_over);
                self.reset();
                self.aim = Aim::Nothing;
            }
            Input::Answer(id, answer) => self.client.answer(now, id, &answer),
            Input::Socket(event) => self.client.socket(now, &event),
            Input::Tick => {
                self.client.tick(now);
                self.run_due();
            }
        }
        self.take_news();
    }

    pub(super) fn poll(&mut self) -> Option<Output> {
        // What is told is stored, so it comes before what is done about it.
        let report = self.reports.pop_front().map(Output::Report);
        report.or_else(|| self.client.poll_network())
    }

    pub(super) fn next_deadline(&self) -> Option<Mono> {
        let start = match &self.aim {
            Aim::Start(start) => start.ask_at,
            _ => None,
        };
        let question = self.question.as_ref().map(|question| question.ask_again_at);
        let question = question.filter(|_| self.client.is_up());
        [self.client.next_deadline(), start, question, self.left_by]
            .into_iter()
            .flatten()
            .min()
    }

    fn run_due(&mut self) {
        let now = self.now.mono;
        let has_passed = |at: Option<Mono>| at.is_some_and(|at| at <= now);
        if let Aim::Start(start) = &self.aim
            && has_passed(start.ask_at)
        {
            self.ask_for_chat();
        }
        if has_passed(self.left_by) {
            self.end();
        }
        let question = self.question.as_ref().map(|question| question.ask_again_at);
        if self.client.is_up() && has_passed(question) {
            self.ask();
        }
    }

    fn stub(&self) -> Stub {
        Stub {
            address: GmsAddress::Cometd(self.address.clone()),
            client: self.stored_client.clone(),
            pass: self.pass.clone(),
        }
    }

    fn lose(&mut self) {
        self.client.close(self.now, false);
        self.report(TransportEvent::Lost);
    }

    fn reject(&mut self, client_id: ClientId, reason: String) {
        self.in_flight = None;
        self.report(TransportEvent::Rejected { client_id, reason });
    }

    /// The server does not know the chat.
    fn gone(&mut self) {
        self.aim = Aim::Over;
        self.report(TransportEvent::Gone);
    }

    fn end(&mut self) {
        self.left_by = None;
        self.aim = Aim::Over;
        self.report(TransportEvent::Ended);
    }

    fn report(&mut self, event: TransportEvent) {
        self.reports.push_back(event);
    }
}
