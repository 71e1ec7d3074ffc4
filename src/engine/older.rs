//! The old chunks of the transcript that are stored and not here: a page begins
//! with the newest, and reads the others when somebody goes there.

use super::transcript::ChunkNumber;

/// Which chunks are not here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Older {
    /// Nobody has asked for them. Oldest first.
    unread: Vec<ChunkNumber>,
    /// They are being read.
    asked: Vec<ChunkNumber>,
}

impl Older {
    /// Those chunks, oldest first, are stored.
    pub(crate) fn new(stored: &[ChunkNumber]) -> Self {
        Self {
            unread: stored.to_vec(),
            asked: Vec::new(),
        }
    }

    /// Whether all are here.
    pub(crate) fn is_empty(&self) -> bool {
        self.unread.is_empty() && self.asked.is_empty()
    }

    /// Whether some are on their way.
    pub(crate) fn is_asked(&self) -> bool {
        !self.asked.is_empty()
    }

    /// Whether that chunk is one of them.
    pub(crate) fn holds(&self, number: ChunkNumber) -> bool {
        self.asked.contains(&number) || self.unread.binary_search(&number).is_ok()
    }

    /// The newest so many, newest first: they are read now.
    pub(crate) fn ask(&mut self, count: usize) -> Vec<ChunkNumber> {
        let from = self.unread.len().saturating_sub(count);
        let mut newest = self.unread.split_off(from);
        newest.reverse();
        self.asked.extend(&newest);
        newest
    }

    /// Those that are not on their way yet: they are read now.
    pub(crate) fn ask_for(&mut self, numbers: &[ChunkNumber]) -> Vec<ChunkNumber> {
        let is_asked = |number: &ChunkNumber| self.asked.contains(number);
        let new: Vec<_> = numbers.iter().filter(|n| !is_asked(n)).copied().collect();
        self.unread.retain(|number| !new.contains(number));
        self.asked.extend(&new);
        new
    }

    /// That chunk was read; false when nobody had asked for it.
    pub(crate) fn read(&mut self, number: ChunkNumber) -> bool {
        let place = self.asked.iter().position(|asked| *asked == number);
        place.map(|place| self.asked.remove(place)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_its_way_is_not_asked_for_again() {
        let numbers =
            |numbers: &[u64]| numbers.iter().copied().map(ChunkNumber).collect::<Vec<_>>();
        let mut older = Older::new(&numbers(&[1, 2, 3]));
        assert_eq!(older.ask(1), numbers(&[3]));
        assert_eq!(older.ask_for(&numbers(&[2, 3, 4])), numbers(&[2, 4]));
        assert_eq!(older.ask(9), numbers(&[1]));
        for number in numbers(&[1, 2, 3, 4]) {
            assert!(!older.is_empty());
            assert!(older.read(number));
        }
        assert!(older.is_empty());
    }
}
