//! Where chats are, and how they begin.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A homeserver, and what a visitor does there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixAddress {
    /// Where its client-server API is, without a slash at the end:
    /// `https://matrix.example.com`.
    pub homeserver: String,
    /// How a visitor gets an account.
    pub account: AccountSource,
    /// How a chat gets its room.
    pub room: RoomPlan,
    /// Programs among those who answer, by their user ids. They are no agents.
    #[serde(default)]
    pub bots: Vec<String>,
    /// Whether the account is deactivated at the end of the chat, and not only
    /// logged out.
    #[serde(default)]
    pub deactivate: bool,
}

impl MatrixAddress {
    /// With an account that anybody may register, and a room that these are
    /// invited to.
    pub fn new(homeserver: impl Into<String>, invite: Vec<String>) -> Self {
        Self {
            homeserver: homeserver.into(),
            account: AccountSource::Open,
            room: RoomPlan::Invite(invite),
            bots: Vec::new(),
            deactivate: false,
        }
    }
}

/// How a visitor gets an account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountSource {
    /// Anybody may register: for development.
    Open,
    /// By registration with this token (`m.login.registration_token`).
    Token(String),
    /// The site's own server at that address makes it: see `docs/matrix.md`.
    Endpoint(String),
}

/// A token is a secret, though not a deep one: every page has it.
impl fmt::Debug for AccountSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("Open"),
            Self::Token(_) => f.write_str("Token(…)"),
            Self::Endpoint(url) => write!(f, "Endpoint({url})"),
        }
    }
}

/// How a chat gets its room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoomPlan {
    /// The visitor makes it and invites these: agents, or a bot that finds some.
    Invite(Vec<String>),
    /// The visitor joins that alias, in which `{id}` stands for what is the chat's
    /// own: an application service makes the room when it is asked for.
    Alias(String),
}
