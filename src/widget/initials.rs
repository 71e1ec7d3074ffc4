//! The letters that stand for somebody who has no picture, and their colour.

use crate::engine::is_letter;

/// So many colours the style sheet has for them.
const HUES: u32 = 6;

/// Does not let two letters of a script that joins them, such as Arabic, run together.
const NON_JOINER: &str = "\u{200c}";

/// The first letters of the first and the last word of a name, which `first` takes of
/// a word. What stands in brackets is no part of the name. Empty where the name is.
pub(super) fn initials(name: &str, first: impl Fn(&str) -> String) -> String {
    let parts = name.split(['(', '[']);
    let words = parts.map(words).find(|words| !words.is_empty());
    match words.as_deref() {
        Some([one, .., other]) => [first(one), first(other)].join(NON_JOINER),
        Some([one]) => first(one),
        _ => first(name.trim()),
    }
}

/// Each from its first letter or digit on.
fn words(text: &str) -> Vec<&str> {
    let words = text.split_whitespace();
    let words = words.map(|word| word.trim_start_matches(|c| !is_letter(c)));
    words.filter(|word| !word.is_empty()).collect()
}

/// The class of the colour for that name: the same wherever and whenever it is said.
pub(super) fn hue_class(name: &str) -> String {
    // FNV-1a: short, and good enough for six colours.
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = name.bytes().fold(0x811c_9dc5, mix);
    ["rj-hue-", &(hash % HUES).to_string()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> String {
        let first = |word: &str| word.chars().take(1).collect();
        initials(name, first).replace(NON_JOINER, "+")
    }

    #[test]
    fn a_name_is_its_first_and_its_last_word() {
        for (name, letters) in [
            ("Kim", "K"),
            ("Kim Lee", "K+L"),
            ("  ana maría  lópez ", "a+l"),
            ("Robin Featherstone-Cholmondeley (bicycle fitting)", "R+F"),
            ("(Support) Kim", "S+K"),
            ("[1] Kim", "1+K"),
            ("@kim:example.com", "k"),
            ("Agent 7", "A+7"),
            ("Kim – Sales", "K+S"),
            ("山田 太郎", "山+太"),
            ("김민준", "김"),
            ("كريم علي", "ك+ع"),
            ("דנה לוי", "ד+ל"),
            ("🤖 Otto", "O"),
            ("→ Kim ✓", "K"),
            ("🤖", "🤖"),
            ("(!)", "("),
            (" ", ""),
            ("", ""),
        ] {
            assert_eq!(of(name), letters, "{name}");
        }
    }

    #[test]
    fn a_name_has_one_colour_and_names_have_several() {
        assert_eq!(hue_class("Kim"), hue_class("Kim"));
        let names = ["Kim", "Robin", "Otto", "Ann", "Lee", "Sam", "Alex", "Toni"];
        let mut hues: Vec<_> = names.map(hue_class).into();
        hues.sort_unstable();
        hues.dedup();
        assert!(hues.len() > 3, "{hues:?}");
    }
}
