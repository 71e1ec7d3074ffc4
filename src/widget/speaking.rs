//! Who goes on speaking: messages in a row of one author, each soon after the
//! one before, belong together.

use std::time::Duration;

use super::message::is_bubble;
use super::when::is_same_day;
use crate::engine::{Entry, Outgoing, Role, Wall};

/// Whoever has been quiet for longer begins anew.
const PAUSE: Duration = Duration::from_secs(2 * 60);

/// Whether the author of `before` goes on in `after`.
pub(super) fn goes_on(before: &Entry, after: &Entry) -> bool {
    is_bubble(&before.content)
        && is_bubble(&after.content)
        && before.author.id == after.author.id
        && is_soon(before.at, after.at)
}

/// The same for what is on its way.
pub(super) fn goes_on_sending(before: &Entry, after: &Outgoing) -> bool {
    is_bubble(&before.content)
        && before.author.role == Role::Visitor
        && is_soon(before.at, after.at)
}

fn is_soon(before: Wall, after: Wall) -> bool {
    after.since(before) < PAUSE && is_same_day(before, after)
}
