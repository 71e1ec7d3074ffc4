//! Visitors who are asked who they are, and servers that will not have them.

use super::budget::Budget;
use super::facts::Fact;
use super::world::Scene;
use super::{CHATTING, NOTHING, check};

/// Nobody has started yet.
const STARTING: Scene = Scene {
    is_chatting: false,
    ..CHATTING
};

#[test]
fn what_was_typed_into_the_form_is_not_lost() {
    let budget = Budget {
        starts: 1,
        types: 2,
        submits: 1,
        crashes: 2,
        reloads: 1,
        ticks: 1,
        ..NOTHING
    };
    check(
        "form",
        Scene {
            asks: true,
            budget,
            facts: &[Fact::FormBack, Fact::StartRepeated],
            ..STARTING
        },
    );
}

#[test]
fn a_start_that_is_refused_comes_back_to_the_form() {
    let budget = Budget {
        starts: 2,
        types: 2,
        submits: 2,
        leaves: 1,
        refusals: 1,
        crashes: 1,
        ..NOTHING
    };
    check(
        "form refused",
        Scene {
            asks: true,
            budget,
            facts: &[Fact::FormBack, Fact::StartRefused, Fact::StartedThen],
            ..STARTING
        },
    );
}

#[test]
fn where_nothing_is_asked_nothing_is_left_of_a_start_that_is_refused() {
    let budget = Budget {
        starts: 2,
        refusals: 1,
        crashes: 1,
        losses: 1,
        ticks: 1,
        ..NOTHING
    };
    check(
        "start refused",
        Scene {
            budget,
            facts: &[Fact::StartRefused, Fact::StartedThen, Fact::StartRepeated],
            ..STARTING
        },
    );
}

#[test]
fn a_form_that_is_filled_in_two_pages_starts_one_chat() {
    let budget = Budget {
        starts: 1,
        types: 1,
        submits: 2,
        crashes: 1,
        ..NOTHING
    };
    check(
        "two forms",
        Scene {
            pages: 2,
            asks: true,
            parcels: 4,
            budget,
            facts: &[Fact::FormBack],
            ..STARTING
        },
    );
}
