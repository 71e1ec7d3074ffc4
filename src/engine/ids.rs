//! Names of things, one type each so that none is mistaken for another.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// Made by the visitor's side before the first send, stored with what it
    /// names, reused by every retry. A server that sees it again has seen it before.
    ClientId
}

text_id! {
    /// The server's name for an entry, where it has one; later entries speak of
    /// it by that.
    EntryId
}

text_id! {
    /// The server's name for one chat, from start to end.
    SessionId
}

/// What a transport needs to resume a session. Only the transport that made it
/// can read it; it holds secrets, so it never appears in a log.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ticket(String);

impl Ticket {
    /// Wraps what the transport wants to get back at resume.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// For the transport that made it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket(…)")
    }
}

/// Place of an entry in the server's transcript: unique within the session and
/// growing in the server's order. Gaps are allowed.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Position(pub u64);

/// Counts connections. What an earlier connection still has to say is told
/// apart by it and ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(pub u64);

impl Generation {
    pub(crate) fn advance(&mut self) -> Self {
        self.0 += 1;
        *self
    }
}

/// Makes client ids that no other page makes: 128 random bits drawn by the
/// page, then a counter.
#[derive(Clone, Debug)]
pub(crate) struct ClientIds {
    page: u128,
    made: u64,
}

impl ClientIds {
    pub(crate) fn new(page: u128) -> Self {
        Self { page, made: 0 }
    }

    pub(crate) fn next_id(&mut self) -> ClientId {
        self.made += 1;
        ClientId(format!("{:032x}-{}", self.page, self.made))
    }
}
