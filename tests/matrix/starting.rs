//! From nothing to a room, once.

use rejoin::engine::{ChatEvent, Code, Content};
use rejoin::transport::matrix::{AccountSource, MatrixAddress, RoomPlan};
use serde_json::json;

use super::world::{Fault, World};

/// The steps of a start, by the ends of their paths.
const STEPS: [&str; 5] = [
    "/register",
    "/displayname",
    "/createRoom",
    "/sync",
    "/refresh",
];

fn failure(world: &World) -> (u16, String) {
    let failed = world.events.iter().find_map(|event| match event {
        ChatEvent::Failed(Some(error)) => Some((error.code.number(), error.description.clone())),
        _ => None,
    });
    failed.unwrap_or_else(|| panic!("nothing failed: {:?}", world.events))
}

#[test]
fn a_start_makes_an_account_with_a_name_and_a_room_with_what_is_known() {
    let world = World::chatting();
    let user = world.hs.visitor();
    assert_eq!(world.hs.users[&user].name, "Ann");
    let room = &world.hs.rooms[&world.hs.only_room()];
    assert_eq!(room.members["@sam:hs"], "invite");
    assert_eq!(
        room.state["rejoin.visitor"],
        json!({ "firstName": "Ann", "plan": "pro" })
    );
    let joined: Vec<_> = world.entries();
    assert_eq!(joined.len(), 1, "{joined:?}");
    assert_eq!(joined[0].content, Content::Joined);
    assert_eq!(joined[0].author.name, "Kim");
}

#[test]
fn whatever_is_lost_there_is_one_account_and_one_room() {
    for step in STEPS {
        for fault in [Fault::Drop, Fault::Lose] {
            for is_reloaded in [false, true] {
                let mut world = World::new();
                world.faults.push((step, fault.clone(), 1));
                world.start();
                world.run(100);
                if is_reloaded {
                    world.reload();
                }
                world.run(20_000);
                assert!(world.is_ready(), "{step} {fault:?} {is_reloaded}");
                world.hs.only_room();
                world.hs.visitor();
            }
        }
    }
}

#[test]
fn a_page_may_go_at_any_moment_of_a_start() {
    for after in 0..40 {
        let mut world = World::new();
        world.start();
        world.run(after * 5);
        world.reload();
        world.run(20_000);
        assert!(world.is_ready(), "after {} ms", after * 5);
        world.hs.only_room();
        world.hs.visitor();
    }
}

#[test]
fn an_account_is_stored_before_anything_is_done_with_it() {
    let mut world = World::new();
    world.start();
    world.run(25);
    world.reload();
    world.run(5_000);
    assert!(world.is_ready());
    assert_eq!((world.count("/register"), world.count("/login")), (1, 0));
}

#[test]
fn nothing_that_the_visitor_entered_is_kept_with_the_ticket() {
    let world = World::chatting();
    assert!(!world.storage.is_empty());
    for (key, text) in &world.storage {
        assert!(!text.contains("pro"), "{key}: {text}");
    }
}

#[test]
fn a_token_opens_a_homeserver_that_wants_one() {
    let mut address = MatrixAddress::new("https://hs", vec!["@kim:hs".to_owned()]);
    address.account = AccountSource::Token("open sesame".to_owned());
    let mut world = World::at(address.clone());
    world.hs.flows = json!([{ "stages": ["m.login.registration_token"] }]);
    world.start();
    world.run(1_000);
    assert!(world.is_ready());

    address.account = AccountSource::Token("open barley".to_owned());
    let mut world = World::at(address);
    world.hs.flows = json!([{ "stages": ["m.login.registration_token"] }]);
    world.start();
    world.run(1_000);
    assert_eq!(failure(&world), (212, "Invalid token.".to_owned()));
}

#[test]
fn what_a_visitor_cannot_give_is_not_tried() {
    for flows in [
        json!([{ "stages": ["m.login.recaptcha"] }]),
        json!([{ "stages": ["m.login.registration_token"] }]),
        json!([]),
    ] {
        let mut world = World::new();
        world.hs.flows = flows;
        world.start();
        world.run(1_000);
        let (code, words) = failure(&world);
        assert_eq!(code, Code::StartRefused.number());
        assert!(words.contains("guide for site owners"), "{words}");
        assert_eq!(world.count("/register"), 1);
    }
}

#[test]
fn a_refusal_is_told_in_words() {
    let no = json!({ "errcode": "M_FORBIDDEN", "error": "Not here." });
    for (step, status, body, words) in [
        ("/register", 403, no.clone(), "lets nobody register"),
        ("/register", 404, json!("<html>"), "no Matrix homeserver"),
        ("/createRoom", 403, no, "Not here."),
        ("/createRoom", 400, json!({}), "refused to start"),
    ] {
        let mut world = World::new();
        world
            .faults
            .push((step, Fault::Say(status, body), usize::MAX));
        world.start();
        world.run(2_000);
        let (code, said) = failure(&world);
        assert_eq!(code, 212);
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn a_room_that_is_not_seen_at_once_is_looked_for_again_but_not_for_ever() {
    for (times, is_found) in [(3, true), (usize::MAX, false)] {
        let mut world = World::new();
        let nothing = json!({ "next_batch": "s0_0" });
        world
            .faults
            .push(("/sync", Fault::Say(200, nothing), times));
        world.start();
        world.run(30_000);
        assert_eq!(world.is_ready(), is_found);
        if !is_found {
            let (code, words) = failure(&world);
            assert_eq!(code, 212);
            assert!(words.contains("does not show"), "{words}");
            assert!(world.count("/sync") <= 8);
        }
    }
}

#[test]
fn a_server_on_which_nobody_may_name_a_room_makes_one_without_a_name() {
    let mut world = World::new();
    world.hs.names_no_rooms = true;
    world.start();
    world.run(1_000);
    assert!(world.is_ready());
}

#[test]
fn a_question_for_a_room_that_comes_late_makes_no_second_one() {
    let mut world = World::new();
    world.delays = Some(("/createRoom", 400));
    world.start();
    world.run(200);
    world.delays = None;
    world.reload();
    world.run(20_000);
    assert!(world.is_ready());
    world.hs.only_room();
}

#[test]
fn a_room_that_everybody_is_put_into_is_not_taken_for_the_chats() {
    let mut world = World::new();
    world.hs.lobby = true;
    world.faults.push(("/createRoom", Fault::Drop, 1));
    world.start();
    world.run(20_000);
    assert!(world.is_ready());
    world.say("a secret");
    world.run(1_000);
    assert_eq!(world.hs.rooms.len(), 2);
    let lobby = world.hs.rooms["!lobby"].events.iter();
    assert!(lobby.clone().all(|event| event["type"] == "m.room.member"));
}

#[test]
fn a_server_without_that_version_of_rooms_makes_another() {
    let mut world = World::new();
    world.hs.knows_version_11 = false;
    world.start();
    world.run(1_000);
    assert!(world.is_ready());
}

#[test]
fn an_alias_leads_to_a_room_and_the_visitor_is_introduced_there() {
    let mut address = MatrixAddress::new("https://hs", Vec::new());
    address.room = RoomPlan::Alias("#chat_{id}:hs".to_owned());
    address.bots = vec!["@bot:hs".to_owned()];
    let mut world = World::at(address);
    world.hs.makes_rooms_of_aliases = true;
    world.start();
    world.run(1_000);
    assert!(world.is_ready(), "{:?}", world.events);
    let room = &world.hs.rooms[&world.hs.only_room()];
    assert_eq!(room.state["rejoin.visitor"]["plan"], "pro");
    assert_eq!(world.entries(), []);
}

#[test]
fn a_room_that_is_not_open_yet_is_knocked_at_again_but_not_for_ever() {
    for (times, is_let_in) in [(2, true), (9, false)] {
        let mut address = MatrixAddress::new("https://hs", Vec::new());
        address.room = RoomPlan::Alias("#chat_{id}:hs".to_owned());
        let mut world = World::at(address);
        world.hs.makes_rooms_of_aliases = true;
        let no = json!({ "errcode": "M_FORBIDDEN", "error": "You are not invited." });
        world.faults.push(("/join/", Fault::Say(403, no), times));
        world.start();
        world.run(8_000);
        assert_eq!(world.is_ready(), is_let_in);
        if !is_let_in {
            assert_eq!(failure(&world), (212, "You are not invited.".to_owned()));
        }
    }
}
