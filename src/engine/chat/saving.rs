//! What is written when. State goes to the storage before anything acts on it;
//! typing and scrolling go a little later, together.

use std::time::Duration;

use super::{Chat, Storage};
use crate::engine::io::{ChatEvent, Effect};
use crate::engine::outbox::StoredOutgoing;
use crate::engine::phase::Phase;
use crate::engine::snapshot::{Change, Head, Path, SavedPhase, StoredDraft, encode};
use crate::engine::tabs::Word;
use crate::engine::window::Draft;

/// How exactly it is known for how long the visitor was away.
const SEEN_EVERY: Duration = Duration::from_secs(5);
/// The same while nobody sees the page: browsers slow down its timers so far as well.
const SEEN_EVERY_HIDDEN: Duration = Duration::from_secs(60);

impl Chat {
    /// Whether there is anything to restore: nothing is written before a chat
    /// begins nor after it ended.
    fn is_stored(&self) -> bool {
        !matches!(self.phase, Phase::Idle | Phase::Ended(_))
    }

    /// Writes records at once, in that order; those with nothing in them are deleted.
    pub(super) fn save(&mut self, paths: impl IntoIterator<Item = Path>) {
        if self.is_stored() {
            let changes = self.changes_of(paths);
            self.store(changes);
        }
    }

    fn changes_of(&mut self, paths: impl IntoIterator<Item = Path>) -> Vec<Change> {
        let mut changes = Vec::new();
        for path in paths {
            if path != Path::Seen {
                self.unsaved.remove(&path);
            }
            self.has_typed &= path != Path::Draft;
            if !self.may_write(&path) {
                continue;
            }
            changes.push(match self.record(&path) {
                Some(text) => Change::Put(path, text),
                None => Change::Delete(path),
            });
        }
        changes
    }

    fn store(&mut self, changes: Vec<Change>) {
        // While there is a chat, the clock of its last use runs.
        let seen_by = self.now.mono + self.seen_every();
        self.unsaved.entry(Path::Seen).or_insert(seen_by);
        if !changes.is_empty() {
            self.effects.push_back(Effect::Store(changes));
        }
        if self.storage == Storage::Lost {
            self.storage = Storage::LostAndTold;
            self.emit(ChatEvent::NotStored);
        }
    }

    /// Writes the first records of a chat that is to be. What is offered as its first
    /// draft goes before them, and after them what the chat before has left is deleted:
    /// wherever the page dies, one of the two counts.
    pub(super) fn save_beginning(&mut self, paths: [Path; 4]) {
        let draft = (!self.carried.is_empty()).then_some(Path::Draft);
        let beginning = draft.into_iter().chain(paths);
        self.save(beginning.chain([Path::Unsaid]));
    }

    /// Writes a record within [`save_within`](crate::engine::Config::save_within),
    /// together with what else has changed until then.
    pub(super) fn save_soon(&mut self, path: Path) {
        if self.is_stored() {
            let due = self.now.mono + self.config.save_within;
            self.unsaved.entry(path).or_insert(due);
        }
    }

    /// Writes what is waiting: the page may not live to see its time come.
    pub(super) fn save_all_unsaved(&mut self) {
        let mut waiting: Vec<Path> = self.unsaved.keys().cloned().collect();
        if waiting.is_empty() {
            return;
        }
        if !waiting.contains(&Path::Seen) {
            waiting.push(Path::Seen);
        }
        self.save(waiting);
    }

    pub(super) fn save_due(&mut self) {
        let now = self.now.mono;
        let due: Vec<Path> = self
            .unsaved
            .iter()
            .filter(|(_, at)| **at <= now)
            .map(|(path, _)| path.clone())
            .collect();
        if due.is_empty() {
            return;
        }
        if due.contains(&Path::Seen) {
            self.unsaved.insert(Path::Seen, now + self.seen_every());
        }
        self.save(due);
    }

    /// A page that nobody sees wakes its device less often, but often enough that a
    /// chat which lives in it is never taken for one that was left long ago.
    fn seen_every(&self) -> Duration {
        if self.visible {
            return SEEN_EVERY;
        }
        let at_least = self.config.max_offline / 4;
        at_least.clamp(SEEN_EVERY, SEEN_EVERY_HIDDEN)
    }

    /// The page can be seen, or no longer: the time between two looks at the clock is
    /// another now.
    pub(super) fn reset_seen(&mut self) {
        let seen_by = self.now.mono + self.seen_every();
        if let Some(at) = self.unsaved.get_mut(&Path::Seen) {
            *at = seen_by;
        }
    }

    /// Nothing is to be restored any more.
    pub(super) fn erase(&mut self) {
        self.erase_and_tell(None);
    }

    /// The same, and the other pages are told why.
    pub(super) fn erase_and_tell(&mut self, word: Option<Word>) {
        self.unsaved.clear();
        // The head first: without it the rest is nothing, should the page die
        // before all of it is gone. Before that nobody is told what may not come about.
        let head = Change::Delete(Path::Head);
        self.effects.push_back(Effect::Store(vec![head]));
        if let Some(word) = word {
            self.post(word);
        }
        self.effects.push_back(Effect::Store(vec![Change::Erase]));
    }

    /// Of all messages that are here, on their way or in the transcript.
    pub(super) fn paths_of_messages(&self) -> Vec<Path> {
        let Some(session) = self.active() else {
            return Vec::new();
        };
        let out = session.outbox.items().iter();
        let out = out.map(|item| Path::Out(item.client_id.clone()));
        let chunks = session.transcript.chunks();
        out.chain(chunks.map(|(number, _)| Path::Log(number)))
            .collect()
    }

    /// Writes everything in today's format, then deletes what it was made from.
    pub(super) fn save_migrated(&mut self) {
        if !self.may_write(&Path::Head) {
            // Once this page leads.
            return;
        }
        let mut paths = vec![Path::Form, Path::Draft, Path::Window, Path::Seen];
        paths.extend(self.paths_of_messages());
        // The head last: without it the older version counts.
        paths.push(Path::Head);
        let mut changes = self.changes_of(paths);
        changes.push(Change::EraseOlder);
        self.store(changes);
    }

    pub(super) fn storage_lost(&mut self) {
        if self.storage != Storage::Works {
            return;
        }
        self.storage = Storage::Lost;
        self.post(Word::Apart);
        self.go_apart();
        if self.is_stored() {
            self.storage = Storage::LostAndTold;
            self.emit(ChatEvent::NotStored);
        }
    }

    pub(super) fn record(&self, path: &Path) -> Option<String> {
        match path {
            Path::Head => Some(encode(&Head {
                saved_at: self.seen,
                phase: self.saved_phase()?,
                start_ticket: self.start_ticket.clone(),
                owner: self.config.owner.clone(),
            })),
            Path::Seen => Some(encode(&self.seen)),
            Path::Window => Some(encode(&self.window)),
            // Of a chat that is over; while there is one, there is none.
            Path::Unsaid => None,
            Path::Alerts => self.attention.is_wanted.then(|| encode(&true)),
            Path::Form => self.form_record(),
            Path::Draft => self.draft_record(),
            Path::Out(id) => {
                let session = self.active()?;
                let mut items = session.outbox.items().iter();
                let item = items.find(|item| item.client_id == *id)?;
                Some(encode(&StoredOutgoing::new(item, &session.id)))
            }
            Path::Log(number) => Some(encode(&**self.active()?.transcript.chunk(*number)?)),
        }
    }

    fn draft_record(&self) -> Option<String> {
        let (draft, session) = match self.active() {
            Some(session) => (session.draft.clone(), Some(session.id.clone())),
            None => {
                let text = self.carried.clone();
                let selection = None;
                (Draft { text, selection }, None)
            }
        };
        let Draft { text, selection } = draft;
        let is_something = !text.is_empty() || selection.is_some();
        is_something.then(|| {
            encode(&StoredDraft {
                text,
                selection,
                session,
            })
        })
    }

    fn form_record(&self) -> Option<String> {
        let form = match &self.phase {
            Phase::Registering(registering) => &registering.form,
            Phase::Starting(starting) => &starting.form,
            _ => return None,
        };
        Some(match self.config.registration.form() {
            Some(definition) => encode(&form.without_private(definition)),
            None => encode(form),
        })
    }

    pub(super) fn saved_phase(&self) -> Option<SavedPhase> {
        match &self.phase {
            Phase::Idle | Phase::Ended(_) => None,
            Phase::Registering(_) => Some(SavedPhase::Registering),
            Phase::Starting(starting) => {
                let (data, complete) = match self.config.registration.form() {
                    Some(definition) => starting.data.without_private(definition),
                    None => (starting.data.clone(), true),
                };
                Some(SavedPhase::Starting {
                    id: starting.id.clone(),
                    data,
                    complete: starting.complete && complete,
                })
            }
            Phase::Active(session) => Some(SavedPhase::Active {
                session: session.id.clone(),
                ticket: session.ticket.clone(),
                agents: session.agents.clone(),
                gap: session.gap,
                data: session.news.untold().clone(),
                alerted: session.alerted,
            }),
        }
    }
}
