//! Plain words with marks in them, as people write them in chats, as words with form:
//! `**bold**`, `*italic*`, `` `code` ``, blocks of code, lists, quotes and links.
//!
//! Less than Markdown, so that what was not meant stays as it is: a mark stands at the
//! edge of a word, its other one on the same line; a link has a scheme that can be
//! followed; lines begin a list or a quote only with a space after the mark. Whatever
//! the text, each part of it is looked through a few times at the most.

mod block;
mod line;

use super::entry::Content;
use super::rich::{Piece, plain};

/// Drawing more would keep the visitor waiting: such a text stays plain.
const MOST_PIECES: usize = 2_000;

impl Content {
    /// The same with the form that its marks give it, where it has any.
    #[must_use]
    pub fn with_form(self) -> Self {
        match self {
            Self::Text(text) => match markdown(&text) {
                Some(pieces) => Self::Rich {
                    text: plain(&pieces),
                    pieces,
                },
                None => Self::Text(text),
            },
            Self::Edit { of, to } => Self::Edit {
                of,
                to: Box::new(to.with_form()),
            },
            other => other,
        }
    }
}

/// A text as its marks say; `None` where they say nothing.
pub fn markdown(text: &str) -> Option<Vec<Piece>> {
    let lines: Vec<_> = text.lines().collect();
    let pieces = block::pieces(&lines);
    let is_plain = pieces.iter().all(|piece| matches!(piece, Piece::Text(_)));
    (!is_plain && count(&pieces) <= MOST_PIECES).then_some(pieces)
}

fn count(pieces: &[Piece]) -> usize {
    let within = pieces.iter().map(|piece| match piece {
        Piece::Text(_) | Piece::Break => 1,
        Piece::Link { pieces, .. } | Piece::Styled(_, pieces) => 1 + count(pieces),
    });
    within.sum()
}
