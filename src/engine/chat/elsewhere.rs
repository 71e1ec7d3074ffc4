//! What follows from what other pages of the site have stored: it is taken in, taken
//! over, or the chat here is over.

use std::time::Duration;

use super::Chat;
use crate::engine::error::Code;
use crate::engine::link::Link;
use crate::engine::phase::{EndReason, Phase};
use crate::engine::restore::Decision;
use crate::engine::snapshot::{Head, Path, Snapshot};
use crate::engine::tabs::{Tabs, Word};
use crate::engine::time::Wall;

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
                self.save_beginning([Path::Form, Path::Head, Path::Window, Path::Seen]);
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
            (_, Decision::Strangers) => {
                self.put_out();
                // Written again by a page that had not heard that it is forgotten.
                if self.is_of_forgotten(snapshot) {
                    self.erase();
                }
            }
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
        let rest = [
            Path::Head,
            Path::Form,
            Path::Draft,
            Path::Window,
            Path::Alerts,
        ];
        for path in rest.into_iter().chain(self.paths_of_messages()) {
            self.save_soon(path);
        }
    }

    /// Somebody has cleared the storage. A form has no leader: any page may store it.
    pub(super) fn wiped(&mut self) {
        let is_ours = self.leads() || matches!(self.phase, Phase::Registering(_));
        if is_ours && self.link != Link::Suspended {
            self.save_again();
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
}
