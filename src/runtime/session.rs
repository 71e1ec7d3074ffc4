//! A session that the server has confirmed.

use std::rc::Rc;

use super::handle::ChatHandle;
use crate::engine::{ClientId, Entry, SessionId};

/// A session that the server has confirmed. Clones are the same session.
#[derive(Clone, Debug, PartialEq)]
pub struct ChatSession {
    chat: ChatHandle,
    id: SessionId,
}

impl ChatSession {
    pub(super) fn new(chat: ChatHandle, id: SessionId) -> Self {
        Self { chat, id }
    }

    /// The server's name for it.
    pub fn id(&self) -> &SessionId {
        &self.id
    }

    /// The chat it is the session of.
    pub fn chat(&self) -> &ChatHandle {
        &self.chat
    }

    /// Sends a message. It is stored first, and sent until the server has it.
    /// The id is the one under which [`ChatEvent::Sent`](crate::engine::ChatEvent)
    /// tells that it has it; `None` when there was nothing to send.
    pub fn send_message(&self, text: impl Into<String>) -> Option<ClientId> {
        self.chat.send(text)
    }

    /// Tells the agent that the visitor types, or has stopped.
    pub fn send_typing(&self, on: bool) {
        self.chat.set_typing(on);
    }

    /// The confirmed entries, in the server's order, as far as they are here: see
    /// [`ChatHandle::load_all`].
    pub fn transcript(&self) -> Vec<Rc<Entry>> {
        self.chat.read(|chat| {
            let session = chat.phase().session();
            session.map_or_else(Vec::new, |s| s.transcript().entries().cloned().collect())
        })
    }

    /// Ends the session.
    pub fn leave(&self) {
        self.chat.leave();
    }
}
