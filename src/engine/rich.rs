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

impl Style {
    /// Whether it begins and ends with a line.
    fn has_lines(self) -> bool {
        !matches!(
            self,
            Self::Bold | Self::Italic | Self::Underline | Self::Strike | Self::Code
        )
    }
}

/// What pieces say, said plainly: what has lines of its own keeps them, items in order
/// keep their numbers, and links tell where they lead.
pub(crate) fn plain(pieces: &[Piece]) -> String {
    let mut text = String::new();
    say(pieces, &mut text);
    text.truncate(text.trim_end().len());
    text
}

fn say(pieces: &[Piece], text: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Break => text.push('\n'),
            Piece::Link { to, pieces } => {
                let begin = text.len();
                say(pieces, text);
                if !text.get(begin..).is_some_and(|words| words.contains(&**to)) {
                    text.extend([" (", to, ")"]);
                }
            }
            Piece::Styled(Style::Numbered, items) => {
                for (place, item) in items.iter().enumerate() {
                    begin_line(text);
                    text.extend([&*(place + 1).to_string(), ". "]);
                    if let Piece::Styled(Style::Item, pieces) = item {
                        say(pieces, text);
                    }
                }
                begin_line(text);
            }
            Piece::Styled(style, pieces) if style.has_lines() => {
                begin_line(text);
                say(pieces, text);
                begin_line(text);
            }
            Piece::Styled(_, pieces) => say(pieces, text),
        }
    }
}

/// A number of a list stands before what it numbers.
fn begin_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with(['\n', ' ']) {
        text.push('\n');
    }
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
