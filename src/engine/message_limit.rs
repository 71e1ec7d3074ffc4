//! How long a message may be. What is too long is never cut: the visitor is told,
//! and it stays where it is.

/// The longest message that a server takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageLimit {
    /// So many bytes of UTF-8.
    Bytes(usize),
    /// So many bytes of UTF-8 within a string of JSON.
    JsonBytes(usize),
}

impl MessageLimit {
    /// How many characters at the end of the text are too many.
    pub fn excess(self, text: &str) -> usize {
        let (Self::Bytes(mut left) | Self::JsonBytes(mut left)) = self;
        let fits = |c: &char| match left.checked_sub(self.size(*c)) {
            Some(rest) => {
                left = rest;
                true
            }
            None => false,
        };
        text.trim().chars().skip_while(fits).count()
    }

    fn size(self, c: char) -> usize {
        match (self, c) {
            (Self::JsonBytes(_), '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}') => 2,
            (Self::JsonBytes(_), '\0'..' ') => 6,
            _ => c.len_utf8(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_just_fits_is_not_too_long() {
        let limit = MessageLimit::Bytes(6);
        assert_eq!(limit.excess("öööä"), 1);
        assert_eq!(limit.excess("ööö"), 0);
        assert_eq!(limit.excess("abcde ö"), 1);
        assert_eq!(
            limit.excess("  abcdef \n"),
            0,
            "space around it does not go"
        );
    }

    #[test]
    fn in_json_each_character_has_the_size_that_is_written() {
        for c in ('\0'..='\u{100}')
            .chain(['\u{2028}', '😀'])
            .filter(|c| !c.is_whitespace())
        {
            let text = c.to_string();
            let written = serde_json::to_string(&text).unwrap().len() - 2;
            assert_eq!(MessageLimit::JsonBytes(written).excess(&text), 0, "{c:?}");
            assert_eq!(
                MessageLimit::JsonBytes(written - 1).excess(&text),
                1,
                "{c:?}"
            );
        }
        assert_eq!(MessageLimit::JsonBytes(4).excess("a\n\tb"), 2);
    }
}
