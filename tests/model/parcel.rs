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

/// What the pages of a site have from each other. None of it gets lost.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Local {
    /// Another page has written.
    Stored,
    /// It is that page's turn to lead.
    Lead,
    Word(Word),
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

    /// Whether nothing comes of it but an answer.
    pub(crate) fn is_question(&self) -> bool {
        matches!(self, Self::Call(_, Call::Resume(..) | Call::Sync(..)))
    }
}
