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
mod effects;
mod facts;
mod forgetting;
mod form;
mod model;
mod network;
mod one_page;
mod page;
mod parcel;
mod record;
mod registering;
mod server;
mod tabs;
mod torn;
mod two_pages;
mod unreadable;
mod visitor;
mod world;

use std::time::{Duration, Instant};

use stateright::{Checker, HasDiscoveries, Model};

use budget::Budget;
use world::Scene;

/// Nothing happens but what a test adds.
const NOTHING: Budget = Budget {
    starts: 0,
    types: 0,
    submits: 0,
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
    tears: 0,
    steals: 0,
    unheard: 0,
    ticks: 0,
};

/// A chat that is going on.
const CHATTING: Scene = Scene {
    pages: 1,
    is_contiguous: true,
    asks: false,
    is_chatting: true,
    are_words_late: false,
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
    let limit = setting("REJOIN_SOAK_SECONDS").map(Duration::from_secs);
    if let Some(limit) = limit {
        // A thread alone never looks at the time.
        checker = checker.threads(2).timeout(limit);
    }
    checker = checker.finish_when(HasDiscoveries::AnyFailures);
    let begin = Instant::now();
    let checker = checker.spawn_bfs().join();
    let taken = begin.elapsed();
    let is_cut = limit.is_some_and(|limit| taken >= limit);
    println!(
        "{name}: {} states ({} with repeats), {} deep, {:.1} s{}",
        checker.unique_state_count(),
        checker.state_count(),
        checker.max_depth(),
        taken.as_secs_f32(),
        if is_cut { ", cut short" } else { "" },
    );
    checker.assert_properties();
}

fn setting<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}
