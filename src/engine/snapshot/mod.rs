//! What is stored so that a chat can be restored: small records under a path
//! each, so that one keystroke or one message rewrites one small record.
//!
//! | path | holds | written |
//! |---|---|---|
//! | `2/head` | the phase, and whose chat it is; of a start its id, data and ticket; of a running session its id, ticket, agents, where entries are missing, up to which answer the visitor was told, and what the server is still to be told about them | when one of them changes |
//! | `2/seen` | when the chat was last in use | every few seconds while in use |
//! | `2/form` | the half-filled form, without private fields | at most every 200 ms of typing |
//! | `2/draft` | the half-typed message, its caret and its session | at most every 200 ms of typing |
//! | `2/window` | open or minimised, scroll position, last entry read | at most every 200 ms of scrolling |
//! | `2/alerts` | that the visitor wants to be told of answers | when they want it, and no longer |
//! | `2/unsaid` | what the visitor had written and could not say any more | when the other side has ended the chat, until the next |
//! | `2/out/<client id>` | one message on its way, and its session | before it is sent, when its fate changes |
//! | `2/log/<number>` | one chunk of the transcript | when an entry is added to it |
//!
//! Pages write a few more by which they know each other, and which are no part of a
//! chat: see `runtime/tabs.rs`.
//!
//! The number in front is the version of the format. Records of an older
//! version are migrated; those of a newer one are left alone, so that two
//! versions of the script can live on one site.

mod migrate;
mod path;
mod records;

pub use path::{Path, VERSION};
pub(crate) use records::{Head, SavedPhase, StoredDraft, Unsaid, decode, encode};

use litemap::LiteMap;

use super::ids::Position;
use super::transcript::ChunkNumber;
use super::window::{Scroll, Window};

/// The newest chunks that are read at once even if the visitor was at the end:
/// the very last may hold a single entry.
const AT_ONCE: usize = 2;

/// A change to what is stored. Changes are carried out in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Write a record.
    Put(Path, String),
    /// Delete a record.
    Delete(Path),
    /// Delete every record of the chat, of this version and of older ones. What it has
    /// left to the next stays.
    Erase,
    /// Delete every record of older versions: they were migrated. Not where something
    /// before it could not be done.
    EraseOlder,
    /// Delete everything, of newer versions too: the visitor is to be forgotten.
    EraseAll,
}

/// What was found in the storage, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Text by path; old chunks are not among them.
    pub(crate) records: LiteMap<Path, String>,
    /// Old chunks, oldest first, to be loaded once the newest are on screen.
    pub(crate) later: Vec<ChunkNumber>,
    /// Whether the records came from an older version.
    pub(crate) migrated: bool,
    /// Whether records of ours lie about that belong to no chat.
    pub(crate) leftovers: bool,
    /// Whether a newer version has stored something.
    pub(crate) newer: bool,
}

impl Snapshot {
    /// Reads what is needed at once. `keys` are all keys of the widget's own
    /// part of the storage; `read` gives the text under one of them.
    pub fn read<'a>(
        keys: impl IntoIterator<Item = &'a str>,
        read: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let mut by_version: LiteMap<u32, Vec<(Path, &str)>> = LiteMap::new();
        for key in keys {
            if let Some((version, path)) = path::parse(key) {
                by_version.entry(version).or_default().push((path, key));
            }
        }
        let newer = by_version.keys().any(|version| *version > VERSION);
        let oldest = by_version.keys().next().copied();
        let mut ours = by_version
            .iter()
            .filter(|(version, _)| **version <= VERSION)
            .flat_map(|(_, paths)| paths);
        let leftovers = ours.any(|(path, _)| *path != Path::Unsaid);
        let complete = |paths: &[(Path, &str)]| paths.iter().any(|(path, _)| *path == Path::Head);
        // The newest version of which there is a head: a migration writes the
        // head last, so one that was interrupted is made again.
        let Some((version, paths)) = by_version
            .into_iter()
            .rev()
            .find(|(version, paths)| *version <= VERSION && complete(paths))
        else {
            let unsaid = read(&Path::Unsaid.to_string()).map(|text| (Path::Unsaid, text));
            return Self {
                leftovers,
                newer,
                records: unsaid.into_iter().collect(),
                ..Self::default()
            };
        };

        let (chunks, small): (Vec<_>, Vec<_>) = paths
            .into_iter()
            .partition(|(path, _)| matches!(path, Path::Log(_)));
        let mut records: LiteMap<Path, String> = small
            .into_iter()
            .filter_map(|(path, key)| Some((path, read(key)?)))
            .collect();
        let migrated = version < VERSION;
        if migrated {
            migrate::migrate(version, &mut records);
        }

        let needed_from = first_chunk_in_use(&records);
        let mut chunks: Vec<_> = chunks
            .into_iter()
            .filter_map(|(path, key)| match path {
                Path::Log(number) => Some((number, key)),
                _ => None,
            })
            .collect();
        chunks.sort();
        let newest_from = chunks.len().saturating_sub(AT_ONCE);
        let mut later = Vec::new();
        for (rank, (number, key)) in chunks.into_iter().enumerate() {
            // After a migration everything is written anew, so all is read.
            if migrated || rank >= newest_from || needed_from.is_some_and(|from| number >= from) {
                records.extend(read(key).map(|text| (Path::Log(number), text)));
            } else {
                later.push(number);
            }
        }
        Self {
            records,
            later,
            migrated,
            leftovers: !migrated && oldest < Some(version),
            newer,
        }
    }

    /// Whether there is no chat in it.
    pub(crate) fn is_empty(&self) -> bool {
        !self.records.contains_key(&Path::Head)
    }

    pub(crate) fn get<T: serde::de::DeserializeOwned>(&self, path: &Path) -> Option<T> {
        decode(self.records.get(path)?)
    }
}

/// More than the newest chunks is needed to paint the first screen as it was
/// when the visitor had scrolled up or not read the newest, and to fill a gap
/// where entries are missing: a chunk that is not here cannot be added to.
fn first_chunk_in_use(records: &LiteMap<Path, String>) -> Option<ChunkNumber> {
    let read = |path| records.get(path).map(String::as_str);
    let window: Option<Window> = read(&Path::Window).and_then(decode);
    let scrolled_to = window.and_then(|window| match window.scroll {
        Scroll::At { entry, .. } => Some(entry),
        Scroll::Latest => None,
    });
    let gap = read(&Path::Head)
        .and_then(decode)
        .and_then(|head: Head| head.gap());
    // Where nothing was read, all counts as unread from the first on.
    let first = Position::default();
    let read_to = window.map(|window| window.read.unwrap_or(first));
    let gap_from = gap.map(|gap| gap.after.unwrap_or(first));
    let position = [scrolled_to, read_to, gap_from]
        .into_iter()
        .flatten()
        .min()?;
    let chunk = ChunkNumber::of(position);
    // One more, so that the screen is full when the anchor begins a chunk.
    Some(ChunkNumber(chunk.0.saturating_sub(1)))
}
