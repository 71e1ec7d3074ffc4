//! What the visitor wrote and could not say any more when the chat was over.

use std::time::Duration;

use rejoin::engine::{
    Command, Config, EndReason, Input, MessageKind, Owner, PhaseKind, Tabs, Word,
};

use super::storage_faults::{shared, two_pages};
use super::world::World;

const WORDS: &str = "one\nand thr";

/// A chat that the agent has ended, as the page does not know yet, with a message on
/// its way and half a sentence.
fn ending(config: Config) -> World {
    let mut world = World::with(config);
    world.begin();
    world.offline();
    world.send("one");
    world.draft("and thr");
    world.run(300);
    world.agent_ends();
    world
}

/// The same, and it knows.
fn ended(config: Config) -> World {
    let mut world = ending(config);
    world.online();
    world.run(5_000);
    assert_eq!(world.phase(), PhaseKind::Ended);
    world
}

/// What the next chat begins with.
fn offered(world: &mut World) -> &str {
    world.begin();
    &world.session().draft().text
}

#[test]
fn is_offered_to_the_next_chat_on_a_page_that_comes_later() {
    for is_killed in [true, false] {
        let mut world = ended(Config::default());
        if is_killed {
            world.kill();
        } else {
            world.reload();
        }
        assert_eq!(world.phase(), PhaseKind::Idle, "the chat itself is over");
        world.reload();
        assert_eq!(offered(&mut world), WORDS);
        world.kill();
        assert_eq!(world.session().draft().text, WORDS, "it is a draft now");
    }
}

#[test]
fn is_offered_whenever_the_page_dies_of_the_end() {
    for steps in 0..60 {
        let mut world = ending(Config::default());
        world.weaken(steps);
        world.online();
        world.run(5_000);
        world.kill();
        world.run(5_000);
        assert_eq!(offered(&mut world), WORDS, "killed after {steps} steps");
    }
}

#[test]
fn is_offered_whenever_the_page_dies_of_the_next_start() {
    for config in [Config::default(), shared()] {
        for steps in 0..60 {
            let mut world = ended(config.clone());
            world.weaken(steps);
            world.start();
            world.run(100);
            world.kill();
            world.run(100);
            assert_eq!(offered(&mut world), WORDS, "killed after {steps} steps");
        }
    }
}

#[test]
fn stays_though_another_page_writes_that_has_not_heard_of_the_end() {
    let (mut world, [leader, follower]) = two_pages();
    world.on(leader, |world| world.draft("and thr"));
    world.run(300);
    world.on(follower, World::fall_behind);
    world.agent_ends();
    world.run(300);
    world.on(follower, World::catch_up);
    world.look_at(follower);
    world.command(Command::Minimise);
    world.run(300);
    let keys: Vec<&String> = world.storage.keys().collect();
    assert_eq!(keys, ["2/unsaid"]);
    world.kill();
    assert_eq!(offered(&mut world), "and thr");
}

#[test]
fn is_also_what_was_written_in_another_page_before_it_heard_of_the_end() {
    let (mut world, [leader, follower]) = two_pages();
    world.on(leader, World::offline);
    world.on(leader, |world| world.send("one"));
    world.run(300);
    world.on(follower, World::fall_behind);
    world.agent_ends();
    world.on(leader, World::online);
    world.run(5_000);
    world.on(follower, World::catch_up);
    world.look_at(follower);
    world.send("two");
    world.draft("and thr");
    let session = world.session().id().clone();
    world.input(Input::Heard(Word::Ended(session, EndReason::Closed)));
    world.run(300);
    assert_eq!(world.phase(), PhaseKind::Ended);
    let keys: Vec<&String> = world.storage.keys().collect();
    assert_eq!(keys, ["2/unsaid"]);
    world.kill();
    assert_eq!(offered(&mut world), "one\ntwo\nand thr");
}

#[test]
fn stays_though_something_of_the_chat_was_written_after_it_was_over() {
    let mut world = ended(Config::default());
    world.close();
    world.storage.insert("2/seen".into(), "1".into());
    world.open();
    world.restore();
    let keys: Vec<&String> = world.storage.keys().collect();
    assert_eq!(keys, ["2/unsaid"]);
    assert_eq!(offered(&mut world), WORDS);
}

#[test]
fn is_as_old_as_the_calendar_has_ever_shown() {
    let mut world = ending(Config::default());
    world.set_calendar(-1);
    world.online();
    world.run(5_000);
    world.set_calendar(0);
    world.kill();
    assert_eq!(offered(&mut world), WORDS);
}

#[test]
fn is_offered_on_the_same_page_also_where_nothing_can_be_stored() {
    let mut world = World::new();
    world.begin();
    world.fill_storage_after(0);
    world.draft("and thr");
    world.agent_ends();
    world.run(5_000);
    assert_eq!(offered(&mut world), "and thr");
}

#[test]
fn is_what_the_visitor_wrote_and_not_what_the_site_said_for_them() {
    let mut world = World::chatting();
    world.offline();
    world.command(Command::SendAs(MessageKind::Notice, "basket:7".into()));
    world.send("one");
    world.agent_ends();
    world.online();
    world.run(5_000);
    assert_eq!(offered(&mut world), "one");
}

#[test]
fn is_offered_once() {
    let mut world = ended(Config::default());
    world.kill();
    assert_eq!(offered(&mut world), WORDS);
    world.draft("");
    world.run(1_000);
    world.agent_ends();
    world.run(1_000);
    world.kill();
    assert_eq!(offered(&mut world), "");
}

#[test]
fn is_all_that_is_stored_of_a_chat_that_is_over() {
    let world = ended(Config::default());
    let keys: Vec<&String> = world.storage.keys().collect();
    assert_eq!(keys, ["2/unsaid"]);
    let mut world = World::chatting();
    world.agent_ends();
    world.run(1_000);
    assert!(world.storage.is_empty(), "there was nothing unsaid");
}

#[test]
fn is_without_what_the_visitor_has_deleted() {
    let mut world = ended(Config::default());
    world.discard("one");
    world.kill();
    assert_eq!(offered(&mut world), "and thr");
}

#[test]
fn is_forgotten_when_the_visitor_stays_away() {
    let config = Config {
        max_offline: Duration::from_secs(60),
        ..Config::default()
    };
    let mut world = ended(config);
    world.close();
    world.run(61_000);
    world.open();
    world.restore();
    assert!(world.storage.is_empty());
    assert_eq!(offered(&mut world), "");
}

#[test]
fn is_not_offered_to_somebody_else() {
    let of = |name| Config {
        tabs: Tabs::Shared,
        owner: Some(Owner::of(name)),
        ..Config::default()
    };
    let mut world = ended(of("ann"));
    world.close();
    world.config = of("bob");
    world.open();
    world.restore();
    assert!(world.storage.is_empty(), "{:?}", world.storage);
    assert_eq!(offered(&mut world), "");
}

#[test]
fn is_erased_when_the_visitor_is_forgotten() {
    let mut world = ended(Config::default());
    world.kill();
    let snapshot = world.snapshot();
    world.command(Command::Forget(snapshot));
    world.run(1_000);
    assert!(world.storage.is_empty());
}
