//! Visitors who log out.

use super::budget::Budget;
use super::facts::Fact;
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
            facts: &[Fact::ForgottenByLeader, Fact::ForgottenByFollower],
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
            facts: &[Fact::BegunAnew],
            ..CHATTING
        },
    );
}

#[test]
fn a_page_that_is_killed_while_it_forgets_leaves_all_or_nothing() {
    let budget = Budget {
        forgets: 1,
        crashes: 1,
        ..NOTHING
    };
    check(
        "forgetting killed",
        Scene {
            pages: 2,
            are_words_late: true,
            parcels: 4,
            budget,
            facts: &[Fact::ForgettingKilled, Fact::ForgottenUnheard],
            ..CHATTING
        },
    );
}

#[test]
fn what_is_forgotten_does_not_come_back_from_a_page_that_hears_of_it_late() {
    let budget = Budget {
        starts: 1,
        sends: 1,
        forgets: 1,
        ..NOTHING
    };
    check(
        "forgotten late",
        Scene {
            pages: 2,
            are_words_late: true,
            parcels: 3,
            budget,
            facts: &[Fact::ForgottenUnheard, Fact::BegunAnew],
            ..CHATTING
        },
    );
}

#[test]
fn what_the_page_that_leads_forgets_does_not_come_back_either() {
    let heard = Budget {
        says: 1,
        ticks: 1,
        ..NOTHING
    };
    let begun = Budget {
        starts: 1,
        ..NOTHING
    };
    let scenes: [(_, _, &[Fact]); 2] = [
        (
            "forgotten by the leader",
            heard,
            &[Fact::ForgottenByLeader, Fact::ForgottenUnheard],
        ),
        (
            "forgotten, begun anew",
            begun,
            &[Fact::ForgottenByLeader, Fact::BegunAnew],
        ),
    ];
    for (name, budget, facts) in scenes {
        check(
            name,
            Scene {
                pages: 2,
                are_words_late: true,
                // With fewer the leader could not forget.
                parcels: 4,
                budget: Budget {
                    forgets: 1,
                    ..budget
                },
                facts,
                ..CHATTING
            },
        );
    }
}

#[test]
#[ignore = "takes minutes; a part of the soak"]
fn what_is_sent_before_it_is_heard_that_all_is_forgotten_is_not_said_in_the_next_chat() {
    let budget = Budget {
        starts: 1,
        sends: 1,
        forgets: 1,
        ..NOTHING
    };
    check(
        "forgotten, said too late",
        Scene {
            pages: 2,
            are_words_late: true,
            parcels: 4,
            budget,
            facts: &[Fact::ForgottenByLeader, Fact::ForgottenUnheard],
            ..CHATTING
        },
    );
}

#[test]
fn what_is_forgotten_while_a_page_sleeps_is_gone_from_it_when_it_wakes() {
    let budget = Budget {
        says: 1,
        forgets: 1,
        sleeps: 1,
        ..NOTHING
    };
    check(
        "forgotten asleep",
        Scene {
            pages: 2,
            parcels: 3,
            budget,
            facts: &[Fact::ForgottenAsleep],
            ..CHATTING
        },
    );
}
