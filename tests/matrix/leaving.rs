//! Out of the room, out of the account.

use rejoin::engine::{ChatEvent, Command, EndReason, Intent, Life, Mono, Now, Wall};
use rejoin::transport::matrix::{MatrixAddress, MatrixProtocol};
use rejoin::transport::protocol::{Input, Output, Protocol, RequestId};
use serde_json::json;

use super::world::{Fault, World};

#[test]
fn who_leaves_is_logged_out_too() {
    let mut world = World::chatting();
    let (room, visitor) = (world.hs.only_room(), world.hs.visitor());
    world.command(Command::Leave);
    world.run(1_000);
    assert_eq!(world.hs.rooms[&room].members[&visitor], "leave");
    assert!(world.hs.tokens.is_empty(), "logged out");
    assert!(!world.hs.users[&visitor].is_deactivated);
    assert!(world.events.contains(&ChatEvent::LeaveSettled));
}

#[test]
fn an_account_that_is_not_to_be_kept_is_deactivated() {
    let mut world = World::new();
    world.address.deactivate = true;
    let mut world = World::at(world.address).begun();
    let visitor = world.hs.visitor();
    world.command(Command::Leave);
    world.run(1_000);
    assert!(world.hs.users[&visitor].is_deactivated);
    assert!(world.events.contains(&ChatEvent::LeaveSettled));
}

#[test]
fn a_good_bye_that_is_lost_is_said_again() {
    for fault in [Fault::Drop, Fault::Lose] {
        let mut world = World::chatting();
        let (room, visitor) = (world.hs.only_room(), world.hs.visitor());
        world.faults.push(("/leave", fault, 1));
        world.command(Command::Leave);
        world.run(15_000);
        assert_eq!(world.hs.rooms[&room].members[&visitor], "leave");
        assert!(world.events.contains(&ChatEvent::LeaveSettled));
    }
}

#[test]
fn who_ends_the_chat_and_goes_is_out_of_the_room_and_no_log_out_comes_before_that() {
    for after in [1, 5, 15, 25] {
        let mut world = World::chatting();
        let (room, visitor) = (world.hs.only_room(), world.hs.visitor());
        world.delays = Some(("/leave", 3_000));
        world.command(Command::Leave);
        world.run(after);
        world.life(Life::Suspend);
        world.run(1_000);
        assert_eq!(world.count("/logout"), 0, "after {after} ms");
        world.run(5_000);
        assert_eq!(world.hs.rooms[&room].members[&visitor], "leave");
    }
}

/// The visitor is put out of the room, and the page hears of it.
fn put_out(world: &mut World) {
    let (room, visitor) = (world.hs.only_room(), world.hs.visitor());
    world.hs.membership(&room, &visitor, "@kim:hs", "leave");
    world.let_go();
}

fn is_over(world: &World) -> bool {
    world.events.contains(&ChatEvent::Ended(EndReason::Closed))
}

#[test]
fn who_is_put_out_while_the_token_is_old_is_logged_out_too() {
    // Due, and long dead.
    for later in [50_000, 3_600_000] {
        let mut world = World::new();
        world.hs.token_life = Some(60_000);
        let mut world = world.begun();
        world.now += later;
        put_out(&mut world);
        world.run(1_000);
        assert!(is_over(&world), "{later}: {:?}", world.events);
        assert!(
            world.hs.tokens.is_empty(),
            "{later}: {:?}",
            world.asked.last()
        );
    }
}

#[test]
fn who_is_put_out_while_the_token_is_being_renewed_is_logged_out_too() {
    let mut world = World::new();
    world.hs.token_life = Some(60_000);
    let mut world = world.begun();
    world.delays = Some(("/refresh", 2_000));
    world.run(43_500);
    world.say("hello");
    world.run(100);
    assert_eq!((world.count("/refresh"), world.hs.tokens.len()), (1, 1));
    put_out(&mut world);
    world.run(6_000);
    assert!(is_over(&world), "{:?}", world.events);
    assert!(world.hs.tokens.is_empty(), "{:?}", world.hs.tokens);
}

#[test]
fn who_is_put_out_while_the_server_wants_silence_is_logged_out_too() {
    let mut world = World::chatting();
    let wait = json!({ "errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 60_000 });
    world.faults.push(("/send/", Fault::Say(429, wait), 1));
    world.say("hello");
    world.run(100);
    put_out(&mut world);
    world.run(100);
    assert!(is_over(&world), "{:?}", world.events);
    assert!(world.hs.tokens.is_empty());
}

#[test]
fn the_end_is_told_though_the_log_out_has_to_wait() {
    let mut world = World::new();
    world.hs.token_life = Some(60_000);
    let mut world = world.begun();
    let wait = json!({ "errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 60_000 });
    world
        .faults
        .push(("/logout", Fault::Say(429, wait), usize::MAX));
    world.now += 50_000;
    put_out(&mut world);
    world.run(6_000);
    assert!(is_over(&world), "{:?}", world.events);
    assert_eq!(world.count("/logout"), 1);
}

#[test]
fn a_message_that_is_refused_since_the_visitor_was_put_out_is_an_end_with_the_last_words() {
    let mut world = World::chatting();
    let (room, visitor) = (world.hs.only_room(), world.hs.visitor());
    world.holds_on = true;
    world.agent_says("Goodbye");
    world.hs.membership(&room, &visitor, "@kim:hs", "leave");
    world.say("But");
    world.run(5_000);
    assert!(is_over(&world), "{:?}", world.events);
    assert_eq!(world.shown(), ["Goodbye", "That was all."]);
    assert!(world.hs.tokens.is_empty(), "logged out");
}

#[test]
fn who_was_put_out_is_told_so_though_the_room_says_nothing() {
    let mut world = World::chatting();
    let (room, visitor) = (world.hs.only_room(), world.hs.visitor());
    world.holds_on = true;
    let nothing = json!({ "next_batch": "s4_0" });
    world
        .faults
        .push(("timeout=0", Fault::Say(200, nothing), usize::MAX));
    world.hs.membership(&room, &visitor, "@kim:hs", "leave");
    world.say("But");
    world.run(5_000);
    assert!(is_over(&world), "{:?}", world.events);
    assert!(world.hs.tokens.is_empty(), "logged out");
}

/// All that is asked in the first moment.
fn asked(protocol: &mut MatrixProtocol, address: MatrixAddress, now: u64) -> Vec<RequestId> {
    let now = Now {
        wall: Wall(now),
        mono: Mono(now),
    };
    let ticket = MatrixProtocol::new(Some(address), [3, 4]).start_ticket();
    let start = Intent::Start {
        id: rejoin::engine::ClientId::new(now.mono.0.to_string()),
        data: Default::default(),
        complete: true,
        ticket,
    };
    protocol.handle(now, Input::Connect(start));
    let outputs = std::iter::from_fn(|| protocol.poll());
    let ids = outputs.filter_map(|output| match output {
        Output::Ask(id, _) => Some(id),
        _ => None,
    });
    ids.collect()
}

#[test]
fn no_answer_of_one_server_is_taken_for_another_ones() {
    let at = |server: &str| MatrixAddress::new(server, vec!["@kim:hs".to_owned()]);
    let mut protocol = MatrixProtocol::new(None, [1, 2]);
    let first = asked(&mut protocol, at("https://one"), 1);
    let second = asked(&mut protocol, at("https://two"), 2);
    assert!(!first.is_empty() && !second.is_empty());
    assert!(
        second.iter().all(|id| !first.contains(id)),
        "{first:?} {second:?}"
    );
}

#[test]
fn the_next_chat_has_an_account_and_a_room_of_its_own() {
    let mut world = World::chatting();
    world.command(Command::Leave);
    world.run(1_000);
    world.start();
    world.run(5_000);
    assert!(world.is_ready(), "{:?}", world.events);
    assert_eq!(world.hs.users.len(), 2);
    assert_eq!(world.hs.rooms.len(), 2);
}
