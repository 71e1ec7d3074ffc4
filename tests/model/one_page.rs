//! One page, and a server that may be far.

use super::budget::Budget;
use super::facts::Fact;
use super::world::Scene;
use super::{CHATTING, NOTHING, check};

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
