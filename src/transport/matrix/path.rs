//! Parts of addresses.

use std::fmt::Write;

/// A text as one segment of a path, or as a value of a query.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Dots too: a segment of nothing but dots would lead elsewhere.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The server and the name of a file, from its address `mxc://server/name`.
pub(super) fn media(address: &str) -> Option<(&str, &str)> {
    let (server, name) = address.strip_prefix("mxc://")?.split_once('/')?;
    let is_fine = !server.is_empty() && !name.is_empty() && !name.contains('/');
    is_fine.then_some((server, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_elsewhere_is_encoded() {
        assert_eq!(encoded("!r:a.b"), "%21r%3Aa%2Eb");
        assert_eq!(encoded("../x?y#z"), "%2E%2E%2Fx%3Fy%23z");
        assert_eq!(encoded("ü"), "%C3%BC");
    }

    #[test]
    fn only_addresses_of_files_are_taken() {
        assert_eq!(media("mxc://a.b/c"), Some(("a.b", "c")));
        for not in [
            "https://a/b",
            "mxc://a",
            "mxc:///b",
            "mxc://a/",
            "mxc://a/b/c",
            "",
        ] {
            assert_eq!(media(not), None, "{not}");
        }
    }
}
