//! What a page that comes after needs, to go on.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::address::MatrixAddress;
use super::path::encoded;
use super::roster::Roster;
use crate::engine::{Ticket, Wall};

/// As far as a chat has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Stub {
    #[serde(rename = "matrix")]
    pub address: MatrixAddress,
    pub secret: Secret,
    /// The id of the start, by which the account is called and asked for again.
    #[serde(default)]
    pub start: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// What is drawn before anything is asked for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Secret {
    /// The account is called by it.
    pub name: String,
    pub password: String,
}

/// An account, logged in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Account {
    pub user: String,
    pub device: String,
    pub access: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh: Option<String>,
    /// From then on a new token is asked for before the old one is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_at: Option<Wall>,
}

/// A room, and how far it has been looked into.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Place {
    pub room: String,
    /// The `next_batch` to go on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// How many events there were until then.
    #[serde(default)]
    pub count: u64,
    /// The position of the last that is an entry.
    #[serde(default)]
    pub newest: u64,
    #[serde(default)]
    pub roster: Roster,
    /// Whether the visitor's page made it, and said in it who they are.
    #[serde(default)]
    pub is_ours: bool,
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({} {})", self.user, self.device)
    }
}

impl Secret {
    pub(super) fn new([name, password]: [u128; 2]) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "half of it will do")]
        let name = name as u64;
        Self {
            name: format!("{name:016x}"),
            password: format!("{password:032x}"),
        }
    }

    /// The name of the account for that start. One page may start several.
    pub(super) fn user_for(&self, start: &str) -> String {
        format!("visitor-{}{:08x}", self.name, fnv(start))
    }
}

/// A short name for a text (FNV-1a). It tells texts apart, and hides nothing.
pub(super) fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

impl Stub {
    /// Of a chat that has not begun.
    pub(super) fn new(address: MatrixAddress, secret: Secret) -> Self {
        Self {
            address,
            secret,
            start: String::new(),
            account: None,
            place: None,
        }
    }

    /// The path to something in the room.
    pub(super) fn in_room(&self, rest: &str) -> String {
        let place = self.place.as_ref();
        let room = place.map_or("", |place| place.room.as_str());
        format!("/rooms/{}/{rest}", encoded(room))
    }

    pub(super) fn to_ticket(&self) -> Ticket {
        Ticket::new(serde_json::to_string(self).unwrap_or_default())
    }

    /// `None` when another transport made it.
    pub(super) fn read(ticket: &Ticket) -> Option<Self> {
        serde_json::from_str(ticket.reveal()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_holds_all_that_is_needed_and_shows_no_secret() {
        let address = MatrixAddress::new("https://hs.example", vec!["@a:hs.example".to_owned()]);
        let mut stub = Stub::new(address, Secret::new([7, 8]));
        assert_eq!(Stub::read(&stub.to_ticket()), Some(stub.clone()));
        stub.account = Some(Account {
            user: "@v:hs.example".to_owned(),
            device: "D".to_owned(),
            access: "hidden-1".to_owned(),
            refresh: Some("hidden-2".to_owned()),
            refresh_at: Some(Wall(5)),
        });
        stub.place = Some(Place {
            room: "!r".to_owned(),
            since: Some("s1".to_owned()),
            count: 3,
            ..Place::default()
        });
        assert_eq!(Stub::read(&stub.to_ticket()), Some(stub.clone()));
        let shown = format!("{stub:?}");
        assert!(!shown.contains("hidden") && !shown.contains(&stub.secret.password));
    }

    #[test]
    fn tickets_of_others_are_not_read() {
        for text in ["", "nonsense", "7", "{}", "[]", r#"{"cometd":"https://a"}"#] {
            assert_eq!(Stub::read(&Ticket::new(text)), None, "{text}");
        }
    }

    #[test]
    fn every_start_has_an_account_of_its_own() {
        let secret = Secret::new([u128::MAX, 1]);
        assert_ne!(secret.user_for("a-1"), secret.user_for("a-2"));
        assert_eq!(secret.user_for("a-1"), secret.user_for("a-1"));
        assert_eq!(secret.password.len(), 32);
    }
}
