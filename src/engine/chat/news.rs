//! What a connection says, and what follows.

use super::{Chat, Leaving};
use crate::engine::config::Registration;
use crate::engine::entry::{Entry, Party};
use crate::engine::error::{ChatError, Code};
use crate::engine::form::RegistrationData;
use crate::engine::ids::{ClientId, Position, SessionId, Ticket};
use crate::engine::io::{ChatEvent, Refusal, TransportEvent};
use crate::engine::outbox::Delivery;
use crate::engine::phase::{EndReason, Ended, Phase, Registering, Session};
use crate::engine::snapshot::Path;
use crate::engine::tabs::Word;

impl Chat {
    pub(super) fn news(&mut self, event: TransportEvent) {
        match event {
            TransportEvent::Started { session, ticket } => self.started(session, ticket),
            TransportEvent::Resumed { missed } => self.resumed(missed),
            TransportEvent::Refused(refusal) => self.refused(refusal),
            TransportEvent::Gone => self.gone(),
            TransportEvent::Renewed(ticket) => {
                match &mut self.phase {
                    Phase::Active(session) => session.ticket = ticket,
                    Phase::Starting(_) => self.start_ticket = Some(ticket),
                    _ => return,
                }
                self.save([Path::Head]);
            }
            TransportEvent::Entries(entries) => self.entries(entries),
            TransportEvent::Synced { missed } => {
                if self.active().is_some() {
                    self.ask_again_later();
                    self.take_missed(missed);
                }
            }
            TransportEvent::Accepted(id) => {
                self.link.proves_itself();
                self.decide_delivery(&id, Delivery::Sent);
            }
            TransportEvent::Rejected { client_id, reason } => {
                self.link.proves_itself();
                self.decide_delivery(&client_id, Delivery::Failed { reason });
            }
            TransportEvent::DataTaken => self.data_taken(),
            TransportEvent::DataRefused(reason) => self.data_refused(reason),
            TransportEvent::Typing { party, on } => self.agent_types(party, on),
            TransportEvent::Ended => match self.phase {
                Phase::Active(_) => self.end(EndReason::Closed),
                // While starting too there may be such news: the answer to the
                // start was lost. Asked again the server tells all that there
                // was, and that it is over.
                _ => self.forget_leaving(),
            },
            TransportEvent::Lost => self.link_broke(),
            TransportEvent::Trouble(error) => self.trouble(error),
            TransportEvent::Failed(error) => {
                self.emit(ChatEvent::Trouble(error.clone()));
                self.fail(Some(error));
                self.end(EndReason::Closed);
            }
        }
    }

    fn agent_types(&mut self, party: Party, on: bool) {
        let now = self.now.mono;
        let is_new = self
            .active_mut()
            .is_some_and(|session| session.typing.agent_types(now, party.clone(), on));
        if is_new {
            self.emit(ChatEvent::Typing { party, on });
        }
    }

    /// Nothing was heard of their typing for long. A page that does not lead hears
    /// of its beginning and its end only.
    pub(super) fn agent_lapsed(&mut self, party: Party) {
        let leader = self.leader.as_ref().filter(|_| self.follows());
        let goes_on = leader.is_some_and(|leader| leader.typing.as_ref() == Some(&party));
        if goes_on {
            let now = self.now.mono;
            if let Some(session) = self.active_mut() {
                session.typing.agent_types(now, party, true);
            }
        } else {
            self.emit(ChatEvent::Typing { party, on: false });
        }
    }

    /// The leader says who is typing.
    pub(super) fn hear_typing(&mut self, party: Option<Party>) {
        let before = self.active().and_then(|session| session.typing().cloned());
        match (before, party) {
            (_, Some(party)) => self.agent_types(party, true),
            (Some(before), None) => self.agent_types(before, false),
            (None, None) => {}
        }
    }

    fn started(&mut self, id: SessionId, ticket: Ticket) {
        if !matches!(self.phase, Phase::Starting(_)) {
            return;
        }
        self.start_ticket = None;
        let mut session = Session::new(id, ticket);
        session.draft.text = std::mem::take(&mut self.carried);
        self.phase = Phase::Active(Box::new(session));
        // The head first: from here on it is a running session that is restored.
        self.save([Path::Head, Path::Form]);
        self.link_is_live();
        self.confirm();
        // The session may have been there before this answer: what it said
        // until now is fetched like any other gap.
        self.ask_for_news();
    }

    fn resumed(&mut self, missed: Vec<Entry>) {
        if self.active().is_some() {
            self.link_is_live();
            self.take_missed(missed);
            self.pass_over_on_coming();
            self.confirm();
        } else if self.leaving.is_some() {
            self.link_is_live();
            self.request_leave();
        }
    }

    /// The server has said that the session exists.
    pub(super) fn confirm(&mut self) {
        let Some(session) = self.active_mut() else {
            return;
        };
        let first = !std::mem::replace(&mut session.confirmed, true);
        let id = session.id.clone();
        self.attention.has_come = false;
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
            Refusal::Ours(words) => ChatError::ours(Code::StartRefused, words),
            Refusal::Incomplete => Code::StartIncomplete.into(),
        };
        if self.config.registration == Registration::Skip {
            // There is no form to go back to.
            return self.give_up(error);
        }
        let registering = Registering {
            form: std::mem::take(&mut starting.form),
            problem: Some(error.clone()),
            given_up: None,
        };
        self.drop_link();
        // What was learnt on the way led to this refusal, and may lead to it again.
        if self.config.start_ticket.is_some() {
            self.start_ticket.clone_from(&self.config.start_ticket);
        }
        self.phase = Phase::Registering(registering);
        self.save([Path::Head, Path::Form]);
        self.fail(Some(error));
    }

    fn gone(&mut self) {
        match self.phase {
            Phase::Active(_) => self.end(EndReason::Gone),
            _ => self.forget_leaving(),
        }
    }

    fn entries(&mut self, mut entries: Vec<Entry>) {
        entries.sort_by_key(|entry| entry.position);
        for entry in entries {
            if self.leaves_a_gap(entry.position) {
                // Before this entry is taken in, so that the question is about
                // what comes after the one before the gap.
                if self.active_mut().is_some_and(Session::miss_newest) {
                    self.save([Path::Head]);
                }
                self.ask_for_news();
            }
            self.take_in(entry);
        }
        self.mark_read();
    }

    /// Whether something may be missing before that entry.
    fn leaves_a_gap(&self, position: Position) -> bool {
        let Some(session) = self.active() else {
            return false;
        };
        let newest = session.transcript.newest();
        if Some(position) <= newest {
            return false;
        }
        if self.config.contiguous {
            newest.is_none_or(|newest| newest.0.saturating_add(1) != position.0)
        } else {
            // Before the gap since the last connection is filled there is one.
            !self.link.is_live()
        }
    }

    /// Everything after the position that was asked for.
    fn take_missed(&mut self, mut missed: Vec<Entry>) {
        missed.sort_by_key(|entry| entry.position);
        let until = missed.last().map(|entry| entry.position);
        for entry in missed {
            self.take_in(entry);
        }
        if self
            .active_mut()
            .is_some_and(|session| session.fill_gap(until))
        {
            self.save([Path::Head]);
        }
        self.mark_read();
    }

    pub(super) fn decide_delivery(&mut self, id: &ClientId, delivery: Delivery) {
        let Some(item) = self
            .active_mut()
            .and_then(|session| session.outbox.get_mut(id))
        else {
            return;
        };
        // What the server has taken it cannot refuse: that answer is late.
        if item.delivery != delivery && item.delivery != Delivery::Sent {
            item.delivery = delivery.clone();
            self.save([Path::Out(id.clone())]);
            self.emit_delivery(id, delivery);
        }
    }

    pub(super) fn emit_delivery(&mut self, id: &ClientId, delivery: Delivery) {
        let client_id = id.clone();
        match delivery {
            Delivery::Sent => self.emit(ChatEvent::Sent(client_id)),
            Delivery::Failed { reason } => self.emit(ChatEvent::NotSent { client_id, reason }),
            Delivery::Queued | Delivery::Sending { .. } => {}
        }
    }

    fn data_taken(&mut self) {
        let Some(session) = self.active_mut() else {
            return;
        };
        let told = session.news.untold().clone();
        if session.news.taken() {
            self.save([Path::Head]);
            self.post(Word::DataTaken(told));
            self.emit(ChatEvent::DataTaken);
        } else {
            self.tell_data();
        }
    }

    fn data_refused(&mut self, reason: String) {
        let refused = self.active_mut().and_then(|session| session.news.refused());
        if let Some(refused) = refused {
            self.save([Path::Head]);
            self.post(Word::DataRefused(refused, reason.clone()));
            self.emit(ChatEvent::DataRefused(reason));
            self.tell_data();
        }
    }

    /// Another page has told the server.
    pub(super) fn data_is_known(&mut self, told: &RegistrationData) {
        let session = self.active_mut();
        if session.is_some_and(|session| session.news.told_elsewhere(told)) {
            self.emit(ChatEvent::DataTaken);
        }
    }

    /// The server has refused what another page told.
    pub(super) fn data_is_refused(&mut self, refused: &RegistrationData, reason: String) {
        let session = self.active_mut();
        if session.is_some_and(|session| session.news.refused_elsewhere(refused)) {
            self.emit(ChatEvent::DataRefused(reason));
        }
    }

    /// The session is over, in all pages; nothing of it will be restored.
    pub(super) fn end(&mut self, reason: EndReason) {
        let word = |session: &Session| Word::Ended(session.id.clone(), reason);
        let word = self.active().map(word);
        self.finish(reason, true, word);
    }

    /// The same, as another page has told.
    pub(super) fn end_as_told(&mut self, reason: EndReason) {
        // What is stored by now may be the next chat, for all that a page knows which
        // hears late that this one is over.
        self.finish(reason, self.leads(), None);
    }

    /// Who is `in_charge` erases what is stored, and tells the server; and the other
    /// pages, if they are to be told.
    pub(super) fn finish(&mut self, reason: EndReason, in_charge: bool, word: Option<Word>) {
        self.vanished = None;
        let session = match std::mem::take(&mut self.phase) {
            Phase::Active(session) => *session,
            other => {
                self.phase = other;
                return;
            }
        };
        let resume = session.resume();
        let owner = self.config.owner.clone();
        let ended = Ended::new(session, reason, owner, in_charge);
        self.phase = Phase::Ended(Box::new(ended));
        self.link_lost = false;
        self.unlearn_owner();
        // What is over can still be read, but not from the storage.
        self.load_all();
        self.unsaved.clear();
        if in_charge {
            // First, should the page die of it: else the words would be nowhere.
            self.save_unsaid();
            self.erase_and_tell(word);
        } else {
            self.tell_last_words();
        }
        if in_charge && reason == EndReason::Left {
            let by = self.now.mono + Self::LEAVE_WITHIN;
            self.leaving = Some(Leaving { resume, by });
            self.request_leave();
        } else {
            self.drop_link();
        }
        self.emit(ChatEvent::Ended(reason));
        self.fail((reason == EndReason::Gone).then(|| Code::SessionGone.into()));
    }
}
