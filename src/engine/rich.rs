//! Words with some form, as far as a chat has use for it. What a server sends in
//! a form of its own, such as HTML, its transport turns into this.

use serde::{Deserialize, Serialize};

/// How deep pieces may lie within each other: what is deeper could not be read
/// back from the storage. A transport leaves such text plain.
pub const DEEPEST_PIECE: usize = 24;

/// A piece of a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Piece {
    /// Words, as they are.
    #[serde(rename = "t")]
    Text(String),
    /// The line ends here.
    #[serde(rename = "br")]
    Break,
    /// Words that lead somewhere.
    #[serde(rename = "a")]
    Link {
        /// Where to: any address at all, as the author gave it. Who shows it
        /// makes sure that it is one to follow.
        to: String,
        /// The words.
        pieces: Vec<Piece>,
    },
    /// Words in a style.
    #[serde(rename = "s")]
    Styled(Style, Vec<Piece>),
}

/// What pieces are, and with that how they look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// Important.
    Bold,
    /// Stressed.
    Italic,
    /// Underlined.
    Underline,
    /// No longer so.
    Strike,
    /// A program's words, within a line.
    Code,
    /// A program's words, with lines of their own.
    Block,
    /// Somebody else's words.
    Quote,
    /// A list in no order, of [items](Style::Item).
    List,
    /// A list in order, of [items](Style::Item).
    Numbered,
    /// One line of a list.
    Item,
    /// A paragraph.
    Paragraph,
    /// What the following is about.
    Heading,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "this is a test")]
mod tests {
    use super::*;
    use crate::engine::entry::Content;
    use crate::engine::ids::EntryId;

    #[test]
    fn the_deepest_pieces_are_read_back_from_the_storage() {
        let mut pieces = vec![Piece::Text("deep".to_owned())];
        for _ in 0..DEEPEST_PIECE {
            pieces = vec![Piece::Styled(Style::Quote, pieces)];
        }
        let said = Content::Rich {
            text: "deep".to_owned(),
            pieces,
        };
        let edit = Content::Edit {
            of: EntryId::new("$1"),
            to: Box::new(said),
        };
        // As in a chunk: a list of entries, each an object.
        let stored = serde_json::to_string(&[[&edit]]).unwrap();
        let read: Vec<Vec<Content>> = serde_json::from_str(&stored).unwrap();
        assert_eq!(read, [[edit]]);
    }
}
