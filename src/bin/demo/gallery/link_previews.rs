//! What a site could tell of the pages that are talked about in the gallery.

use rejoin::widget::{LinkPreview, LinkPreviews};

/// Where .ci/pack puts `static/link_previews.js`.
const MODULE: &str = "/link_previews.js";

pub(super) fn link_previews() -> LinkPreviews {
    LinkPreviews::new(MODULE, |url| async move { told(&url) })
}

fn told(url: &str) -> Option<LinkPreview> {
    let (title, text, image) = match url.strip_prefix("https://example.com/")? {
        "chain" => (
            "How to put a chain back on",
            "With a rag, a drop of oil and two minutes of patience, and without taking \
             off the wheel. We show each step in pictures, from the first to the last.",
            Some("/pictures/bicycle.png"),
        ),
        "prices" => ("Prices", "", None),
        "sizes" => (
            "Which size of Donaudampfschifffahrtsgesellschaftskapitänsfahrrad fits whom, with a \
             table for everybody and another one for those who are taller than that",
            "",
            None,
        ),
        "ar" => ("ورشة الدراجات", "نصلح كل شيء حتى السادسة.", None),
        _ => return None,
    };
    Some(LinkPreview {
        title: title.to_owned(),
        text: Some(text.to_owned()),
        image: image.map(str::to_owned),
    })
}
