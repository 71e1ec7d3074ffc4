//! The pages of a site show one chat, and one of them, the leader, has the
//! connection.
//!
//! What they share is the storage: each page takes in what the others have
//! written there ([`Input::Stored`](super::Input::Stored)). Of the session itself
//! only the leader writes; the others write what the visitor does in them: the
//! form, the draft, messages to be sent. What is not stored they tell each
//! other, in a [`Word`].

use serde::{Deserialize, Serialize};

use super::entry::Party;
use super::form::RegistrationData;
use super::ids::{ClientId, SessionId};
use super::link::LinkStatus;
use super::outbox::StoredOutgoing;
use super::owner::Owner;
use super::phase::EndReason;
use super::snapshot::VERSION;

/// What the pages of a site have to do with each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tabs {
    /// Nothing: what is stored is this page's alone.
    #[default]
    Apart,
    /// All show the same chat.
    Shared,
    /// The chat is in one page; in the others a call fails with
    /// [`Code::RunningElsewhere`](super::Code::RunningElsewhere).
    Exclusive,
}

/// Whether this page has the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    /// There is nothing to connect for.
    Unwanted,
    /// It waits for its turn.
    Sought,
    /// It has.
    Held,
}

/// How things stand with the leader's connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The session that the server has confirmed.
    pub(crate) confirmed: Option<SessionId>,
    pub(crate) link: LinkStatus,
    /// The agent who is typing.
    pub(crate) typing: Option<Party>,
    /// Why the connection cannot be made: number and words.
    pub(crate) trouble: Option<(u16, String)>,
    /// Whether the leader's page can be seen.
    pub(crate) visible: bool,
}

/// What the visitor wrote in one page before that page heard that the session was over
/// in another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LastWords {
    pub(crate) session: SessionId,
    /// What was not taken.
    pub(crate) messages: Vec<(ClientId, StoredOutgoing)>,
    /// What was half-typed.
    pub(crate) draft: String,
}

/// What a page tells the others. Whoever does not understand it loses little.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Word {
    /// The sender waits to lead: how do things stand?
    Hello,
    /// How things stand; by the leader.
    Standing(Box<Standing>),
    /// The sender can be seen and the leader cannot: browsers slow the timers of
    /// such pages down.
    Yield,
    /// To the leader: the visitor types, or has stopped.
    Typing(bool),
    /// To the leader: what the visitor has typed so far.
    Preview(String),
    /// To the leader: more about the visitor.
    Data(RegistrationData),
    /// By the leader: the server knows what it was told about the visitor.
    DataTaken(RegistrationData),
    /// By the leader: the server will never take that, for this reason.
    DataRefused(RegistrationData, String),
    /// By the leader: can any other page be seen?
    AreYouSeen,
    /// To the leader: the sender can be seen.
    IAmSeen,
    /// What the sender does is not stored any more: each page for itself from here on.
    Apart,
    /// To the leader: nothing is stored of the chat any more. Does it go on?
    Vanished,
    /// That session is over.
    Ended(SessionId, EndReason),
    /// To who has ended a session: what the visitor wrote in the sender until then.
    LastWords(Box<LastWords>),
    /// The server knows that the visitor has left.
    LeaveSettled,
    /// Whose chat it is: the sender knows, and what is stored does not say so.
    Owned(Owner),
    /// The visitor is somebody else: nothing of the chat is to be seen or stored any
    /// more. [`Input::Forgotten`](super::Input::Forgotten) follows.
    Forgotten,
}

impl Word {
    /// As text, to be sent to other pages. That the visitor is somebody else goes for
    /// pages of every version, and is all that they understand of each other.
    pub fn encode(&self) -> String {
        let word = super::snapshot::encode(self);
        match self {
            Self::Forgotten => word,
            _ => format!("{VERSION} {word}"),
        }
    }

    /// Out of the text; `None` when it is of another version, or nothing of ours.
    pub fn decode(text: &str) -> Option<Self> {
        let ours = text.strip_prefix(&format!("{VERSION} "));
        let word = super::snapshot::decode(ours.unwrap_or(text))?;
        (ours.is_some() || word == Self::Forgotten).then_some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_all_versions_understand_that_all_is_to_be_forgotten_and_nothing_else() {
        assert_eq!(Word::Forgotten.encode(), "\"Forgotten\"");
        assert_eq!(Word::decode("\"Forgotten\""), Some(Word::Forgotten));
        let hello = Word::Hello.encode();
        assert_eq!(Word::decode(&hello), Some(Word::Hello));
        for text in ["\"Hello\"", "1 \"Hello\"", "3 \"Hello\"", "2 \"Else\"", ""] {
            assert_eq!(Word::decode(text), None, "{text}");
        }
    }
}
