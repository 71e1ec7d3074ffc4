//! Words of one line: bold and italic ones, code, and links.

use crate::engine::letter::is_letter;
use crate::engine::rich::{Piece, Style};

/// So many marks may be open at once; more are words.
const MOST_OPEN: usize = 3;
/// In a row: more are a line that somebody has drawn.
const LONGEST_MARK: usize = 3;
/// Where a link may lead.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// Adds what a line says to `pieces`.
pub(super) fn read(text: &str, pieces: &mut Vec<Piece>) {
    let mut line = Line {
        text,
        pieces: std::mem::take(pieces),
        open: Vec::new(),
    };
    line.read();
    *pieces = line.pieces;
}

/// Adds words, to those before where there are any.
pub(super) fn push_words(pieces: &mut Vec<Piece>, words: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.push_str(words),
        _ if words.is_empty() => {}
        _ => pieces.push(Piece::Text(words.to_owned())),
    }
}

/// A mark whose other one is still to come.
struct Open<'a> {
    mark: &'a str,
    /// What stands before it.
    before: Vec<Piece>,
    /// Whether a word stands behind it.
    has_words: bool,
}

struct Line<'a> {
    text: &'a str,
    /// What stands behind the last mark that is open.
    pieces: Vec<Piece>,
    open: Vec<Open<'a>>,
}

impl<'a> Line<'a> {
    fn read(&mut self) {
        let mut at = 0;
        while let Some(length) = self.text[at..].find(['*', '_', '`', '[', ':']) {
            self.words(&self.text[at..at + length]);
            at += length;
            at += match &self.text[at..=at] {
                "`" => self.code(at),
                "[" => self.link(at),
                ":" => self.address(at),
                _ => self.mark(at),
            };
        }
        self.words(&self.text[at..]);
        self.give_up(0);
    }

    fn words(&mut self, words: &str) {
        push_words(&mut self.pieces, words);
        if words.contains(|c| is_letter(c) || is_edge(c)) {
            self.has_words();
        }
    }

    fn has_words(&mut self) {
        for open in &mut self.open {
            open.has_words = true;
        }
    }

    fn push(&mut self, piece: Piece) {
        self.pieces.push(piece);
        self.has_words();
    }

    /// Each of these reads what begins at `at`, and gives its length.
    fn code(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let mark = run(rest);
        let words = (mark.len() <= LONGEST_MARK).then(|| until(&rest[mark.len()..], mark));
        match words.flatten().filter(|words| !words.trim().is_empty()) {
            Some(words) => {
                let said = vec![Piece::Text(words.trim().to_owned())];
                self.push(Piece::Styled(Style::Code, said));
                words.len() + 2 * mark.len()
            }
            None => {
                self.words(mark);
                mark.len()
            }
        }
    }

    fn link(&mut self, at: usize) -> usize {
        match link(&self.text[at..]) {
            Some((words, to, length)) => {
                let mut pieces = Vec::new();
                read(words, &mut pieces);
                let to = to.to_owned();
                self.push(Piece::Link { to, pieces });
                length
            }
            None => {
                self.words("[");
                1
            }
        }
    }

    /// Marks in an address are parts of it, but for those at its end.
    fn address(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let length = if rest.starts_with("://") {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            rest[..end].trim_end_matches(['*', '_', '`']).len()
        } else {
            1
        };
        self.words(&rest[..length]);
        length
    }

    fn mark(&mut self, at: usize) -> usize {
        let mark = run(&self.text[at..]);
        let before = self.text[..at].chars().next_back();
        let rest = &self.text[at + mark.len()..];
        let mut left = mark;
        if mark.len() <= LONGEST_MARK && can_close(before, rest) {
            while let Some(place) = self.opener(left) {
                left = &left[self.open[place].mark.len()..];
                self.close(place);
            }
        }
        let is_whole = left.len() == mark.len() && mark.len() <= LONGEST_MARK;
        if is_whole && self.open.len() < MOST_OPEN && can_open(before, rest) {
            self.open.push(Open {
                mark,
                before: std::mem::take(&mut self.pieces),
                has_words: false,
            });
        } else {
            self.words(left);
        }
        mark.len()
    }

    /// The last open mark that a mark closes.
    fn opener(&self, mark: &str) -> Option<usize> {
        let fits = |open: &Open<'_>| !mark.is_empty() && mark.starts_with(open.mark);
        self.open
            .iter()
            .rposition(|open| fits(open) && open.has_words)
    }

    fn close(&mut self, place: usize) {
        self.give_up(place + 1);
        let Some(Open { mark, before, .. }) = self.open.pop() else {
            return;
        };
        let mut pieces = std::mem::replace(&mut self.pieces, before);
        if mark.len() != 2 {
            pieces = vec![Piece::Styled(Style::Italic, pieces)];
        }
        if mark.len() != 1 {
            pieces = vec![Piece::Styled(Style::Bold, pieces)];
        }
        self.pieces.append(&mut pieces);
    }

    /// The marks that are open from `place` on are words.
    fn give_up(&mut self, place: usize) {
        while self.open.len() > place {
            let Some(Open { mark, before, .. }) = self.open.pop() else {
                return;
            };
            let pieces = std::mem::replace(&mut self.pieces, before);
            push_words(&mut self.pieces, mark);
            for piece in pieces {
                match piece {
                    Piece::Text(words) => push_words(&mut self.pieces, &words),
                    other => self.pieces.push(other),
                }
            }
        }
    }
}

/// The character that a text begins with, as often as it stands there in a row.
fn run(text: &str) -> &str {
    let first = text.chars().next();
    let end = text.find(|c| Some(c) != first).unwrap_or(text.len());
    &text[..end]
}

/// What stands before the first run that is just `mark`. Where there is none, there is
/// none for what follows either: it is looked for in vain once for each length.
fn until<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let mut at = 0;
    while let Some(length) = text[at..].find('`') {
        at += length;
        let found = run(&text[at..]);
        if found == mark {
            return Some(&text[..at]);
        }
        at += found.len();
    }
    None
}

/// Whether words end at that character wherever it stands: of scripts without spaces
/// between words, such as Thai and Chinese, and of quotation marks, dashes and emoji.
fn is_edge(c: char) -> bool {
    c >= '\u{e00}' && !('\u{1e00}'..'\u{2000}').contains(&c)
}

/// Whether a mark between these can begin something: before a word, not within one.
/// Other marks may stand in between, though not many.
fn can_open(before: Option<char>, rest: &str) -> bool {
    let begins = |c: char| c.is_whitespace() || is_edge(c) || "([{\"'«¿¡/*_:>|".contains(c);
    let mut next = rest.chars().take(2 * LONGEST_MARK);
    let word = next.find(|c| !"*_`".contains(*c));
    before.is_none_or(begins) && word.is_some_and(|c| !c.is_whitespace() && !")]},;:!?".contains(c))
}

/// Whether it can end something. The full stop of `*.rs` is within a word.
fn can_close(before: Option<char>, rest: &str) -> bool {
    let ends = |c: char| c.is_whitespace() || is_edge(c) || ")]}\"'»/*_:;,.!?<|".contains(c);
    let goes_on = rest
        .strip_prefix('.')
        .is_some_and(|rest| rest.starts_with(is_letter));
    before.is_some_and(|c| !c.is_whitespace() && !"([{".contains(c))
        && rest.chars().next().is_none_or(ends)
        && !goes_on
}

/// The link that a text begins with: its words, where it leads, its length.
fn link(text: &str) -> Option<(&str, &str, usize)> {
    let inner = text.strip_prefix('[')?;
    let end = inner.find(['[', ']'])?;
    let words = &inner[..end];
    let after = inner[end..].strip_prefix("](")?;
    let mut depth = 0_u32;
    let close = after.find(|c: char| {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            _ => {}
        }
        c == '[' || c.is_whitespace()
    })?;
    let (to, rest) = after.split_at(close);
    let is_link = rest.starts_with(')') && !words.trim().is_empty() && has_scheme(to);
    is_link.then(|| (words, to, text.len() - rest.len() + 1))
}

fn has_scheme(address: &str) -> bool {
    let begins = |scheme: &str| {
        let own = address.get(..scheme.len());
        let is_it = own.is_some_and(|own| own.eq_ignore_ascii_case(scheme));
        is_it && address.len() > scheme.len()
    };
    SCHEMES.into_iter().any(begins)
}
