//! What a connection says, and what follows.

use super::Chat;
use crate::engine::entry::Entry;
use crate::engine::error::{ChatError, Code};
use crate::engine::ids::{ClientId, SessionId, Ticket};
use crate::engine::io::{ChatEvent, Refusal, Request, TransportEvent};
use crate::engine::outbox::Delivery;
use crate::engine::phase::{EndReason, Ended, Phase, Registering, Session};
use crate::engine::snapshot::Path;

/// The fate of messages that were waiting when the session ended.
const OVER: &str = "The chat had ended.";

impl Chat {
    pub(super) fn news(&mut self, event: TransportEvent) {
        match event {
            TransportEvent::Started { session, ticket } => self.started(session, ticket),
            TransportEvent::Resumed { missed } => self.resumed(missed),
            TransportEvent::Refused(refusal) => self.refused(refusal),
            TransportEvent::Gone => self.gone(),
            TransportEvent::Renewed(ticket) => {
                if let Some(session) = self.active_mut() {
                    session.ticket = ticket;
                    self.save([Path::Head]);
                }
            }
            TransportEvent::Entries(entries) => self.entries(entries),
            TransportEvent::Synced { missed } => {
                if let Some(session) = self.active_mut() {
                    session.lost = None;
                }
                self.ask_again_later();
                self.entries(missed);
            }
            TransportEvent::Accepted(id) => self.decide_delivery(&id, Delivery::Sent),
            TransportEvent::Rejected { client_id, reason } => {
                self.decide_delivery(&client_id, Delivery::Failed { reason });
            }
            TransportEvent::Typing { party, on } => {
                let now = self.now.mono;
                if let Some(session) = self.active_mut() {
                    session.typing.agent_types(now, party.clone(), on);
                    self.emit(ChatEvent::Typing { party, on });
                }
            }
            TransportEvent::Ended => match self.phase {
                Phase::Ended(_) => self.forget_leaving(),
                _ => self.end(EndReason::Closed),
            },
            TransportEvent::Lost => self.link_broke(),
        }
    }

    fn started(&mut self, id: SessionId, ticket: Ticket) {
        if !matches!(self.phase, Phase::Starting(_)) {
            return;
        }
        self.phase = Phase::Active(Box::new(Session::new(id, ticket)));
        // The head first: from here on it is a running session that is restored.
        self.save([Path::Head, Path::Form]);
        self.link_is_live();
        self.confirm();
        // The session may have been there before this answer: what it said
        // until now is fetched like any other gap.
        self.ask_for_news();
    }

    fn resumed(&mut self, missed: Vec<Entry>) {
        match &mut self.phase {
            Phase::Active(session) => {
                session.lost = None;
                self.link_is_live();
                self.entries(missed);
                self.confirm();
            }
            Phase::Ended(_) => {
                self.link_is_live();
                self.request(Request::Leave);
            }
            _ => {}
        }
    }

    /// The server has said that the session exists.
    fn confirm(&mut self) {
        let Some(session) = self.active_mut() else {
            return;
        };
        let first = !std::mem::replace(&mut session.confirmed, true);
        let id = session.id.clone();
        if self.attempt.take().is_some() || first {
            self.emit(ChatEvent::Ready(id));
        }
    }

    /// Back to the form, with everything in it.
    fn refused(&mut self, refusal: Refusal) {
        let Phase::Starting(starting) = &mut self.phase else {
            return;
        };
        let error = match refusal {
            Refusal::Server(words) => ChatError::new(Code::StartRefused, words),
            Refusal::Incomplete => Code::StartIncomplete.into(),
        };
        let registering = Registering {
            form: std::mem::take(&mut starting.form),
            problem: Some(error.clone()),
            given_up: None,
        };
        self.drop_link();
        if self.config.registration == crate::engine::Registration::Skip {
            // There is no form to go back to.
            self.phase = Phase::Idle;
            self.erase();
        } else {
            self.phase = Phase::Registering(registering);
            self.save([Path::Head, Path::Form]);
        }
        self.fail(Some(error));
    }

    fn gone(&mut self) {
        match self.phase {
            Phase::Active(_) => {
                self.end(EndReason::Gone);
                self.fail(Some(Code::SessionGone.into()));
            }
            Phase::Ended(_) => self.forget_leaving(),
            _ => {}
        }
    }

    fn entries(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            let expected = self
                .active()
                .and_then(|session| session.transcript.newest())
                .map(|newest| newest.0.saturating_add(1));
            let leaves_a_hole =
                self.config.contiguous && expected.is_some_and(|next| entry.position.0 > next);
            if leaves_a_hole {
                // Before this entry is taken in, so that the question is about
                // what comes after the one before the hole.
                self.ask_for_news();
            }
            self.take_in(entry);
        }
        self.mark_read();
    }

    fn decide_delivery(&mut self, id: &ClientId, delivery: Delivery) {
        let Some(item) = self
            .active_mut()
            .and_then(|session| session.outbox.get_mut(id))
        else {
            return;
        };
        if item.delivery != delivery {
            item.delivery = delivery;
            self.save([Path::Out(id.clone())]);
        }
    }

    /// The session is over; nothing of it will be restored.
    pub(super) fn end(&mut self, reason: EndReason) {
        let Phase::Active(session) = std::mem::take(&mut self.phase) else {
            return;
        };
        let mut session = *session;
        session.outbox.fail_all(OVER);
        session.typing = Default::default();
        session.agents.clear();
        let leaving = reason == EndReason::Left;
        self.phase = Phase::Ended(Box::new(Ended {
            session,
            reason,
            leave_by: leaving.then(|| self.now.mono + Self::LEAVE_WITHIN),
        }));
        self.erase();
        if leaving {
            // On a live link at once; else as soon as there is one.
            self.request(Request::Leave);
        } else {
            self.drop_link();
        }
        self.emit(ChatEvent::Ended);
    }
}
