//! What the server is asked, and what it took.

use serde_json::Value;

use super::question::{ASK_AGAIN_AFTER, Cause, Question, next};
use super::{Aim, CometdChat, Errand, LEFT_WITHIN, REFUSED};
use crate::engine::{Entry, Position, Refusal, Request, TransportEvent};
use crate::transport::gms::operation::Operation;

impl CometdChat {
    pub(super) fn ask_for_chat(&mut self) {
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
    pub(super) fn ask(&mut self) {
        let Some(question) = &mut self.question else {
            return;
        };
        if let Some(missed) = question.give_up() {
            self.told.is_unclear();
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

    pub(super) fn publish(&mut self, operation: Operation) -> u64 {
        let mut data = operation.fields;
        data.insert("operation".to_owned(), operation.name.into());
        if let Some(pass) = &self.pass {
            data.insert("secureKey".to_owned(), pass.key.as_str().into());
        }
        let channel = &self.address.channel;
        self.client.publish(self.now, channel, Value::Object(data))
    }

    pub(super) fn request(&mut self, request: &Request) {
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
            Request::Sync { after } => return self.sync(*after),
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

    /// One question at a time: the answer to that which is under way is this one's too.
    fn sync(&mut self, after: Option<Position>) {
        match &mut self.question {
            Some(question) if question.cause == Cause::Hole => question.cause = Cause::Sync,
            Some(_) => {}
            None => self.ask_from(Cause::Sync, next(after)),
        }
    }

    pub(super) fn ask_from(&mut self, cause: Cause, from: u64) {
        self.question = Some(Question::new(cause, from, self.now.mono));
        if self.client.is_up() {
            self.ask();
        }
    }

    /// Servers take what they do not understand, so this is no proof of success.
    pub(super) fn published(&mut self, number: u64, is_taken: bool) {
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

    pub(super) fn answered(&mut self, missed: Vec<Entry>) {
        let Some(question) = self.question.take() else {
            return;
        };
        self.report(match question.cause {
            Cause::Resume => TransportEvent::Resumed { missed },
            Cause::Sync => TransportEvent::Synced { missed },
            Cause::Hole => TransportEvent::Entries(missed),
        });
    }
}
