//! Lines: blocks of code, quotes, lists, and the paragraphs between them.

use super::line;
use crate::engine::rich::{Piece, Style};

/// So deep lists and quotes lie within each other. With what is in their lines that is
/// less than [`DEEPEST_PIECE`](crate::engine::DEEPEST_PIECE).
const DEEPEST: usize = 4;
/// Begins and ends a block of code.
const FENCE: &str = "```";
/// Longer numbers are years, and what else stands before a full stop.
const LONGEST_NUMBER: usize = 3;
/// What belongs to an item is set in by that much.
const INDENT: usize = 2;

/// A piece, and how many lines it takes.
type Block = (Piece, usize);

/// What the lines are. A paragraph that is alone is only its words.
pub(super) fn pieces(lines: &[&str]) -> Vec<Piece> {
    within(lines, DEEPEST)
}

fn within(lines: &[&str], depth: usize) -> Vec<Piece> {
    let last_fence = lines.iter().rposition(|line| line.trim() == FENCE);
    let mut found = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while at < lines.len() {
        let rest = &lines[at..];
        // Looked for only where there is one: else it would be done for each line.
        let has_end = last_fence > Some(at);
        let code = has_end.then(|| code(rest)).flatten();
        let list = || list(rest, depth.checked_sub(1)?);
        let quote = || quote(rest, depth.checked_sub(1)?);
        match code.or_else(quote).or_else(list) {
            Some((block, length)) => {
                found.extend(paragraph(&lines[begin..at]));
                found.push(block);
                at += length;
                begin = at;
            }
            None => at += 1,
        }
    }
    found.extend(paragraph(&lines[begin..]));
    match &mut *found {
        [Piece::Styled(Style::Paragraph, words)] => std::mem::take(words),
        _ => found,
    }
}

fn code(lines: &[&str]) -> Option<Block> {
    let (first, rest) = lines.split_first()?;
    let behind = first.trim().strip_prefix(FENCE)?;
    let length = rest.iter().position(|line| line.trim() == FENCE)?;
    let first_line = (!is_language(behind)).then_some(&behind);
    let words: Vec<_> = first_line
        .into_iter()
        .chain(&rest[..length])
        .copied()
        .collect();
    let words = words.join("\n");
    let is_code = !behind.contains('`') && !words.trim().is_empty();
    let piece = || Piece::Styled(Style::Block, vec![Piece::Text(words)]);
    is_code.then(|| (piece(), length + 2))
}

/// Whether that is the name of a language, which is not shown, and not a line of code.
fn is_language(behind: &str) -> bool {
    let in_name = |c: char| c.is_ascii_alphanumeric() || "+-#._".contains(c);
    behind.chars().all(in_name)
}

fn quote(lines: &[&str], depth: usize) -> Option<Block> {
    lines.first().filter(|line| quoted(line) > Some(""))?;
    let quoted: Vec<_> = lines.iter().map_while(|line| quoted(line)).collect();
    let piece = Piece::Styled(Style::Quote, within(&quoted, depth));
    Some((piece, quoted.len()))
}

fn quoted(line: &str) -> Option<&str> {
    let words = line.trim_start().strip_prefix('>')?;
    match words.strip_prefix(' ') {
        None if !words.is_empty() => None,
        words => Some(words.unwrap_or_default().trim_end()),
    }
}

/// What begins an item of a list.
struct Marker<'a> {
    /// `None`: a dash or a star.
    number: Option<u16>,
    words: &'a str,
    indent: usize,
    width: usize,
}

fn marker(line: &str) -> Option<Marker<'_>> {
    let marked = line.trim_start();
    let (number, rest) = match marked.strip_prefix(['-', '*']) {
        Some(rest) => (None, rest),
        None => {
            let end = marked.find(|c: char| !c.is_ascii_digit())?;
            let (digits, rest) = marked.split_at(end);
            let is_short = digits.len() <= LONGEST_NUMBER;
            let number = digits.parse().ok().filter(|_| is_short)?;
            (Some(number), rest.strip_prefix(['.', ')'])?)
        }
    };
    let words = rest.strip_prefix([' ', '\t'])?.trim();
    (!words.is_empty()).then(|| Marker {
        number,
        words,
        indent: line.len() - marked.len(),
        width: line.len() - rest.len() + 1,
    })
}

/// Numbers are those that are drawn, from 1: a list that begins with another, or goes
/// on with one, stays as it is.
fn list(lines: &[&str], depth: usize) -> Option<Block> {
    let first = marker(lines.first()?)?;
    let mut next = first.number.map(|_| 1);
    let mut items = Vec::new();
    let mut at = 0;
    loop {
        let is_next = |marker: &Marker<'_>| marker.number == next;
        let here = |at: usize| lines.get(at).and_then(|line| marker(line)).filter(is_next);
        // There may be an empty line between two.
        let is_apart = at > 0 && is_blank(lines, at);
        let Some(item) = here(at + usize::from(is_apart)) else {
            break;
        };
        at += usize::from(is_apart) + 1;
        let mut inner = vec![item.words];
        loop {
            let skips = usize::from(is_blank(lines, at));
            let Some(line) = lines.get(at + skips).filter(|line| is_within(line, &item)) else {
                break;
            };
            inner.extend((skips > 0).then_some(""));
            inner.push(set_out(line, item.width));
            at += skips + 1;
        }
        items.push(Piece::Styled(Style::Item, within(&inner, depth)));
        next = next.map(|number| number + 1);
    }
    let style = match first.number {
        Some(_) => Style::Numbered,
        None => Style::List,
    };
    (!items.is_empty()).then_some((Piece::Styled(style, items), at))
}

fn is_blank(lines: &[&str], at: usize) -> bool {
    lines.get(at).is_some_and(|line| line.trim().is_empty())
}

fn is_within(line: &str, item: &Marker<'_>) -> bool {
    let words = line.trim_start();
    let is_deep = line.len() - words.len() >= item.indent + INDENT;
    !words.is_empty() && (is_deep || line.starts_with('\t'))
}

fn set_out(line: &str, width: usize) -> &str {
    let mut rest = line;
    for _ in 0..width {
        rest = rest.strip_prefix([' ', '\t']).unwrap_or(rest);
    }
    rest
}

fn paragraph(lines: &[&str]) -> Option<Piece> {
    let is_said = |line: &&str| !line.trim().is_empty();
    let begin = lines.iter().position(is_said)?;
    let end = lines.iter().rposition(is_said)?;
    let mut pieces = Vec::new();
    for (place, line) in lines[begin..=end].iter().enumerate() {
        if place > 0 {
            line::push_words(&mut pieces, "\n");
        }
        line::read(line.trim_end(), &mut pieces);
    }
    Some(Piece::Styled(Style::Paragraph, pieces))
}
