//! The confirmed entries, in the server's order, in chunks.
//!
//! A chunk is both the unit of storing and the unit of drawing: an append
//! touches one chunk, whatever the length of the whole.

use litemap::LiteMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::amending::Amendments;
use super::entry::{Content, Entry, Role};
use super::ids::{ClientId, EntryId, Position};

/// Positions per chunk. Small enough to rewrite for one message, large enough
/// that ten thousand messages are a few hundred chunks.
const CHUNK: u64 = 32;

/// Number of a chunk: chunk `n` holds the positions `32 n .. 32 (n + 1)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChunkNumber(pub u64);

impl ChunkNumber {
    pub(crate) fn of(position: Position) -> Self {
        Self(position.0 / CHUNK)
    }

    /// The last position before this chunk; `None` before the first.
    pub(crate) fn position_before(self) -> Option<Position> {
        self.0.checked_mul(CHUNK)?.checked_sub(1).map(Position)
    }
}

/// A run of neighbouring entries, sorted by position.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Chunk {
    entries: Vec<Rc<Entry>>,
}

impl Chunk {
    /// Its entries, oldest first.
    pub fn entries(&self) -> &[Rc<Entry>] {
        &self.entries
    }

    /// False when the position is taken already.
    fn insert(&mut self, entry: Rc<Entry>) -> bool {
        match self
            .entries
            .binary_search_by_key(&entry.position, |held| held.position)
        {
            Ok(_) => false,
            Err(place) => {
                self.entries.insert(place, entry);
                true
            }
        }
    }

    fn get(&self, position: Position) -> Option<(usize, &Rc<Entry>)> {
        let place = self
            .entries
            .binary_search_by_key(&position, |held| held.position)
            .ok()?;
        Some((place, self.entries.get(place)?))
    }

    fn holds(&self, client_id: &ClientId) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.client_id.as_ref() == Some(client_id))
    }
}

/// The whole transcript, as far as it is loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    chunks: LiteMap<ChunkNumber, Rc<Chunk>>,
    amendments: Amendments,
    /// Chunks that amendments have changed and that are to be stored again.
    changed: Vec<ChunkNumber>,
}

/// What has come of an entry that was not there before.
#[derive(Debug)]
pub(crate) struct Inserted {
    /// Where it is.
    pub chunk: ChunkNumber,
    /// As the amendments leave it that were there before it.
    pub entry: Rc<Entry>,
    /// The entry that it has changed, as that is now.
    pub amended: Option<Rc<Entry>>,
}

impl Transcript {
    /// Chunks in order, oldest first.
    pub fn chunks(&self) -> impl DoubleEndedIterator<Item = (ChunkNumber, &Rc<Chunk>)> {
        self.chunks.iter().map(|(number, chunk)| (*number, chunk))
    }

    /// Entries in order, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Rc<Entry>> {
        self.chunks.values().flat_map(|chunk| chunk.entries.iter())
    }

    /// How many entries are loaded.
    pub fn len(&self) -> usize {
        self.chunks.values().map(|chunk| chunk.entries.len()).sum()
    }

    /// Whether none is loaded.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// The newest position, after which the server is asked to go on.
    pub fn newest(&self) -> Option<Position> {
        self.entries().next_back().map(|entry| entry.position)
    }

    /// The answers that the author of the last thing said suggests.
    pub(crate) fn offered_replies(&self) -> &[String] {
        let said = |entry: &&Rc<Entry>| {
            entry.content.said().is_some() || entry.content == Content::Removed
        };
        let last = self.entries().rev().find(said);
        let offers = |entry: &&Rc<Entry>| {
            entry.author.role != Role::Visitor && entry.content != Content::Removed
        };
        last.filter(offers).map_or(&[], |entry| &entry.replies)
    }

    /// Entries after `read` that count as unread.
    pub fn unread_after(&self, read: Option<Position>) -> usize {
        self.entries()
            .rev()
            .take_while(|entry| Some(entry.position) > read)
            .filter(|entry| entry.counts_as_unread())
            .count()
    }

    /// Adds an entry, and amends what is to be amended; `None` when it is there
    /// already.
    pub(crate) fn insert(&mut self, entry: Rc<Entry>) -> Option<Inserted> {
        let number = ChunkNumber::of(entry.position);
        let chunk = self.chunks.entry(number).or_default();
        if !Rc::make_mut(chunk).insert(Rc::clone(&entry)) {
            return None;
        }
        let target = entry.content.target();
        if target.is_some() {
            self.amendments.put(Rc::clone(&entry));
        }
        Some(Inserted {
            chunk: number,
            amended: target.and_then(|of| self.amend_all(of)),
            entry: self.amend(entry.position).unwrap_or(entry),
        })
    }

    /// Amends the entry of that name, and what belongs to it.
    fn amend_all(&mut self, of: &EntryId) -> Option<Rc<Entry>> {
        for edit in self.amendments.edits_of(of) {
            self.amend(edit);
        }
        let is_target = |entry: &&Rc<Entry>| entry.bears(of) && !entry.content.is_amendment();
        let target = self.entries().rev().find(is_target)?.position;
        self.amend(target)
    }

    /// Does to an entry what the amendments say; `None` when that was done before.
    fn amend(&mut self, position: Position) -> Option<Rc<Entry>> {
        let number = ChunkNumber::of(position);
        let chunk = self.chunks.get_mut(&number)?;
        let (place, entry) = chunk.get(position)?;
        let entry = Rc::new(self.amendments.apply_to(entry)?);
        *Rc::make_mut(chunk).entries.get_mut(place)? = Rc::clone(&entry);
        if entry.content.is_amendment() {
            self.amendments.put(Rc::clone(&entry));
        }
        if !self.changed.contains(&number) {
            self.changed.push(number);
        }
        Some(entry)
    }

    /// The chunks to store again. Told once.
    pub(crate) fn take_changed(&mut self) -> Vec<ChunkNumber> {
        std::mem::take(&mut self.changed)
    }

    /// Takes in a stored chunk.
    pub(crate) fn extend(&mut self, chunk: &Chunk) {
        for entry in &chunk.entries {
            self.insert(Rc::clone(entry));
        }
    }

    pub(crate) fn chunk(&self, number: ChunkNumber) -> Option<&Rc<Chunk>> {
        self.chunks.get(&number)
    }

    pub(crate) fn holds(&self, client_id: &ClientId) -> bool {
        self.chunks.values().any(|chunk| chunk.holds(client_id))
    }
}
