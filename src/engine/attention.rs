//! Telling the visitor of an answer that they have not seen come.

use std::time::Duration;

use super::time::Mono;

/// A page that shows an answer has time until then to say that it was read.
pub(crate) const READ_WITHIN: Duration = Duration::from_millis(500);
/// Who writes in short sentences rings once.
pub(crate) const QUIET_FOR: Duration = Duration::from_secs(3);

/// How things stand with telling the visitor.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attention {
    /// The visitor wants to be told, and not only shown.
    pub is_wanted: bool,
    /// They have not seen something; when to tell them.
    pub due: Option<Mono>,
    /// They were told just now; until when that will do.
    pub quiet_until: Mono,
    /// Another page of the site has said that it can be seen.
    pub is_seen_elsewhere: bool,
    /// The visitor has come to this page, and the link was not up since.
    pub has_come: bool,
}
