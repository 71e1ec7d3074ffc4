//! What a homeserver says when it says no.

use std::time::Duration;

use serde_json::Value;

use crate::transport::json::{Look, cut};

/// Where a server that is asked too often does not say how long to wait.
const WAIT: Duration = Duration::from_secs(2);
/// No server is obeyed for longer.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// Longer words are cut.
const WORDS_LIMIT: usize = 300;

/// The standard error of the API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trouble {
    /// `M_…`
    pub code: String,
    /// For people.
    pub words: String,
    /// Of a token that is not accepted: logging in again may help.
    pub is_soft: bool,
    /// Of somebody who asked too often: for how long they are to be silent.
    pub wait: Duration,
}

impl Trouble {
    pub(super) fn read(body: &str) -> Self {
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        let wait = body.number("retry_after_ms").map(Duration::from_millis);
        Self {
            code: body.text("errcode").unwrap_or_default(),
            words: cut(&body.text("error").unwrap_or_default(), WORDS_LIMIT).to_owned(),
            is_soft: body.is_true("soft_logout"),
            wait: wait.unwrap_or(WAIT).min(LONGEST_WAIT),
        }
    }

    /// Whether it is the homeserver that says so, and not what stands before it.
    pub(super) fn is_the_servers(&self) -> bool {
        !self.code.is_empty()
    }

    /// Whether the token is of no use any more.
    pub(super) fn is_token_unknown(&self) -> bool {
        self.code == "M_UNKNOWN_TOKEN"
    }

    /// Whether the account is of no use any more.
    pub(super) fn is_hard(&self) -> bool {
        self.is_token_unknown() || self.code == "M_USER_DEACTIVATED"
    }

    /// What it says, for somebody who reads it in the chat.
    pub(super) fn or(self, ours: &str) -> String {
        if self.words.is_empty() {
            ours.to_owned()
        } else {
            self.words
        }
    }
}
