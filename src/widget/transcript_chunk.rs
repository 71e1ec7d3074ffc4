//! A chunk of the transcript. Drawn again only when it has changed, or what is
//! next to it: an append draws one chunk, whatever the length of the whole.

use std::rc::Rc;

use yew::prelude::*;

use super::message::{Message, is_shown};
use super::speaking::goes_on;
use super::when::{Day, is_same_day};
use crate::engine::{Chunk, Entry, Position};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct TranscriptChunkProps {
    pub chunk: Rc<Chunk>,
    /// What is shown before it.
    pub before: Option<Rc<Entry>>,
    /// Whether its last author goes on after it.
    pub goes_on: bool,
    /// The first entry that is new to the visitor, where it is in here.
    pub news: Option<Position>,
    /// The newest entry when the transcript was opened; those after it move in.
    pub opened_at: Option<Position>,
    /// The day that it is now.
    pub today: Day,
}

#[component]
pub(super) fn TranscriptChunk(props: &TranscriptChunkProps) -> Html {
    let shown: Vec<_> = shown(&props.chunk).collect();
    let before = std::iter::once(props.before.as_ref()).chain(shown.iter().copied().map(Some));
    let is_new = |entry: &Entry| props.news == Some(entry.position);
    let joins = |before: &Entry, entry: &Entry| !is_new(entry) && goes_on(before, entry);
    let begins_day = |before: Option<&Rc<Entry>>, entry: &Entry| {
        !before.is_some_and(|before| is_same_day(before.at, entry.at))
    };
    html! {
        <ol class="rj-chunk">
            for (place, (entry, before)) in shown.iter().copied().zip(before).enumerate() {
                <Message
                    key={entry.position.0}
                    entry={Rc::clone(entry)}
                    begins_day={begins_day(before, entry).then_some(props.today)}
                    is_new={is_new(entry)}
                    is_fresh={Some(entry.position) > props.opened_at}
                    joins={before.is_some_and(|before| joins(before, entry))}
                    goes_on={shown.get(place + 1).map_or(props.goes_on, |next| joins(entry, next))}
                />
            }
        </ol>
    }
}

/// Those of its entries that there is something to see of.
pub(super) fn shown(chunk: &Chunk) -> impl DoubleEndedIterator<Item = &Rc<Entry>> {
    chunk.entries().iter().filter(|entry| is_shown(entry))
}
