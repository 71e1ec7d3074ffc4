//! The end: out of the room, then out of the account.

use std::time::Duration;

use serde_json::json;

use super::calls::{Call, Purpose};
use super::{MatrixChat, Stage};
use crate::engine::TransportEvent;
use crate::transport::protocol::Answer;

/// Who was put out of the room is told so by then, logged out or not.
const LAST_WORD_WITHIN: Duration = Duration::from_secs(5);

impl MatrixChat {
    /// The visitor ends the chat.
    pub(super) fn leave(&mut self) {
        if let Stage::Live = self.stage {
            self.leave_with(TransportEvent::Ended);
        }
    }

    /// Out of the room, even if the page goes, and then the last word. What is left
    /// of an account that nobody can use any more is the site owner's to clean up.
    pub(super) fn leave_with(&mut self, word: TransportEvent) {
        self.stage = Stage::Leaving(word, None);
        self.drop_calls();
        let path = self.in_room("leave");
        self.call(Call::post(Purpose::Leave, path, json!({})).farewell());
    }

    /// The visitor was put out of the room, and has no use for the account. Where
    /// nothing is in the way of saying so, nobody waits for the answer.
    pub(super) fn end(&mut self) {
        let by = self.now.mono + LAST_WORD_WITHIN;
        self.stage = Stage::Leaving(TransportEvent::Ended, Some(by));
        self.drop_calls();
        self.say_goodbye();
        if !self.is_token_old() && self.parked.is_empty() {
            self.say_last_word();
        }
    }

    /// The time for the last word has come.
    pub(super) fn leave_by_now(&mut self) {
        if matches!(self.stage, Stage::Leaving(_, Some(by)) if by <= self.now.mono) {
            self.say_last_word();
        }
    }

    pub(super) fn left(&mut self, purpose: &Purpose, answer: &Answer) {
        match (purpose, answer) {
            // Who is not in it any more has left as well.
            // Not said before, however soon the page may go: a log-out that comes first
            // would leave the visitor in the room for good.
            (Purpose::Leave, Answer::Http(200..=499, _)) => self.say_goodbye(),
            (Purpose::Leave, _) => self.broke(),
            // Out of the room is what matters.
            _ => self.say_last_word(),
        }
    }

    pub(super) fn say_last_word(&mut self) {
        if let Stage::Leaving(word, _) = std::mem::replace(&mut self.stage, Stage::Closed) {
            self.close();
            self.report(word);
        }
    }

    /// Gives the account back. Of those that the site's endpoint has made the
    /// password is not known.
    pub(super) fn say_goodbye(&mut self) {
        let call = if self.stub.address.deactivate && !self.asks_endpoint() {
            let auth = json!({
                "type": "m.login.password",
                "identifier": { "type": "m.id.user", "user": self.room.me },
                "password": self.stub.secret.password,
            });
            let body = json!({ "auth": auth, "erase": true });
            Call::post(Purpose::Farewell, "/account/deactivate".to_owned(), body)
        } else {
            Call::post(Purpose::Farewell, "/logout".to_owned(), json!({}))
        };
        self.call(call.farewell());
    }
}
