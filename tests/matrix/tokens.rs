//! Tokens that grow old, and accounts that are gone.

use rejoin::engine::{ChatEvent, Code, Command, EndReason};
use rejoin::transport::matrix::{AccountSource, MatrixAddress};
use serde_json::json;

use super::world::{Fault, World};

fn short_lived() -> World {
    let mut world = World::new();
    world.hs.token_life = Some(60_000);
    world.begun()
}

#[test]
fn a_chat_outlives_its_tokens() {
    let mut world = short_lived();
    world.run(300_000);
    world.say("still here");
    world.run(1_000);
    assert_eq!(world.hs.said_by(&world.hs.visitor()), ["still here"]);
    assert!(world.count("/refresh") >= 4, "{}", world.count("/refresh"));
    assert_eq!(world.count("/login"), 0);
    let lost = world
        .events
        .iter()
        .filter(|e| **e == ChatEvent::ConnectionLost);
    assert_eq!(lost.count(), 0);
}

#[test]
fn a_restore_renews_before_it_asks() {
    let mut world = short_lived();
    world.run(1_000);
    world.now += 3_600_000;
    world.asked.clear();
    world.reload();
    world.run(2_000);
    assert!(world.is_ready());
    assert!(world.asked[0].1.contains("/refresh"), "{:?}", world.asked);
}

#[test]
fn a_page_may_go_in_the_middle_of_a_renewal() {
    for fault in [Fault::Drop, Fault::Lose] {
        for after in [5, 15, 25, 35] {
            let mut world = short_lived();
            world.now += 3_600_000;
            world.faults.push(("/refresh", fault.clone(), 1));
            world.reload();
            world.run(after);
            world.reload();
            world.run(30_000);
            assert!(
                world.is_ready(),
                "{fault:?} after {after} ms: {:?}",
                world.events
            );
            assert_eq!(world.count("/login"), 0);
        }
    }
}

#[test]
fn what_is_new_is_stored_before_it_is_used() {
    for after in [25, 35, 45] {
        let mut world = short_lived();
        world.now += 3_600_000;
        world.reload();
        world.run(after);
        world.reload();
        world.run(120_000);
        assert!(world.is_ready());
        assert_eq!(world.count("/login"), 0, "after {after} ms");
    }
}

#[test]
fn where_another_tab_has_used_it_the_password_helps() {
    let mut world = short_lived();
    let no = json!({ "errcode": "M_FORBIDDEN", "error": "refresh token isn't valid anymore" });
    world.faults.push(("/refresh", Fault::Say(403, no), 1));
    let devices = |world: &World| {
        let mut devices: Vec<_> = world
            .hs
            .tokens
            .values()
            .map(|token| token.device.clone())
            .collect();
        devices.dedup();
        devices.len()
    };
    world.say("before");
    world.run(100_000);
    world.say("after");
    world.run(1_000);
    assert_eq!(world.count("/login"), 1);
    // The other tab keeps its own.
    assert_eq!(devices(&world), 2);
    assert_eq!(world.shown(), ["before", "after"]);
    assert_eq!(world.hs.said_by(&world.hs.visitor()), ["before", "after"]);
}

#[test]
fn a_soft_logout_is_no_end() {
    let mut world = World::chatting();
    let soft = json!({ "errcode": "M_UNKNOWN_TOKEN", "soft_logout": true });
    world.faults.push(("/sync", Fault::Say(401, soft), 1));
    world.run(60_000);
    world.say("hello");
    world.run(1_000);
    assert_eq!(world.hs.said_by(&world.hs.visitor()), ["hello"]);
    assert_eq!(world.count("/login"), 1);
}

/// Tokens die sooner than the page thinks, as where its clock was set back, and then the
/// server has never heard of them.
fn out_of_time() -> World {
    let mut world = World::new();
    world.hs.token_life = Some(60_000);
    world.hs.told_life = Some(u64::MAX / 8);
    world.hs.forgets_tokens = true;
    world.begun()
}

#[test]
fn a_token_that_died_before_its_time_is_renewed() {
    for fault in [None, Some(Fault::Drop), Some(Fault::Lose)] {
        let mut world = out_of_time();
        world
            .faults
            .extend(fault.clone().map(|fault| ("/refresh", fault, 1)));
        world.run(200_000);
        world.say("still here");
        world.run(10_000);
        let said = world.hs.said_by(&world.hs.visitor());
        assert_eq!(said, ["still here"], "{fault:?} {:?}", world.events);
        assert_eq!(world.count("/login"), 0, "{fault:?}");
    }
}

#[test]
fn a_visitor_who_leaves_with_a_token_that_died_before_its_time_is_out() {
    let mut world = out_of_time();
    world.now += 100_000;
    world.command(Command::Leave);
    world.run(5_000);
    let room = &world.hs.rooms[&world.hs.only_room()];
    let membership = &room.members[&world.hs.visitor()];
    assert_eq!(membership, "leave", "{:?}", world.asked.last());
}

#[test]
fn a_visitor_who_was_logged_out_for_good_stays_out() {
    let mut world = short_lived();
    let visitor = world.hs.visitor();
    world.hs.log_out(&visitor);
    world.reload();
    world.run(5_000);
    let ended = ChatEvent::Ended(EndReason::Gone);
    assert!(world.events.contains(&ended), "{:?}", world.events);
    assert_eq!((world.count("/refresh"), world.count("/login")), (1, 0));
}

#[test]
fn a_new_token_that_is_not_known_either_is_an_end() {
    let mut world = short_lived();
    let no = json!({ "errcode": "M_UNKNOWN_TOKEN", "error": "No such token." });
    world
        .faults
        .push(("/sync", Fault::Say(401, no), usize::MAX));
    world.asked.clear();
    world.run(60_000);
    let ended = ChatEvent::Ended(EndReason::Gone);
    assert!(world.events.contains(&ended), "{:?}", world.events);
    assert_eq!((world.count("/refresh"), world.count("/login")), (1, 0));
}

#[test]
fn an_account_that_is_gone_is_an_end_with_a_code() {
    let mut world = World::chatting();
    let visitor = world.hs.visitor();
    world.hs.deactivate(&visitor);
    world.reload();
    world.run(5_000);
    assert!(world.events.contains(&ChatEvent::Ended(EndReason::Gone)));
    let failed = ChatEvent::Failed(Some(Code::SessionGone.into()));
    assert!(world.events.contains(&failed), "{:?}", world.events);
    assert!(world.storage.is_empty());
}

#[test]
fn an_account_that_is_gone_by_the_time_its_token_is_old_is_an_end_too() {
    let mut world = short_lived();
    let visitor = world.hs.visitor();
    world.now += 3_600_000;
    world.hs.deactivate(&visitor);
    world.reload();
    world.run(5_000);
    assert!(world.events.contains(&ChatEvent::Ended(EndReason::Gone)));
}

#[test]
fn an_endpoint_is_asked_for_the_same_account_again() {
    let mut address = MatrixAddress::new("https://hs", vec!["@kim:hs".to_owned()]);
    address.account = AccountSource::Endpoint("https://hs/account".to_owned());
    let mut world = World::at(address);
    world.hs.token_life = Some(60_000);
    let mut world = world.begun();
    let no = json!({ "errcode": "M_FORBIDDEN", "error": "refresh token isn't valid anymore" });
    world.faults.push(("/refresh", Fault::Say(403, no), 1));
    world.reload();
    world.run(100_000);
    world.say("after");
    world.run(1_000);
    assert_eq!(world.count("/account"), 2);
    assert_eq!(world.hs.said_by(&world.hs.visitor()), ["after"]);
}
