//! What later entries do to earlier ones.
//!
//! An amendment is an entry like any other, with a place of its own, and stays
//! in the transcript. What it does to its target is worked out from all
//! amendments there are, each time one of them or the target comes in: so it
//! comes to the same in whatever order they came, and however often.

use std::rc::Rc;

use super::entry::{Content, Entry, Marks, Reaction};
use super::ids::{EntryId, Position};

/// The entries that amend others, in the server's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Amendments {
    entries: Vec<Rc<Entry>>,
}

impl Amendments {
    /// Takes in an amendment, or another state of one.
    pub(crate) fn put(&mut self, entry: Rc<Entry>) {
        let place = self
            .entries
            .binary_search_by_key(&entry.position, |held| held.position);
        match place {
            Ok(place) => self.entries[place] = entry,
            Err(place) => self.entries.insert(place, entry),
        }
    }

    /// The places of the edits of that entry.
    pub(crate) fn edits_of(&self, id: &EntryId) -> Vec<Position> {
        let is_edit =
            |entry: &&Rc<Entry>| matches!(&entry.content, Content::Edit { of, .. } if of == id);
        let edits = self.entries.iter().filter(is_edit);
        edits.map(|edit| edit.position).collect()
    }

    /// The entry as they leave it; `None` when that is as it is.
    pub(crate) fn apply_to(&self, entry: &Entry) -> Option<Entry> {
        let (content, marks) = match &entry.content {
            // The words of an edit go with those they were to replace.
            Content::Edit { of, .. } if is_removed(of, &self.entries) => {
                let (of, to) = (of.clone(), Box::new(Content::Removed));
                (Content::Edit { of, to }, Marks::default())
            }
            said if said.can_be_amended() => {
                let id = entry.id.as_ref()?;
                // What amends an entry comes after it: at the end of the
                // transcript there is nothing to look through.
                let first = |held: &Rc<Entry>| held.position <= entry.position;
                let later = &self.entries[self.entries.partition_point(first)..];
                if is_removed(id, later) {
                    (Content::Removed, Marks::default())
                } else {
                    let edit = last_edit(id, entry, later);
                    let marks = Marks {
                        edited: edit.is_some() || entry.marks.edited,
                        reactions: reactions(id, entry, later),
                    };
                    (edit.unwrap_or(said).clone(), marks)
                }
            }
            _ => return None,
        };
        let is_same = content == entry.content && marks == entry.marks;
        (!is_same).then(|| {
            let replies = match content {
                Content::Removed => Vec::new(),
                _ => entry.replies.clone(),
            };
            Entry {
                content,
                marks,
                replies,
                ..entry.clone()
            }
        })
    }
}

fn is_removed(id: &EntryId, amendments: &[Rc<Entry>]) -> bool {
    amendments
        .iter()
        .any(|entry| matches!(&entry.content, Content::Removal { of } if of == id))
}

/// Nobody edits what others have said.
fn last_edit<'a>(id: &EntryId, entry: &Entry, amendments: &'a [Rc<Entry>]) -> Option<&'a Content> {
    amendments
        .iter()
        .rev()
        .find_map(|edit| match &edit.content {
            Content::Edit { of, to }
                if of == id && edit.author.id == entry.author.id && to.can_be_amended() =>
            {
                Some(&**to)
            }
            _ => None,
        })
}

/// Those that the server told with the entry, then those that came by
/// themselves; of each person each sign once.
fn reactions(id: &EntryId, entry: &Entry, amendments: &[Rc<Entry>]) -> Vec<Reaction> {
    let as_reaction = |amendment: &Rc<Entry>| match &amendment.content {
        Content::Reaction { of, key } if of == id => Some(Reaction {
            id: amendment.id.clone(),
            by: amendment.author.clone(),
            key: key.clone(),
        }),
        _ => None,
    };
    let came: Vec<_> = amendments.iter().filter_map(as_reaction).collect();
    let told = entry.marks.reactions.iter();
    let told = told.filter(|told| !came.iter().any(|came| is_same(came, told)));
    let mut reactions: Vec<Reaction> = Vec::new();
    for one in told.chain(&came) {
        let is_gone = one.id.as_ref().is_some_and(|id| is_removed(id, amendments));
        if !is_gone && !reactions.iter().any(|held| is_same(held, one)) {
            reactions.push(one.clone());
        }
    }
    reactions
}

fn is_same(one: &Reaction, other: &Reaction) -> bool {
    one.by.id == other.by.id && one.key == other.key
}

impl Content {
    /// The name of the entry that it amends.
    pub(crate) fn target(&self) -> Option<&EntryId> {
        match self {
            Self::Edit { of, .. } | Self::Removal { of } | Self::Reaction { of, .. } => Some(of),
            _ => None,
        }
    }
}

impl Entry {
    /// Whether that is the name of it, or of a sign that it was answered with.
    pub(crate) fn bears(&self, id: &EntryId) -> bool {
        let mut reactions = self.marks.reactions.iter();
        self.id.as_ref() == Some(id) || reactions.any(|one| one.id.as_ref() == Some(id))
    }
}
