//! What is on its way between pages, server and storage.

use rejoin::engine::{TransportEvent, Word};

use super::page::LineId;
use super::server::Call;

/// Something on its way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Parcel {
    Call(LineId, Call),
    Answer(LineId, Vec<TransportEvent>),
    News(LineId, TransportEvent),
    /// Within the browser, to the page in that place.
    Local(usize, Local),
}

/// What the pages of a site have from each other.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Local {
    /// Another page has written.
    Stored,
    /// It is that page's turn to lead.
    Lead,
    /// It is another page's turn, though that page has not given the lead back.
    LeadLost,
    Word(Word),
    /// Some moments after the word that the chat is forgotten.
    Forgotten,
}

impl Parcel {
    /// The connection that it is on.
    pub(crate) fn line(&self) -> Option<LineId> {
        match self {
            Self::Call(line, _) | Self::Answer(line, _) | Self::News(line, _) => Some(*line),
            Self::Local(..) => None,
        }
    }

    /// Where its page is.
    pub(crate) fn place(&self) -> usize {
        match self {
            Self::Call(line, _) | Self::Answer(line, _) | Self::News(line, _) => line.place,
            Self::Local(place, _) => *place,
        }
    }

    /// Whether they go the same way: what was sent first may come first.
    pub(crate) fn is_on_way_of(&self, other: &Self) -> bool {
        self.line() == other.line() && self.place() == other.place()
    }

    /// Whether a page has said it to another.
    pub(crate) fn is_word(&self) -> bool {
        matches!(self, Self::Local(_, Local::Word(_)))
    }

    /// Whether it is heard before anything else happens, where words are not late.
    pub(crate) fn is_urgent(&self) -> bool {
        self.is_word() || matches!(self, Self::Local(_, Local::Forgotten))
    }

    /// Whether nothing comes of it but an answer.
    pub(crate) fn is_question(&self) -> bool {
        matches!(self, Self::Call(_, Call::Resume(..) | Call::Sync(..)))
    }
}
