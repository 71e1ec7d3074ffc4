//! The records themselves. All are JSON; the small ones are types of the engine
//! that are stored as they are.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::engine::entry::Party;
use crate::engine::form::{RegistrationData, Selection};
use crate::engine::gap::Gap;
use crate::engine::ids::{ClientId, Position, SessionId, Ticket};
use crate::engine::owner::Owner;
use crate::engine::time::Wall;

/// The record that says what kind of chat was going on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub saved_at: Wall,
    pub phase: SavedPhase,
    /// What a start goes on with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_ticket: Option<Ticket>,
    /// Whose chat it is, where the site has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SavedPhase {
    Registering,
    Starting {
        id: ClientId,
        /// Without private fields.
        data: RegistrationData,
        /// False when private fields had to be left out.
        complete: bool,
    },
    Active {
        session: SessionId,
        ticket: Ticket,
        agents: Vec<Party>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gap: Option<Gap>,
        /// Told about the visitor, and not known to have reached the server.
        #[serde(default, skip_serializing_if = "RegistrationData::is_empty")]
        data: RegistrationData,
        /// Of answers up to there the visitor was told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        alerted: Option<Position>,
    },
}

/// What is half-typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredDraft {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
    /// In which it is typed, where there is one yet. A page may write it when the next
    /// has begun already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
}

/// What the visitor wrote and could not say any more when the chat was over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unsaid {
    pub text: String,
    /// When the chat was over.
    pub at: Wall,
    /// Whose chat it was, where the site has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
}

impl Head {
    /// Where entries of the transcript are missing.
    pub(super) fn gap(&self) -> Option<Gap> {
        match self.phase {
            SavedPhase::Active { gap, .. } => gap,
            _ => None,
        }
    }
}

/// `None` when it is not such a record.
pub(crate) fn decode<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

/// The text of a record.
pub(crate) fn encode(record: &impl Serialize) -> String {
    // Only maps with keys other than strings cannot be written, and we have none.
    serde_json::to_string(record).unwrap_or_default()
}
