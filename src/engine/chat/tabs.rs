//! The other pages of the site: who leads, and what they tell each other.

use super::Chat;
use crate::engine::error::{ChatError, Code};
use crate::engine::io::{ChatEvent, Effect, Request};
use crate::engine::link::{Link, LinkStatus};
use crate::engine::phase::{Phase, Session};
use crate::engine::snapshot::{Path, Snapshot};
use crate::engine::tabs::{Lead, Standing, Tabs, Word};
use crate::engine::time::Mono;

impl Chat {
    /// Whether a connection of this page's would be the only one of the chat.
    pub(super) fn leads(&self) -> bool {
        self.config.tabs == Tabs::Apart || self.lead == Lead::Held
    }

    /// Whether another page may have the connection.
    pub(super) fn follows(&self) -> bool {
        !self.leads()
    }

    /// Of the session only the leader writes, so that no page that knows less
    /// undoes what it has written. A page that goes still says its last word.
    pub(super) fn may_write(&self, path: &Path) -> bool {
        let is_of_session = match path {
            Path::Head => !matches!(self.phase, Phase::Registering(_)),
            Path::Log(_) => true,
            _ => false,
        };
        !is_of_session || self.leads() || self.link == Link::Suspended
    }

    /// Asks for the lead when there is something to connect for, and gives it back
    /// when there is nothing.
    pub(super) fn settle_lead(&mut self) {
        if self.config.tabs == Tabs::Apart {
            return;
        }
        match (self.wants_lead(), self.lead) {
            (true, Lead::Unwanted) => {
                self.lead = Lead::Sought;
                self.effects.push_back(Effect::SeekLead);
                self.effects.push_back(Effect::Post(Word::Hello));
            }
            (false, Lead::Sought | Lead::Held) => self.give_lead(),
            _ => {}
        }
        self.tell_standing();
    }

    fn wants_lead(&self) -> bool {
        let is_there = self.link != Link::Suspended;
        let is_kept = self.config.tabs == Tabs::Exclusive && self.is_running();
        is_there && (is_kept || self.opening.is_some() || self.has_intent())
    }

    fn give_lead(&mut self) {
        self.lead = Lead::Unwanted;
        self.told = None;
        self.is_claimed = false;
        self.effects.push_back(Effect::GiveLead);
    }

    /// This page leads from here on.
    pub(super) fn take_lead(&mut self, snapshot: &Snapshot) {
        if self.lead != Lead::Sought {
            return;
        }
        self.lead = Lead::Held;
        self.leader = None;
        match self.opening.take() {
            Some(opening) => self.open_chat(opening, snapshot),
            None => self.take_over(snapshot),
        }
    }

    /// Where pages cannot see what the others have stored, each has a connection.
    pub(super) fn go_apart(&mut self) {
        if self.config.tabs != Tabs::Shared {
            return;
        }
        self.config.tabs = Tabs::Apart;
        // Pages that come later may lead, if they can store.
        self.give_lead();
        self.leader = None;
        if self.link == Link::Idle {
            self.connect();
        }
    }

    /// Another page has taken the lead away.
    pub(super) fn lose_lead(&mut self) {
        if self.lead == Lead::Held {
            self.drop_link();
            self.give_lead();
        }
    }

    /// How things stand with the connection of this page.
    fn standing(&self) -> Standing {
        Standing {
            confirmed: self.confirmed_session().map(|s| s.id().clone()),
            link: self.link_status(),
            typing: self.active().and_then(|s| s.typing().cloned()),
            trouble: self
                .trouble
                .as_ref()
                .map(|error| (error.code.number(), error.description.clone())),
            visible: self.visible,
        }
    }

    /// The connection's state, where another page has it.
    pub(super) fn led_status(&self) -> LinkStatus {
        match &self.leader {
            _ if !self.online => LinkStatus::Offline,
            Some(leader) => leader.link,
            None => LinkStatus::Connecting,
        }
    }

    /// Tells the other pages how things stand, when that is new to them.
    fn tell_standing(&mut self) {
        if self.lead != Lead::Held {
            return;
        }
        let standing = Box::new(self.standing());
        if self.told.as_ref() != Some(&standing) {
            self.told = Some(standing.clone());
            self.post(Word::Standing(standing));
        }
    }

    pub(super) fn post(&mut self, word: Word) {
        if self.config.tabs != Tabs::Apart {
            self.effects.push_back(Effect::Post(word));
        }
    }

    /// The chat is in another page, and is to be in one only.
    pub(super) fn refuse_second(&mut self) {
        self.adopt_nothing(Some(Code::RunningElsewhere));
    }

    /// Has the leader tell the server, where this page cannot. What is told about the
    /// visitor goes another way: see [`tell_leader_data`](Self::tell_leader_data).
    pub(super) fn ask_leader(&mut self, request: &Request) {
        let word = match request {
            Request::Typing(on) => Word::Typing(*on),
            Request::Preview(text) => Word::Preview(text.clone()),
            _ => return,
        };
        self.post(word);
    }

    /// What this page was to tell about the visitor, in case the leader before was
    /// told and is gone.
    pub(super) fn tell_leader_data(&mut self) {
        let untold = self.active().map(|session| session.news.untold().clone());
        if let Some(data) = untold.filter(|data| !data.is_empty()) {
            self.post(Word::Data(data));
        }
    }

    pub(super) fn hear(&mut self, word: Word) {
        match word {
            Word::Forgotten => self.forgotten_elsewhere(),
            _ if self.link == Link::Suspended => {}
            Word::Standing(standing) => self.hear_standing(*standing),
            Word::Ended(session, reason)
                if self.active().is_some_and(|active| active.id == session) =>
            {
                self.end_as_told(reason);
            }
            Word::LastWords(words) => self.hear_last_words(*words),
            Word::Owned(owner) => self.is_owned_by(owner),
            Word::AreYouSeen if self.visible => self.post(Word::IAmSeen),
            Word::Apart => self.go_apart(),
            Word::DataTaken(told) if self.follows() => self.data_is_known(&told),
            Word::DataRefused(refused, reason) if self.follows() => {
                self.data_is_refused(&refused, reason);
            }
            Word::LeaveSettled if self.follows() => self.forget_leaving(),
            word if self.lead == Lead::Held => self.hear_follower(word),
            _ => {}
        }
    }

    fn hear_follower(&mut self, word: Word) {
        match word {
            // To be told once more.
            Word::Hello => self.told = None,
            Word::Yield => self.is_claimed = true,
            Word::IAmSeen => self.attention.is_seen_elsewhere = true,
            Word::Typing(on) => self.set_typing_elsewhere(on),
            Word::Preview(text) => self.request(Request::Preview(text)),
            Word::Data(data) => self.set_data(data),
            Word::Vanished if self.active().is_some() => self.save_again(),
            _ => {}
        }
    }

    /// When to let a page lead that can be seen.
    pub(super) fn yield_due_at(&self) -> Option<Mono> {
        let is_claimed = self.is_claimed && self.lead == Lead::Held;
        let hidden_since = self.hidden_since.filter(|_| is_claimed)?;
        Some(hidden_since + self.config.yields_after)
    }

    pub(super) fn tabs_due(&mut self) {
        self.vanished_due();
        if self.yield_due_at().is_some_and(|at| at <= self.now.mono) {
            self.yield_lead();
        }
    }

    /// Lets another page lead; not while it is in doubt whether a message was sent.
    fn yield_lead(&mut self) {
        let is_sending = |session: &Session| session.outbox.in_flight().is_some();
        self.hidden_since = Some(self.now.mono);
        if self.active().is_some_and(is_sending) {
            return;
        }
        self.stop_typing();
        self.drop_link();
        self.give_lead();
    }

    /// The page can be seen, or no longer.
    pub(super) fn set_visible(&mut self, visible: bool) {
        self.visible = visible;
        self.is_claimed &= !visible;
        self.hidden_since = (!visible).then_some(self.now.mono);
        self.reset_seen();
        self.claim_lead();
    }

    /// Asks a leader that nobody sees for the lead.
    fn claim_lead(&mut self) {
        let is_led_unseen = self.leader.as_ref().is_some_and(|leader| !leader.visible);
        if self.lead == Lead::Sought && self.visible && is_led_unseen {
            self.post(Word::Yield);
        }
    }

    /// What the leader knows goes for this page too.
    fn hear_standing(&mut self, standing: Standing) {
        if self.leads() {
            return;
        }
        let before = self.leader.replace(standing.clone());
        let was_live = before.is_some_and(|before| before.link == LinkStatus::Live);
        let is_live = standing.link == LinkStatus::Live;
        if self.active().is_some() && was_live && !is_live && !self.link_lost {
            self.link_lost = true;
            self.emit(ChatEvent::ConnectionLost);
        } else if is_live && std::mem::take(&mut self.link_lost) {
            self.emit(ChatEvent::ConnectionRestored);
        }
        if is_live && !was_live {
            self.tell_leader_data();
        }
        self.hear_typing(standing.typing);
        let trouble = standing
            .trouble
            .and_then(|(number, words)| Some(ChatError::new(Code::from_number(number)?, words)));
        match trouble {
            Some(error) => self.tell_trouble(error),
            None => self.trouble = None,
        }
        self.confirm_as_led();
        self.claim_lead();
    }

    /// What the server has told the leader about the session goes for all pages.
    pub(super) fn confirm_as_led(&mut self) {
        let confirmed = self.leader.as_ref().and_then(|l| l.confirmed.as_ref());
        let session = self.active().map(|session| &session.id);
        if session.is_some() && session == confirmed {
            self.confirm();
        }
    }
}
