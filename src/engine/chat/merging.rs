//! Taking in what other pages of the site have stored, without losing what is
//! only here.

use std::time::Duration;

use super::Chat;
use crate::engine::error::Code;
use crate::engine::form::FormState;
use crate::engine::ids::ClientId;
use crate::engine::io::{Effect, Request};
use crate::engine::link::Link;
use crate::engine::outbox::{Delivery, Outbox, Outgoing};
use crate::engine::phase::{EndReason, Phase};
use crate::engine::restore::{Decision, SavedSession};
use crate::engine::snapshot::{Head, Path, Snapshot};
use crate::engine::tabs::{Tabs, Word};
use crate::engine::time::Wall;
use crate::engine::transcript::{ChunkNumber, Transcript};
use crate::engine::window::{Draft, Window};

/// How long the word of why a chat is over may be behind its erasure; or, where it
/// goes on, the next record of it. Timers of a hidden leader ring once a second.
const WORD_COMES_WITHIN: Duration = Duration::from_secs(2);

impl Chat {
    /// Other pages have written.
    pub(super) fn stored_elsewhere(&mut self, snapshot: &Snapshot) {
        let is_heard = self.config.tabs == Tabs::Shared && self.is_asked_for;
        if is_heard && self.link != Link::Suspended {
            self.merge(snapshot);
            self.confirm_as_led();
        }
    }

    /// This page leads now: what it does not know the leader before has stored.
    pub(super) fn take_over(&mut self, snapshot: &Snapshot) {
        self.learn_owner(snapshot);
        match (&self.phase, self.decide_here(snapshot)) {
            // The one whose start was stored is the one that counts.
            (Phase::Starting(here), Decision::Starting(stored, _)) if here.id != stored.id => {
                return self.adopt(snapshot);
            }
            (Phase::Starting(_), Decision::Active(..)) => return self.adopt(snapshot),
            // It was given up in another page.
            (Phase::Starting(_), Decision::Nothing) if !self.is_start_unstored => {
                return self.given_up_elsewhere(snapshot);
            }
            (Phase::Starting(_), Decision::Registering(..)) if !self.is_start_unstored => {
                return self.adopt(snapshot);
            }
            (Phase::Active(_), Decision::Strangers) => self.put_out(),
            (Phase::Starting(_), decision) => {
                self.is_start_unstored = false;
                // Of another visitor, or written by a page that had not heard that it
                // was over.
                if decision == Decision::Strangers || snapshot.leftovers && snapshot.is_empty() {
                    self.erase();
                }
                // A form's may be of an earlier start.
                if matches!(decision, Decision::Starting(..)) {
                    self.take_start_ticket(snapshot);
                }
                self.save([Path::Form, Path::Head, Path::Window, Path::Seen]);
                self.save_carried();
            }
            (Phase::Active(here), Decision::Active(stored, window)) if here.id == stored.id => {
                self.merge_session(*stored, window, snapshot);
                self.write_over(snapshot);
            }
            (
                Phase::Active(_),
                Decision::Active(..) | Decision::Starting(..) | Decision::Registering(..),
            ) => {
                return self.adopt(snapshot);
            }
            (Phase::Active(_), Decision::Nothing | Decision::Newer) => {
                self.end_as_told(EndReason::Left);
            }
            _ => {}
        }
        self.connect();
    }

    /// What follows from what is stored, on a page that is here all the while. A chat
    /// that runs has not expired, whatever the calendar says.
    fn decide_here(&self, snapshot: &Snapshot) -> Decision {
        let now = if self.is_running() {
            Wall::default()
        } else {
            self.now.wall
        };
        self.decide_at(now, snapshot)
    }

    fn merge(&mut self, snapshot: &Snapshot) {
        self.learn_owner(snapshot);
        let decision = self.decide_here(snapshot);
        match (&self.phase, decision) {
            (Phase::Active(here), Decision::Active(stored, window)) if here.id == stored.id => {
                self.merge_session(*stored, window, snapshot);
            }
            // It was over before the page that still writes of it has heard so.
            (Phase::Ended(here), Decision::Active(stored, _)) if here.session.id == stored.id => {}
            (Phase::Starting(_), Decision::Strangers) if self.is_start_unstored => {}
            (_, Decision::Strangers) => self.put_out(),
            (Phase::Active(_), _) if self.leads() => self.save_again(),
            (Phase::Active(_), Decision::Nothing | Decision::Newer) => self.has_vanished(),
            (Phase::Registering(_), Decision::Registering(form, window)) => {
                self.merge_form(form, window);
            }
            (Phase::Starting(_), Decision::Nothing | Decision::Registering(..))
                if self.is_start_unstored => {}
            (Phase::Starting(here), Decision::Starting(stored, _)) if here.id == stored.id => {
                if self.follows() {
                    self.take_start_ticket(snapshot);
                }
            }
            (Phase::Starting(_) | Phase::Registering(_), Decision::Nothing) => {
                self.given_up_elsewhere(snapshot);
            }
            (Phase::Idle | Phase::Ended(_), Decision::Nothing | Decision::Newer) => {
                // Written by a page that had not heard that it was over.
                if snapshot.leftovers {
                    self.erase();
                }
            }
            // Half of it is written, or the clock has jumped.
            (_, Decision::Expired | Decision::Unreadable) => {}
            _ => self.adopt(snapshot),
        }
    }

    /// The visitor has given up in another page what had not become a chat yet.
    fn given_up_elsewhere(&mut self, snapshot: &Snapshot) {
        if snapshot.leftovers {
            self.erase();
        }
        self.adopt_nothing(Some(Code::Cancelled));
    }

    /// The chat was ended in another page, which also says why. Or it goes on, and
    /// who leads does not know yet that nothing is stored of it any more.
    fn has_vanished(&mut self) {
        if self.vanished.is_none() {
            self.vanished = Some(self.now.mono + WORD_COMES_WITHIN);
            self.post(Word::Vanished);
        }
    }

    /// Another page has erased or overwritten the chat that is going on here: the
    /// site, or a visitor who gave up a start that had succeeded already. The word
    /// that it is over may follow.
    pub(super) fn save_again(&mut self) {
        let rest = [Path::Head, Path::Draft, Path::Window, Path::Alerts];
        for path in rest.into_iter().chain(self.paths_of_messages()) {
            self.save_soon(path);
        }
    }

    /// What a start goes on with, as the page that made it has stored it.
    fn take_start_ticket(&mut self, snapshot: &Snapshot) {
        let head: Option<Head> = snapshot.get(&Path::Head);
        if let Some(ticket) = head.and_then(|head| head.start_ticket) {
            self.start_ticket = Some(ticket);
        }
    }

    pub(super) fn vanished_due(&mut self) {
        let now = self.now.mono;
        if self.vanished.take_if(|by| *by <= now).is_some() {
            self.end_as_told(EndReason::Left);
        }
    }

    fn merge_form(&mut self, stored: FormState, window: Window) {
        self.merge_window(window);
        let Phase::Registering(registering) = &mut self.phase else {
            return;
        };
        if self.unsaved.contains_key(&Path::Form) || registering.form.values == stored.values {
            return;
        }
        let definition = self.config.registration.form();
        let mut merged = stored;
        for (name, value) in &registering.form.values {
            // Fields that are never stored are only here.
            if definition.is_some_and(|definition| !definition.is_public(name)) {
                merged.values.insert(name.clone(), value.clone());
            }
        }
        if self.visible {
            merged.focus = None;
        }
        registering.form = merged;
        self.epoch += 1;
    }

    fn merge_session(&mut self, stored: SavedSession, window: Window, snapshot: &Snapshot) {
        self.vanished = None;
        self.merge_transcript(&stored.transcript, &snapshot.later);
        let follows = self.follows();
        let is_taken_over = self.link == Link::Idle;
        if let Some(session) = self.active_mut()
            && (follows || is_taken_over)
        {
            session.ticket = stored.ticket;
            session.agents = stored.agents;
            session.gap = stored.gap;
            session.alerted = stored.alerted;
            if !follows {
                session.news.add_older(stored.data);
            }
        }
        self.merge_outbox(stored.outbox.items());
        self.merge_draft(stored.draft);
        self.merge_window(window);
        self.read_alerts(snapshot);
        self.mark_read();
        if self.leads() {
            self.save_unstored(&stored.transcript, &stored.outbox, &snapshot.later);
        }
    }

    /// What is here, and cannot be read where it was stored: a page that comes next
    /// would not have it, and pages that follow do not ask the server.
    fn save_unstored(&mut self, stored: &Transcript, outbox: &Outbox, later: &[ChunkNumber]) {
        let Some(session) = self.active() else {
            return;
        };
        let chunks = session.transcript.chunks();
        let chunks = chunks.filter(|(number, chunk)| {
            !later.contains(number) && stored.chunk(*number) != Some(chunk)
        });
        let out = session.outbox.items().iter().map(|item| &item.client_id);
        let out = out.filter(|id| !outbox.holds(id));
        let paths: Vec<_> = chunks
            .map(|(number, _)| Path::Log(number))
            .chain(out.map(|id| Path::Out(id.clone())))
            .collect();
        if !paths.is_empty() {
            self.save(paths);
        }
    }

    fn merge_transcript(&mut self, stored: &Transcript, later: &[ChunkNumber]) {
        let newest = self
            .active()
            .and_then(|session| session.transcript.newest())
            .map(ChunkNumber::of);
        for entry in stored.entries() {
            self.take_in((**entry).clone());
        }
        // So much came at once that the snapshot begins after it.
        let missed = later.iter().filter(|number| Some(**number) >= newest);
        let missed: Vec<_> = missed.copied().collect();
        let asked = self.older.ask_for(&missed);
        self.effects.extend(asked.into_iter().map(Effect::Load));
    }

    fn merge_outbox(&mut self, stored: &[Outgoing]) {
        let leads = self.leads();
        let Some(session) = self.active_mut() else {
            return;
        };
        let (outbox, transcript) = (&mut session.outbox, &session.transcript);
        outbox.retain(|item| {
            let is_stored = stored.iter().any(|other| other.client_id == item.client_id);
            let was_discarded = item.has_failed();
            is_stored || !(was_discarded || transcript.holds(&item.client_id))
        });
        let mut decided: Vec<(ClientId, Delivery)> = Vec::new();
        for other in stored {
            match outbox.get_mut(&other.client_id) {
                None if !transcript.holds(&other.client_id) => outbox.insert(other.clone()),
                None => {}
                // The leader knows better how far it has come, but for the wish to
                // try it again.
                Some(item) if leads => {
                    let failed = item.has_failed();
                    if failed && other.delivery == Delivery::Queued {
                        item.delivery = Delivery::Queued;
                    }
                }
                Some(item) if item.delivery != other.delivery => {
                    item.delivery = other.delivery.clone();
                    decided.push((other.client_id.clone(), other.delivery.clone()));
                }
                Some(_) => {}
            }
        }
        for (id, delivery) in decided {
            self.emit_delivery(&id, delivery);
        }
    }

    /// What is being typed here is newer than what was stored.
    fn merge_draft(&mut self, stored: Draft) {
        let is_typing_here = self.has_typed;
        let visible = self.visible;
        let Some(session) = self.active_mut() else {
            return;
        };
        if is_typing_here || session.draft.text == stored.text {
            return;
        }
        let selection = if visible { None } else { stored.selection };
        session.draft = Draft {
            text: stored.text,
            selection,
        };
        self.drafts += 1;
    }

    /// What was read in one page is read. A page that nobody sees also shows the
    /// chat as the one that somebody sees does.
    fn merge_window(&mut self, stored: Window) {
        if stored.read > self.window.read {
            self.window.read = stored.read;
            self.tell_read();
        }
        if !self.visible && !self.unsaved.contains_key(&Path::Window) {
            self.window.open = stored.open;
            self.window.scroll = stored.scroll;
        }
    }

    /// Tells the server how far the visitor has read, where it wants to know.
    pub(super) fn tell_read(&mut self) {
        if !self.config.receipts {
            return;
        }
        let read = self.window.read;
        let entry = self.active().and_then(|session| {
            let mut entries = session.transcript.entries().rev();
            entries.find(|entry| Some(entry.position) <= read)
        });
        if let Some(entry) = entry {
            let (position, id) = (entry.position, entry.id.clone());
            self.request(Request::Read { position, id });
        }
    }
}
