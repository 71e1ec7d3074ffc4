//! Who types, as the server tells it and as the chat wants to know it.

use std::time::Duration;

use super::{MatrixChat, Stage};
use crate::engine::TransportEvent;

/// Who types is said again so often, while they do: the server says it once.
const TYPING_AGAIN: Duration = Duration::from_secs(8);

impl MatrixChat {
    /// The server says who types now; the chat wants to know who began and who
    /// stopped.
    pub(super) fn heed_typing(&mut self, mut users: Vec<String>) {
        users.retain(|user| *user != self.room.me);
        let before = std::mem::take(&mut self.typing.0);
        let stopped: Vec<_> = before.iter().filter(|user| !users.contains(user)).collect();
        for user in stopped {
            self.say_typing(user, false);
        }
        self.typing.0 = users;
        self.typing.1 = None;
        self.say_who_types();
    }

    pub(super) fn say_typing_again(&mut self) {
        if self.typing.1.is_some_and(|at| at <= self.now.mono) {
            self.say_who_types();
        }
    }

    fn say_who_types(&mut self) {
        let users = self.typing.0.clone();
        for user in &users {
            self.say_typing(user, true);
        }
        self.typing.1 = (!users.is_empty()).then_some(self.now.mono + TYPING_AGAIN);
    }

    fn say_typing(&mut self, user: &str, on: bool) {
        let party = self.room.party(user);
        if matches!(self.stage, Stage::Live) {
            self.report(TransportEvent::Typing { party, on });
        }
    }
}
