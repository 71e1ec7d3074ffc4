//! Words with some form, as nodes.

use yew::prelude::*;

use super::rich_text::{link, rich_text};
use crate::engine::{Content, Piece, Style};

/// What somebody said, with its form where it has any.
pub(super) fn said(content: &Content) -> Html {
    match content {
        Content::Rich { pieces, .. } => html! {
            <div class="rj-rich">{ formatted_text(pieces) }</div>
        },
        content => rich_text(content.said().unwrap_or_default()),
    }
}

/// The pieces as nodes. Addresses in them become links, unless they are in a
/// link already, or a program's words.
fn formatted_text(pieces: &[Piece]) -> Html {
    draw(pieces, true)
}

fn draw(pieces: &[Piece], finds_links: bool) -> Html {
    let pieces = pieces.iter();
    pieces.map(|piece| draw_piece(piece, finds_links)).collect()
}

fn draw_piece(piece: &Piece, finds_links: bool) -> Html {
    match piece {
        Piece::Text(words) if finds_links => rich_text(words),
        Piece::Text(words) => words.into(),
        Piece::Break => html! { <br /> },
        Piece::Link { to, pieces } => link(to, draw(pieces, false)),
        Piece::Styled(style @ (Style::List | Style::Numbered), pieces) => {
            let items = pieces.iter();
            let items = items.map(|piece| draw_item(piece, finds_links)).collect();
            element(name_of(*style), items)
        }
        Piece::Styled(style, pieces) => {
            let finds_links = finds_links && !matches!(style, Style::Code | Style::Block);
            let words = draw(pieces, finds_links);
            let words = match style {
                Style::Heading => element("strong", words),
                _ => words,
            };
            element(name_of(*style), words)
        }
    }
}

/// A list has items in it and nothing else.
fn draw_item(piece: &Piece, finds_links: bool) -> Html {
    match piece {
        Piece::Styled(Style::Item, pieces) => element("li", draw(pieces, finds_links)),
        Piece::Break => Html::default(),
        Piece::Text(words) if words.trim().is_empty() => Html::default(),
        other => element("li", draw_piece(other, finds_links)),
    }
}

/// An item that stands in no list is a paragraph, and so is a heading: the
/// headings of the page are the page's.
fn name_of(style: Style) -> &'static str {
    match style {
        Style::Bold => "strong",
        Style::Italic => "em",
        Style::Underline => "u",
        Style::Strike => "s",
        Style::Code => "code",
        Style::Block => "pre",
        Style::Quote => "blockquote",
        Style::List => "ul",
        Style::Numbered => "ol",
        Style::Item | Style::Paragraph | Style::Heading => "p",
    }
}

fn element(name: &'static str, words: Html) -> Html {
    html! { <@{name}>{ words }</@> }
}
