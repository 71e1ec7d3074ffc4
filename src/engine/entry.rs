//! Who said what: the entries of a transcript.

use serde::{Deserialize, Serialize};

use super::ids::{ClientId, Position};
use super::time::Wall;

/// The part somebody has in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person on the website.
    Visitor,
    /// Somebody who answers; a bot that talks is one too.
    Agent,
    /// The server itself.
    System,
}

/// Somebody in a chat.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Party {
    /// The server's name for them, unique within the session.
    pub id: String,
    /// What is shown.
    pub name: String,
    /// Their part.
    pub role: Role,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// Words, as plain text.
    Text(String),
    /// An address that the other side would like the visitor to look at. Nothing
    /// is opened by itself.
    Url(String),
    /// The author came in.
    Joined,
    /// The author went.
    Left,
    /// A file, to be had from the server.
    File {
        /// The server's name for it.
        id: String,
        /// What it is called.
        name: String,
    },
    /// The system tells something.
    Notice(String),
}

/// What kind of thing the visitor's side says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageKind {
    /// Words.
    #[default]
    Text,
    /// An address that the agent is to look at.
    Url,
    /// Something for the program on the agent's side.
    Notice,
}

impl MessageKind {
    /// Whether it is the usual one.
    pub(crate) fn is_text(&self) -> bool {
        *self == Self::Text
    }
}

/// One line of the server's transcript.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// Its place; two entries with the same place are the same entry.
    pub position: Position,
    /// When the server took it.
    pub at: Wall,
    /// Who it is from.
    pub author: Party,
    /// What it says.
    pub content: Content,
    /// On the visitor's own messages: the id they were sent under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
}

impl Content {
    /// What somebody said, where it is that.
    pub fn said(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Url(text) | Self::File { name: text, .. } => Some(text),
            Self::Joined | Self::Left | Self::Notice(_) => None,
        }
    }

    /// The kind and the text of what a visitor's side sends.
    pub(crate) fn message(&self) -> Option<(MessageKind, &str)> {
        match self {
            Self::Text(text) => Some((MessageKind::Text, text)),
            Self::Url(text) => Some((MessageKind::Url, text)),
            Self::Notice(text) => Some((MessageKind::Notice, text)),
            Self::File { .. } | Self::Joined | Self::Left => None,
        }
    }
}

impl Entry {
    /// Whether the visitor said it, under an id that the server does not tell.
    pub(crate) fn is_of_unknown_origin(&self) -> bool {
        self.author.role == Role::Visitor && self.client_id.is_none()
    }

    /// Whether it counts as unread until it was seen.
    pub fn counts_as_unread(&self) -> bool {
        self.author.role != Role::Visitor
            && matches!(
                self.content,
                Content::Text(_) | Content::Url(_) | Content::File { .. } | Content::Notice(_)
            )
    }
}
