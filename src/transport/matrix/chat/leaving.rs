//! The end: out of the room, then out of the account.

use serde_json::json;

use super::calls::{Call, Purpose};
use super::{MatrixChat, Stage};
use crate::engine::TransportEvent;
use crate::transport::protocol::Answer;

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
        self.stage = Stage::Leaving(word);
        let path = self.in_room("leave");
        self.call(Call::post(Purpose::Leave, path, json!({})).farewell());
    }

    pub(super) fn left(&mut self, purpose: &Purpose, answer: &Answer) {
        match (purpose, answer) {
            // Who is not in it any more has left as well.
            (Purpose::Leave, Answer::Http(200..=499, _)) => self.say_goodbye(),
            (Purpose::Leave, _) => self.broke(),
            // Out of the room is what matters.
            _ => self.say_last_word(),
        }
    }

    pub(super) fn say_last_word(&mut self) {
        if let Stage::Leaving(word) = std::mem::replace(&mut self.stage, Stage::Closed) {
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
