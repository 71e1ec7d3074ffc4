//! A chunk of the transcript. Drawn again only when it has changed: an append
//! draws one chunk, whatever the length of the whole.

use std::rc::Rc;

use yew::prelude::*;

use super::message::{Message, is_bubble, is_shown};
use crate::engine::{Chunk, Entry};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct TranscriptChunkProps {
    pub chunk: Rc<Chunk>,
}

#[component]
pub(super) fn TranscriptChunk(props: &TranscriptChunkProps) -> Html {
    let entries = props.chunk.entries();
    let shown = || entries.iter().filter(|entry| is_shown(entry));
    let before = std::iter::once(None).chain(shown().map(Some));
    html! {
        <ol class="rj-chunk">
            for (entry, before) in shown().zip(before) {
                <Message
                    key={entry.position.0}
                    entry={Rc::clone(entry)}
                    shows_author={!before.is_some_and(|before| goes_on(before, entry))}
                />
            }
        </ol>
    }
}

/// Whether the same person goes on speaking.
fn goes_on(before: &Entry, entry: &Entry) -> bool {
    is_bubble(&before.content) && before.author.id == entry.author.id
}
