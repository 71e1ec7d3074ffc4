//! The real engine in every order in which things can happen: a model checker
//! goes through all stories, up to a size, in which parcels are lost, doubled,
//! late and out of order, and pages are killed between any two effects.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "this is a test"
)]

mod action;
mod budget;
mod canonical;
mod claims;
mod model;
mod page;
mod server;
mod world;

use std::time::{Duration, Instant};

use stateright::{Checker, HasDiscoveries, Model};

use budget::Budget;
use claims::Fact;
use world::Scene;

/// Nothing happens but what a test adds.
const NOTHING: Budget = Budget {
    starts: 0,
    sends: 0,
    retries: 0,
    leaves: 0,
    forgets: 0,
    says: 0,
    ends: 0,
    refusals: 0,
    crashes: 0,
    reloads: 0,
    sleeps: 0,
    losses: 0,
    doubles: 0,
    ticks: 0,
};

/// A chat that is going on.
const CHATTING: Scene = Scene {
    pages: 1,
    is_contiguous: true,
    is_chatting: true,
    parcels: 3,
    budget: NOTHING,
    facts: &[],
};

/// Goes through all stories of that size; with `REJOIN_SOAK=2` through those in
/// which everything may happen twice more than in it, but no longer than
/// `REJOIN_SOAK_SECONDS`.
fn check(name: &str, mut scene: Scene) {
    let more = setting("REJOIN_SOAK").unwrap_or_default();
    scene.budget = scene.budget.and_more(more);
    scene.parcels += usize::from(more);
    let mut checker = scene.checker();
    if let Some(seconds) = setting("REJOIN_SOAK_SECONDS") {
        // A thread alone never looks at the time.
        checker = checker.threads(2).timeout(Duration::from_secs(seconds));
    }
    checker = checker.finish_when(HasDiscoveries::AnyFailures);
    let begin = Instant::now();
    let checker = checker.spawn_bfs().join();
    println!(
        "{name}: {} states ({} with repeats), {} deep, {:.1} s",
        checker.unique_state_count(),
        checker.state_count(),
        checker.max_depth(),
        begin.elapsed().as_secs_f32(),
    );
    checker.assert_properties();
}

fn setting<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn a_start_is_made_once() {
    let budget = Budget {
        starts: 1,
        sends: 1,
        crashes: 2,
        ticks: 1,
        ..NOTHING
    };
    check(
        "starting",
        Scene {
            is_chatting: false,
            budget,
            facts: &[Fact::StartRepeated, Fact::SentByAnotherPage],
            ..CHATTING
        },
    );
}

#[test]
fn what_the_visitor_says_arrives_once() {
    let budget = Budget {
        sends: 2,
        crashes: 1,
        doubles: 1,
        ticks: 1,
        ..NOTHING
    };
    check(
        "sending",
        Scene {
            budget,
            facts: &[Fact::MessageRepeated, Fact::SentByAnotherPage],
            ..CHATTING
        },
    );
}

#[test]
fn what_the_server_refuses_is_not_lost() {
    let budget = Budget {
        sends: 1,
        retries: 1,
        refusals: 1,
        crashes: 1,
        doubles: 1,
        ticks: 1,
        ..NOTHING
    };
    check(
        "refused",
        Scene {
            budget,
            facts: &[Fact::Failed, Fact::Retried, Fact::MessageRepeated],
            ..CHATTING
        },
    );
}

#[test]
fn what_the_agent_says_is_shown_once_and_in_order() {
    let budget = Budget {
        says: 2,
        crashes: 1,
        losses: 1,
        doubles: 1,
        ..NOTHING
    };
    check(
        "receiving",
        Scene {
            budget,
            facts: &[Fact::Gap],
            ..CHATTING
        },
    );
}

#[test]
fn both_speak_at_once() {
    let budget = Budget {
        sends: 1,
        says: 1,
        crashes: 1,
        losses: 1,
        ..NOTHING
    };
    check(
        "both",
        Scene {
            budget,
            facts: &[Fact::Gap, Fact::MessageRepeated],
            ..CHATTING
        },
    );
}

#[test]
fn a_chat_that_the_agent_ends_is_over() {
    let budget = Budget {
        sends: 1,
        ends: 1,
        crashes: 1,
        losses: 1,
        ..NOTHING
    };
    check(
        "ended",
        Scene {
            budget,
            facts: &[Fact::Closed, Fact::Failed],
            ..CHATTING
        },
    );
}

#[test]
fn a_chat_that_the_visitor_leaves_is_over_and_a_new_one_is_new() {
    let budget = Budget {
        starts: 1,
        sends: 1,
        leaves: 1,
        crashes: 1,
        ..NOTHING
    };
    check(
        "ending",
        Scene {
            budget,
            facts: &[Fact::Left],
            ..CHATTING
        },
    );
}

#[test]
fn a_page_that_sleeps_or_reloads_goes_on() {
    let budget = Budget {
        sends: 1,
        says: 1,
        reloads: 1,
        sleeps: 1,
        ..NOTHING
    };
    check(
        "sleeping",
        Scene {
            budget,
            facts: &[Fact::SentByAnotherPage],
            ..CHATTING
        },
    );
}

#[test]
fn where_the_server_counts_with_gaps_nothing_is_lost_either() {
    let budget = Budget {
        sends: 1,
        says: 1,
        crashes: 1,
        ticks: 1,
        ..NOTHING
    };
    check(
        "gaps",
        Scene {
            is_contiguous: false,
            budget,
            facts: &[Fact::MessageRepeated],
            ..CHATTING
        },
    );
}

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
            facts: &[],
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
            facts: &[],
            ..CHATTING
        },
    );
}

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
