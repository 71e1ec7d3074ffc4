//! The language of the widget's words.

use yew::AttrValue;

use crate::browser::canonical_language;

/// Those whose lines begin on the right.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// A language by its tag, which is one: whatever else takes a tag throws where it is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language(AttrValue);

impl Language {
    /// The language of a [tag](https://www.rfc-editor.org/info/bcp47) such as `pt-BR`. `None` when it is no tag.
    pub fn new(tag: &str) -> Option<Self> {
        Some(Self(canonical_language(tag)?.into()))
    }

    /// Its tag, as it is to be written.
    pub fn tag(&self) -> &AttrValue {
        &self.0
    }

    /// `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        let language = self.0.split('-').next().unwrap_or_default();
        if RIGHT_TO_LEFT.contains(&language) {
            "rtl"
        } else {
            "ltr"
        }
    }
}
