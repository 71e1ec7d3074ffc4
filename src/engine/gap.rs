//! Where the transcript may lack something.
//!
//! News can get lost, be late, or reach a new connection before it is up; a
//! stored chunk can turn out unreadable. Then what is here is not simply
//! everything up to the newest entry, and to ask the server for what comes after
//! the newest would leave the hole for ever. So the hole is remembered, and
//! stored, until an answer of the server has closed it.

use serde::{Deserialize, Serialize};

use super::ids::Position;

/// Entries may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Gap {
    /// Everything up to here is here; `None` when not even the first may be.
    pub after: Option<Position>,
    /// What is missing up to here was here before, so it is no news.
    pub seen: Option<Position>,
}
