//! The end: out of the room, then out of the account.

use serde_json::json;

use super::calls::{Call, Purpose};
use super::{MatrixChat, Stage};
use crate::transport::protocol::Answer;

impl MatrixChat {
    /// Even if the page goes: what is left of an account that nobody can use any
    /// more is the site owner's to clean up.
    pub(super) fn leave(&mut self) {
        if !matches!(self.stage, Stage::Live) {
            return;
        }
        self.stage = Stage::Leaving;
        let path = self.in_room("leave");
        self.call(Call::post(Purpose::Leave, path, json!({})).farewell());
    }

    pub(super) fn left(&mut self, purpose: &Purpose, answer: &Answer) {
        match (purpose, answer) {
            // Who is not in it any more has left as well.
            (Purpose::Leave, Answer::Http(200..=499, _)) => self.say_goodbye(),
            (Purpose::Leave, _) => self.broke(),
            // Out of the room is what matters.
            _ => self.end(),
        }
    }

    /// Gives the account back.
    pub(super) fn say_goodbye(&mut self) {
        let account = self.stub.account.as_ref();
        let user = account
            .map(|account| account.user.clone())
            .unwrap_or_default();
        let call = if self.stub.address.deactivate && !self.asks_endpoint() {
            let auth = json!({
                "type": "m.login.password",
                "identifier": { "type": "m.id.user", "user": user },
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
