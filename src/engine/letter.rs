//! Which characters words are made of.

/// Whether words are made of such characters, letters and digits of any script. By the
/// blocks of Unicode: its tables, which know each character, would be as large as some
/// of the features that ask.
pub(crate) fn is_letter(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | 'A'..='Z'
            | 'a'..='z'
            | '\u{c0}'..='\u{1fff}'
            | '\u{2c00}'..='\u{2dff}'
            | '\u{3040}'..='\u{d7ff}'
            | '\u{f900}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{ff66}'..='\u{ffdc}'
            | '\u{10000}'..='\u{1cfff}'
            | '\u{1e000}'..='\u{1efff}'
            | '\u{20000}'..
    )
}

#[cfg(test)]
mod tests {
    use super::is_letter;

    #[test]
    fn letters_and_digits_of_any_script_are_letters_and_signs_are_not() {
        assert!("a9Zéжשあ重한ᚠ𐌰".chars().all(is_letter));
        assert!(!" .*_-/@'“”…—→☺。🙂".chars().any(is_letter));
    }
}
