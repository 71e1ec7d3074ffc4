//! What is written when.

use rejoin::engine::{
    ChatEvent, Command, Config, Effect, FormDefinition, Life, PhaseKind, Registration, Window,
};

use super::world::World;

fn logs(writes: &[String]) -> Vec<&String> {
    let logs = writes.iter().filter(|key| key.contains("/log/"));
    logs.collect()
}

/// Where in the effects of this page something stands for the first time.
fn rank(world: &World, matches: impl Fn(&Effect) -> bool) -> usize {
    let rank = world.effects.iter().position(matches);
    rank.expect("it was never done")
}

#[test]
fn nothing_is_stored_before_the_visitor_acts() {
    let mut world = World::new();
    world.restore();
    for life in [Life::Hidden, Life::Visible, Life::Offline, Life::Online] {
        world.life(life);
    }
    world.command(Command::Open);
    world.draft("hello");
    world.send("hello");
    world.scroll_to(7);
    world.run(3_600_000);
    world.suspend();
    world.wake();
    assert_eq!(world.writes(), [""; 0]);
    assert_eq!(*world.chat.window(), Window::default());
    assert_eq!(world.intents(), []);
    assert_eq!(world.chat.next_deadline(), None);
}

#[test]
fn a_keystroke_writes_the_draft_and_nothing_else() {
    let mut world = World::chatting();
    world.run(4_000);
    world.look_away();
    world.draft("h");
    world.run(100);
    assert_eq!(world.writes(), [""; 0], "not at every key");
    world.draft("he");
    world.run(101);
    assert_eq!(world.writes(), ["2/draft"]);
    assert!(world.storage["2/draft"].contains("he"));
}

#[test]
fn a_window_that_stays_as_it_is_writes_nothing() {
    let mut world = World::chatting();
    world.command(Command::Open);
    world.scroll_to(1);
    world.run(4_000);
    world.look_away();
    world.command(Command::Open);
    world.scroll_to(1);
    world.run(300);
    assert_eq!(world.writes(), [""; 0]);
}

#[test]
fn a_fast_writer_does_not_put_off_the_saving() {
    let mut world = World::chatting();
    let mut text = String::new();
    for _ in 0..8 {
        text.push('x');
        world.draft(&text);
        world.run(50);
    }
    world.kill();
    assert!(world.session().draft().text.len() >= 4);
}

#[test]
fn typing_in_the_form_writes_the_form() {
    let mut world = World::new();
    world.start();
    world.look_away();
    world.fill();
    world.run(200);
    assert_eq!(world.writes(), ["2/form"]);
}

#[test]
fn one_message_rewrites_one_chunk() {
    let mut world = World::chatting_at_length(100);
    world.look_away();
    world.agent_says("one more");
    world.run(1_000);
    assert_eq!(logs(&world.writes()), ["2/log/3"]);
    world.look_away();
    world.send("hello");
    world.run(1_000);
    assert_eq!(logs(&world.writes()), ["2/log/3"]);
}

#[test]
fn a_chunk_holds_few_entries() {
    let world = World::chatting_at_length(200);
    let logs = world
        .storage
        .iter()
        .filter(|(key, _)| key.contains("/log/"));
    let sizes: Vec<usize> = logs
        .map(|(_, text)| text.matches("position").count())
        .collect();
    assert_eq!(sizes.iter().sum::<usize>(), 201);
    assert!(sizes.iter().all(|size| *size <= 32), "{sizes:?}");
}

#[test]
fn a_start_is_stored_before_it_is_made() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.look_away();
    world.submit();
    let stored = rank(&world, |effect| matches!(effect, Effect::Store(_)));
    let made = rank(&world, |effect| matches!(effect, Effect::Connect(..)));
    assert!(stored < made);
}

#[test]
fn a_message_is_stored_before_it_is_sent() {
    let mut world = World::chatting();
    world.look_away();
    world.send("hello");
    let stored = rank(&world, |effect| matches!(effect, Effect::Store(_)));
    let sent = rank(&world, |effect| matches!(effect, Effect::Send(..)));
    assert!(stored < sent);
}

#[test]
fn an_entry_is_stored_before_the_host_is_told() {
    let mut world = World::chatting();
    world.look_away();
    world.agent_says("hello");
    world.run(100);
    let stored = rank(&world, |effect| matches!(effect, Effect::Store(_)));
    let told = rank(&world, |effect| {
        matches!(effect, Effect::Emit(ChatEvent::Entry(_)))
    });
    assert!(stored < told);
}

#[test]
fn everything_is_erased_when_the_chat_ends() {
    let mut world = World::chatting();
    world.send("hello");
    world.run(1_000);
    world.agent_ends();
    world.run(10_000);
    assert!(world.storage.is_empty(), "{:?}", world.storage);
}

#[test]
fn everything_is_erased_when_the_visitor_leaves() {
    let mut world = World::chatting();
    world.send("hello");
    world.draft("half");
    world.command(Command::Leave);
    world.command(Command::Minimise);
    world.scroll_to(1);
    world.life(Life::Hidden);
    world.run(60_000);
    world.suspend();
    assert!(world.storage.is_empty(), "{:?}", world.storage);
}

#[test]
fn everything_is_erased_when_the_visitor_was_away_too_long() {
    let mut world = World::chatting();
    world.close();
    world.run(901_000);
    world.open();
    world.restore();
    assert!(world.storage.is_empty(), "{:?}", world.storage);
}

#[test]
fn what_a_newer_version_stored_is_not_erased_with_the_rest() {
    let mut world = World::chatting();
    world.storage.insert("3/head".to_owned(), "?".to_owned());
    world.command(Command::Leave);
    let left: Vec<_> = world.storage.keys().collect();
    assert_eq!(left, ["3/head"]);
}

#[test]
fn a_new_chat_does_not_inherit_from_the_one_before() {
    let mut world = World::chatting();
    world.send("hello");
    world.draft("half");
    world.command(Command::Minimise);
    world.run(500);
    world.command(Command::Leave);
    world.run(100);
    world.begin();
    assert_eq!(world.shown(), [""; 0]);
    assert_eq!(world.session().draft().text, "");
    assert!(world.chat.window().open);
    assert_eq!(world.server.rooms().len(), 2);
}

#[test]
fn that_nothing_is_stored_is_said_once() {
    let mut world = World::new();
    world.storage_works = false;
    world.start();
    world.fill();
    world.submit();
    world.run(1_000);
    world.send("hello");
    world.run(60_000);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.shown(), ["hello"], "it works from memory");
    assert_eq!(world.told(&ChatEvent::NotStored), 1);
    assert!(world.chat.is_not_stored());
}

#[test]
fn a_store_that_was_denied_from_the_beginning_is_no_news_before_there_is_a_chat() {
    let mut world = World::new();
    world.input(rejoin::engine::Input::StorageLost);
    world.restore();
    assert_eq!(world.told(&ChatEvent::NotStored), 0);
    assert!(!world.chat.is_not_stored());
    world.start();
    assert_eq!(world.told(&ChatEvent::NotStored), 1);
}

#[test]
fn a_store_that_fails_later_is_told_then() {
    let mut world = World::chatting();
    assert_eq!(world.told(&ChatEvent::NotStored), 0);
    world.storage_works = false;
    world.send("hello");
    assert_eq!(world.told(&ChatEvent::NotStored), 1);
}

#[test]
fn while_a_chat_is_in_use_its_time_slides() {
    let mut world = World::chatting();
    world.run(3_600_000);
    world.kill();
    world.run(200);
    assert_eq!(world.phase(), PhaseKind::Active);
    world.run(3_600_000);
    world.kill();
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn an_open_form_slides_too() {
    let mut world = World::new();
    world.start();
    world.run(3_600_000);
    world.kill();
    assert_eq!(world.phase(), PhaseKind::Registering);
}

#[test]
fn sliding_is_a_small_write_now_and_then() {
    let mut world = World::chatting();
    world.run(1_000);
    world.look_away();
    world.run(60_000);
    let writes = world.writes();
    assert!((11..=13).contains(&writes.len()), "{writes:?}");
    assert!(writes.iter().all(|key| key == "2/seen"));
}

#[test]
fn a_page_that_is_hidden_saves_what_is_waiting() {
    let mut world = World::chatting();
    world.draft("half a th");
    world.life(Life::Hidden);
    world.kill();
    assert_eq!(world.session().draft().text, "half a th");
}

#[test]
fn a_page_that_goes_saves_what_is_waiting() {
    let mut world = World::chatting();
    world.draft("half a th");
    world.scroll_to(1);
    let before = world.view();
    world.reload();
    assert_eq!(world.view(), before);
}

#[test]
fn a_skipped_registration_stores_no_form() {
    let mut world = World::with(Config {
        registration: Registration::Form(FormDefinition { fields: Vec::new() }),
        ..Config::default()
    });
    world.start();
    world.submit();
    world.run(200);
    assert!(!world.storage.contains_key("2/form"));
}

#[test]
fn a_crash_at_any_step_of_erasing_erases_all_or_nothing() {
    for steps in 0..10 {
        let mut world = World::chatting_at_length(40);
        world.draft("half");
        world.run(500);
        let before = world.view();
        world.kill_within(steps, |world| world.command(Command::Leave));
        match world.phase() {
            PhaseKind::Active => assert_eq!(world.view(), before, "after {steps} steps"),
            _ => assert!(world.storage.is_empty(), "after {steps} steps"),
        }
    }
}

/// How often it is written down that the page is there, in ten minutes.
fn looks_at_the_clock(world: &mut World) -> usize {
    world.look_away();
    world.run(600_000);
    let writes = world.writes();
    assert!(writes.iter().all(|key| key == "2/seen"), "{writes:?}");
    writes.len()
}

#[test]
fn a_page_that_nobody_sees_wakes_its_device_once_a_minute() {
    let mut world = World::chatting();
    world.life(Life::Hidden);
    world.run(1_000);
    assert_eq!(looks_at_the_clock(&mut world), 10);
    world.life(Life::Visible);
    world.run(1_000);
    assert_eq!(looks_at_the_clock(&mut world), 120);
}

/// A page that is seen again may be killed at any time, as any page.
#[test]
fn a_page_that_is_seen_again_says_soon_that_it_is_there() {
    let mut world = World::chatting();
    world.life(Life::Hidden);
    world.run(70_000);
    world.life(Life::Visible);
    world.run(10);
    world.look_away();
    world.run(5_000);
    assert_eq!(world.writes(), ["2/seen"]);
}

#[test]
fn a_chat_in_a_page_that_nobody_sees_is_not_taken_for_one_that_was_left() {
    let mut world = World::with(Config {
        max_offline: std::time::Duration::from_secs(30),
        ..Config::default()
    });
    world.begin();
    for _ in 0..5 {
        world.life(Life::Hidden);
        world.run(100_000);
        world.kill();
        assert_eq!(world.phase(), PhaseKind::Active);
    }
}
