//! Two pages of one site.

use super::budget::Budget;
use super::facts::Fact;
use super::world::Scene;
use super::{CHATTING, NOTHING, check};

#[test]
fn two_pages_that_start_at_once_have_one_chat() {
    let budget = Budget {
        starts: 2,
        crashes: 1,
        ..NOTHING
    };
    check(
        "two starts",
        Scene {
            pages: 2,
            is_chatting: false,
            parcels: 6,
            budget,
            facts: &[Fact::TwoStarts],
            ..CHATTING
        },
    );
}

#[test]
fn two_pages_show_one_chat() {
    let budget = Budget {
        sends: 1,
        crashes: 1,
        ..NOTHING
    };
    check(
        "two pages",
        Scene {
            pages: 2,
            parcels: 6,
            budget,
            facts: &[Fact::SentByAnotherPage],
            ..CHATTING
        },
    );
}

#[test]
fn what_one_page_hears_all_pages_show() {
    let budget = Budget {
        says: 1,
        crashes: 1,
        losses: 1,
        ticks: 1,
        ..NOTHING
    };
    check(
        "two hear",
        Scene {
            pages: 2,
            parcels: 6,
            budget,
            facts: &[Fact::HeardByFollower],
            ..CHATTING
        },
    );
}

#[test]
fn a_page_that_loses_the_lead_loses_nothing_else() {
    let budget = Budget {
        sends: 1,
        steals: 1,
        ..NOTHING
    };
    check(
        "lead lost",
        Scene {
            pages: 2,
            parcels: 4,
            budget,
            facts: &[Fact::TwoConnected],
            ..CHATTING
        },
    );
}

#[test]
fn what_a_page_hears_that_has_lost_the_lead_is_shown_once() {
    let budget = Budget {
        says: 1,
        crashes: 1,
        steals: 1,
        ..NOTHING
    };
    check(
        "lead lost, heard",
        Scene {
            pages: 2,
            parcels: 3,
            budget,
            facts: &[Fact::TwoConnected],
            ..CHATTING
        },
    );
}

#[test]
fn what_pages_say_to_each_other_may_be_late_or_lost() {
    let budget = Budget {
        ends: 1,
        crashes: 1,
        unheard: 1,
        ..NOTHING
    };
    check(
        "words",
        Scene {
            pages: 2,
            are_words_late: true,
            parcels: 4,
            budget,
            facts: &[Fact::Closed, Fact::WordLate, Fact::WordLost],
            ..CHATTING
        },
    );
}

#[test]
fn a_page_that_wakes_shows_what_another_has_sent_or_left() {
    let sent = Budget {
        sends: 1,
        ..NOTHING
    };
    let left = Budget {
        leaves: 1,
        ..NOTHING
    };
    let scenes: [(_, _, &[Fact]); 2] = [
        ("sent, asleep", sent, &[Fact::SentAsleep]),
        ("left, asleep", left, &[Fact::LeftAsleep]),
    ];
    for (name, budget, facts) in scenes {
        check(
            name,
            Scene {
                pages: 2,
                parcels: 4,
                budget: Budget {
                    sleeps: 1,
                    ..budget
                },
                facts,
                ..CHATTING
            },
        );
    }
}
