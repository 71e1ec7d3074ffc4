//! Plain text with its links made to work, and nothing else made of it. The rules
//! for links of any text.

use linkify::{LinkFinder, LinkKind};
use yew::prelude::*;

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    Text(&'a str),
    Web(&'a str),
    Mail(&'a str),
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let finder = LinkFinder::new();
    let spans: Vec<_> = finder.spans(text).collect();
    spans.into_iter().map(|span| {
        let words = span.as_str();
        match span.kind() {
            Some(LinkKind::Url) if is_web(words) => Part::Web(words),
            Some(LinkKind::Email) => Part::Mail(words),
            _ => Part::Text(words),
        }
    })
}

/// Whether that is the scheme of an address.
fn has_scheme(url: &str, scheme: &str) -> bool {
    url.split_once(':')
        .is_some_and(|(own, _)| own.eq_ignore_ascii_case(scheme))
}

/// What a link to another site says of itself: that site learns nothing of this one,
/// and has no hold on it.
pub(super) const WEB_LINK: &str = "noopener noreferrer nofollow ugc";

/// Whether that is an address of the web.
pub(super) fn is_web(url: &str) -> bool {
    has_scheme(url, "http") || has_scheme(url, "https")
}

/// Words that lead to an address. Those of other schemes stay words:
/// `javascript:` runs, and `file:` spies.
pub(super) fn link(to: &str, words: Html) -> Html {
    let target = is_web(to).then_some("_blank");
    if target.is_none() && !has_scheme(to, "mailto") {
        return words;
    }
    html! { <a href={to.to_owned()} {target} rel={WEB_LINK}>{ words }</a> }
}

/// The text as nodes.
pub(super) fn rich_text(text: &str) -> Html {
    parts(text)
        .map(|part| match part {
            Part::Text(words) => words.into(),
            Part::Web(url) => link(url, url.into()),
            Part::Mail(address) => link(&format!("mailto:{address}"), address.into()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_and_mail_addresses_are_links_and_the_full_stop_is_not_part_of_them() {
        let found: Vec<_> = parts("See https://a.example/x?y=1. Or ann@a.example").collect();
        assert_eq!(
            found,
            [
                Part::Text("See "),
                Part::Web("https://a.example/x?y=1"),
                Part::Text(". Or "),
                Part::Mail("ann@a.example"),
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
            for part in parts(text) {
                assert!(!matches!(part, Part::Web(_)), "{text}: {part:?}");
            }
        }
    }
}
