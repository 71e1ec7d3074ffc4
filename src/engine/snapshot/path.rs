//! The names of stored records.

use std::fmt;

use crate::engine::ids::ClientId;
use crate::engine::transcript::ChunkNumber;

/// The version of the stored format that this code writes.
pub const VERSION: u32 = 2;

/// Name of one record, without the version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Path {
    /// The phase and what it needs.
    Head,
    /// When the chat was last in use.
    Seen,
    /// The half-filled form.
    Form,
    /// The half-typed message.
    Draft,
    /// The visitor's view.
    Window,
    /// The visitor wants to be told of answers.
    Alerts,
    /// What a chat that is over has left to the next.
    Unsaid,
    /// A message on its way.
    Out(ClientId),
    /// A chunk of the transcript.
    Log(ChunkNumber),
}

/// With the version in front, as the key is stored.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}/")?;
        match self {
            Self::Head => f.write_str("head"),
            Self::Seen => f.write_str("seen"),
            Self::Form => f.write_str("form"),
            Self::Draft => f.write_str("draft"),
            Self::Window => f.write_str("window"),
            Self::Alerts => f.write_str("alerts"),
            Self::Unsaid => f.write_str("unsaid"),
            Self::Out(id) => write!(f, "out/{id}"),
            Self::Log(number) => write!(f, "log/{}", number.0),
        }
    }
}

/// The version of a stored key.
pub(crate) fn version_of(key: &str) -> Option<u32> {
    key.split_once('/')?.0.parse().ok()
}

/// Version and path of a stored key. A newer version may have paths that we do
/// not know; any of its keys shows that it was here.
pub(super) fn parse(key: &str) -> Option<(u32, Path)> {
    let version = version_of(key)?;
    let (_, rest) = key.split_once('/')?;
    let path = match rest {
        "seen" => Path::Seen,
        "form" => Path::Form,
        "draft" => Path::Draft,
        "window" => Path::Window,
        "alerts" => Path::Alerts,
        "unsaid" => Path::Unsaid,
        "head" => Path::Head,
        _ if version > VERSION => Path::Head,
        _ => match rest.split_once('/')? {
            ("out", id) => Path::Out(ClientId::new(id)),
            ("log", number) => Path::Log(ChunkNumber(number.parse().ok()?)),
            _ => return None,
        },
    };
    Some((version, path))
}

impl Path {
    /// Whether a stored key is of a chat of this version or an older one, which is ours
    /// to delete: neither what a chat has left to the next, nor the turn of the pages.
    pub fn is_of_chat(key: &str) -> bool {
        let outlives = matches!(key.split_once('/'), Some((_, "unsaid" | "lease")));
        !outlives && version_of(key).is_some_and(|version| version <= VERSION)
    }

    /// Whether a stored key is of an older version.
    pub fn is_older(key: &str) -> bool {
        version_of(key).is_some_and(|version| version < VERSION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_read_back_from_its_key() {
        let paths = [
            Path::Head,
            Path::Seen,
            Path::Form,
            Path::Draft,
            Path::Window,
            Path::Alerts,
            Path::Unsaid,
            Path::Out(ClientId::new("ab-1")),
            Path::Log(ChunkNumber(12)),
        ];
        for path in paths {
            assert_eq!(parse(&path.to_string()), Some((VERSION, path)));
        }
    }

    #[test]
    fn what_outlives_a_chat_is_not_of_it() {
        for key in ["2/head", "1/seen", "2/out/ab-1", "2/word", "2/else"] {
            assert!(Path::is_of_chat(key), "{key}");
        }
        for key in ["2/unsaid", "2/lease", "3/head", "head", ""] {
            assert!(!Path::is_of_chat(key), "{key}");
        }
    }

    #[test]
    fn foreign_keys_are_not_ours() {
        for key in ["", "head", "x/head", "2/log/x", "2/else", "-1/head"] {
            assert_eq!(parse(key), None, "{key}");
        }
    }
}
