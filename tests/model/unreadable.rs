//! Records that cannot be read any more.

use super::budget::Budget;
use super::facts::Fact;
use super::world::Scene;
use super::{CHATTING, NOTHING, check};

#[test]
fn a_record_that_is_torn_costs_what_it_held_and_no_more() {
    let budget = Budget {
        sends: 1,
        says: 1,
        tears: 1,
        ..NOTHING
    };
    check(
        "torn",
        Scene {
            budget,
            facts: &[Fact::Torn, Fact::TornAway],
            ..CHATTING
        },
    );
}

#[test]
fn what_is_torn_while_a_chat_begins_starts_no_second_one() {
    let budget = Budget {
        starts: 1,
        types: 1,
        submits: 1,
        tears: 1,
        ticks: 1,
        ..NOTHING
    };
    check(
        "start torn",
        Scene {
            asks: true,
            is_chatting: false,
            budget,
            facts: &[Fact::TornAway],
            ..CHATTING
        },
    );
}

#[test]
fn what_is_torn_beside_a_page_that_goes_on_is_not_lost() {
    let said = Budget {
        sends: 1,
        ..NOTHING
    };
    let heard = Budget { says: 1, ..NOTHING };
    for (name, budget) in [("said, torn beside", said), ("heard, torn beside", heard)] {
        check(
            name,
            Scene {
                pages: 2,
                parcels: 3,
                budget: Budget { tears: 1, ..budget },
                facts: &[Fact::TornBeside],
                ..CHATTING
            },
        );
    }
}
