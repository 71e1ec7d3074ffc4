//! What the server answers.

use serde_json::Value;

use super::{Call, Purpose, QUICKLY, RestChat, SLOWLY, START_REFUSED, Stage};
use crate::engine::{ChatError, Code, Entry, Refusal, SessionId, TransportEvent};
use crate::transport::gms::address::{Pass, is_segment};
use crate::transport::gms::envelope::{self, Envelope, Status};
use crate::transport::gms::{DATA_REFUSED, REFUSED};
use crate::transport::protocol::{Answer, RequestId};

impl RestChat {
    pub(super) fn answer(&mut self, id: RequestId, answer: &Answer) {
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
                self.report(TransportEvent::Refused(Refusal::Ours(START_REFUSED)));
            }
            (None, _) if call.purpose == Purpose::Other => {}
            (None, answer) if answer.is_refusal() => {
                self.refused(call.purpose, answer.is_too_large());
            }
            (None, _) => self.broke(),
        }
    }

    /// Something that stands before the server has refused it. It may be that the server
    /// is not there yet; but what is refused again, when all else comes through, always
    /// will be.
    fn refused(&mut self, purpose: Purpose, is_too_large: bool) {
        let is_for_good = is_too_large || self.refused.as_ref() == Some(&purpose);
        match purpose {
            Purpose::Message(client_id) if is_for_good => {
                let reason = if is_too_large {
                    ChatError::from(Code::MessageTooLong).description
                } else {
                    REFUSED.to_owned()
                };
                self.report(TransportEvent::Rejected { client_id, reason });
            }
            Purpose::Data if is_for_good => {
                self.report(TransportEvent::DataRefused(DATA_REFUSED.to_owned()));
            }
            purpose => {
                self.refused = Some(purpose);
                self.broke();
            }
        }
    }

    pub(super) fn answered(&mut self, call: Call, envelope: &Envelope) {
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

    pub(super) fn failed(&mut self, call: Call, envelope: &Envelope) {
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
        } else if call.purpose == Purpose::Data {
            let words = Some(envelope.words()).filter(|words| !words.is_empty());
            let reason = words.unwrap_or_else(|| DATA_REFUSED.to_owned());
            self.report(TransportEvent::DataRefused(reason));
        } else if call.purpose != Purpose::Other {
            self.broke();
        }
    }

    pub(super) fn learn_alias(&mut self, envelope: &Envelope) {
        let (Some(pass), Some(alias)) = (&mut self.pass, &envelope.alias) else {
            return;
        };
        if pass.alias != *alias {
            pass.alias.clone_from(alias);
            let ticket = self.ticket();
            self.report(TransportEvent::Renewed(ticket));
        }
    }

    pub(super) fn done(&mut self, purpose: Purpose, envelope: &Envelope) {
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
                for event in envelope.typing_from(from) {
                    self.report(event);
                }
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

    pub(super) fn started(&mut self, envelope: &Envelope) {
        let pass = Pass::of(envelope).filter(|_| envelope.user_id.is_some());
        let Some(pass) = pass.filter(|pass| is_segment(&pass.chat)) else {
            return self.broke();
        };
        let session = SessionId::new(pass.chat.as_str());
        self.pass = Some(pass);
        self.stage = Stage::Live;
        self.next = 1;
        let ticket = self.ticket();
        self.report(TransportEvent::Started { session, ticket });
        let entries = self.take_in(envelope, 0);
        if !entries.is_empty() {
            self.report(TransportEvent::Entries(entries));
        }
        self.go_on(envelope);
    }

    /// The entries from an index on; the next question is for what follows.
    pub(super) fn take_in(&mut self, envelope: &Envelope, from: u64) -> Vec<Entry> {
        self.next = self.next.max(envelope.end()).max(from);
        let entries = envelope.entries_from(from);
        let accepted = self.seen.look(&entries);
        for event in accepted {
            self.report(event);
        }
        entries
    }

    /// Asks again in a while, unless the chat is over: a server that is asked then
    /// tries to bring it back.
    pub(super) fn go_on(&mut self, envelope: &Envelope) {
        if envelope.is_over {
            self.end();
        } else if !self.is_asking() {
            self.poll_at = Some(self.now.mono + self.pace);
        }
    }
}
