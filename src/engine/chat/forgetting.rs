//! A visitor who logs out, or who is somebody else: nothing of the one before may
//! stay in the browser or on a screen.

use super::{Chat, Leaving};
use crate::engine::error::Code;
use crate::engine::ids::{SessionId, Ticket};
use crate::engine::io::{Effect, Intent};
use crate::engine::owner::Owner;
use crate::engine::phase::{EndReason, Phase, Session};
use crate::engine::restore::{Decision, decide};
use crate::engine::snapshot::{Change, Head, Path, SavedPhase, Snapshot};
use crate::engine::tabs::{Tabs, Word};
use crate::engine::time::Wall;
use crate::engine::window::Window;

impl Chat {
    /// Takes the chat off all pages, erases what is stored, of whatever version, and
    /// tells the server that the visitor has left.
    pub(super) fn forget(&mut self, snapshot: &Snapshot) {
        let resume = match self.active() {
            Some(session) => Some(session.resume()),
            None => leaving(snapshot),
        };
        let stored = session_in(snapshot).map(|(id, _)| id);
        self.let_go_of(stored);
        self.unsaved.clear();
        let head = Change::Delete(Path::Head);
        // The head first: no page that comes is to find what others have been told to
        // forget, should this one die of it. Told before all is gone, else those who
        // do not know why store it again.
        self.effects.extend([
            Effect::Store(vec![head]),
            Effect::Post(Word::Forgotten),
            Effect::Store(vec![Change::EraseAll]),
        ]);
        self.put_out();
        self.part_from(resume);
    }

    /// Nothing of the chat that is here counts any more, or else of that one.
    fn let_go_of(&mut self, other: Option<SessionId>) {
        let here = self.active().map(|session| session.id.clone());
        // It may be told twice.
        self.forgotten = here.or(other).or(self.forgotten.take());
    }

    /// Tells the server that the visitor has left it.
    fn part_from(&mut self, resume: Option<Intent>) {
        if let Some(resume) = resume {
            let by = self.now.mono + Self::LEAVE_WITHIN;
            self.leaving = Some(Leaving { resume, by });
        }
        self.connect();
    }

    /// A visitor is not to see the chat of another one.
    pub(super) fn forget_stranger(&mut self, snapshot: &Snapshot) {
        if self.decide(snapshot) == Decision::Strangers {
            self.log("The stored chat was erased: it was another visitor's.");
            self.forget(snapshot);
        }
    }

    /// Another page has forgotten the chat. It tells the server, if it knows of it.
    pub(super) fn forgotten_elsewhere(&mut self) {
        self.let_go_of(None);
        let is_alone = self.config.tabs != Tabs::Shared && self.leads();
        let resume = self.active().filter(|_| is_alone).map(Session::resume);
        self.delete_messages();
        self.put_out();
        self.part_from(resume);
    }

    /// Those that were sent here, and perhaps stored when all else had been erased: they
    /// are not to lie beside another chat.
    pub(super) fn delete_messages(&mut self) {
        let session = self.active().into_iter();
        let items = session.flat_map(|session| session.outbox.items());
        let changes: Vec<_> = items
            .map(|item| Change::Delete(Path::Out(item.client_id.clone())))
            .collect();
        if !changes.is_empty() {
            self.effects.push_back(Effect::Store(changes));
        }
    }

    /// That page may have died of it, or erased what is stored before this one wrote
    /// for the last time.
    pub(super) fn erase_forgotten(&mut self, snapshot: &Snapshot) {
        if !self.is_running() && (snapshot.is_empty() || self.is_of_forgotten(snapshot)) {
            self.erase();
            self.delete_unsaid();
        }
    }

    /// What follows from what is stored.
    pub(super) fn decide(&self, snapshot: &Snapshot) -> Decision {
        self.decide_at(self.now.wall, snapshot)
    }

    /// The same at that time. What was forgotten may have been written again, by a page
    /// that had not heard of it.
    pub(super) fn decide_at(&self, now: Wall, snapshot: &Snapshot) -> Decision {
        if self.is_of_forgotten(snapshot) {
            return Decision::Strangers;
        }
        decide(snapshot, now, &self.config)
    }

    /// Whether it is the chat that this page has let go of.
    pub(super) fn is_of_forgotten(&self, snapshot: &Snapshot) -> bool {
        session_in(snapshot).is_some_and(|(id, _)| Some(id) == self.forgotten)
    }

    /// Takes the chat off this page.
    pub(super) fn put_out(&mut self) {
        if !matches!(self.phase, Phase::Idle) {
            self.epoch += 1;
        }
        let is_waiting = self.opening.take().is_some();
        match self.phase {
            Phase::Active(_) => self.finish(EndReason::Left, false, None),
            Phase::Registering(_) | Phase::Starting(_) => {
                self.adopt_nothing(Some(Code::Cancelled));
            }
            Phase::Idle if is_waiting => self.adopt_nothing(Some(Code::Cancelled)),
            Phase::Idle | Phase::Ended(_) => {}
        }
        self.carried.clear();
        self.dismiss();
    }

    /// A chat that began before the visitor was known is theirs from then on, in
    /// all pages that show it.
    pub(super) fn learn_owner(&mut self, snapshot: &Snapshot) {
        let is_active = self.active().is_some();
        if is_active && self.is_of_this_chat(snapshot) && self.config.owner.is_none() {
            self.config.owner = owner_in(snapshot);
        }
    }

    /// The next chat is the visitor's whom this page was told of.
    pub(super) fn unlearn_owner(&mut self) {
        self.config.owner.clone_from(&self.named);
    }

    /// What is stored says whose the chat is from now on; it is the leader who writes.
    pub(super) fn tell_owner(&mut self, snapshot: &Snapshot) {
        if let (Some(owner), None) = (self.config.owner.clone(), owner_in(snapshot)) {
            self.save([Path::Head]);
            self.post(Word::Owned(owner));
        }
    }

    /// This page was told only now who the visitor is.
    pub(super) fn name(&mut self, owner: Owner) {
        self.named.get_or_insert_with(|| owner.clone());
        if self.is_running() && self.config.owner.is_none() {
            self.is_owned_by(owner.clone());
            self.post(Word::Owned(owner));
        }
    }

    pub(super) fn is_owned_by(&mut self, owner: Owner) {
        if self.is_running() && self.config.owner.is_none() {
            self.config.owner = Some(owner);
            self.save([Path::Head]);
        }
    }
}

fn owner_in(snapshot: &Snapshot) -> Option<Owner> {
    snapshot.get(&Path::Head).and_then(|head: Head| head.owner)
}

fn session_in(snapshot: &Snapshot) -> Option<(SessionId, Ticket)> {
    match snapshot.get(&Path::Head).map(|head: Head| head.phase)? {
        SavedPhase::Active {
            session, ticket, ..
        } => Some((session, ticket)),
        _ => None,
    }
}

/// To go on with the stored session, no further than to leave it.
fn leaving(snapshot: &Snapshot) -> Option<Intent> {
    let (_, ticket) = session_in(snapshot)?;
    let window: Option<Window> = snapshot.get(&Path::Window);
    let after = window.and_then(|window| window.read);
    Some(Intent::Resume { ticket, after })
}
