//! What a script has in its hands: the visitor's side and the server's.

use rejoin::runtime::ChatHandle;

use super::cast::{ann, kim};
use super::server::Server;

/// One chat, before it is drawn.
pub(super) struct Scene {
    /// The visitor's side.
    pub chat: ChatHandle,
    /// The server's side.
    pub server: Server,
}

impl Scene {
    /// The visitor has started a chat, and the server has taken it.
    pub(super) fn start(&self) {
        self.chat.start();
        self.server.starts();
    }

    /// A chat in which something was said already.
    pub(super) fn talk(&self) {
        self.start();
        self.server.joins(kim());
        self.server
            .says(kim(), "Hi Ann, what can I do for you today?");
        self.server
            .says(ann(), "My chain has come off, and I cannot get it back on.");
        self.server.says(kim(), "That happens. Bring it round!");
    }
}
