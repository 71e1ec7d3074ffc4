//! Pages that go and come, and what is missed meanwhile.

use rejoin::engine::{ChatEvent, EndReason, Life};
use serde_json::json;

use super::world::{Fault, World};

fn texts(from: usize, to: usize) -> Vec<String> {
    (from..=to).map(|n| format!("answer {n}")).collect()
}

#[test]
fn thirty_messages_while_away_come_once_and_in_order() {
    let mut world = World::chatting();
    world.agent_says("before");
    world.run(100);
    for text in texts(1, 30) {
        world.agent_says(&text);
    }
    world.reload();
    world.run(5_000);
    let mut all = vec!["before".to_owned()];
    all.extend(texts(1, 30));
    assert_eq!(world.shown(), all);
    let news = world
        .events
        .iter()
        .filter(|e| matches!(e, ChatEvent::Entry(_)));
    assert_eq!(news.count(), 30);
}

#[test]
fn places_stay_what_they_are_over_any_number_of_pages() {
    let mut world = World::chatting();
    for text in texts(1, 12) {
        world.agent_says(&text);
    }
    world.run(1_000);
    let before = world.entries();
    for _ in 0..3 {
        world.reload();
        world.run(2_000);
        assert_eq!(world.entries(), before);
    }
    // With nothing but the session everything is asked for again, and counted back
    // from the newest.
    let size = world.storage.len();
    world.storage.retain(|key, _| !key.contains("log"));
    assert!(world.storage.len() < size);
    world.reload();
    world.run(5_000);
    assert_eq!(world.entries(), before);
}

#[test]
fn a_page_that_dies_between_entry_and_ticket_gets_the_entry_once() {
    let mut world = World::chatting();
    let head: Vec<_> = world
        .storage
        .clone()
        .into_iter()
        .filter(|(key, _)| key.ends_with("head"))
        .collect();
    world.agent_says("one");
    world.agent_says("two");
    world.run(1_000);
    // The entries are stored, and the ticket is the old one.
    world.storage.extend(head);
    world.reload();
    world.run(5_000);
    assert_eq!(world.shown(), ["one", "two"]);
}

#[test]
fn a_since_that_is_not_known_any_more_costs_a_look_at_everything() {
    let mut world = World::chatting();
    for text in texts(1, 20) {
        world.agent_says(&text);
    }
    world.run(1_000);
    world.hs.rejects_old_since = true;
    world.agent_says("after");
    world.reload();
    world.run(5_000);
    let mut all = texts(1, 20);
    all.push("after".to_owned());
    assert_eq!(world.shown(), all);
}

#[test]
fn a_page_of_events_that_is_too_long_is_asked_for_in_parts() {
    let mut world = World::chatting();
    for text in texts(1, 60) {
        world.agent_says(&text);
    }
    world.faults.push(("limit=250", Fault::Drop, usize::MAX));
    world.reload();
    world.run(5_000);
    assert_eq!(world.shown(), texts(1, 60));
}

#[test]
fn a_gap_that_takes_longer_than_a_connection_may_is_filled_all_the_same() {
    // A page as long as the first takes 50 seconds.
    for is_log_lost in [false, true] {
        let mut world = World::chatting();
        if is_log_lost {
            world.storage.retain(|key, _| !key.contains("log"));
        }
        for text in texts(1, 100) {
            world.agent_says(&text);
            if is_log_lost {
                world.run(10);
            }
        }
        if is_log_lost {
            world.run(1_000);
            world.storage.retain(|key, _| !key.contains("log"));
        }
        world.slowness = 200;
        world.reload();
        world.run(600_000);
        assert_eq!(world.shown(), texts(1, 100), "{is_log_lost}");
        let pages = world.count("/messages");
        assert!(pages < 60, "{pages}");
    }
}

#[test]
fn pages_of_nonsense_fill_no_gap() {
    for nonsense in [
        json!(null),
        json!({}),
        json!([]),
        json!({ "chunk": 7 }),
        json!("<html>"),
    ] {
        let mut world = World::chatting();
        for text in texts(1, 30) {
            world.agent_says(&text);
        }
        world
            .faults
            .push(("/messages", Fault::Say(200, nonsense.clone()), 2));
        world.reload();
        world.run(60_000);
        assert_eq!(world.shown(), texts(1, 30), "{nonsense}");
    }
}

#[test]
fn an_open_page_misses_nothing_of_a_burst() {
    let mut world = World::chatting();
    for text in texts(1, 40) {
        world.agent_says(&text);
        world.run(3);
    }
    world.run(2_000);
    assert_eq!(world.shown(), texts(1, 40));
}

#[test]
fn a_restore_asks_little() {
    let mut world = World::chatting();
    world.run(30_000);
    world.asked.clear();
    world.reload();
    world.run(1_000);
    let asked: Vec<_> = world.asked.iter().map(|(_, line)| line).collect();
    // Two looks, and the question that is held.
    assert_eq!(asked.len(), 3, "{asked:?}");
    assert!(asked.iter().all(|line| line.contains("/sync")));
}

#[test]
fn a_quiet_chat_asks_rarely() {
    let mut world = World::chatting();
    world.run(60_000);
    world.asked.clear();
    world.run(600_000);
    // Held for 25 seconds each, and the heartbeat of the chat every 15.
    assert!(world.asked.len() <= 24 + 40, "{}", world.asked.len());
}

#[test]
fn a_server_that_holds_nothing_is_not_asked_in_a_loop() {
    let mut world = World::chatting();
    let since = json!({ "next_batch": "s3_0" });
    world
        .faults
        .push(("timeout=25000", Fault::Say(200, since), usize::MAX));
    world.asked.clear();
    world.run(60_000);
    assert!(world.asked.len() < 60, "{}", world.asked.len());
}

#[test]
fn a_visitor_who_was_removed_while_away_reads_the_last_words_and_why() {
    let mut world = World::chatting();
    world.agent_says("Goodbye");
    let (room, visitor) = (world.hs.only_room(), world.hs.visitor());
    world.hs.membership(&room, &visitor, "@kim:hs", "leave");
    world.reload();
    world.run(5_000);
    let over = ChatEvent::Ended(EndReason::Closed);
    assert!(world.events.contains(&over), "{:?}", world.events);
    assert_eq!(world.shown(), ["Goodbye", "That was all."]);
    assert!(world.storage.is_empty());
}

#[test]
fn a_visitor_who_is_removed_sees_it_at_once() {
    let mut world = World::chatting();
    let (room, visitor) = (world.hs.only_room(), world.hs.visitor());
    world.hs.membership(&room, &visitor, "@kim:hs", "leave");
    world.let_go();
    world.run(100);
    assert!(world.events.contains(&ChatEvent::Ended(EndReason::Closed)));
    assert!(world.hs.tokens.is_empty(), "logged out");
}

#[test]
fn answers_to_questions_of_before_the_line_broke_are_not_heard() {
    let mut world = World::chatting();
    world.life(Life::Offline);
    world.agent_says("while offline");
    world.run(5_000);
    world.life(Life::Online);
    world.run(5_000);
    assert_eq!(world.shown(), ["while offline"]);
}

#[test]
fn who_types_is_said_as_long_as_they_do() {
    let mut world = World::chatting();
    let room = world.hs.only_room();
    world.hs.types(&room, "@kim:hs", true);
    world.let_go();
    world.run(20_000);
    let typing = |world: &World| {
        let session = world.chat.phase().session().unwrap();
        session.typing().map(|party| party.name.clone())
    };
    assert_eq!(typing(&world).as_deref(), Some("Kim"));
    world.hs.types(&room, "@kim:hs", false);
    world.let_go();
    world.run(100);
    assert_eq!(typing(&world), None);
}
