//! Every row of the table: when the page went away, and what the next one does.

use rejoin::engine::{
    Code, Command, Config, EndReason, Intent, Life, LinkStatus, Phase, PhaseKind, Position,
    Registration, Scroll,
};

use super::storage_faults::store_another_session;
use super::world::{Leg, World};

/// A chat in which everything is in use.
fn busy() -> World {
    let mut world = World::chatting_at_length(80);
    world.refuse_messages(true);
    world.send("refused");
    world.run(200);
    world.refuse_messages(false);
    world.offline();
    world.send("waits");
    world.draft("half a th");
    world.scroll_to(30);
    world
}

fn spoil(world: &mut World, key: &str, text: &str) {
    let old = world.storage.insert(key.to_owned(), text.to_owned());
    assert!(old.is_some(), "{key} was not stored");
}

/// Goes, and comes back to a storage in which something is wrong.
fn reload_with(world: &mut World, wrong: impl FnOnce(&mut World)) {
    world.close();
    wrong(world);
    world.open();
    world.restore();
}

#[test]
fn nothing_was_started() {
    let mut world = World::new();
    world.restore();
    assert_eq!(world.failures(), [None]);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert!(world.intents().is_empty());
}

#[test]
fn the_form_was_open() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.fill_in("subject", "Parce");
    let filled = world.form().clone();
    world.reload();
    assert_eq!(world.form(), &filled);
    world.run(60_000);
    assert_eq!(world.events, [], "nothing is called yet");
    world.submit();
    world.run(200);
    assert_eq!(world.readies(), 1);
    assert_eq!(world.failures(), []);
}

#[test]
fn the_form_had_been_sent() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.net.lose_next(Leg::Answer, 1);
    world.submit();
    world.run(100);
    world.reload();
    assert_eq!(world.phase(), PhaseKind::Starting);
    assert_eq!(world.readies(), 0);
    world.run(200);
    assert_eq!(world.readies(), 1);
    assert_eq!(world.server.rooms().len(), 1, "completed, not doubled");
}

#[test]
fn a_session_was_running() {
    let mut world = busy();
    let before = world.view();
    world.online();
    world.net.faults.hold = true;
    world.reload();
    assert_eq!(world.view().clone(), before, "before the first round trip");
    assert!(matches!(world.intents()[..], [Intent::Resume { .. }]));
    assert_eq!(world.chat.link_status(), LinkStatus::Connecting);
    assert!(world.chat.confirmed_session().is_none());
    world.agent_says("meanwhile");
    world.net.faults.hold = false;
    world.run(500);
    assert_eq!(world.readies(), 1);
    assert_eq!(world.transcript(), world.room().entries);
    assert_eq!(world.outbox(), [("refused", "failed")]);
    assert_eq!(world.session().draft().text, "half a th");
}

#[test]
fn the_chat_had_ended() {
    let mut world = World::chatting();
    world.agent_ends();
    world.run(100);
    world.reload();
    assert_eq!(world.failures(), [None]);
    assert_eq!(world.phase(), PhaseKind::Idle);
}

#[test]
fn the_visitor_had_left() {
    let mut world = World::chatting();
    world.command(Command::Leave);
    world.kill();
    assert_eq!(world.failures(), [None]);
    assert_eq!(world.phase(), PhaseKind::Idle);
}

#[test]
fn the_visitor_was_away_too_long() {
    for (away, phase) in [(900_000, PhaseKind::Active), (900_001, PhaseKind::Idle)] {
        let mut world = World::chatting();
        world.close();
        world.run(away);
        world.open();
        world.restore();
        assert_eq!(world.phase(), phase);
        let gone = phase == PhaseKind::Idle;
        assert_eq!(world.storage.is_empty(), gone);
        assert_eq!(world.failures(), if gone { vec![None] } else { vec![] });
        let log = |event: &rejoin::engine::ChatEvent| matches!(event, rejoin::engine::ChatEvent::Log(line) if line.contains("too long"));
        assert_eq!(world.events.iter().any(log), gone);
    }
}

#[test]
fn how_long_is_too_long_is_the_hosts_choice() {
    let mut world = World::with(Config {
        max_offline: std::time::Duration::from_secs(10),
        ..Config::default()
    });
    world.start();
    world.close();
    world.run(11_000);
    world.open();
    world.restore();
    assert_eq!(world.phase(), PhaseKind::Idle);
}

#[test]
fn a_clock_that_was_set_back_does_not_matter() {
    let mut world = World::chatting();
    reload_with(&mut world, |world| {
        spoil(world, "2/seen", "1900000000000");
    });
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn the_server_has_forgotten() {
    let mut world = World::chatting();
    world.close();
    world.server_forgets();
    world.open();
    world.restore();
    world.run(100);
    assert_eq!(world.failures(), [Some(Code::SessionGone)]);
    assert!(world.storage.is_empty());
    let Phase::Ended(ended) = world.chat.phase() else {
        panic!("the visitor is not told");
    };
    assert_eq!(ended.reason(), EndReason::Gone);
}

#[test]
fn the_server_cannot_be_reached() {
    let mut world = World::chatting();
    let before = world.view();
    world.close();
    world.offline();
    let stored = world.storage.clone();
    world.open();
    world.restore();
    world.run(31_000);
    assert_eq!(world.failures(), [Some(Code::Unreachable)]);
    assert_eq!(world.view(), before);
    assert_eq!(world.storage["2/head"], stored["2/head"]);
}

#[test]
fn a_newer_version_has_stored_something() {
    let mut world = World::new();
    world.storage.insert("3/head".into(), "whatever".into());
    world.storage.insert("3/new".into(), "whatever".into());
    let before = world.storage.clone();
    world.restore();
    assert_eq!(world.failures(), [Some(Code::StateNewer)]);
    assert_eq!(world.phase(), PhaseKind::Idle);
    world.run(60_000);
    assert_eq!(world.storage, before);
}

#[test]
fn a_newer_version_is_noticed_by_any_of_its_keys() {
    let mut world = World::new();
    world.storage.insert("3/log/today".into(), "?".into());
    world.restore();
    assert_eq!(world.failures(), [Some(Code::StateNewer)]);
}

#[test]
fn what_is_ours_is_restored_beside_what_is_newer() {
    let mut world = World::chatting();
    world.storage.insert("3/head".into(), "whatever".into());
    world.reload();
    world.run(100);
    assert_eq!(world.readies(), 1);
    assert!(world.storage.contains_key("3/head"));
}

#[test]
fn what_is_stored_cannot_be_read() {
    for garbage in [
        "",
        "{",
        "null",
        "[]",
        "\"text\"",
        "{\"saved_at\":1}",
        "\u{0}\u{fffd}",
    ] {
        let mut world = World::chatting();
        reload_with(&mut world, |world| spoil(world, "2/head", garbage));
        assert_eq!(
            world.failures(),
            [Some(Code::StateUnreadable)],
            "{garbage:?}"
        );
        assert_eq!(world.phase(), PhaseKind::Idle);
        assert!(world.storage.is_empty());
        world.start();
        assert_eq!(world.phase(), PhaseKind::Registering);
    }
}

#[test]
fn a_head_that_was_cut_off_cannot_be_read() {
    let mut world = World::chatting();
    let head = world.storage["2/head"].clone();
    for length in 0..head.len() {
        let mut world = World::chatting();
        reload_with(&mut world, |world| {
            spoil(world, "2/head", &head[..length]);
        });
        assert_eq!(world.failures(), [Some(Code::StateUnreadable)]);
    }
    world.kill();
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn without_a_head_there_is_nothing() {
    let mut world = busy();
    reload_with(&mut world, |world| {
        world.storage.remove("2/head");
    });
    assert_eq!(world.failures(), [None]);
    world.start();
    assert_eq!(world.chat.window().scroll, Scroll::Latest);
    let left: Vec<_> = world.storage.keys().collect();
    let fresh = ["2/form", "2/head", "2/seen", "2/window"];
    assert_eq!(left, fresh, "what lay about is gone");
}

#[test]
fn garbage_in_any_other_record_costs_only_what_it_held() {
    let keys: Vec<String> = busy().storage.keys().cloned().collect();
    for key in keys.iter().filter(|key| *key != "2/head") {
        for garbage in ["", "{", "7e99", "null", "[[]]", "{\"text\":", "\u{0}"] {
            let mut world = busy();
            reload_with(&mut world, |world| spoil(world, key, garbage));
            world.online();
            world.load_all();
            world.run(5_000);
            assert_eq!(world.phase(), PhaseKind::Active, "{key} is {garbage:?}");
            assert_eq!(
                world.transcript(),
                world.room().entries,
                "{key} is {garbage:?}"
            );
            assert_eq!(world.readies(), 1);
        }
    }
}

#[test]
fn a_time_of_last_use_of_which_half_is_left_ends_no_chat() {
    let mut world = busy();
    world.run(10_000);
    let before = world.view();
    reload_with(&mut world, |world| {
        let seen = world.storage["2/seen"].clone();
        spoil(world, "2/seen", &seen[..seen.len() / 2]);
    });
    assert_eq!(world.view(), before);
}

#[test]
fn a_lost_chunk_is_asked_for_again_and_not_announced() {
    for chunk in 0..3 {
        let mut world = World::chatting_at_length(80);
        reload_with(&mut world, |world| {
            spoil(world, &format!("2/log/{chunk}"), "{");
        });
        world.load_all();
        world.run(1_000);
        assert_eq!(world.transcript(), world.room().entries, "chunk {chunk}");
        assert_eq!(world.announcements(), [""; 0], "chunk {chunk}");
        world.reload();
        world.load_all();
        world.run(1_000);
        assert_eq!(world.transcript(), world.room().entries, "chunk {chunk}");
        assert_eq!(world.announcements(), [""; 0], "chunk {chunk}");
    }
}

#[test]
fn a_chunk_that_vanished_from_the_middle_is_asked_for_again() {
    let mut world = World::chatting_at_length(200);
    reload_with(&mut world, |world| {
        world.storage.remove("2/log/3");
    });
    world.load_all();
    world.run(1_000);
    assert_eq!(world.transcript(), world.room().entries);
}

/// After which entry the server was asked to go on.
fn resumed_after(world: &World) -> Vec<Option<Position>> {
    let intents = world.intents().into_iter();
    intents
        .filter_map(|intent| match intent {
            Intent::Resume { after, .. } => Some(after),
            Intent::Start { .. } => None,
        })
        .collect()
}

#[test]
fn a_chunk_that_vanished_from_among_the_newest_is_asked_for_again() {
    for (messages, chunk) in [(80, 1), (200, 5)] {
        let mut world = World::chatting_at_length(messages);
        reload_with(&mut world, |world| {
            world.storage.remove(&format!("2/log/{chunk}"));
        });
        let from = Position(chunk * 32 - 1);
        assert_eq!(resumed_after(&world), [Some(from)]);
        world.load_all();
        world.run(1_000);
        assert_eq!(world.transcript(), world.room().entries);
        assert_eq!(world.announcements(), [""; 0]);
    }
}

#[test]
fn what_is_stored_is_not_asked_for_again() {
    let mut world = World::chatting_at_length(200);
    world.reload();
    let newest = world.room().entries.last().map(|entry| entry.position);
    assert_eq!(resumed_after(&world), [newest]);
    let writes = world.writes();
    assert!(!writes.contains(&"erase older".to_owned()), "{writes:?}");
}

#[test]
fn the_newest_messages_are_there_at_once_also_where_the_window_is_lost() {
    let mut world = World::chatting_at_length(200);
    reload_with(&mut world, |world| spoil(world, "2/window", "{"));
    let newest = world.room().entries.last().cloned();
    assert!(newest.is_some());
    assert_eq!(world.transcript().last(), newest.as_ref());
}

#[test]
fn a_chunk_that_vanishes_while_the_page_loads_is_asked_for_again() {
    let mut world = World::chatting_at_length(200);
    world.reload();
    world.storage.remove("2/log/2");
    world.load_all();
    world.run(1_000);
    assert_eq!(world.transcript(), world.room().entries);
    assert_eq!(world.announcements(), [""; 0]);
}

#[test]
fn a_crash_while_a_lost_chunk_is_fetched_loses_nothing() {
    for steps in 0..40 {
        let mut world = World::chatting_at_length(70);
        reload_with(&mut world, |world| spoil(world, "2/log/1", "{"));
        world.kill_within(steps, |world| {
            world.agent_says("news");
            world.run(1_000);
        });
        world.load_all();
        world.run(5_000);
        assert_eq!(
            world.transcript(),
            world.room().entries,
            "after {steps} steps"
        );
    }
}

#[test]
fn a_message_in_both_places_is_shown_once() {
    let mut world = World::chatting();
    world.net.faults.hold = true;
    world.send("hello");
    let (key, text) = world
        .storage
        .iter()
        .find(|(key, _)| key.contains("/out/"))
        .map(|(key, text)| (key.clone(), text.clone()))
        .unwrap();
    world.net.faults.hold = false;
    world.run(200);
    assert!(!world.storage.contains_key(&key));
    reload_with(&mut world, |world| {
        world.storage.insert(key.clone(), text);
    });
    world.run(500);
    assert_eq!(world.shown(), ["hello"]);
    assert_eq!(world.outbox(), []);
    assert_eq!(world.said(), ["hello"]);
    assert!(!world.storage.contains_key(&key), "it does not lie about");
}

#[test]
fn two_messages_of_the_same_rank_both_go() {
    let mut world = World::chatting();
    world.offline();
    world.send("one");
    let (_, text) = world
        .storage
        .iter()
        .find(|(key, _)| key.contains("/out/"))
        .unwrap();
    let twin = text.replace("one", "twin");
    world.storage.insert("2/out/twin".into(), twin);
    world.kill();
    world.online();
    world.run(1_000);
    let mut said = world.said();
    said.sort();
    assert_eq!(said, ["one", "twin"]);
}

#[test]
fn foreign_keys_are_no_harm() {
    let mut world = World::chatting();
    for key in [
        "", "/", "2/", "2/log/", "2/log/x", "2/log/-1", "2/out", "x/head", "head",
    ] {
        world.storage.insert(key.into(), "?".into());
    }
    world.reload();
    world.run(100);
    assert_eq!(world.readies(), 1);
}

#[test]
fn chunks_with_absurd_numbers_are_no_harm() {
    let mut world = World::chatting();
    let chunk =
        world.storage["2/log/0"].replace("\"position\":1", "\"position\":18446744073709551615");
    world
        .storage
        .insert(format!("2/log/{}", u64::MAX), "{".into());
    world
        .storage
        .insert(format!("2/log/{}", u64::MAX / 32), chunk);
    world.reload();
    world.run(60_000);
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn a_lost_view_is_an_open_window_at_the_end() {
    let mut world = World::chatting_at_length(5);
    world.command(Command::Minimise);
    world.scroll_to(2);
    reload_with(&mut world, |world| {
        world.storage.remove("2/window");
    });
    assert!(world.chat.window().open);
    assert_eq!(world.chat.window().scroll, Scroll::Latest);
}

#[test]
fn a_form_is_not_restored_where_none_is_asked_any_more() {
    let mut world = World::new();
    world.start();
    world.config.registration = Registration::Skip;
    world.reload();
    assert_eq!(world.failures(), [None]);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert!(world.storage.is_empty());
}

#[test]
fn everything_in_sight_survives_a_reload() {
    let mut world = busy();
    let before = world.view();
    world.reload();
    let after = world.view();
    assert_eq!(after, before);
    world.run(500);
    let mut minimised = World::chatting();
    minimised.command(Command::Minimise);
    minimised.agent_says("hello");
    minimised.run(100);
    let before = minimised.view();
    minimised.reload();
    assert_eq!(minimised.view(), before);
}

#[test]
fn a_reload_restores_what_a_reload_restored() {
    let mut world = busy();
    world.reload();
    let once = world.storage.clone();
    let before = world.view();
    for _ in 0..5 {
        world.reload();
    }
    assert_eq!(world.view(), before);
    assert_eq!(world.storage, once);
}

/// What version 1 would have stored.
fn to_version_1(world: &mut World) {
    let text = &world.session().draft().text;
    let draft = format!("\"{text}\"");
    let stored = std::mem::take(&mut world.storage);
    for (key, text) in stored {
        world.storage.insert(key.replacen("2/", "1/", 1), text);
    }
    world.storage.insert("1/draft".into(), draft);
}

fn only_of_this_version(world: &World) -> bool {
    world.storage.keys().all(|key| key.starts_with("2/"))
}

#[test]
fn what_version_1_stored_is_restored_and_brought_up_to_date() {
    let mut world = busy();
    let before = world.view();
    reload_with(&mut world, to_version_1);
    assert_eq!(world.view(), before);
    assert!(only_of_this_version(&world), "{:?}", world.storage.keys());
    world.kill();
    assert_eq!(world.view(), before);
}

#[test]
fn a_form_that_version_1_stored_is_restored() {
    let mut world = World::new();
    world.start();
    world.fill();
    let filled = world.form().clone();
    reload_with(&mut world, |world| {
        let stored = std::mem::take(&mut world.storage);
        for (key, text) in stored {
            world.storage.insert(key.replacen("2/", "1/", 1), text);
        }
    });
    assert_eq!(world.form(), &filled);
    assert!(only_of_this_version(&world));
}

#[test]
fn an_interrupted_migration_is_made_again() {
    for steps in 0..12 {
        let mut world = busy();
        let before = world.view();
        world.close();
        to_version_1(&mut world);
        let old = world.storage.clone();
        world.open();
        world.kill_within(steps, World::restore);
        assert_eq!(world.view(), before, "after {steps} steps");
        assert!(only_of_this_version(&world), "after {steps} steps");
        assert!(old.keys().all(|key| !world.storage.contains_key(key)));
    }
}

#[test]
fn what_version_1_stored_long_ago_is_erased() {
    let mut world = World::chatting();
    world.close();
    to_version_1_without_draft(&mut world);
    world.run(901_000);
    world.open();
    world.restore();
    assert_eq!(world.failures(), [None]);
    assert!(world.storage.is_empty());
}

fn to_version_1_without_draft(world: &mut World) {
    to_version_1(world);
    world.storage.remove("1/draft");
}

#[test]
fn what_was_told_is_not_told_again_though_its_chunk_is_lost_while_a_gap_is_open() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.submit();
    world.run(200);
    // What would have closed the gap that the echo opens.
    world.net.lose_next(Leg::Answer, 5);
    world.send("one");
    world.run(100);
    assert_eq!(world.announcements(), ["one"]);
    world.net.lose_next(Leg::Answer, 0);
    world.close();
    spoil(&mut world, "2/log/0", "{");
    world.open();
    world.restore();
    world.run(15);
    world.agent_joins();
    world.run(1_000);
    assert_eq!(world.shown(), ["one"]);
    assert_eq!(world.announcements(), [""; 0]);
}

/// A page is there to be typed into a moment before it looks what is stored.
#[test]
fn what_is_typed_into_a_page_that_wakes_stays() {
    let mut world = World::chatting();
    world.draft("half");
    world.run(1_000);
    world.life(Life::Suspend);
    world.draft("half a sentence");
    world.wake();
    assert_eq!(world.session().draft().text, "half a sentence");
    world.run(0);
    world.kill();
    assert_eq!(world.session().draft().text, "half a sentence");
}

#[test]
fn what_is_entered_into_the_form_of_a_page_that_wakes_stays() {
    let mut world = World::new();
    world.start();
    world.fill_in("firstName", "Ve");
    world.run(1_000);
    world.life(Life::Suspend);
    world.fill_in("firstName", "Vera");
    world.wake();
    assert_eq!(world.form().form.values["firstName"], "Vera");
    world.kill();
    assert_eq!(world.form().form.values["firstName"], "Vera");
}

#[test]
fn what_is_typed_into_a_page_that_wakes_is_not_said_in_another_chat() {
    let mut world = World::chatting();
    world.draft("half");
    world.run(1_000);
    world.life(Life::Suspend);
    world.draft("half a sentence");
    store_another_session(&mut world);
    world.wake();
    assert_eq!(world.session().id().as_str(), "another");
    assert_eq!(world.session().draft().text, "", "nor what was before");
}

/// Another page went on with the same chat meanwhile, and nobody types here.
#[test]
fn a_page_that_wakes_without_being_typed_into_shows_what_was_typed_elsewhere() {
    let mut world = World::chatting();
    world.draft("here");
    world.run(1_000);
    world.suspend();
    world.storage.insert(
        "2/draft".to_owned(),
        r#"{"text":"elsewhere","selection":null}"#.to_owned(),
    );
    world.wake();
    assert_eq!(world.session().draft().text, "elsewhere");
}
