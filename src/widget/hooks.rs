//! The chat for components, ours or others'.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use crate::engine::{
    Chat, Chunk, ChunkNumber, LinkStatus, MessageKind, Outgoing, Party, PhaseKind, Session,
};
use crate::runtime::{ChatHandle, ChatSession};

/// The chat of the [`ChatProvider`](super::ChatProvider) above.
///
/// # Panics
///
/// Without a provider above: a mistake of the programmer's that shows at the
/// first render.
#[hook]
#[expect(
    clippy::expect_used,
    reason = "a mistake of the programmer's, not of the world's"
)]
pub fn use_chat() -> ChatHandle {
    use_context::<ChatHandle>().expect("this hook needs a <ChatProvider> above")
}

/// What `select` sees in the chat; renders again when that changes.
#[hook]
pub fn use_chat_selector<T: Clone + PartialEq + 'static>(select: fn(&Chat) -> T) -> T {
    use_watched(move |chat| chat.read(select))
}

/// The same with what is beside the chat.
#[hook]
pub(super) fn use_watched<T, F>(select: F) -> T
where
    T: Clone + PartialEq + 'static,
    F: Fn(&ChatHandle) -> T + Copy + 'static,
{
    let chat = use_chat();
    let update = use_force_update();
    let seen = use_memo((), |()| Cell::new(None::<T>));
    let last = seen.take().filter(|_| chat.is_past());
    let value = last.unwrap_or_else(|| select(&chat));
    seen.set(Some(value.clone()));
    use_effect_with(chat, move |chat| {
        let watched = chat.clone();
        let look = move || {
            let last = seen.take();
            let differs = !watched.is_past() && last.as_ref() != Some(&select(&watched));
            seen.set(last);
            if differs {
                update.force_update();
            }
        };
        // Something may have happened between the render and now.
        look();
        let watch = chat.watch(look);
        move || drop(watch)
    });
    value
}

/// The session: `None` until the server has confirmed on this page that it
/// exists, and again when it is over.
#[hook]
pub fn use_chat_session() -> Option<ChatSession> {
    let chat = use_chat();
    // Renders again when it comes, goes, or is another one.
    use_chat_selector(|chat| chat.confirmed_session().map(|session| session.id().clone()));
    chat.session()
}

/// How far the chat has come.
#[hook]
pub fn use_phase() -> PhaseKind {
    use_chat_selector(|chat| chat.phase().kind())
}

/// The connection's state.
#[hook]
pub fn use_link_status() -> LinkStatus {
    use_chat_selector(Chat::link_status)
}

/// How many entries the visitor has not seen.
#[hook]
pub fn use_unread() -> usize {
    use_chat_selector(Chat::unread)
}

/// The agent who is typing.
#[hook]
pub fn use_typing() -> Option<Party> {
    use_chat_selector(|chat| chat.phase().session().and_then(Session::typing).cloned())
}

/// What is said in a chat. Cheap to clone and to compare.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TranscriptView {
    /// What the server has, in its order, in chunks: a new entry changes one.
    pub chunks: Vec<(ChunkNumber, Rc<Chunk>)>,
    /// What the visitor has sent and the transcript does not show yet. Not what
    /// one program says to another.
    pub outgoing: Vec<Outgoing>,
}

/// What is said in the chat, running or ended, as far as it is here: a restore
/// begins with the newest. [`ChatHandle::load_older`] and [`ChatHandle::load_all`]
/// bring the rest.
#[hook]
pub fn use_transcript() -> TranscriptView {
    use_chat_selector(|chat| {
        let session = chat.phase().session();
        session.map_or_else(TranscriptView::default, |session| TranscriptView {
            chunks: session
                .transcript()
                .chunks()
                .map(|(number, chunk)| (number, Rc::clone(chunk)))
                .collect(),
            outgoing: session
                .outbox()
                .items()
                .iter()
                .filter(|item| item.kind != MessageKind::Notice)
                .cloned()
                .collect(),
        })
    })
}
