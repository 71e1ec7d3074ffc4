//! Who said what: the entries of a transcript.

use serde::{Deserialize, Serialize};

use super::ids::{ClientId, EntryId, Position};
use super::rich::Piece;
use super::time::Wall;

/// The part somebody has in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person on the website.
    Visitor,
    /// Somebody who answers.
    Agent,
    /// A program that answers.
    Bot,
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
    /// The server's name for their picture, as `FileOperation::Picture` wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
}

impl Party {
    /// Somebody without a picture.
    pub fn new(id: impl Into<String>, name: impl Into<String>, role: Role) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            role,
            avatar: None,
        }
    }
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// Words, as plain text.
    Text(String),
    /// Words with some form.
    Rich {
        /// The same, said plainly.
        text: String,
        /// The words.
        pieces: Vec<Piece>,
    },
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
        /// It is a picture, of that size.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        image: Option<ImageSize>,
    },
    /// The system tells something.
    Notice(String),
    /// The chat was encrypted, so that nothing more of it can be read here.
    Encrypted,
    /// The author says an earlier entry of theirs in other words.
    Edit {
        /// Which.
        of: EntryId,
        /// What it says now.
        to: Box<Content>,
    },
    /// An earlier entry is taken back.
    Removal {
        /// Which.
        of: EntryId,
    },
    /// The author answers an earlier entry with a sign.
    Reaction {
        /// Which.
        of: EntryId,
        /// The sign, an emoji most often.
        key: String,
    },
    /// Was said and taken back.
    Removed,
}

/// The size of a picture in pixels; 0 where it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ImageSize {
    /// From side to side.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// What later entries have done to an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Marks {
    /// It says something else than it did at first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub edited: bool,
    /// The signs it was answered with, each person's once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
}

impl Marks {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        !self.edited && self.reactions.is_empty()
    }
}

/// A sign with which somebody has answered an entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reaction {
    /// The server's name for the entry that it came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<EntryId>,
    /// Whose it is.
    pub by: Party,
    /// The sign, an emoji most often.
    pub key: String,
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

/// So many suggested answers are shown at the most.
pub const MOST_REPLIES: usize = 10;
/// In characters: so long may a suggested answer be.
pub const LONGEST_REPLY: usize = 100;

/// One line of the server's transcript.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// Its place; two entries with the same place are the same entry.
    pub position: Position,
    /// The server's name for it, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<EntryId>,
    /// When the server took it.
    pub at: Wall,
    /// Who it is from.
    pub author: Party,
    /// What it says.
    pub content: Content,
    /// On the visitor's own messages: the id they were sent under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// What later entries have done to it.
    #[serde(default, skip_serializing_if = "Marks::is_empty")]
    pub marks: Marks,
    /// Answers that its author suggests; see [`offering`](Self::offering).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<String>,
}

impl Content {
    /// What somebody said, where it is that.
    pub fn said(&self) -> Option<&str> {
        match self {
            Self::Text(text)
            | Self::Rich { text, .. }
            | Self::Url(text)
            | Self::File { name: text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether it changes an earlier entry, and says nothing by itself.
    pub fn is_amendment(&self) -> bool {
        matches!(
            self,
            Self::Edit { .. } | Self::Removal { .. } | Self::Reaction { .. }
        )
    }

    /// Whether later entries may change it.
    pub(crate) fn can_be_amended(&self) -> bool {
        self.said().is_some() || matches!(self, Self::Notice(_))
    }

    /// The kind and the text of what a visitor's side sends.
    pub(crate) fn message(&self) -> Option<(MessageKind, &str)> {
        match self {
            Self::Text(text) => Some((MessageKind::Text, text)),
            Self::Url(text) => Some((MessageKind::Url, text)),
            Self::Notice(text) => Some((MessageKind::Notice, text)),
            _ => None,
        }
    }
}

impl Entry {
    /// An entry that has no name and that nothing was done to.
    pub fn new(position: Position, at: Wall, author: Party, content: Content) -> Self {
        Self {
            position,
            id: None,
            at,
            author,
            content,
            client_id: None,
            marks: Marks::default(),
            replies: Vec::new(),
        }
    }

    /// With answers that its author suggests, to be sent as they are. At most
    /// [`MOST_REPLIES`]; one that is empty, or longer than [`LONGEST_REPLY`], is no
    /// answer to choose, and left out.
    #[must_use]
    pub fn offering(mut self, replies: impl IntoIterator<Item = String>) -> Self {
        let replies = replies.into_iter().map(|reply| reply.trim().to_owned());
        let fits = |reply: &String| !reply.is_empty() && reply.chars().count() <= LONGEST_REPLY;
        self.replies = replies.filter(fits).take(MOST_REPLIES).collect();
        self
    }

    /// Whether the visitor said it, under an id that the server does not tell.
    pub(crate) fn is_of_unknown_origin(&self) -> bool {
        self.author.role == Role::Visitor && self.client_id.is_none()
    }

    /// Whether somebody answers the visitor with it.
    pub(crate) fn is_answer(&self) -> bool {
        matches!(self.author.role, Role::Agent | Role::Bot) && self.content.said().is_some()
    }

    /// Whether it counts as unread until it was seen.
    pub fn counts_as_unread(&self) -> bool {
        self.author.role != Role::Visitor && self.content.can_be_amended()
    }
}
