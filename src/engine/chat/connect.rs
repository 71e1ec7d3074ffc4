//! The link: made when there is something to connect for, watched while it
//! lives, made again when it breaks.

use std::time::Duration;

use super::Chat;
use crate::engine::error::{ChatError, Code};
use crate::engine::io::{ChatEvent, Effect, Intent, Request};
use crate::engine::link::{Link, Pulse, pause};
use crate::engine::outbox::Delivery;
use crate::engine::phase::Phase;
use crate::engine::tabs::Word;
use crate::engine::time::Mono;

/// Tries on one connection before the connection itself is suspected.
const TRIES: u8 = 3;

/// As many failures as make the pause the longest.
const SLOWLY: u32 = 16;

impl Chat {
    /// What a connection would be made for now.
    fn intent(&self) -> Option<Intent> {
        let leaving = self.leaving.as_ref().map(|leaving| leaving.resume.clone());
        match &self.phase {
            Phase::Active(session) => Some(session.resume()),
            // One chat after the other, so that no start is taken back by the end
            // of the chat before.
            _ if leaving.is_some() => leaving,
            Phase::Starting(starting) => Some(Intent::Start {
                id: starting.id.clone(),
                data: starting.data.clone(),
                complete: starting.complete,
                ticket: self.start_ticket.clone(),
            }),
            _ => None,
        }
    }

    /// Whether there is something to connect for.
    pub(super) fn has_intent(&self) -> bool {
        self.leaving.is_some() || matches!(self.phase, Phase::Starting(_) | Phase::Active(_))
    }

    /// Makes a connection in the place of the one there was.
    pub(super) fn connect(&mut self) {
        if self.link == Link::Suspended {
            return;
        }
        if self.follows() {
            return self.drop_link();
        }
        if matches!(self.phase, Phase::Active(_)) {
            // There is one link, and the chat of another page needs it.
            self.leaving = None;
        }
        let failed = self.link.failed(self.now.mono);
        self.drop_link();
        let Some(intent) = self.intent() else {
            return;
        };
        let generation = self.generation.advance();
        self.link = Link::Connecting {
            generation,
            failed,
            give_up_at: self.now.mono + self.config.connect_timeout,
        };
        self.effects.push_back(Effect::Connect(generation, intent));
    }

    /// The server answered: messages go through.
    pub(super) fn link_is_live(&mut self) {
        let Some(generation) = self.link.generation() else {
            return;
        };
        self.link = Link::Live {
            generation,
            failed: self.link.failed(self.now.mono),
            since: self.now.mono,
            pulse: Pulse::AskAt(self.now.mono + self.config.heartbeat),
        };
        self.trouble = None;
        if std::mem::take(&mut self.link_lost) {
            self.emit(ChatEvent::ConnectionRestored);
        }
        self.tell_data();
    }

    /// The connection cannot be made, for a reason that may stay: an open call
    /// need not wait any longer, and the next tries come slowly.
    pub(super) fn trouble(&mut self, error: ChatError) {
        self.tell_trouble(error);
        self.link_broke_after(SLOWLY);
    }

    /// Tells the host of it, once.
    pub(super) fn tell_trouble(&mut self, error: ChatError) {
        let known = self.trouble.replace(error.clone());
        if known.is_none_or(|known| known.code != error.code) {
            self.emit(ChatEvent::Trouble(error.clone()));
            self.fail(Some(error));
        }
    }

    /// The connection broke, or is taken for broken; another try after a pause.
    pub(super) fn link_broke(&mut self) {
        self.link_broke_after(self.link.failed(self.now.mono) + 1);
    }

    /// The same as after that many failures in a row.
    fn link_broke_after(&mut self, failed: u32) {
        let was_live = self.link.is_live();
        self.drop_link();
        if self.intent().is_none() {
            return;
        }
        let pause = pause(failed, self.config.longest_pause, &mut self.rng);
        let retry_at = self.now.mono + pause;
        self.link = if self.online {
            Link::Waiting { failed, retry_at }
        } else {
            Link::Offline { failed, retry_at }
        };
        if was_live && self.active().is_some() && !self.link_lost {
            self.link_lost = true;
            self.emit(ChatEvent::ConnectionLost);
        }
    }

    /// Drops the connection, with nothing planned.
    pub(super) fn drop_link(&mut self) {
        if let Some(generation) = self.link.generation() {
            self.effects.push_back(Effect::Disconnect(generation));
        }
        if self.link != Link::Suspended {
            self.link = Link::Idle;
        }
        if let Some(session) = self.active_mut() {
            session.outbox.requeue();
            session.news.interrupted();
        }
    }

    /// Tells the server something, if it can hear it.
    pub(super) fn request(&mut self, request: Request) {
        if let Link::Live { generation, .. } = self.link {
            self.effects.push_back(Effect::Send(generation, request));
        } else if self.follows() {
            self.ask_leader(&request);
        }
    }

    /// Tells the server what it does not know about the visitor, if it can hear it.
    pub(super) fn tell_data(&mut self) {
        if !self.link.is_live() {
            return;
        }
        if let Some(data) = self.active_mut().and_then(|session| session.news.tell()) {
            self.request(Request::Data(data));
        }
    }

    /// Asks for news now, unless an answer is awaited already.
    pub(super) fn ask_for_news(&mut self) {
        let answer_by = self.now.mono + self.config.answer_timeout;
        let Link::Live { pulse, .. } = &mut self.link else {
            return;
        };
        if matches!(pulse, Pulse::AskAt(_)) {
            *pulse = Pulse::AnswerBy(answer_by);
            let after = self.active().and_then(|session| session.ask_after());
            self.request(Request::Sync { after });
        }
    }

    pub(super) fn ask_again_later(&mut self) {
        let ask_at = self.now.mono + self.config.heartbeat;
        if let Link::Live { pulse, .. } = &mut self.link {
            *pulse = Pulse::AskAt(ask_at);
        }
    }

    /// Hands over the message whose turn it is.
    pub(super) fn send_next(&mut self) {
        if !self.link.is_live() {
            return;
        }
        self.fail_too_long();
        let retry_at = self.now.mono + self.config.answer_timeout;
        let Some(item) = self
            .active_mut()
            .and_then(|session| session.outbox.next_to_send())
        else {
            return;
        };
        item.delivery = Delivery::Sending {
            attempt: 1,
            retry_at,
        };
        let request = item.request();
        self.request(request);
    }

    /// An earlier page may have queued what is more than this server takes.
    fn fail_too_long(&mut self) {
        let Some(limit) = self.config.longest_message else {
            return;
        };
        let items = self.active().map(|session| session.outbox.items());
        let queued = items
            .into_iter()
            .flatten()
            .filter(|item| item.delivery == Delivery::Queued);
        let too_long = queued.filter(|item| limit.excess(&item.text) > 0);
        let ids: Vec<_> = too_long.map(|item| item.client_id.clone()).collect();
        for id in ids {
            let reason = ChatError::from(Code::MessageTooLong).description;
            self.decide_delivery(&id, Delivery::Failed { reason });
        }
    }

    /// Does what has become due.
    pub(super) fn run_due(&mut self) {
        let now = self.now.mono;
        let passed = |at: Option<Mono>| at.is_some_and(|at| at <= now);

        if passed(self.attempt.and_then(|attempt| attempt.by)) {
            match self.opening.take() {
                Some(_) => self.refuse_second(),
                None => self.fail(Some(Code::Unreachable.into())),
            }
        }
        self.tabs_due();
        self.heed();
        if passed(self.leaving.as_ref().map(|leaving| leaving.by)) {
            self.forget_leaving();
        }
        if passed(self.link.deadline()) {
            match self.link {
                Link::Connecting { .. }
                | Link::Live {
                    pulse: Pulse::AnswerBy(_),
                    ..
                } => self.link_broke(),
                Link::Waiting { .. } | Link::Offline { .. } => self.connect(),
                Link::Live { .. } => self.ask_for_news(),
                Link::Idle | Link::Suspended => {}
            }
        }
        if self.link.is_live() {
            self.resend_due();
        }
        self.typing_due();
        self.save_due();
    }

    fn typing_due(&mut self) {
        let now = self.now.mono;
        let Some(session) = self.active_mut() else {
            return;
        };
        let agent = session.typing.agent_lapses(now);
        let visitor_stops = session.typing.visitor_lapses(now);
        if let Some(party) = agent {
            self.agent_lapsed(party);
        }
        if visitor_stops {
            self.request(Request::Typing(false));
        }
    }

    /// A message that was not answered goes again under its id; after some
    /// tries the connection is made anew.
    fn resend_due(&mut self) {
        let now = self.now.mono;
        let retry_at = now + self.config.answer_timeout;
        let Some((item, attempt, at)) =
            self.active().and_then(|session| session.outbox.in_flight())
        else {
            return;
        };
        if at > now {
            return;
        }
        if attempt >= TRIES {
            return self.link_broke();
        }
        let request = item.request();
        let id = item.client_id.clone();
        if let Some(item) = self.active_mut().and_then(|s| s.outbox.get_mut(&id)) {
            item.delivery = Delivery::Sending {
                attempt: attempt + 1,
                retry_at,
            };
        }
        self.request(request);
    }

    /// Tells the server that the visitor has left: on a live link at once, else
    /// as soon as there is one. A word that is lost is said again.
    pub(super) fn request_leave(&mut self) {
        self.request(Request::Leave);
        let answer_by = self.now.mono + self.config.answer_timeout;
        if let Link::Live { pulse, .. } = &mut self.link {
            *pulse = Pulse::AnswerBy(answer_by);
        }
    }

    /// A new chat waits for the end of the one before, but not for long. True
    /// when it has to wait.
    pub(super) fn waits_for_leaving(&mut self) -> bool {
        let by = self.now.mono + Self::LEAVE_BEFORE_START;
        match &mut self.leaving {
            Some(leaving) => {
                leaving.by = leaving.by.min(by);
                self.link != Link::Idle
            }
            None => false,
        }
    }

    /// The server knows that the visitor left, or will find out.
    pub(super) fn forget_leaving(&mut self) {
        if self.leaving.take().is_some() {
            self.drop_link();
            if self.leads() {
                self.post(Word::LeaveSettled);
            }
            self.emit(ChatEvent::LeaveSettled);
            // What has waited for it.
            self.connect();
        }
    }

    /// How long a new chat waits for that.
    const LEAVE_BEFORE_START: Duration = Duration::from_secs(3);

    /// How long the server is told that the visitor has left.
    pub(super) const LEAVE_WITHIN: Duration = Duration::from_secs(20);
}
