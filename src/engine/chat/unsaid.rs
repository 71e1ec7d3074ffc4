//! What the visitor wrote and could not say any more when the chat was over. It is
//! the first draft of the next chat, also on a page that comes after this one.

use super::Chat;
use crate::engine::io::Effect;
use crate::engine::outbox::StoredOutgoing;
use crate::engine::phase::Phase;
use crate::engine::snapshot::{Change, Path, Snapshot, Unsaid, encode};
use crate::engine::tabs::{LastWords, Word};

impl Chat {
    /// Writes what the chat that is over leaves to the next; nothing else is stored
    /// of it any more.
    pub(super) fn save_unsaid(&mut self) {
        let Phase::Ended(ended) = &self.phase else {
            return;
        };
        let text = ended.unsaid();
        if text.is_empty() {
            return self.delete_unsaid();
        }
        let at = self.seen;
        let owner = ended.owner.clone();
        let unsaid = Change::Put(Path::Unsaid, encode(&Unsaid { text, at, owner }));
        self.effects.push_back(Effect::Store(vec![unsaid]));
    }

    /// Tells who has ended the chat what was written here: it may not have come there
    /// before all was erased.
    pub(super) fn tell_last_words(&mut self) {
        let Phase::Ended(ended) = &self.phase else {
            return;
        };
        if ended.unsaid().is_empty() {
            return;
        }
        let session = &ended.session;
        let failed = session.outbox.items().iter().filter(|i| i.has_failed());
        let words = LastWords {
            session: session.id.clone(),
            messages: failed
                .map(|i| (i.client_id.clone(), StoredOutgoing::new(i, &session.id)))
                .collect(),
            draft: session.draft.text.clone(),
        };
        self.post(Word::LastWords(Box::new(words)));
    }

    pub(super) fn hear_last_words(&mut self, words: LastWords) {
        let is_draft_newer = !self.has_typed && !words.draft.is_empty();
        let Phase::Ended(ended) = &mut self.phase else {
            return;
        };
        if !ended.in_charge || ended.session.id != words.session {
            return;
        }
        let before = ended.unsaid();
        ended.add(words, is_draft_newer);
        if ended.unsaid() != before {
            self.save_unsaid();
        }
    }

    pub(super) fn delete_unsaid(&mut self) {
        let change = Change::Delete(Path::Unsaid);
        self.effects.push_back(Effect::Store(vec![change]));
    }

    /// What an earlier chat has left, where it is this visitor's and not too old.
    pub(super) fn left_unsaid(&self, snapshot: &Snapshot) -> Option<String> {
        let left: Unsaid = snapshot.get(&Path::Unsaid)?;
        let is_theirs = self.config.may_see(left.owner.as_ref());
        let is_fresh = self.now.wall.since(left.at) <= self.config.max_offline;
        (is_theirs && is_fresh).then_some(left.text)
    }

    /// Erases what is of no use, where there is no chat.
    pub(super) fn clear_leftovers(&mut self, snapshot: &Snapshot) {
        if snapshot.leftovers {
            self.erase();
        }
        let is_left = snapshot.records.contains_key(&Path::Unsaid);
        if is_left && self.left_unsaid(snapshot).is_none() {
            self.delete_unsaid();
        }
    }
}
