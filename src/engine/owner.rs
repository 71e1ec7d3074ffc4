//! Whose chat it is, as the site knows its visitors.

use serde::{Deserialize, Serialize};

/// A fingerprint of the site's own name for a visitor: it tells whether a stored
/// chat is somebody else's, and the name itself is not stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Owner(String);

impl Owner {
    /// Of the visitor of that name.
    pub fn of(name: &str) -> Self {
        // FNV-1a of 64 bits: nothing is kept secret by it.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(format!("{hash:016x}"))
    }
}
