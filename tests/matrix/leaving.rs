//! Out of the room, out of the account.

use rejoin::engine::{ChatEvent, Command};

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
