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
        let change = if text.is_empty() {
            Change::Delete(Path::Unsaid)
        } else {
            let at = self.now.wall;
            let owner = ended.owner.clone();
            Change::Put(Path::Unsaid, encode(&Unsaid { text, at, owner }))
        };
        self.effects.push_back(Effect::Store(vec![change]));
    }

    /// What an earlier chat has left, where it is this visitor's and not too old.
    pub(super) fn left_unsaid(&self, snapshot: &Snapshot) -> Option<String> {
        let left: Unsaid = snapshot.get(&Path::Unsaid)?;
        let is_theirs = self.config.may_see(left.owner.as_ref());
        let is_fresh = self.now.wall.since(left.at) <= self.config.max_offline;
        (is_theirs && is_fresh).then_some(left.text)
    }

    /// Whether something is stored that is of no use, where there is no chat.
    pub(super) fn has_leftovers(&self, snapshot: &Snapshot) -> bool {
        let is_left = snapshot.records.contains_key(&Path::Unsaid);
        snapshot.leftovers || (is_left && self.left_unsaid(snapshot).is_none())
    }
}
