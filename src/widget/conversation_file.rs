//! The conversation as a file for the visitor to keep: as text, or as a page that stands by itself.

/// What a file can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Text,
    Page,
}

impl FileKind {
    /// How names of such files end.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Page => "html",
        }
    }
}

/// Something said, or something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// When, in words.
    pub at: String,
    /// Who has said it; empty for what happened.
    pub who: String,
    pub words: String,
}

/// Writes the file. `language` is the tag of what it is written in, where that is known.
pub(super) fn write(kind: FileKind, title: &str, language: &str, lines: &[Line]) -> String {
    match kind {
        FileKind::Text => text(title, lines),
        FileKind::Page => page(title, language, lines),
    }
}

fn text(title: &str, lines: &[Line]) -> String {
    let mut file = String::new();
    for part in [title, "\n"] {
        file.push_str(part);
    }
    for line in lines {
        for part in ["\n[", &line.at, "] "] {
            file.push_str(part);
        }
        if !line.who.is_empty() {
            push_lines(&line.who, &mut file);
            file.push_str(": ");
        }
        push_lines(&line.words, &mut file);
    }
    file.push('\n');
    file
}

/// Only what begins a line of the file is at the edge: nobody can write a line of somebody
/// else's into a message or a name.
fn push_lines(words: &str, file: &mut String) {
    let is_break = |c| {
        matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    let words = words.replace("\r\n", "\n");
    for (count, line) in words.split(is_break).enumerate() {
        if count > 0 {
            file.push_str("\n    ");
        }
        file.push_str(line);
    }
}

/// Readable in any browser, without anything that runs or is loaded.
const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:44em;margin:2em auto;padding:0 1em}\
    p{margin:.5em 0;white-space:pre-wrap;overflow-wrap:anywhere}small{color:#666}";

fn page(title: &str, language: &str, lines: &[Line]) -> String {
    let mut file = String::from("<!doctype html><html lang=\"");
    escape(language, &mut file);
    file.push_str("\"><meta charset=\"utf-8\"><title>");
    escape(title, &mut file);
    for part in ["</title><style>", STYLE, "</style><h1>"] {
        file.push_str(part);
    }
    escape(title, &mut file);
    file.push_str("</h1>\n");
    for line in lines {
        file.push_str("<p dir=\"auto\"><small>");
        escape(&line.at, &mut file);
        file.push_str("</small> ");
        if !line.who.is_empty() {
            file.push_str("<b>");
            escape(&line.who, &mut file);
            file.push_str(":</b> ");
        }
        escape(&line.words, &mut file);
        file.push_str("</p>\n");
    }
    file
}

/// What anybody has said is text, in a page as well.
fn escape(text: &str, page: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            other => page.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<Line> {
        let line = |who: &str, words: &str| Line {
            at: "9:41".into(),
            who: who.into(),
            words: words.into(),
        };
        vec![
            line("", "Kim joined"),
            line("Kim", "1 < 2 & \"so\" on\nand on"),
        ]
    }

    #[test]
    fn text_has_a_line_for_each() {
        let file = write(FileKind::Text, "Chat", "en", &lines());
        let expected = "Chat\n\n[9:41] Kim joined\n[9:41] Kim: 1 < 2 & \"so\" on\n    and on\n";
        assert_eq!(file, expected);
    }

    #[test]
    fn nobody_writes_a_line_of_somebody_else() {
        let forged = "[9:41] You: I agree";
        for line_break in [
            "\n", "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}",
        ] {
            let words = ["Well", forged].join(line_break);
            for (who, words) in [("Kim", &*words), (&*words, "Hello")] {
                let (at, who, words) = ("9:41".into(), who.into(), words.into());
                let file = write(FileKind::Text, "Chat", "en", &[Line { at, who, words }]);
                assert!(file.contains(&["\n    ", forged].concat()), "{file:?}");
                assert_eq!(
                    file.matches(line_break).count(),
                    usize::from(line_break == "\n") * 4,
                    "{file:?}"
                );
            }
        }
    }

    #[test]
    fn nothing_in_a_page_is_markup_but_our_own() {
        let title = "</title><script>";
        let mut lines = lines();
        lines[0].who = "<img>".into();
        lines[0].at = "\"><i>".into();
        let file = write(FileKind::Page, title, "\"><b>", &lines);
        for smuggled in ["<script", "<img", "<i>", "\"><b>"] {
            assert!(!file.contains(smuggled), "{smuggled}: {file}");
        }
        assert!(file.contains("1 &lt; 2 &amp; &quot;so&quot; on\nand on"));
    }
}
