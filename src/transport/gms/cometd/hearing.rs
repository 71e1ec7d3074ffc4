//! What the server tells.

use serde_json::Value;

use super::question::Cause;
use super::{Aim, CometdChat, OLD_ANSWER_WITHIN, TRY_AGAIN_AFTER};
use crate::engine::{Code, Entry, Refusal, SessionId, TransportEvent};
use crate::transport::bayeux;
use crate::transport::gms::address::Pass;
use crate::transport::gms::envelope::{self, Envelope, Status};

impl CometdChat {
    pub(super) fn take_news(&mut self) {
        while let Some(news) = self.client.poll_news() {
            match news {
                bayeux::News::Up { is_resumed } => self.up(is_resumed),
                bayeux::News::Data(data) => self.told(&data),
                bayeux::News::Published(number, fate) => self.published(number, fate),
                bayeux::News::Down(bayeux::Down::Lost) => self.report(TransportEvent::Lost),
                bayeux::News::Down(bayeux::Down::CookieLost) => {
                    self.report(TransportEvent::Trouble(Code::CookieLost.into()));
                }
            }
        }
    }

    pub(super) fn up(&mut self, is_resumed: bool) {
        // An answer to a start waits there for the next page, if this one dies. A
        // chat that has begun needs no session of old.
        let client = match self.aim {
            Aim::Start(_) => self.client.client_id(),
            _ => None,
        };
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

    pub(super) fn told(&mut self, data: &Value) {
        let Some(envelope) = envelope::read(data) else {
            return;
        };
        match &self.aim {
            Aim::Start(_) => self.told_of_start(&envelope),
            Aim::Chat => self.told_of_chat(&envelope),
            Aim::Nothing | Aim::Over => {}
        }
    }

    pub(super) fn told_of_start(&mut self, envelope: &Envelope) {
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
        let Some(pass) = Pass::of(envelope) else {
            return;
        };
        let session = SessionId::new(pass.chat.as_str());
        self.pass = Some(pass);
        self.aim = Aim::Chat;
        self.stored_client = None;
        let ticket = self.stub().to_ticket();
        self.report(TransportEvent::Started { session, ticket });
        self.news(envelope);
    }

    pub(super) fn told_of_chat(&mut self, envelope: &Envelope) {
        if envelope.is_unknown() {
            return self.gone();
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

    pub(super) fn news(&mut self, envelope: &Envelope) {
        self.look_for_hole(envelope);
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
            self.told.all_of(envelope);
            self.answered(entries);
        } else {
            self.not_asked_for(entries);
            self.reports.extend(envelope.typing_from(0));
        }
        let is_held_back = self.question.as_ref().is_some_and(|q| q.holds_back);
        if envelope.is_over && !is_held_back {
            self.end();
        }
    }

    /// Where something is missing before the news it is asked for.
    fn look_for_hole(&mut self, envelope: &Envelope) {
        if self.question.is_some() {
            // The answer has all that there was when it was given.
            return;
        }
        match self.told.hole_before(envelope) {
            Some(missing) => self.ask_from(Cause::Hole, missing),
            None => self.told.all_of(envelope),
        }
    }

    /// News. Before the first answer there may be something missing before it; the
    /// answer has it too.
    fn not_asked_for(&mut self, entries: Vec<Entry>) {
        let mut is_held_back = false;
        if let Some(question) = &mut self.question {
            question.keep(&entries);
            is_held_back = question.holds_back;
        }
        if !is_held_back && !entries.is_empty() {
            self.report(TransportEvent::Entries(entries));
        }
    }
}
