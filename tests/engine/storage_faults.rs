//! Storage that fills up, is emptied, or is written by somebody else, and calendars
//! that jump, while several pages of a site have the chat.

use rejoin::engine::{ChatEvent, Code, Config, Input, PhaseKind, Tabs};

use super::world::World;

/// More writes than anything here makes.
const STEPS: usize = 12;

pub(super) fn shared() -> Config {
    Config {
        tabs: Tabs::Shared,
        ..Config::default()
    }
}

/// A chat with Ann in a page that leads and in another, which is looked at. Gives
/// their numbers.
pub(super) fn two_pages() -> (World, [u32; 2]) {
    two_pages_with(shared())
}

/// See [`two_pages`].
pub(super) fn two_pages_with(config: Config) -> (World, [u32; 2]) {
    let mut world = World::with(config);
    world.begin();
    let leader = world.page();
    let follower = world.open_tab();
    world.restore();
    world.run(200);
    assert_eq!(world.leader(), Some(leader));
    (world, [leader, follower])
}

/// Another session's head takes the place of that of this one, and no page hears so.
pub(super) fn store_another_session(world: &mut World) {
    let id = world.session().id().as_str().to_owned();
    let head = world.storage.get_mut("2/head").unwrap();
    *head = head.replace(&format!("\"{id}\""), "\"another\"");
}

/// All pages go on with the chat, and nothing was lost or doubled.
fn assert_goes_on(world: &mut World, pages: &[u32], said: &[&str]) {
    let mut sorted = world.said();
    sorted.sort();
    let mut expected = said.to_vec();
    expected.sort_unstable();
    assert_eq!(sorted, expected, "on the server");
    let said = world.said();
    for page in pages {
        world.on(*page, |world| {
            assert_eq!(world.phase(), PhaseKind::Active, "page {page}");
            assert_eq!(world.shown(), said, "page {page}");
            assert_eq!(world.outbox(), [], "page {page}");
            let ends = world.events.iter();
            let ends = ends.filter(|event| matches!(event, ChatEvent::Ended(_)));
            assert_eq!(ends.count(), 0, "page {page}");
        });
    }
}

// Quota.

/// The storage fills up for one of two pages while both are talked in; then that
/// page is killed, and another comes.
fn fills_up(which: usize, after: usize) {
    let (mut world, pages) = two_pages();
    world.on(pages[which], |world| world.fill_storage_after(after));
    world.on(pages[0], |world| world.send("from the leader"));
    world.on(pages[1], |world| world.send("from the follower"));
    world.agent_says("from Ann");
    world.run(3_000);
    world.on(pages[which], |world| {
        world.send("and more");
        world.draft("half a");
    });
    world.run(20_000);
    let said = [
        "from the leader",
        "from the follower",
        "from Ann",
        "and more",
    ];
    assert_goes_on(&mut world, &pages, &said);

    world.look_at(pages[which]);
    world.kill();
    let page = world.page();
    world.run(20_000);
    assert_goes_on(&mut world, &[page, pages[1 - which]], &said);
    world.send("afterwards");
    world.run(2_000);
    let said = [&said[..], &["afterwards"]].concat();
    assert_goes_on(&mut world, &[page, pages[1 - which]], &said);
}

#[test]
fn where_the_storage_is_full_for_the_leader_nothing_is_lost_or_doubled() {
    for after in 0..STEPS {
        fills_up(0, after);
    }
}

#[test]
fn where_the_storage_is_full_for_a_follower_nothing_is_lost_or_doubled() {
    for after in 0..STEPS {
        fills_up(1, after);
    }
}

#[test]
fn that_the_storage_is_full_is_told_where_it_is() {
    let (mut world, [leader, follower]) = two_pages();
    world.on(leader, |world| world.fill_storage_after(0));
    world.agent_says("Hello");
    world.run(1_000);
    world.on(leader, |world| {
        assert_eq!(world.told(&ChatEvent::NotStored), 1)
    });
    world.on(follower, |world| {
        assert_eq!(world.told(&ChatEvent::NotStored), 0)
    });
}

#[test]
fn a_page_that_could_not_store_wakes_as_it_was_and_learns_the_rest_from_the_server() {
    for which in [0, 1] {
        for lines in [3, 20, 60] {
            let (mut world, pages) = two_pages();
            world.on(pages[which], |world| world.fill_storage_after(0));
            world.agent_says("before");
            world.on(pages[which], |world| world.send("mine"));
            world.run(3_000);
            world.on(pages[which], World::suspend);
            let mut said = vec!["before".to_owned(), "mine".to_owned()];
            for line in 0..lines {
                world.agent_says(&format!("line {line}"));
                world.run(100);
                said.push(format!("line {line}"));
            }
            world.on(pages[which], World::wake);
            world.run(20_000);
            let said: Vec<&str> = said.iter().map(String::as_str).collect();
            assert_goes_on(&mut world, &pages, &said);
        }
    }
}

// Calendars. When a chat was last in use is told by the calendar, since no other
// clock outlives a page. It is never said to have been earlier than was known, so
// that a calendar that jumps back and forth ends nothing; one that runs ahead for a
// while keeps a chat that much longer. In a chat that runs the calendar means nothing.

#[test]
fn a_calendar_that_jumps_in_one_page_harms_no_page() {
    for which in [0, 1] {
        for days in [1, -1] {
            let (mut world, pages) = two_pages();
            let mut said = Vec::new();
            for (now, words) in [(days, "one"), (0, "two"), (days, "three"), (0, "four")] {
                world.on(pages[which], |world| world.set_calendar(now));
                world.on(pages[which], |world| world.send(words));
                world.run(1_000);
                world.agent_says("yes");
                world.run(7_000);
                said.extend([words, "yes"]);
                assert_goes_on(&mut world, &pages, &said);
            }
        }
    }
}

#[test]
fn a_page_whose_calendar_is_ahead_sees_what_the_others_write() {
    let (mut world, [leader, follower]) = two_pages();
    world.on(follower, |world| world.set_calendar(1));
    world.agent_says("Hello");
    world.run(100);
    assert_goes_on(&mut world, &[leader, follower], &["Hello"]);
}

#[test]
fn who_takes_the_lead_with_another_calendar_sends_what_was_waiting() {
    for days in [1, -1] {
        let (mut world, [leader, follower]) = two_pages();
        let third = world.open_tab();
        world.restore();
        world.run(200);
        world.on(follower, |world| world.set_calendar(days));
        world.offline();
        world.send("from the third");
        world.lose_tab();
        world.look_at(leader);
        world.lose_tab();
        world.net.heal();
        world.look_at(follower);
        world.online();
        world.run(20_000);
        assert_ne!(world.page(), third);
        assert_goes_on(&mut world, &[follower], &["from the third"]);
    }
}

#[test]
fn a_calendar_that_was_set_back_and_is_right_again_on_the_next_page_erases_nothing() {
    for closes in [true, false] {
        let mut world = World::chatting();
        world.run(10_000);
        world.set_calendar(-1);
        world.send("one");
        world.run(10_000);
        if closes {
            world.reload();
        } else {
            world.kill();
        }
        world.run(1_000);
        let page = world.page();
        assert_goes_on(&mut world, &[page], &["one"]);
    }
}

#[test]
fn a_calendar_that_was_set_back_before_the_page_came_erases_nothing_later() {
    let mut world = World::chatting();
    world.run(10_000);
    world.close();
    world.open();
    world.set_calendar(-1);
    world.restore();
    world.run(10_000);
    world.reload();
    world.run(1_000);
    let page = world.page();
    assert_goes_on(&mut world, &[page], &[]);
}

#[test]
fn a_calendar_that_was_ahead_keeps_a_chat_longer_and_not_for_ever() {
    let hour = 3_600_000;
    let mut world = World::chatting();
    world.set_calendar(1);
    world.run(10_000);
    world.close();
    world.run(23 * hour);
    world.open();
    world.restore();
    world.run(200);
    assert_eq!(world.phase(), PhaseKind::Active);
    world.close();
    world.run(2 * hour);
    world.open();
    world.restore();
    assert_eq!(world.phase(), PhaseKind::Idle, "and then it is over");
    assert!(world.storage.is_empty(), "{:?}", world.storage.keys());
}

#[test]
fn who_comes_just_after_a_jump_erases_no_chat_that_runs() {
    let (mut world, [leader, follower]) = two_pages();
    let third = world.open_tab();
    for page in [leader, follower, third] {
        world.on(page, |world| world.set_calendar(1));
    }
    world.restore();
    world.run(1_000);
    world.agent_says("Hello");
    world.run(1_000);
    assert_goes_on(&mut world, &[leader, follower], &["Hello"]);
    world.on(third, |world| assert_eq!(world.shown(), ["Hello"]));
}

// Eviction: the browser takes everything, and tells nobody.

#[test]
fn what_is_evicted_under_pages_that_run_is_stored_again() {
    let (mut world, pages) = two_pages();
    world.agent_says("one");
    world.run(300);
    world.storage.clear();
    world.agent_says("two");
    world.run(10_000);
    assert_goes_on(&mut world, &pages, &["one", "two"]);
    world.reload();
    world.run(1_000);
    let page = world.page();
    assert_goes_on(&mut world, &[page, pages[0]], &["one", "two"]);
}

#[test]
fn what_is_evicted_under_a_page_alone_is_stored_again() {
    let mut world = World::with(shared());
    world.begin();
    world.agent_says("one");
    world.draft("and thr");
    world.run(300);
    world.storage.clear();
    world.send("two");
    world.input(Input::Wiped);
    world.run(300);
    world.kill();
    world.run(1_000);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.shown(), ["one", "two"]);
}

#[test]
fn a_form_that_is_evicted_is_stored_again() {
    let mut world = World::with(shared());
    world.start();
    world.fill();
    world.run(300);
    let before = world.storage.clone();
    world.storage.clear();
    world.input(Input::Wiped);
    world.run(300);
    for key in ["2/head", "2/form", "2/window"] {
        assert!(world.storage.contains_key(key), "{key}");
    }
    assert_eq!(world.storage["2/form"], before["2/form"]);
}

#[test]
fn only_the_page_that_leads_stores_again_what_is_evicted() {
    let (mut world, _) = two_pages();
    world.storage.clear();
    world.input(Input::Wiped);
    world.run(300);
    assert!(!world.storage.contains_key("2/head"));
}

#[test]
fn what_is_evicted_while_a_follower_is_frozen_is_there_when_it_thaws() {
    let (mut world, [leader, follower]) = two_pages();
    world.on(follower, World::fall_behind);
    world.storage.clear();
    world.agent_says("one");
    world.run(10_000);
    world.on(follower, World::catch_up);
    world.tell_stored();
    world.run(10_000);
    assert_goes_on(&mut world, &[leader, follower], &["one"]);
}

#[test]
fn what_is_evicted_while_one_page_sleeps_and_another_leads_is_there_when_it_wakes() {
    let (mut world, [first, second]) = two_pages();
    world.on(first, |world| {
        world.send("said before");
        world.suspend();
    });
    world.run(3_000);
    assert_eq!(world.leader(), Some(second));
    world.storage.clear();
    world.agent_says("Hello");
    world.run(1_000);
    world.on(first, World::wake);
    world.run(10_000);
    world.on(second, |world| {
        assert_eq!(world.phase(), PhaseKind::Active);
        assert_eq!(world.shown(), ["said before", "Hello"]);
    });
    world.on(first, |world| {
        assert_eq!(world.phase(), PhaseKind::Active);
        assert_eq!(world.shown(), ["said before", "Hello"]);
    });
}

#[test]
fn a_page_that_wakes_alone_and_finds_nothing_takes_the_chat_for_ended_elsewhere() {
    let mut world = World::chatting();
    world.suspend();
    world.storage.clear();
    world.wake();
    world.run(1_000);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert!(world.storage.is_empty());
    world.start();
    world.fill();
    world.submit();
    world.run(1_000);
    assert_eq!(world.phase(), PhaseKind::Active);
}

// Records of which half is left.

#[test]
fn what_a_leader_tears_in_dying_the_next_one_stores_again() {
    let (mut world, [leader, follower]) = two_pages();
    world.agent_says("one");
    world.run(300);
    for (key, text) in &mut world.storage {
        if key.starts_with("2/log/") {
            text.truncate(text.len() / 2);
        }
    }
    world.on(leader, World::close_tab);
    world.run(1_000);
    assert_eq!(world.leader(), Some(follower));
    let third = world.open_tab();
    world.restore();
    assert_eq!(world.shown(), ["one"], "with nobody asked");
    world.run(1_000);
    assert_goes_on(&mut world, &[follower, third], &["one"]);
}

// A page of the site has a newer version of the script.

const NEWER: [(&str, &str); 3] = [
    ("3/head", "the newer version's"),
    ("3/out/a-1", "its message"),
    ("3/unheard-of", "what is unknown here"),
];

fn write_newer(world: &mut World) {
    for (key, text) in NEWER {
        world.storage.insert(key.to_owned(), text.to_owned());
    }
    world.tell_stored();
}

fn assert_newer_is_untouched(world: &World) {
    for (key, text) in NEWER {
        assert_eq!(
            world.storage.get(key).map(String::as_str),
            Some(text),
            "{key}"
        );
    }
}

#[test]
fn beside_a_newer_version_a_chat_runs_in_two_pages_and_neither_erases_the_others() {
    let (mut world, pages) = two_pages();
    write_newer(&mut world);
    world.send("one");
    world.run(1_000);
    // It brings what it finds up to date, and takes the old away.
    world.storage.retain(|key, _| key.starts_with('3'));
    world.tell_stored();
    world.run(1_000);
    world.on(pages[0], |world| world.send("two"));
    world.run(1_000);
    assert_goes_on(&mut world, &pages, &["one", "two"]);
    world.reload();
    world.run(1_000);
    let page = world.page();
    assert_goes_on(&mut world, &[page, pages[0]], &["one", "two"]);
    assert_newer_is_untouched(&world);

    world.agent_ends();
    world.run(1_000);
    assert_newer_is_untouched(&world);
    assert_eq!(
        world.storage.len(),
        NEWER.len(),
        "all that was ours is gone"
    );
}

#[test]
fn a_page_that_finds_only_what_is_newer_leaves_it_and_can_start_a_chat_of_its_own() {
    let mut world = World::with(shared());
    write_newer(&mut world);
    world.restore();
    world.run(200);
    assert_eq!(world.failures(), [Some(Code::StateNewer)]);
    world.begin();
    world.open_tab();
    world.restore();
    world.run(200);
    assert_eq!(world.phase(), PhaseKind::Active);
    world.command(rejoin::engine::Command::Leave);
    world.run(1_000);
    assert_newer_is_untouched(&world);
    assert_eq!(world.storage.len(), NEWER.len());
}

#[test]
fn where_one_page_cannot_store_each_has_a_connection() {
    let (mut world, [leader, follower]) = two_pages();
    let third = world.open_tab();
    world.restore();
    world.run(200);
    world.on(leader, |world| world.fill_storage_after(0));
    world.agent_says("Hello");
    world.run(2_000);
    for page in [leader, follower, third] {
        world.on(page, |world| {
            assert_ne!(world.intents(), [], "page {page}");
            assert_eq!(world.shown(), ["Hello"]);
        });
    }
}
