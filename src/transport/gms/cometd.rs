//! A chat over CometD: what is said on the channel of the service.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::address::{CometdAddress, GmsAddress, Pass, Stub};
use super::envelope::{self, Envelope, News, Status};
use super::operation::Operation;
use super::seen::Seen;
use crate::engine::{
    ClientId, Code, Entry, Intent, Mono, Now, Refusal, RegistrationData, Request, SessionId,
    TransportEvent,
};
use crate::transport::bayeux;
use crate::transport::bayeux::Client;
use crate::transport::protocol::{Input, Output};
use crate::transport::{FileCall, FileOperation};

/// An answer to a start that was asked for on an earlier page waits in the Bayeux
/// session. When none has come by then it is asked for again.
const OLD_ANSWER_WITHIN: Duration = Duration::from_secs(4);
/// Asked to try again, it does so after this.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(2);
/// What was asked for and did not come is asked for again after this.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(2);
/// So often, until what came instead is taken for the answer.
const ASK_TIMES: u8 = 3;
/// A server that says nothing about the end has heard of it by then.
const LEFT_WITHIN: Duration = Duration::from_secs(2);
/// The words for an operation that was refused without any.
const REFUSED: &str = "The chat server did not take it.";

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

/// A question for a part of the transcript.
///
/// Answers carry no name of their question, and look like news. So one entry more
/// is asked for than is missing, the newest that is here: only the answer has it.
#[derive(Debug)]
struct Question {
    /// The lowest index asked for; 0 asks for everything.
    from: u64,
    is_resume: bool,
    ask_again_at: Mono,
    asked: u8,
    /// What came, and may or may not be the answer.
    instead: Vec<Entry>,
}

/// What a publish was for.
#[derive(Debug)]
enum Errand {
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
    errands: Vec<(u64, Errand)>,
    in_flight: Option<ClientId>,
    /// The message that was refused before the last connection was made.
    refused: Option<ClientId>,
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

    pub(super) fn file_call(&self, operation: &FileOperation) -> Option<FileCall> {
        self.address.file_call(self.pass.as_ref()?, operation)
    }

    pub(super) fn connect(&mut self, now: Now, intent: Intent, stub: Stub) {
        self.now = now;
        self.reset();
        self.pass = stub.pass;
        self.stored_client.clone_from(&stub.client);
        match intent {
            Intent::Start { data, complete, .. } => {
                self.aim = Aim::Start(Start {
                    data,
                    complete,
                    ask_at: None,
                });
            }
            Intent::Resume { after, .. } => {
                self.aim = Aim::Chat;
                self.question = Some(Question {
                    from: after.map_or(0, |after| after.0 + 1),
                    is_resume: true,
                    ask_again_at: now.mono,
                    asked: 0,
                    instead: Vec::new(),
                });
            }
        }
        self.client.open(now, stub.client);
        self.take_news();
    }

    fn reset(&mut self) {
        self.question = None;
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

    fn take_news(&mut self) {
        while let Some(news) = self.client.poll_news() {
            match news {
                bayeux::News::Up { is_resumed } => self.up(is_resumed),
                bayeux::News::Data(data) => self.told(&data),
                bayeux::News::Published(number, is_taken) => self.published(number, is_taken),
                bayeux::News::Down(bayeux::Down::Lost) => self.report(TransportEvent::Lost),
                bayeux::News::Down(bayeux::Down::CookieLost) => {
                    self.report(TransportEvent::Trouble(Code::CookieLost.into()));
                }
            }
        }
    }

    fn up(&mut self, is_resumed: bool) {
        let client = self.client.client_id();
        if self.stored_client.as_deref() != client {
            self.stored_client = client.map(str::to_owned);
            let ticket = self.stub().to_ticket();
            self.report(TransportEvent::Renewed(ticket));
        }
        match &mut self.aim {
            Aim::Start(start) if is_resumed => {
                start.ask_at = Some(self.now.mono + OLD_ANSWER_WITHIN);
            }
            Aim::Start(_) => self.ask_for_chat(),
            Aim::Chat => self.ask(),
            Aim::Nothing | Aim::Over => {}
        }
    }

    fn stub(&self) -> Stub {
        Stub {
            address: GmsAddress::Cometd(self.address.clone()),
            client: self.stored_client.clone(),
            pass: self.pass.clone(),
        }
    }

    fn ask_for_chat(&mut self) {
        let Aim::Start(start) = &mut self.aim else {
            return;
        };
        start.ask_at = None;
        if !start.complete {
            return self.report(TransportEvent::Refused(Refusal::Incomplete));
        }
        let operation = Operation::request_chat(&start.data);
        self.client.subscribe(self.now, &self.address.channel);
        self.publish(operation);
    }

    /// Asks for delivery, and for what was missed.
    fn ask(&mut self) {
        let Some(question) = &mut self.question else {
            return;
        };
        if question.asked >= ASK_TIMES && !question.instead.is_empty() {
            // The server counts with gaps.
            let missed = std::mem::take(&mut question.instead);
            return self.answered(missed);
        }
        question.asked = question.asked.saturating_add(1);
        question.ask_again_at = self.now.mono + ASK_AGAIN_AFTER;
        let with_the_last_known = question.from.saturating_sub(1);
        self.publish(Operation::refresh(
            "requestNotifications",
            with_the_last_known,
        ));
    }

    fn publish(&mut self, operation: Operation) -> u64 {
        let mut data = operation.fields;
        data.insert("operation".to_owned(), operation.name.into());
        if let Some(pass) = &self.pass {
            data.insert("secureKey".to_owned(), pass.key.as_str().into());
        }
        let channel = &self.address.channel;
        self.client.publish(self.now, channel, Value::Object(data))
    }

    fn request(&mut self, request: &Request) {
        if !matches!(self.aim, Aim::Chat) || !self.client.is_up() {
            return;
        }
        match request {
            Request::Message { client_id, .. } if self.seen.holds(client_id) => {
                return self.report(TransportEvent::Accepted(client_id.clone()));
            }
            // The answer to the first time may still come.
            Request::Message { client_id, .. } if self.in_flight.as_ref() == Some(client_id) => {
                return;
            }
            Request::Sync { .. } if self.question.is_some() => return,
            Request::Sync { after } => {
                self.question = Some(Question {
                    from: after.map_or(0, |after| after.0 + 1),
                    is_resume: false,
                    ask_again_at: self.now.mono,
                    asked: 0,
                    instead: Vec::new(),
                });
                return self.ask();
            }
            _ => {}
        }
        let errand = match request {
            Request::Message { client_id, .. } => {
                self.in_flight = Some(client_id.clone());
                Some(Errand::Message(client_id.clone()))
            }
            Request::Data(_) => Some(Errand::Data),
            Request::Leave => Some(Errand::Leave),
            _ => None,
        };
        let mut number = None;
        for operation in Operation::of(request) {
            number = Some(self.publish(operation));
        }
        self.errands.extend(number.zip(errand));
    }

    /// Servers take what they do not understand, so this is no proof of success.
    fn published(&mut self, number: u64, is_taken: bool) {
        let Some(place) = self.errands.iter().position(|(of, _)| *of == number) else {
            return;
        };
        match (self.errands.swap_remove(place).1, is_taken) {
            (Errand::Message(_), true) => {}
            // Of a session that it does not know a server says the same. A connect
            // tells the two apart.
            (Errand::Message(client_id), false) if self.refused.as_ref() != Some(&client_id) => {
                self.refused = Some(client_id);
                self.client.close(self.now, false);
                self.report(TransportEvent::Lost);
            }
            (Errand::Message(client_id), false) => self.reject(client_id, REFUSED.to_owned()),
            (Errand::Data, true) => self.report(TransportEvent::DataTaken),
            (Errand::Data, false) => {}
            (Errand::Leave, _) => self.left_by = Some(self.now.mono + LEFT_WITHIN),
        }
    }

    fn told(&mut self, data: &Value) {
        let Some(envelope) = envelope::read(data) else {
            return;
        };
        match &self.aim {
            Aim::Start(_) => self.told_of_start(&envelope),
            Aim::Chat => self.told_of_chat(&envelope),
            Aim::Nothing | Aim::Over => {}
        }
    }

    fn told_of_start(&mut self, envelope: &Envelope) {
        match envelope.status {
            Status::Fine => {}
            Status::TryAgain => {
                if let Aim::Start(start) = &mut self.aim {
                    start.ask_at = Some(self.now.mono + TRY_AGAIN_AFTER);
                }
                return;
            }
            Status::Failed => {
                let refusal = Refusal::Server(envelope.words());
                return self.report(TransportEvent::Refused(refusal));
            }
        }
        let (Some(chat), Some(key)) = (&envelope.chat_id, &envelope.secure_key) else {
            return;
        };
        self.pass = Some(Pass {
            chat: chat.clone(),
            key: key.clone(),
            user: envelope.user_id.clone().unwrap_or_default(),
            alias: envelope.alias.clone().unwrap_or_default(),
        });
        self.aim = Aim::Chat;
        let ticket = self.stub().to_ticket();
        let session = SessionId::new(chat.as_str());
        self.report(TransportEvent::Started { session, ticket });
        self.news(envelope);
    }

    fn told_of_chat(&mut self, envelope: &Envelope) {
        if envelope.is_unknown() {
            return self.report(TransportEvent::Gone);
        }
        match envelope.status {
            Status::Fine => self.news(envelope),
            // The question is asked again anyway, and so is a message.
            Status::TryAgain => self.in_flight = None,
            Status::Failed if envelope.is_over => self.end(),
            Status::Failed => {
                if let Some(client_id) = self.in_flight.take() {
                    self.reject(client_id, envelope.words());
                }
            }
        }
    }

    fn news(&mut self, envelope: &Envelope) {
        let is_answer = self
            .question
            .as_ref()
            .is_some_and(|q| q.is_answered_by(envelope));
        let from = self.question.as_ref().map_or(0, |question| question.from);
        let entries = envelope.entries_from(if is_answer { from } else { 0 });
        let accepted = self.seen.look(&entries);
        if self
            .in_flight
            .as_ref()
            .is_some_and(|id| self.seen.holds(id))
        {
            self.in_flight = None;
        }
        self.reports.extend(accepted);
        if is_answer {
            self.answered(entries);
        } else {
            if let Some(question) = &mut self.question {
                question.instead.extend(entries.iter().cloned());
            }
            // Until the gap is filled these are held back by the chat.
            if !entries.is_empty() {
                self.report(TransportEvent::Entries(entries));
            }
            self.tell_typing(envelope);
        }
        if envelope.is_over {
            self.end();
        }
    }

    fn answered(&mut self, missed: Vec<Entry>) {
        let Some(question) = self.question.take() else {
            return;
        };
        self.report(if question.is_resume {
            TransportEvent::Resumed { missed }
        } else {
            TransportEvent::Synced { missed }
        });
    }

    fn tell_typing(&mut self, envelope: &Envelope) {
        for event in &envelope.events {
            if let News::Typing(party, on) = &event.news {
                let (party, on) = (party.clone(), *on);
                self.reports.push_back(TransportEvent::Typing { party, on });
            }
        }
    }

    fn reject(&mut self, client_id: ClientId, reason: String) {
        self.in_flight = None;
        self.report(TransportEvent::Rejected { client_id, reason });
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

impl Question {
    fn is_answered_by(&self, envelope: &Envelope) -> bool {
        // What was waiting in the session is no answer to what was asked just now.
        let is_asked = self.asked > 0;
        is_asked
            && match envelope.first_index() {
                Some(first) => first < self.from.max(2),
                // There is nothing beyond what is here.
                None => envelope
                    .next_position
                    .is_some_and(|next| next <= self.from.max(1)),
            }
    }
}
