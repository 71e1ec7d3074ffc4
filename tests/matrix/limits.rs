//! Servers that are asked too often, and servers that talk nonsense.

use rejoin::engine::{ChatError, ChatEvent, Code, Command, Delivery, LinkStatus};
use rejoin::transport::matrix::{AccountSource, RoomPlan};
use serde_json::{Value, json};

use super::world::{Fault, World};

fn too_often(millis: u64) -> Fault {
    Fault::Say(
        429,
        json!({ "errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": millis }),
    )
}

#[test]
fn who_is_told_to_wait_waits_and_then_goes_on() {
    for step in ["/register", "/createRoom", "/sync", "/send/"] {
        let mut world = World::new();
        if step == "/send/" {
            world = World::chatting();
        }
        world.faults.push((step, too_often(7_000), 1));
        let from = world.now;
        if step == "/send/" {
            world.say("one");
            world.say("two");
        } else {
            world.start();
        }
        world.run(60_000);
        let refused = world
            .asked
            .iter()
            .find(|(at, line)| *at >= from && line.contains(step));
        let told = refused.unwrap().0 + 20;
        let early = world
            .asked
            .iter()
            .filter(|(at, _)| *at > told && *at < told + 7_000);
        assert_eq!(early.count(), 0, "{step}: {:?}", world.asked);
        assert!(world.is_ready(), "{step}");
        if step == "/send/" {
            assert_eq!(world.hs.said_by(&world.hs.visitor()), ["one", "two"]);
        }
    }
}

/// A step, who comes to it, how, and how it shows that they came past it.
type Case = (&'static str, World, fn(&mut World), fn(&World) -> bool);

#[test]
fn whatever_is_asked_too_often_is_asked_again_when_it_is_time() {
    let short_lived = || {
        let mut world = World::new();
        world.hs.token_life = Some(60_000);
        let mut world = world.begun();
        world.now += 3_600_000;
        world
    };
    let over_endpoint = || {
        let mut world = World::new();
        world.address.account = AccountSource::Endpoint("https://hs/account".to_owned());
        World::at(world.address)
    };
    let by_alias = || {
        let mut world = World::new();
        world.address.room = RoomPlan::Alias("#chat_{id}:hs".to_owned());
        let mut world = World::at(world.address);
        world.hs.makes_rooms_of_aliases = true;
        world
    };
    let deactivating = || {
        let mut world = World::new();
        world.address.deactivate = true;
        World::at(world.address).begun()
    };
    let no = json!({ "errcode": "M_FORBIDDEN", "error": "No such token." });
    let is_logged_out = |world: &World| world.hs.tokens.is_empty();
    let cases: [Case; 10] = [
        ("/refresh", short_lived(), World::reload, World::is_ready),
        ("/login", short_lived(), World::reload, World::is_ready),
        ("/account", over_endpoint(), World::start, World::is_ready),
        ("/displayname", World::new(), World::start, World::is_ready),
        ("/join/", by_alias(), World::start, World::is_ready),
        ("/state/rejoin", by_alias(), World::start, World::is_ready),
        ("/messages", missed_much(), World::reload, |world| {
            world.shown().len() == 30
        }),
        ("/leave", World::chatting(), leave, is_logged_out),
        ("/logout", World::chatting(), leave, is_logged_out),
        ("/account/deactivate", deactivating(), leave, is_logged_out),
    ];
    for (step, mut world, deed, is_done) in cases {
        if step == "/login" {
            world
                .faults
                .push(("/refresh", Fault::Say(403, no.clone()), 1));
        }
        world.faults.push((step, too_often(3_000), 1));
        world.asked.clear();
        deed(&mut world);
        world.run(30_000);
        let refused = world.asked.iter().find(|(_, line)| line.contains(step));
        let told = refused.unwrap_or_else(|| panic!("{step} was not asked")).0 + 20;
        let early = world
            .asked
            .iter()
            .filter(|(at, _)| *at > told && *at < told + 3_000);
        assert_eq!(early.count(), 0, "{step}: {:?}", world.asked);
        assert!(world.count(step) >= 2, "{step}: {:?}", world.asked);
        assert!(is_done(&world), "{step}: {:?}", world.events);
    }
}

fn leave(world: &mut World) {
    world.command(Command::Leave);
}

fn missed_much() -> World {
    let mut world = World::chatting();
    for n in 0..30 {
        world.agent_says(&format!("answer {n}"));
    }
    world
}

#[test]
fn a_connection_made_anew_obeys_as_well() {
    let mut world = World::chatting();
    world.faults.push(("/sync", too_often(40_000), 1));
    world.agent_says("hello");
    world.run(60);
    // The long question was answered; the next is refused.
    let refused = world.now;
    world.asked.clear();
    world.run(35_000);
    let asked = world.asked.iter().filter(|(at, _)| *at > refused + 100);
    assert_eq!(asked.count(), 0, "{:?}", world.asked);
    world.run(60_000);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
    assert!(world.is_ready());
    assert!(!world.asked.is_empty());
}

#[test]
fn a_message_that_is_refused_stays_with_the_words_why() {
    for (status, code, words, told) in [
        (403, "M_FORBIDDEN", "You are muted.", "You are muted."),
        (413, "M_TOO_LARGE", "event too large", TOO_LONG),
        (400, "M_TOO_LARGE", "event too large", TOO_LONG),
        (413, "", "", TOO_LONG),
    ] {
        assert_eq!(reason_of(status, code, words), told, "{status} {code}");
    }
}

const TOO_LONG: &str = "The message is too long. Send it in parts.";

/// What is told when the server answers a message so. It is asked once and no more.
fn reason_of(status: u16, code: &str, words: &str) -> String {
    let mut world = World::chatting();
    let no = json!({ "errcode": code, "error": words });
    world.faults.push(("/send/", Fault::Say(status, no), 1));
    world.say("much");
    world.run(60_000);
    let tries = world
        .asked
        .iter()
        .filter(|(_, line)| line.contains("/send/"));
    assert_eq!(tries.count(), 1);
    let session = world.chat.phase().session().unwrap();
    match &session.outbox().items()[0].delivery {
        Delivery::Failed { reason } => reason.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_message_that_never_comes_through_to_the_homeserver_stays_and_the_next_one_goes() {
    for status in [400, 403, 406] {
        let mut world = World::chatting();
        let firewall = Fault::Say(status, json!("<html>"));
        world.faults.push(("/send/", firewall, usize::MAX));
        world.say("much");
        world.run(60_000);
        let session = world.chat.phase().session().unwrap();
        let failed = Delivery::Failed {
            reason: ChatError::from(Code::MessageRejected).description,
        };
        assert_eq!(session.outbox().items()[0].delivery, failed, "{status}");
        assert_eq!(world.count("/send/"), 2, "on two connections: {status}");
        world.faults.clear();
        world.say("Once more");
        world.run(1_000);
        let said = world.hs.said_by(&world.hs.visitor());
        assert_eq!(said, ["Once more"], "{status}");
    }
}

#[test]
fn nonsense_takes_no_message_and_puts_nobody_out() {
    let no = json!({ "errcode": "M_FORBIDDEN", "error": "You are muted." });
    for faults in [
        vec![("/send/", Fault::Say(200, json!("<html>")), 1)],
        vec![("/send/", Fault::Say(200, json!({})), 1)],
        vec![
            ("/send/", Fault::Say(403, no.clone()), 1),
            ("/joined_rooms", Fault::Say(200, json!({})), 1),
        ],
        vec![
            ("/send/", Fault::Say(403, no.clone()), 1),
            ("/joined_rooms", Fault::Say(200, json!(null)), 1),
        ],
    ] {
        let mut world = World::chatting();
        world.faults = faults.clone();
        world.say("hello");
        world.run(60_000);
        assert!(world.is_ready(), "{faults:?}: {:?}", world.events);
        assert_eq!(
            world.hs.said_by(&world.hs.visitor()),
            ["hello"],
            "{faults:?}"
        );
    }
}

#[test]
fn what_would_not_fit_into_an_event_is_not_asked_of_the_server() {
    let mut world = World::chatting();
    // A line feed is written with two characters.
    let longest = format!("{}{}", "a\n".repeat(20_000), "b".repeat(1_440));
    let too_long = format!("{longest}b");
    world.say(&too_long);
    world.run(1_000);
    assert!(world.asked.iter().all(|(_, line)| !line.contains("/send/")));
    world.say(&longest);
    world.run(1_000);
    assert_eq!(world.hs.said_by(&world.hs.visitor()), [longest]);
}

#[test]
fn nonsense_breaks_a_connection_and_nothing_else() {
    for nonsense in [
        json!(null),
        json!([]),
        json!({ "next_batch": 7 }),
        json!({ "rooms": "many" }),
    ] {
        let mut world = World::chatting();
        world.agent_says("one");
        world.faults.push(("/sync", Fault::Say(200, nonsense), 3));
        world.run(30_000);
        world.agent_says("two");
        world.run(30_000);
        assert_eq!(world.shown(), ["one", "two"]);
    }
}

#[test]
fn what_stands_before_the_homeserver_does_not_speak_for_it() {
    for status in [400, 401, 403, 404, 502] {
        for step in ["/sync", "/send/", "/refresh", "/messages"] {
            let mut world = World::new();
            world.hs.token_life = Some(60_000);
            let mut world = world.begun();
            world
                .faults
                .push((step, Fault::Say(status, json!("<html>")), 2));
            world.say("one");
            for n in 0..30 {
                world.agent_says(&format!("answer {n}"));
            }
            world.reload();
            world.run(100_000);
            assert!(world.is_ready(), "{step} {status}: {:?}", world.events);
            assert_eq!(world.shown().len(), 31, "{step} {status}");
        }
    }
}

#[test]
fn strange_events_are_counted_and_not_shown() {
    let mut world = World::chatting();
    for (kind, content) in [
        ("m.room.message", json!("text")),
        ("m.reaction", json!({})),
        ("m.room.redaction", json!({ "redacts": 7 })),
        ("m.sticker", json!({ "url": "https://evil.example/x" })),
        ("m.room.member", json!({})),
        ("m.unknown", Value::Null),
    ] {
        world.agent_sends(kind, content);
    }
    world.agent_says("fine");
    world.run(1_000);
    assert_eq!(world.shown(), ["fine"]);
    world.reload();
    world.run(2_000);
    assert_eq!(world.shown(), ["fine"]);
    assert!(!world.events.contains(&ChatEvent::ConnectionLost));
}
