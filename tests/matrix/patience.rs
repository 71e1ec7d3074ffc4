//! Whatever a homeserver answers, and however long: it is not asked in a loop.

use rejoin::engine::{ChatEvent, Command, RegistrationData};
use serde_json::{Value, json};

use super::world::{Fault, World};

/// What goes wrong for ever.
struct Trouble {
    name: &'static str,
    prepare: fn(&mut World),
}

fn always(world: &mut World, step: &'static str, status: u16, body: Value) {
    world
        .faults
        .push((step, Fault::Say(status, body), usize::MAX));
}

fn too_often() -> Value {
    json!({ "errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 0 })
}

fn error(code: &str) -> Value {
    json!({ "errcode": code, "error": "No." })
}

fn soft_logout() -> Value {
    json!({ "errcode": "M_UNKNOWN_TOKEN", "soft_logout": true })
}

/// An answer with nothing in it that was not there before.
fn old_news(world: &World) -> Value {
    let room = world.hs.only_room();
    let events = world.hs.rooms[&room].events.clone();
    json!({ "next_batch": "s4_0", "rooms": { "join": { room: { "timeline": { "events": events } } } } })
}

fn data(name: &str, value: &str) -> RegistrationData {
    [(name, value)].into_iter().collect()
}

const WHILE_STARTING: [Trouble; 8] = [
    Trouble {
        name: "too often, and no need to wait",
        prepare: |world| always(world, "/_matrix", 429, too_often()),
    },
    Trouble {
        name: "too often for the room alone",
        prepare: |world| always(world, "/createRoom", 429, too_often()),
    },
    Trouble {
        name: "tokens that are old at once",
        prepare: |world| world.hs.token_life = Some(3),
    },
    Trouble {
        name: "tokens that are said to be old at once",
        prepare: |world| {
            world.hs.token_life = Some(u64::MAX / 8);
            world.hs.told_life = Some(0);
        },
    },
    Trouble {
        name: "no token is good",
        prepare: |world| {
            world.hs.token_life = Some(60_000);
            always(world, "/displayname", 401, soft_logout());
        },
    },
    Trouble {
        name: "a room that is there and is not",
        prepare: |world| {
            always(world, "/createRoom", 400, error("M_ROOM_IN_USE"));
            always(world, "/directory/", 404, error("M_NOT_FOUND"));
        },
    },
    Trouble {
        name: "a room that is not seen",
        prepare: |world| always(world, "/sync", 200, json!({ "next_batch": "s0_0" })),
    },
    Trouble {
        name: "its own fault",
        prepare: |world| always(world, "/_matrix", 500, error("M_UNKNOWN")),
    },
];

const WHILE_CHATTING: [Trouble; 12] = [
    Trouble {
        name: "too often, and no need to wait",
        prepare: |world| always(world, "/_matrix", 429, too_often()),
    },
    Trouble {
        name: "too often for messages",
        prepare: |world| always(world, "/send/", 429, too_often()),
    },
    Trouble {
        name: "no token is good",
        prepare: |world| always(world, "/sync", 401, soft_logout()),
    },
    Trouble {
        name: "old news at once",
        prepare: |world| {
            let news = old_news(world);
            always(world, "timeout=25000", 200, news);
        },
    },
    Trouble {
        name: "old news after a gap at once",
        prepare: |world| {
            let mut news = old_news(world);
            let room = world.hs.only_room();
            news["rooms"]["join"][&room]["timeline"]["limited"] = true.into();
            news["rooms"]["join"][&room]["timeline"]["prev_batch"] = "p4".into();
            always(world, "timeout=25000", 200, news);
        },
    },
    Trouble {
        name: "no place is known",
        prepare: |world| always(world, "since=", 400, error("M_UNKNOWN_POS")),
    },
    Trouble {
        name: "messages are its own fault",
        prepare: |world| always(world, "/send/", 500, error("M_UNKNOWN")),
    },
    Trouble {
        name: "messages do not get there",
        prepare: |world| always(world, "/send/", 404, json!("<html>")),
    },
    Trouble {
        name: "data do not get there",
        prepare: |world| always(world, "/state/", 403, json!("<html>")),
    },
    Trouble {
        name: "data are its own fault",
        prepare: |world| always(world, "/state/", 500, error("M_UNKNOWN")),
    },
    Trouble {
        name: "data are taken with nonsense",
        prepare: |world| always(world, "/state/", 200, json!([])),
    },
    Trouble {
        name: "pages with nothing in them, and no end",
        prepare: |world| {
            let page = json!({ "chunk": [], "end": "p1" });
            always(world, "/messages", 200, page);
            for n in 0..40 {
                world.agent_says(&format!("answer {n}"));
            }
        },
    },
];

/// Few in the first minute, with all that a connection asks, and fewer in any later one.
fn assert_patient(world: &mut World, name: &str) {
    for minute in 0..5 {
        world.asked.clear();
        world.run(60_000);
        let most = if minute == 0 { 80 } else { 40 };
        let asked = world.asked.len();
        assert!(asked <= most, "{name}, minute {minute}: {asked}");
    }
}

#[test]
fn a_start_is_not_tried_in_a_loop() {
    for Trouble { name, prepare } in WHILE_STARTING {
        let mut world = World::new();
        prepare(&mut world);
        world.start();
        assert_patient(&mut world, name);
    }
}

#[test]
fn a_chat_asks_for_nothing_in_a_loop() {
    for Trouble { name, prepare } in WHILE_CHATTING {
        let mut world = World::chatting();
        prepare(&mut world);
        world.say("hello");
        world.command(Command::SetData(data("plan", "max")));
        assert_patient(&mut world, name);
        // And when all is well again, all is well again.
        world.faults.clear();
        world.run(120_000);
        assert!(world.is_ready(), "{name}: {:?}", world.events);
        assert!(world.shown().contains(&"hello".to_owned()), "{name}");
    }
}

#[test]
fn a_server_that_is_at_fault_gets_the_message_when_it_is_well_again() {
    let mut world = World::chatting();
    let fault = Fault::Say(500, error("M_UNKNOWN"));
    world.faults.push(("/send/", fault, 2));
    world.say("hello");
    world.run(30_000);
    assert_eq!(world.hs.said_by(&world.hs.visitor()), ["hello"]);
    assert!(!world.events.contains(&ChatEvent::ConnectionLost));
}

#[test]
fn a_token_that_lives_longer_than_it_is_said_to_is_used() {
    let mut world = World::new();
    world.hs.token_life = Some(u64::MAX / 8);
    world.hs.told_life = Some(0);
    let mut world = world.begun();
    world.say("hello");
    world.run(10_000);
    assert_eq!(world.hs.said_by(&world.hs.visitor()), ["hello"]);
}
