//! Visitors who log out.

use super::budget::Budget;
use super::world::Scene;
use super::{CHATTING, NOTHING, check};

#[test]
fn what_is_forgotten_is_gone_from_all_pages() {
    let budget = Budget {
        says: 1,
        forgets: 1,
        ..NOTHING
    };
    check(
        "forgotten",
        Scene {
            pages: 2,
            parcels: 4,
            budget,
            facts: &[],
            ..CHATTING
        },
    );
}

#[test]
fn who_comes_after_a_visitor_who_was_forgotten_begins_anew() {
    let budget = Budget {
        starts: 1,
        sends: 1,
        forgets: 1,
        crashes: 1,
        ..NOTHING
    };
    check(
        "the next visitor",
        Scene {
            budget,
            facts: &[],
            ..CHATTING
        },
    );
}
