//! What the visitor wrote and could not say any more when the chat was over. It is
//! the first draft of the next chat, also on a page that comes after this one.

use super::Chat;
use crate::engine::io::Effect;
use crate::engine::phase::Phase;
use crate::engine::snapshot::{Change, Path, Snapshot, Unsaid, encode};

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
