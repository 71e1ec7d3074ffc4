//! Plain text with its links made to work, and nothing else made of it.

use linkify::{LinkFinder, LinkKind};
use yew::prelude::*;

/// A piece of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Web(&'a str),
    Mail(&'a str),
}

fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let finder = LinkFinder::new();
    let spans: Vec<_> = finder.spans(text).collect();
    spans.into_iter().map(|span| {
        let words = span.as_str();
        match span.kind() {
            Some(LinkKind::Url) if is_web(words) => Piece::Web(words),
            Some(LinkKind::Email) => Piece::Mail(words),
            _ => Piece::Text(words),
        }
    })
}

/// Other schemes stay text: `javascript:` runs, and `file:` spies.
fn is_web(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// The text as nodes.
pub(super) fn rich_text(text: &str) -> Html {
    let rel = "noopener noreferrer nofollow ugc";
    pieces(text)
        .map(|piece| match piece {
            Piece::Text(words) => html! { { words.to_owned() } },
            Piece::Web(url) => html! {
                <a href={url.to_owned()} target="_blank" {rel}>{ url.to_owned() }</a>
            },
            Piece::Mail(address) => html! {
                <a href={format!("mailto:{address}")} {rel}>{ address.to_owned() }</a>
            },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_and_mail_addresses_are_links_and_the_full_stop_is_not_part_of_them() {
        let found: Vec<_> = pieces("See https://a.example/x?y=1. Or ann@a.example").collect();
        assert_eq!(
            found,
            [
                Piece::Text("See "),
                Piece::Web("https://a.example/x?y=1"),
                Piece::Text(". Or "),
                Piece::Mail("ann@a.example"),
            ]
        );
    }

    #[test]
    fn what_could_run_stays_text() {
        for text in [
            "javascript:alert(1)",
            "javascript://a.example/%0aalert(1)",
            "JaVaScRiPt://a.example",
            "data:text/html,<script>alert(1)</script>",
            "file:///etc/passwd",
            "vbscript://x",
            "<a href=x>",
        ] {
            for piece in pieces(text) {
                assert!(!matches!(piece, Piece::Web(_)), "{text}: {piece:?}");
            }
        }
    }
}
