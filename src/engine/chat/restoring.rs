//! Bringing a chat back: at a call to restore, and when the page itself comes back.

use std::rc::Rc;

use super::Chat;
use crate::engine::attention::Attention;
use crate::engine::config::Registration;
use crate::engine::entry::{Content, Entry};
use crate::engine::error::Code;
use crate::engine::ids::SessionId;
use crate::engine::io::{ChatEvent, Effect};
use crate::engine::older::Older;
use crate::engine::outbox::Delivery;
use crate::engine::phase::{EndReason, Phase, Registering, Session, Starting};
use crate::engine::restore::Decision;
use crate::engine::snapshot::{Change, Head, Path, SavedPhase, Snapshot, StoredDraft, decode};
use crate::engine::time::Wall;
use crate::engine::transcript::{Chunk, ChunkNumber};
use crate::engine::window::Window;

/// Chunks that are read together: while one is scrolled through, the next is there.
const A_FEW: usize = 2;

impl Chat {
    /// Puts what was stored in the place of what is here, and goes on from there.
    pub(super) fn adopt(&mut self, snapshot: &Snapshot) {
        let start_ticket = snapshot
            .get(&Path::Head)
            .and_then(|head: Head| head.start_ticket);
        self.learn_owner(snapshot);
        match self.decide(snapshot) {
            // Who comes back to this page is not to harm the chat of who came after.
            Decision::Strangers => self.adopt_nothing(None),
            decision @ (Decision::Nothing | Decision::Newer) => {
                self.clear_leftovers(snapshot);
                let newer = decision == Decision::Newer;
                self.adopt_nothing(newer.then_some(Code::StateNewer));
            }
            Decision::Unreadable => {
                self.erase();
                self.adopt_nothing(Some(Code::StateUnreadable));
            }
            Decision::Expired => {
                self.log("The stored chat was erased: the visitor was away too long.");
                self.erase();
                self.adopt_nothing(None);
            }
            Decision::Registering(..) | Decision::Starting(..) if self.is_as_stored(snapshot) => {
                self.go_on();
            }
            Decision::Registering(..) if self.config.registration == Registration::Skip => {
                self.erase();
                self.adopt_nothing(None);
            }
            Decision::Registering(form, window) => {
                let registering = Registering {
                    form,
                    ..Registering::default()
                };
                self.start_ticket = self.config.start_ticket.clone().or(start_ticket);
                self.adopt_phase(Phase::Registering(registering), window, snapshot);
            }
            Decision::Starting(saved, window) => {
                let starting = Starting {
                    id: saved.id,
                    data: saved.data,
                    complete: saved.complete,
                    form: saved.form,
                };
                // What the page knows is where to start; what is stored knows more.
                self.start_ticket = start_ticket.or_else(|| self.config.start_ticket.clone());
                self.adopt_phase(Phase::Starting(starting), window, snapshot);
            }
            Decision::Active(saved, window) => {
                let session = Box::new(Session::restored(*saved));
                self.adopt_phase(Phase::Active(session), window, snapshot);
            }
        }
    }

    /// Whether there is a chat in it that can be gone on with.
    pub(super) fn is_restorable(&self, snapshot: &Snapshot) -> bool {
        use Decision::{Active, Registering, Starting};
        let decision = self.decide(snapshot);
        matches!(decision, Registering(..) | Starting(..) | Active(..))
    }

    /// Whether what is stored is what this page itself has stored of the form.
    /// Then its memory, which has the private fields too, is worth more.
    fn is_as_stored(&self, snapshot: &Snapshot) -> bool {
        let stored = snapshot.get(&Path::Head).map(|head: Head| head.phase);
        stored == self.saved_phase()
            && snapshot.records.get(&Path::Form) == self.record(&Path::Form).as_ref()
    }

    /// Whether what is stored is of the session, or of the form, that is here.
    pub(super) fn is_of_this_chat(&self, snapshot: &Snapshot) -> bool {
        let stored = snapshot.get(&Path::Head).map(|head: Head| head.phase);
        match (&self.phase, stored) {
            (Phase::Active(here), Some(SavedPhase::Active { session, .. })) => here.id == session,
            (here, Some(SavedPhase::Registering)) => matches!(here, Phase::Registering(_)),
            _ => false,
        }
    }

    fn adopt_phase(&mut self, phase: Phase, window: Window, snapshot: &Snapshot) {
        self.replace(phase);
        if self.active().is_none() {
            let draft: Option<StoredDraft> = snapshot.get(&Path::Draft);
            let carried = draft.filter(|draft| draft.session.is_none());
            self.carried = carried.map(|draft| draft.text).unwrap_or_default();
        }
        self.window = window;
        let seen: Option<Wall> = snapshot.get(&Path::Seen);
        self.seen = self.now.wall.max(seen.unwrap_or_default());
        self.attention = Attention {
            has_come: true,
            ..Attention::default()
        };
        self.read_alerts(snapshot);
        if self.active().is_some() {
            self.older = Older::new(&snapshot.later);
        }
        self.write_over(snapshot);
        if let (Phase::Registering(_), Registration::Custom) =
            (&self.phase, &self.config.registration)
        {
            self.emit(ChatEvent::RegistrationWanted);
        }
        self.go_on();
    }

    /// There is no chat to go on with.
    pub(super) fn adopt_nothing(&mut self, error: Option<Code>) {
        self.replace(Phase::Idle);
        self.unlearn_owner();
        self.window = Window::default();
        self.link_lost = false;
        // The server may still have to hear that the visitor left.
        self.connect();
        self.fail(error.map(Into::into));
    }

    /// Puts another phase in the place of that of this page, which may have
    /// come back long after it had gone.
    fn replace(&mut self, mut phase: Phase) {
        self.drop_link();
        self.epoch += 1;
        self.unsaved.clear();
        self.is_start_unstored = false;
        self.has_typed = false;
        self.vanished = None;
        self.older = Older::default();
        let id = |phase: &Phase| phase.session().map(Session::id).cloned();
        let known: Option<SessionId> = id(&self.phase).filter(|_| self.active().is_some());
        if known.is_some() && known == id(&phase) {
            if let Phase::Active(session) = &mut phase {
                // The host knows it already.
                session.confirmed = self.confirmed_session().is_some();
            }
        } else if known.is_some() {
            // In another page of the site.
            if !matches!(phase, Phase::Idle) {
                self.delete_messages();
            }
            self.emit(ChatEvent::Ended(EndReason::Left));
        }
        self.phase = phase;
    }

    /// Writes what is to be written of what has just been read.
    pub(super) fn write_over(&mut self, snapshot: &Snapshot) {
        if snapshot.migrated {
            self.save_migrated();
        } else {
            self.clean_up(snapshot);
        }
    }

    /// Writes what the snapshot has shown to be wrong with what is stored.
    fn clean_up(&mut self, snapshot: &Snapshot) {
        let mut paths = self.changed_chunks();
        if let Some(session) = self.active() {
            if session.gap.is_some() {
                paths.push(Path::Head);
            }
            let is_ghost = |path: &&Path| match path {
                Path::Out(id) => !session.outbox.holds(id),
                _ => false,
            };
            paths.extend(snapshot.records.keys().filter(is_ghost).cloned());
        }
        paths.push(Path::Seen);
        self.save(paths);
        self.tell_owner(snapshot);
        if snapshot.leftovers {
            self.effects
                .push_back(Effect::Store(vec![Change::EraseOlder]));
        }
    }

    fn go_on(&mut self) {
        if matches!(self.phase, Phase::Starting(_) | Phase::Active(_)) {
            self.settle_in_time();
        } else if let Some(attempt) = &mut self.attempt {
            attempt.by = None;
        }
        self.connect();
    }

    /// Reads the next older chunks, unless some are being read.
    pub(super) fn load_older(&mut self) {
        if !self.older.is_asked() {
            self.load(A_FEW);
        }
    }

    /// Reads all older chunks.
    pub(super) fn load_all(&mut self) {
        self.load(usize::MAX);
    }

    fn load(&mut self, count: usize) {
        let asked = self.older.ask(count).into_iter();
        self.effects.extend(asked.map(Effect::Load));
    }

    pub(super) fn loaded(&mut self, number: ChunkNumber, text: Option<&str>) {
        // A chunk of a chat that is over would be of no use to the next one.
        if !self.older.read(number) {
            return;
        }
        if let Some(chunk) = text.and_then(decode::<Chunk>) {
            if let Some(session) = self.phase.session_mut() {
                session.transcript.extend(&chunk);
                let changed = self.changed_chunks();
                if !changed.is_empty() {
                    self.save(changed);
                }
            }
        } else if self.follows() {
            // The leader will find out.
        } else if let Some(session) = self.active_mut() {
            session.miss_after(number.position_before());
            self.save([Path::Head]);
            // On a new connection, so that no answer to an older question is
            // mistaken.
            self.connect();
            // Who has asked has got nothing yet.
            self.load_older();
        }
    }

    /// What amendments have changed and is to be stored again: what was taken
    /// back is not to lie in the browser any longer.
    fn changed_chunks(&mut self) -> Vec<Path> {
        let session = self.active_mut();
        let changed = session.map(|session| session.transcript.take_changed());
        changed.into_iter().flatten().map(Path::Log).collect()
    }

    /// Takes in an entry, unless it is there.
    pub(super) fn take_in(&mut self, mut entry: Entry) {
        // To add to a chunk that is not here would overwrite it, and what is in
        // it has been here before.
        if self.older.holds(ChunkNumber::of(entry.position)) {
            return;
        }
        let reads_marks = self.config.markdown;
        let Some(session) = self.active_mut() else {
            return;
        };
        if entry.is_of_unknown_origin() {
            entry.client_id = session.outbox.sender_of(&entry.content);
        }
        if reads_marks {
            entry.content = entry.content.with_form();
        }
        let Some(inserted) = session.transcript.insert(Rc::new(entry)) else {
            return;
        };
        let entry = inserted.entry;
        let is_news = !session.is_history(&entry);
        let is_amendment = entry.content.is_amendment();
        let stopped = (!is_amendment).then(|| session.typing.agent_stops(&entry.author.id));
        let mut paths = Vec::new();
        let mut arrived = None;
        // Who is here goes first: of an entry that is stored nobody asks again.
        if matches!(entry.content, Content::Joined | Content::Left) {
            session.recount_agents();
            paths.push(Path::Head);
        }
        // What it has changed goes before it, for the same reason.
        let mut chunks = session.transcript.take_changed();
        chunks.retain(|chunk| *chunk != inserted.chunk);
        chunks.push(inserted.chunk);
        // First into the transcript, then out of the outbox: a kill in between
        // leaves it in both, which restoring knows how to read.
        paths.extend(chunks.into_iter().map(Path::Log));
        if let Some(id) = &entry.client_id
            && let Some(sent) = session.outbox.remove(id)
        {
            paths.push(Path::Out(id.clone()));
            // The echo is an answer as well.
            if sent.delivery != Delivery::Sent {
                arrived = Some(id.clone());
            }
        }
        self.save(paths);
        if let Some(id) = arrived {
            self.emit(ChatEvent::Sent(id));
        }
        if let Some(party) = stopped.flatten() {
            self.emit(ChatEvent::Typing { party, on: false });
        }
        if is_amendment && inserted.amended.is_none() {
            // It may be about what is stored and not here.
            self.load_all();
        }
        if is_news && !is_amendment {
            self.emit(ChatEvent::Entry(entry));
        } else if is_news && let Some(amended) = inserted.amended {
            self.emit(ChatEvent::Amended(amended));
        }
    }
}
