//! Text in `org.matrix.custom.html`: a safe part of it, as pieces.
//!
//! Read by hand: whatever is in it, only words and a few kinds of pieces come out.
//! Elements that are not known are left out and what is in them stays, but for
//! those whose content is nothing to be read.

use crate::engine::{DEEPEST_PIECE, Piece, Style};

/// Of somebody who says more than that the rest is said plainly.
const MOST_PIECES: usize = 2_000;

/// The end of a tag that has none is looked for in all the rest. A text is not looked
/// through more often than this.
const MOST_LOOKS: usize = 50;

/// The pieces; `None` where they would say no more than the plain words.
pub fn pieces(html: &str) -> Option<Vec<Piece>> {
    read(html, &mut 0)
}

/// Counts the bytes that were looked through in vain.
fn read(html: &str, in_vain: &mut usize) -> Option<Vec<Piece>> {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        reader.text(&rest[..at]);
        rest = &rest[at..];
        match tag(rest) {
            Some((tag, after)) => {
                reader.tag(&tag);
                rest = after;
            }
            // No tag at all.
            None => {
                if begins_tag(rest) {
                    *in_vain += rest.len();
                }
                reader.text("<");
                rest = &rest[1..];
            }
        }
        if reader.made > MOST_PIECES || *in_vain > MOST_LOOKS * html.len() {
            return None;
        }
    }
    reader.text(rest);
    let pieces = reader.finish();
    let is_plain = pieces.iter().all(|piece| matches!(piece, Piece::Text(_)));
    (!is_plain).then_some(pieces)
}

/// A tag, as far as it matters.
struct Tag<'a> {
    name: &'a str,
    is_end: bool,
    link: Option<String>,
}

/// Whether a text looks like a tag, complete or not.
fn begins_tag(text: &str) -> bool {
    let inner = text.get(1..).unwrap_or_default();
    let name = inner.strip_prefix('/').unwrap_or(inner);
    name.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The tag that the text begins with, and what comes after it.
fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    if let Some(comment) = text.strip_prefix("<!--") {
        let after = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        let nothing = Tag {
            name: "",
            is_end: false,
            link: None,
        };
        return Some((nothing, after));
    }
    let inner = text.strip_prefix('<')?;
    let (inner, is_end) = match inner.strip_prefix('/') {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
    let (name, attributes) = inner.split_at(end);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let (link, after) = attributes_of(attributes)?;
    Some((Tag { name, is_end, link }, after))
}

/// The `href` among the attributes, and what comes after the tag.
fn attributes_of(text: &str) -> Option<(Option<String>, &str)> {
    let mut link = None;
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return Some((link, after));
        }
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/');
        let end = rest.find(ends)?;
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            if name.is_empty() {
                return None;
            }
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].split_once(quote)?,
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace() || c == '>')?),
        };
        if name.eq_ignore_ascii_case("href") && link.is_none() {
            link = Some(decoded(value));
        }
        rest = after;
    }
}

/// What an element is, for us.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Style(Style),
    Link,
    /// Its content is nothing to be read.
    Hidden,
}

fn kind(name: &str) -> Option<Kind> {
    let name = name.to_ascii_lowercase();
    Some(Kind::Style(match name.as_str() {
        "b" | "strong" => Style::Bold,
        "i" | "em" => Style::Italic,
        "u" => Style::Underline,
        "s" | "del" | "strike" => Style::Strike,
        "code" => Style::Code,
        "pre" => Style::Block,
        "blockquote" => Style::Quote,
        "ul" => Style::List,
        "ol" => Style::Numbered,
        "li" => Style::Item,
        "p" | "div" | "tr" => Style::Paragraph,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Style::Heading,
        "a" => return Some(Kind::Link),
        "mx-reply" | "script" | "style" | "title" | "template" => return Some(Kind::Hidden),
        _ => return None,
    }))
}

/// An element that is open.
struct Open {
    kind: Kind,
    link: Option<String>,
    pieces: Vec<Piece>,
}

#[derive(Default)]
struct Reader {
    done: Vec<Piece>,
    open: Vec<Open>,
    made: usize,
}

impl Reader {
    fn is_hidden(&self) -> bool {
        self.open.iter().any(|open| open.kind == Kind::Hidden)
    }

    fn is_within(&self, style: Style) -> bool {
        let kind = Kind::Style(style);
        self.open.iter().any(|open| open.kind == kind)
    }

    fn push(&mut self, piece: Piece) {
        self.made += 1;
        let to = self.open.last_mut().map(|open| &mut open.pieces);
        to.unwrap_or(&mut self.done).push(piece);
    }

    fn text(&mut self, html: &str) {
        if self.is_hidden() || html.is_empty() {
            return;
        }
        let text = decoded(html);
        if self.is_within(Style::Block) {
            return self.push(Piece::Text(text));
        }
        // As a browser does it: any white space is one space, and none at all
        // between paragraphs.
        let mut words = String::new();
        for (place, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            if place > 0 && !words.ends_with(' ') {
                words.push(' ');
            }
            words.push_str(word);
        }
        if !words.trim().is_empty() || (words == " " && self.is_in_a_line()) {
            self.push(Piece::Text(words));
        }
    }

    /// Whether words stand before, which white space divides from what follows.
    fn is_in_a_line(&self) -> bool {
        let before = self
            .open
            .last()
            .map_or(&self.done, |open| &open.pieces)
            .last();
        match before {
            Some(Piece::Text(_) | Piece::Link { .. }) => true,
            Some(Piece::Styled(style, _)) => matches!(
                style,
                Style::Bold | Style::Italic | Style::Underline | Style::Strike | Style::Code
            ),
            Some(Piece::Break) | None => false,
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        if tag.name.eq_ignore_ascii_case("br") && !self.is_hidden() {
            return self.push(Piece::Break);
        }
        let Some(kind) = kind(tag.name) else { return };
        if tag.is_end {
            if let Some(place) = self.open.iter().rposition(|open| open.kind == kind) {
                while self.open.len() > place {
                    self.close();
                }
            }
        } else if self.open.len() < DEEPEST_PIECE {
            self.open.push(Open {
                kind,
                link: tag.link.clone(),
                pieces: Vec::new(),
            });
        }
    }

    fn close(&mut self) {
        let Some(Open { kind, link, pieces }) = self.open.pop() else {
            return;
        };
        if pieces.is_empty() {
            return;
        }
        match (kind, link) {
            (Kind::Style(style), _) => self.push(Piece::Styled(style, pieces)),
            (Kind::Link, Some(to)) => self.push(Piece::Link { to, pieces }),
            (Kind::Link, None) => pieces.into_iter().for_each(|piece| self.push(piece)),
            (Kind::Hidden, _) => {}
        }
    }

    fn finish(mut self) -> Vec<Piece> {
        while !self.open.is_empty() {
            self.close();
        }
        self.done
    }
}

/// Text with its character references replaced, as far as messages have them.
fn decoded(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((c, length)) => {
                text.push(c);
                rest = &rest[length..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

/// The character that a text begins with a reference to, and its length.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control() || *c == '\n')?
        }
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Piece {
        Piece::Text(words.to_owned())
    }

    #[test]
    fn what_agents_write_comes_out_as_it_was_meant() {
        let html = "Try <strong>this</strong> <em>now</em>:<br/><ol>\n<li>open</li>\n<li>close</li>\n</ol>\n<pre><code>a\n  b\n</code></pre>";
        assert_eq!(
            pieces(html).unwrap(),
            [
                text("Try "),
                Piece::Styled(Style::Bold, vec![text("this")]),
                text(" "),
                Piece::Styled(Style::Italic, vec![text("now")]),
                text(":"),
                Piece::Break,
                Piece::Styled(
                    Style::Numbered,
                    vec![
                        Piece::Styled(Style::Item, vec![text("open")]),
                        Piece::Styled(Style::Item, vec![text("close")]),
                    ]
                ),
                Piece::Styled(
                    Style::Block,
                    vec![Piece::Styled(Style::Code, vec![text("a\n  b\n")])]
                ),
            ]
        );
    }

    #[test]
    fn links_keep_their_address_and_nothing_else() {
        let html = r#"<a onclick="evil()" href='https://a.example/?x=1&amp;y=2' style=x>see</a>"#;
        let link = Piece::Link {
            to: "https://a.example/?x=1&y=2".to_owned(),
            pieces: vec![text("see")],
        };
        assert_eq!(pieces(html).unwrap(), [link]);
        assert_eq!(pieces("<a>only words</a>"), None);
    }

    #[test]
    fn what_is_not_to_be_read_is_not_there() {
        let html = "<mx-reply><blockquote>old</blockquote></mx-reply><b>new</b><script>alert(1)</script><img src=x onerror=y>";
        assert_eq!(
            pieces(html).unwrap(),
            [Piece::Styled(Style::Bold, vec![text("new")])]
        );
    }

    #[test]
    fn what_is_broken_stays_words() {
        assert_eq!(pieces("1 < 2 & 3 &gt; 2"), None);
        assert_eq!(
            pieces("<b>open <i>both</b> end").unwrap(),
            [
                Piece::Styled(
                    Style::Bold,
                    vec![
                        text("open "),
                        Piece::Styled(Style::Italic, vec![text("both")])
                    ]
                ),
                text(" end"),
            ]
        );
        for odd in [
            "<",
            "<b",
            "<b x",
            "<b x=",
            "<b x=\"",
            "</",
            "<!--",
            "&#x110000;",
            "&#0;",
            "<é>",
        ] {
            let _ = pieces(odd);
        }
    }

    #[test]
    fn tags_without_an_end_are_not_looked_for_for_ever() {
        let parts = [
            "<a", "<a x=\"", "</a x='", "<", "</", "<!-", "<a x=&", "< a",
        ];
        for hidden in ["", "<script>", "<b><title>"] {
            for part in parts {
                let html = format!("{hidden}{}", part.repeat(60_000 / part.len()));
                let mut in_vain = 0;
                let _ = read(&html, &mut in_vain);
                let most = (MOST_LOOKS + 1) * html.len();
                assert!(in_vain <= most, "{hidden}{part}: {in_vain}");
            }
        }
        let some = format!("{}<b>bold</b>", "a <b or c ".repeat(20));
        assert!(pieces(&some).is_some());
    }

    #[test]
    fn nobody_nests_or_says_too_much() {
        let deep = format!("{}x{}", "<b>".repeat(9_000), "</b>".repeat(9_000));
        let mut depth = 0;
        let mut level = pieces(&deep).unwrap();
        while let Some(Piece::Styled(_, within)) = level.pop() {
            depth += 1;
            level = within;
        }
        assert_eq!(depth, DEEPEST_PIECE);
        assert_eq!(pieces(&"<br>".repeat(5_000)), None);
    }
}
