//! Tokens that grow old.
//!
//! A new token is asked for after three quarters of the old one's life, and stored
//! before it is used. The specification keeps a refresh token valid until what was
//! got for it is used, so a page that goes in between loses nothing. Where another
//! tab has used it, and where there is none, the password logs in again.
//!
//! A token of which the homeserver knows nothing may have died unnoticed, as where the
//! clock was set back: it is renewed once. If the refresh token is not known either, the
//! visitor was logged out for good, and is not logged in again.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::ticket::Account;
use super::super::trouble::Trouble;
use super::calls::{Call, Purpose};
use super::{MatrixChat, Stage};
use crate::engine::Wall;
use crate::transport::json::Look;
use crate::transport::protocol::Answer;

/// A token that is said to live shorter is used for so long all the same.
const SHORTEST_LIFE: Duration = Duration::from_secs(2);

/// For a visitor who is logged out in the middle of a start.
const NOT_KNOWN: &str = "The homeserver does not know the account that it has just given.";

/// What the device is called in the account's list.
pub(super) const DEVICE_NAME: &str = "Rejoin";

impl Account {
    /// From the answer to a registration, a login or an endpoint.
    pub(super) fn read(body: &str, now: Wall) -> Option<Self> {
        let answer: Value = serde_json::from_str(body).ok()?;
        let mut account = Self {
            user: answer.text("user_id")?,
            device: answer.text("device_id").unwrap_or_default(),
            access: String::new(),
            refresh: None,
            refresh_at: None,
        };
        account.take_tokens(&answer, now)?;
        Some(account)
    }

    /// `None` when there are none.
    fn take_tokens(&mut self, answer: &Value, now: Wall) -> Option<()> {
        self.access = answer.text("access_token")?;
        self.refresh = answer.text("refresh_token").or(self.refresh.take());
        let life = answer.number("expires_in_ms").map(Duration::from_millis);
        let used = |life: Duration| u64::try_from(life.as_millis()).unwrap_or(u64::MAX) / 4 * 3;
        self.refresh_at =
            life.map(|life| Wall(now.0.saturating_add(used(life.max(SHORTEST_LIFE)))));
        Some(())
    }
}

impl MatrixChat {
    /// Whether nothing can be asked before there is a new one.
    pub(super) fn needs_token(&self) -> bool {
        self.is_renewing() || (self.is_token_old() && !matches!(self.stage, Stage::Leaving(..)))
    }

    pub(super) fn is_renewing(&self) -> bool {
        self.is_asking(|purpose| matches!(purpose, Purpose::Refresh | Purpose::Login))
    }

    pub(super) fn is_token_old(&self) -> bool {
        let account = self.stub.account.as_ref();
        account
            .and_then(|account| account.refresh_at)
            .is_some_and(|at| at <= self.now.wall)
    }

    /// Whether a new token may be had though the homeserver knows nothing of this one.
    pub(super) fn may_hope(&self) -> bool {
        let account = self.stub.account.as_ref();
        !self.is_token_untried && account.is_some_and(|account| account.refresh.is_some())
    }

    pub(super) fn renew(&mut self) {
        if self.is_renewing() {
            return;
        }
        let refresh = self.stub.account.as_ref().and_then(|a| a.refresh.clone());
        match refresh {
            Some(token) => self.call(
                Call::post(
                    Purpose::Refresh,
                    "/refresh".to_owned(),
                    json!({ "refresh_token": token }),
                )
                .without_token(),
            ),
            None => self.log_in_again(),
        }
    }

    pub(super) fn refreshed(&mut self, answer: Answer) {
        match answer {
            Answer::Http(200, body) => {
                let now = self.now.wall;
                let tokens = serde_json::from_str::<Value>(&body).ok();
                let account = self.stub.account.as_mut();
                let taken = account
                    .zip(tokens)
                    .and_then(|(account, tokens)| account.take_tokens(&tokens, now));
                match taken {
                    Some(()) => self.has_new_token(),
                    None => self.broke(),
                }
            }
            Answer::Http(400..=499, body) if Trouble::read(&body).is_the_servers() => {
                if self.is_last_hope {
                    return self.logged_out();
                }
                // Used by another tab, or too old. That tab keeps its device: to
                // log in to it here would log it out there.
                if let Some(account) = &mut self.stub.account {
                    account.refresh = None;
                    account.device.clear();
                }
                self.log_in_again();
            }
            _ => self.broke(),
        }
    }

    fn log_in_again(&mut self) {
        let account = self.stub.account.as_ref();
        let (user, device) =
            account.map_or_else(Default::default, |a| (a.user.clone(), a.device.clone()));
        self.log_in(&user, &device);
    }

    /// As that user; to a new device where none is named.
    pub(super) fn log_in(&mut self, user: &str, device: &str) {
        if self.asks_endpoint() {
            return self.ask_endpoint();
        }
        let mut body = json!({
            "type": "m.login.password",
            "identifier": { "type": "m.id.user", "user": user },
            "password": self.stub.secret.password,
            "refresh_token": true,
            "initial_device_display_name": DEVICE_NAME,
        });
        if !device.is_empty() {
            body["device_id"] = device.into();
        }
        self.call(Call::post(Purpose::Login, "/login".to_owned(), body).without_token());
    }

    pub(super) fn logged_in(&mut self, answer: Answer) {
        if let Stage::Starting(_) = self.stage {
            return self.hear_of_start(&Purpose::Login, answer);
        }
        match answer {
            Answer::Http(200, body) => match Account::read(&body, self.now.wall) {
                Some(account) => {
                    self.stub.account = Some(account);
                    self.has_new_token();
                }
                None => self.broke(),
            },
            Answer::Http(400..=499, body) if Trouble::read(&body).is_the_servers() => {
                self.logged_out();
            }
            _ => self.broke(),
        }
    }

    /// Stored first, then used.
    fn has_new_token(&mut self) {
        self.is_token_untried = true;
        self.is_last_hope = false;
        self.renew_ticket();
        self.release_parked();
    }

    /// The account is of no use any more.
    pub(super) fn logged_out(&mut self) {
        match self.stage {
            Stage::Starting(_) => self.refused(NOT_KNOWN),
            Stage::Leaving(..) => self.say_last_word(),
            _ => self.gone(),
        }
    }
}
