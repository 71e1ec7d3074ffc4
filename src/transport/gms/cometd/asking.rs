//! What the server is asked, and what it took.

use serde_json::Value;

use super::question::{ASK_AGAIN_AFTER, Cause, Question, next};
use super::{Aim, CometdChat, Errand, LEFT_WITHIN};
use crate::engine::{ChatError, Code, Entry, Position, Refusal, Request, TransportEvent};
use crate::transport::bayeux::Fate;
use crate::transport::gms::operation::Operation;
use crate::transport::gms::{DATA_REFUSED, REFUSED};

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
        self.publish_question(operation);
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
        self.publish_question(Operation::refresh(
            "requestNotifications",
            with_the_last_known,
        ));
    }

    /// Of several only the last matters.
    fn publish_question(&mut self, operation: Operation) {
        let number = self.publish(operation);
        self.errands.retain(|(_, errand)| *errand != Errand::Ask);
        self.errands.push((number, Errand::Ask));
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
    pub(super) fn published(&mut self, number: u64, fate: Fate) {
        let Some(place) = self.errands.iter().position(|(of, _)| *of == number) else {
            return;
        };
        let errand = self.errands.swap_remove(place).1;
        match (errand, fate) {
            (Errand::Ask | Errand::Message(_), Fate::Taken) => {}
            (Errand::Data, Fate::Taken) => self.report(TransportEvent::DataTaken),
            (Errand::Leave, Fate::Taken) => self.left_by = Some(self.now.mono + LEFT_WITHIN),
            // Of a session that it does not know a server says the same, and so does a
            // gateway to which the server is not there yet. A connect tells them apart.
            (errand, Fate::Refused) if self.refused.as_ref() != Some(&errand) => {
                self.refused = Some(errand);
                self.lose();
            }
            (errand, fate) => self.refused(errand, fate),
        }
    }

    /// It will be the same the next time.
    fn refused(&mut self, errand: Errand, fate: Fate) {
        match errand {
            Errand::Message(client_id) if fate == Fate::TooLarge => {
                self.reject(client_id, ChatError::from(Code::MessageTooLong).description);
            }
            Errand::Message(client_id) => self.reject(client_id, REFUSED.to_owned()),
            Errand::Data => self.report(TransportEvent::DataRefused(DATA_REFUSED.to_owned())),
            Errand::Leave => self.left_by = Some(self.now.mono + LEFT_WITHIN),
            Errand::Ask => self.lose(),
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
