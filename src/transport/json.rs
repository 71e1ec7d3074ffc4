//! Looking into JSON that others wrote: nothing is taken for granted, and what
//! does not fit is not there.

use serde_json::Value;

/// Longer texts from outside are cut: keys, addresses and the like.
const VALUE_LIMIT: usize = 8_000;
/// Longer texts from outside are cut: what somebody is called.
pub(crate) const NAME_LIMIT: usize = 300;
/// Longer texts from outside are cut: what somebody said.
pub(crate) const TEXT_LIMIT: usize = 100_000;

/// Members of an object by name.
pub(crate) trait Look {
    /// A text; a number is one too, in its digits.
    fn text(&self, name: &str) -> Option<String>;
    /// A whole number that is not negative, or a text that is one.
    fn number(&self, name: &str) -> Option<u64>;
    /// Whether there is a `true`, or the word.
    fn is_true(&self, name: &str) -> bool;
    /// The entries of a list.
    fn list(&self, name: &str) -> &[Value];
}

impl Look for Value {
    fn text(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Self::String(text) => Some(cut(text, VALUE_LIMIT).to_owned()),
            Self::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn number(&self, name: &str) -> Option<u64> {
        match self.get(name)? {
            Self::String(text) => text.parse().ok(),
            value => value.as_u64(),
        }
    }

    fn is_true(&self, name: &str) -> bool {
        match self.get(name) {
            Some(Self::Bool(is_true)) => *is_true,
            Some(Self::String(text)) => text == "true",
            _ => false,
        }
    }

    fn list(&self, name: &str) -> &[Value] {
        self.get(name)
            .and_then(Self::as_array)
            .map_or(&[], Vec::as_slice)
    }
}

/// The beginning of a text, at most that many bytes.
pub(crate) fn cut(text: &str, limit: usize) -> &str {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_does_not_fit_is_not_there() {
        let value = json!({ "a": 7, "b": "8", "c": -1, "d": [1], "e": "true", "f": null });
        assert_eq!(value.number("a"), Some(7));
        assert_eq!(value.number("b"), Some(8));
        assert_eq!(value.number("c"), None);
        assert_eq!(value.number("d"), None);
        assert_eq!(value.text("a").as_deref(), Some("7"));
        assert_eq!(value.text("f"), None);
        assert!(value.is_true("e") && !value.is_true("f") && !value.is_true("z"));
        assert_eq!(value.list("d").len(), 1);
        assert_eq!(value.list("a").len(), 0);
        assert_eq!(json!("text").text("a"), None);
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(cut("größer", 3), "gr");
        assert_eq!(cut("größer", 4), "grö");
        assert_eq!(cut("ab", 4), "ab");
    }
}
