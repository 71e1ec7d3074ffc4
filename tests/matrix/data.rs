//! What is told of the visitor.

use rejoin::engine::{ChatEvent, Command, RegistrationData};
use rejoin::transport::matrix::{AccountSource, MatrixAddress, RoomPlan};
use serde_json::{Value, json};

use super::world::{Fault, World};

fn data(name: &str, value: &str) -> RegistrationData {
    [(name, value)].into_iter().collect()
}

fn known(world: &World) -> Value {
    world.hs.rooms[&world.hs.only_room()].state["rejoin.visitor"].clone()
}

fn refused(world: &World) -> Vec<&str> {
    let words = world.events.iter().filter_map(|event| match event {
        ChatEvent::DataRefused(words) => Some(words.as_str()),
        _ => None,
    });
    words.collect()
}

/// Of a room that an application service makes.
fn by_alias() -> World {
    let mut address = MatrixAddress::new("https://hs", Vec::new());
    address.room = RoomPlan::Alias("#chat_{id}:hs".to_owned());
    address.bots = vec!["@bot:hs".to_owned()];
    let mut world = World::at(address);
    world.hs.makes_rooms_of_aliases = true;
    world
}

#[test]
fn data_that_are_refused_are_told_so_once_and_the_chat_goes_on() {
    let large = || json!({ "errcode": "M_TOO_LARGE", "error": "Too large." });
    let muted = || json!({ "errcode": "M_FORBIDDEN", "error": "You are muted." });
    for (step, status, no, words) in [
        ("/state/rejoin", 413, large(), "Too large."),
        (
            "/state/rejoin",
            413,
            json!("<html>"),
            "did not take the data",
        ),
        ("/state/rejoin", 400, large(), "Too large."),
        ("data-", 403, muted(), "You are muted."),
    ] {
        let mut world = World::chatting();
        world.hs.lets_nobody_change_state = step == "data-";
        world
            .faults
            .push((step, Fault::Say(status, no), usize::MAX));
        world.command(Command::SetData(data("cart", "3")));
        world.run(60_000);
        let told = refused(&world);
        assert!(
            told.len() == 1 && told[0].contains(words),
            "{step} {status}: {told:?}"
        );
        assert!(
            !world.events.contains(&ChatEvent::ConnectionLost),
            "{step} {status}"
        );
        world.faults.clear();
        world.asked.clear();
        world.reload();
        world.run(60_000);
        assert_eq!(
            world.count("/state/") + world.count("data-"),
            0,
            "not told again"
        );
        world.say("hello");
        world.run(1_000);
        assert_eq!(world.shown(), ["hello"]);
    }
}

#[test]
fn what_programs_have_put_beside_it_stays() {
    let mut world = World::chatting();
    let room = world.hs.only_room();
    let state = &mut world.hs.rooms.get_mut(&room).unwrap().state;
    state.insert(
        "rejoin.visitor".into(),
        json!({ "plan": "pro", "score": 7, "tags": ["a"] }),
    );
    world.command(Command::SetData(data("cart", "3")));
    world.run(1_000);
    let all = json!({ "plan": "pro", "score": 7, "tags": ["a"], "cart": "3" });
    assert_eq!(known(&world), all);
    assert!(world.events.contains(&ChatEvent::DataTaken));
}

#[test]
fn what_cannot_be_read_is_not_written_over() {
    let mut world = World::chatting();
    let no = json!({ "errcode": "M_FORBIDDEN", "error": "Not for you." });
    world.faults.push(("/state/rejoin", Fault::Say(403, no), 1));
    world.command(Command::SetData(data("cart", "3")));
    world.run(10_000);
    assert_eq!(known(&world), json!({ "firstName": "Ann", "plan": "pro" }));
    assert_eq!(refused(&world), ["Not for you."]);
}

#[test]
fn who_changes_and_changes_back_is_heard_each_time() {
    let mut world = World::chatting();
    world.hs.lets_nobody_change_state = true;
    for plan in ["basic", "max", "basic"] {
        world.command(Command::SetData(data("plan", plan)));
        world.run(2_000);
    }
    let said = world.hs.said_by(&world.hs.visitor());
    assert_eq!(said, ["plan: basic", "plan: max", "plan: basic"]);
}

#[test]
fn a_notice_whose_answer_is_lost_is_there_once() {
    let mut world = World::chatting();
    world.hs.lets_nobody_change_state = true;
    world.faults.push(("data-", Fault::Lose, 1));
    world.command(Command::SetData(data("plan", "max")));
    world.run(60_000);
    assert_eq!(world.hs.said_by(&world.hs.visitor()), ["plan: max"]);
    assert!(world.events.contains(&ChatEvent::DataTaken));
}

#[test]
fn who_made_the_room_learns_of_the_visitor_whenever_the_page_goes() {
    for after in 0..40 {
        let mut world = by_alias();
        world.start();
        world.run(after * 5);
        world.reload();
        world.run(20_000);
        assert!(world.is_ready(), "after {} ms", after * 5);
        assert_eq!(known(&world)["plan"], "pro", "after {} ms", after * 5);
    }
}

#[test]
fn who_made_the_room_learns_of_the_visitor_whatever_is_lost() {
    for step in ["/state/", "/send/"] {
        for fault in [Fault::Drop, Fault::Lose] {
            let mut world = by_alias();
            world.hs.lets_nobody_change_state = step == "/send/";
            world.faults.push((step, fault.clone(), 3));
            world.start();
            world.run(30_000);
            assert!(world.is_ready(), "{step} {fault:?}");
            let is_told = match step {
                "/send/" => world.hs.said_by(&world.hs.visitor()) == ["firstName: Ann\nplan: pro"],
                _ => known(&world)["plan"] == "pro",
            };
            assert!(is_told, "{step} {fault:?}");
        }
    }
}

#[test]
fn a_room_that_the_endpoint_names_learns_of_the_visitor_though_agents_are_named_too() {
    let mut address = MatrixAddress::new("https://hs", vec!["@kim:hs".to_owned()]);
    address.account = AccountSource::Endpoint("https://hs/account".to_owned());
    let mut world = World::at(address);
    world.hs.make_room_for_endpoint("!desk");
    world.start();
    world.run(2_000);
    assert!(world.is_ready(), "{:?}", world.events);
    assert_eq!(known(&world)["plan"], "pro");
}
