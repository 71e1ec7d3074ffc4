//! Counts the room's events, and remembers the last entries.

use std::collections::VecDeque;

use crate::engine::{Entry, Position};

/// More are fetched again when they are asked for.
const MOST: usize = 200;
/// Events of which answers that overlap are cleaned.
const MOST_IDS: usize = 400;

/// The events so far.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    count: u64,
    newest: u64,
    /// What comes after that place is below.
    from: u64,
    entries: VecDeque<Entry>,
    ids: VecDeque<String>,
}

impl Timeline {
    /// After that many events, of which the one at `newest` was the last entry.
    pub(super) fn from(count: u64, newest: u64) -> Self {
        Self {
            count,
            newest,
            from: newest,
            ..Self::default()
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn newest(&self) -> u64 {
        self.newest
    }

    /// The place of the next event; `None` for one that was counted already.
    pub(super) fn place(&mut self, id: &str) -> Option<Position> {
        if self.ids.iter().any(|seen| seen == id) {
            return None;
        }
        self.ids.push_back(id.to_owned());
        if self.ids.len() > MOST_IDS {
            self.ids.pop_front();
        }
        self.count += 1;
        Some(Position(self.count))
    }

    pub(super) fn push(&mut self, entry: Entry) {
        self.newest = entry.position.0;
        self.entries.push_back(entry);
    }

    /// All have been told: only the last few are remembered.
    pub(super) fn forget(&mut self) {
        let surplus = self.entries.len().saturating_sub(MOST);
        if let Some(last) = self.entries.drain(..surplus).next_back() {
            self.from = last.position.0;
        }
    }

    /// The entries after that one; `None` where older ones are needed than are here.
    pub(super) fn after(&self, after: Option<Position>) -> Option<Vec<Entry>> {
        let after = after.map_or(0, |after| after.0);
        (after >= self.from).then(|| {
            let later = self.entries.iter().filter(|entry| entry.position.0 > after);
            later.cloned().collect()
        })
    }

    /// The first place that is remembered from: what was before has to be fetched.
    pub(super) fn start(&self) -> u64 {
        self.from
    }

    /// All that is remembered.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }
}
