//! A visitor who logs out, or turns out to be somebody else.

use rejoin::engine::{
    ChatEvent, Code, Command, Config, EndReason, Input, Life, Owner, PhaseKind, Registration, Tabs,
    TransportEvent, Word,
};

use super::world::World;

fn of(name: Option<&str>) -> Config {
    Config {
        tabs: Tabs::Shared,
        owner: name.map(Owner::of),
        ..Config::default()
    }
}

fn chat_of(name: Option<&str>) -> World {
    let mut world = World::with(of(name));
    world.begin();
    world.send("my secret");
    world.run(200);
    world
}

/// The second is looked at. Gives the number of the first.
fn in_two_pages() -> (World, u32) {
    let mut world = chat_of(None);
    let first = world.page();
    world.open_tab();
    world.restore();
    world.run(200);
    (world, first)
}

/// Another visitor on the same browser: the page before is closed.
fn goes_on_as(world: &mut World, name: Option<&str>) {
    world.close();
    world.config = of(name);
    world.open();
    world.restore();
    world.run(500);
}

fn forget(world: &mut World) {
    let snapshot = world.snapshot();
    world.command(Command::Forget(snapshot));
}

/// Nothing is left, and nothing was shown.
fn assert_forgotten(world: &World) {
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert!(world.storage.is_empty(), "{:?}", world.storage);
    assert!(world.room().ended);
}

#[test]
fn a_running_chat_is_ended_taken_off_and_erased_and_the_server_is_told() {
    let mut world = chat_of(None);
    world.draft("half a sentence");
    world
        .storage
        .insert("9/head".to_owned(), "newer".to_owned());
    forget(&mut world);
    assert!(world.storage.is_empty());
    world.run(500);
    assert_forgotten(&world);
    assert_eq!(world.told(&ChatEvent::Ended(EndReason::Left)), 1);
    world.start();
    world.run(100);
    world.fill();
    world.submit();
    world.run(500);
    assert_eq!(world.shown(), [""; 0]);
    assert_eq!(world.session().draft().text, "", "nothing is carried over");
}

/// What is put away may be seen a moment longer; what is forgotten may not.
#[test]
fn who_draws_it_can_tell_a_chat_that_was_forgotten_from_one_that_was_put_away() {
    let mut world = chat_of(None);
    let epoch = world.chat.epoch();
    world.command(Command::Leave);
    world.run(500);
    world.command(Command::Dismiss);
    assert_eq!(world.phase(), PhaseKind::Idle);
    world.start();
    world.command(Command::Cancel);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert_eq!(world.chat.epoch(), epoch);

    for is_over in [false, true] {
        let (mut world, _) = in_two_pages();
        if is_over {
            world.agent_ends();
            world.run(500);
        }
        let epoch = world.chat.epoch();
        world.hear_word(Word::Forgotten);
        assert_eq!(world.phase(), PhaseKind::Idle);
        assert!(world.chat.epoch() > epoch, "{is_over}");
    }
}

#[test]
fn a_chat_that_is_only_stored_is_ended_and_erased() {
    let mut world = chat_of(None);
    world.close();
    world.open();
    forget(&mut world);
    world.run(500);
    assert_forgotten(&world);
    assert_eq!(world.told(&ChatEvent::Ended(EndReason::Left)), 0);
}

#[test]
fn it_is_taken_off_all_pages_and_the_server_is_told() {
    for by_the_leader in [true, false] {
        let (mut world, first) = in_two_pages();
        if by_the_leader {
            world.look_at(first);
        }
        forget(&mut world);
        world.run(500);
        for page in world.tabs_open() {
            world.on(page, |world| assert_forgotten(world));
        }
    }
}

#[test]
fn what_is_still_or_again_stored_of_it_is_erased_by_who_hears_of_it() {
    for has_head in [true, false] {
        let mut world = chat_of(None);
        if !has_head {
            world.storage.remove("2/head");
        }
        world.hear_word(Word::Forgotten);
        assert!(world.storage.is_empty(), "{:?}", world.storage);
        world.run(500);
        assert_eq!(world.phase(), PhaseKind::Idle);
    }
}

#[test]
fn a_page_that_is_killed_while_it_forgets_leaves_all_or_nothing() {
    for (steps, by_the_leader) in (1..9).flat_map(|steps| [(steps, true), (steps, false)]) {
        let (mut world, other) = in_two_pages();
        let second = world.page();
        let other = if by_the_leader { second } else { other };
        if by_the_leader {
            world.next_tab();
        }
        world.kill_within(steps, forget);
        world.run(5_000);
        let phase = world.phase();
        let is_stored = world.storage.contains_key("2/head");
        assert_eq!(phase == PhaseKind::Active, is_stored, "{steps}");
        world.on(other, |world| {
            let has_ended = world.told(&ChatEvent::Ended(EndReason::Left)) > 0;
            assert_eq!(is_stored, world.phase() == PhaseKind::Active, "{steps}");
            assert_ne!(is_stored, has_ended, "{steps}");
        });
    }
}

#[test]
fn what_a_page_writes_that_has_not_heard_is_no_part_of_the_next_chat() {
    let mut world = chat_of(None);
    let first = world.page();
    world.config.registration = Registration::Skip;
    world.open_tab();
    world.restore();
    world.run(200);
    forget(&mut world);
    world.start();
    world.on(first, |world| {
        let entry = world.room().entries.last().cloned();
        let mut entry = entry.expect("what the visitor said");
        entry.position.0 += 1;
        world.hear_now(TransportEvent::Entries(vec![entry]));
        world.input(Input::Heard(Word::Forgotten));
        // It looks at what is stored when the next chat has begun.
        world.fall_behind();
    });
    world.run(1_000);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.shown(), [""; 0]);
    let stored: String = world.storage.values().cloned().collect();
    assert!(!stored.contains("my secret"), "{stored}");
    world.reload();
    world.run(500);
    assert_eq!(world.shown(), [""; 0]);
}

#[test]
fn who_has_forgotten_does_not_see_it_again_in_what_others_still_write() {
    let (mut world, first) = in_two_pages();
    forget(&mut world);
    world.on(first, |world| {
        let entry = world.room().entries.last().cloned();
        let mut entry = entry.expect("what the visitor said");
        // With a gap before it, so that the head is written again.
        entry.position.0 += 2;
        world.hear_now(TransportEvent::Entries(vec![entry]));
    });
    assert!(world.storage.contains_key("2/head"));
    world.run(10);
    assert_eq!(world.phase(), PhaseKind::Idle);
    world.run(1_000);
    assert_forgotten(&world);
    world.on(first, |world| assert_forgotten(world));
}

#[test]
fn who_is_told_twice_has_still_forgotten() {
    let mut world = chat_of(None);
    for _ in 0..2 {
        world.input(Input::Heard(Word::Forgotten));
    }
    world.tell_stored();
    world.run(10);
    assert_eq!(world.phase(), PhaseKind::Idle);
}

#[test]
fn pages_of_which_each_is_for_itself_are_told_as_well() {
    let (mut world, first) = in_two_pages();
    world.storage_works = false;
    world.draft("words");
    world.run(200);
    forget(&mut world);
    world.run(500);
    world.look_at(first);
    assert_eq!(world.phase(), PhaseKind::Idle);
}

#[test]
fn a_page_that_sees_late_what_is_stored_leaves_the_form_of_the_next_alone() {
    let (mut world, first) = in_two_pages();
    forget(&mut world);
    world.start();
    assert_eq!(world.phase(), PhaseKind::Registering);
    world.on(first, |world| {
        world.input(Input::Heard(Word::Forgotten));
        assert_eq!(world.phase(), PhaseKind::Idle);
    });
    world.run(500);
    assert_eq!(world.phase(), PhaseKind::Registering);
    assert!(world.storage.contains_key("2/head"));
}

#[test]
fn the_records_of_the_next_chat_are_left_alone() {
    let mut world = chat_of(None);
    let head = world.storage["2/head"].replace(world.session().id().as_str(), "another");
    world.storage.insert("2/head".to_owned(), head);
    world.hear_word(Word::Forgotten);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert!(world.storage.contains_key("2/head"));
}

#[test]
fn a_page_that_shows_nothing_forgets_what_another_shows() {
    let mut world = chat_of(None);
    let first = world.page();
    world.open_tab();
    forget(&mut world);
    world.run(500);
    world.on(first, |world| assert_forgotten(world));
}

#[test]
fn forms_and_starts_are_given_up_and_their_calls_fail() {
    let mut world = World::with(of(None));
    world.start();
    world.fill();
    forget(&mut world);
    world.run(500);
    assert_eq!(world.failures(), [Some(Code::Cancelled)]);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert!(world.storage.is_empty());

    world.net.faults.unreachable = true;
    world.start();
    world.fill();
    world.submit();
    world.run(100);
    forget(&mut world);
    world.run(500);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert!(world.storage.is_empty());
}

#[test]
fn a_call_that_waits_until_no_other_page_has_the_chat_fails() {
    let mut world = World::with(Config {
        tabs: Tabs::Exclusive,
        ..Config::default()
    });
    world.start();
    world.run(100);
    world.fill();
    world.submit();
    world.run(500);
    assert_eq!(world.phase(), PhaseKind::Active);
    world.open_tab();
    world.start();
    forget(&mut world);
    assert_eq!(world.failures(), [Some(Code::Cancelled)]);
    world.run(3_000);
    assert_forgotten(&world);
    assert_eq!(world.failures(), [Some(Code::Cancelled)]);
}

#[test]
fn nothing_to_forget_does_no_harm() {
    let mut world = World::with(of(None));
    forget(&mut world);
    world.run(500);
    assert_eq!(world.failures(), []);
    assert_eq!(world.intents(), []);
}

#[test]
fn the_same_visitor_finds_the_chat_again() {
    let mut world = chat_of(Some("ann"));
    goes_on_as(&mut world, Some("ann"));
    assert_eq!(world.shown(), ["my secret"]);
}

#[test]
fn nobody_else_sees_it_and_it_is_over() {
    for other in [Some("bob"), None] {
        let mut world = chat_of(Some("ann"));
        goes_on_as(&mut world, other);
        assert_forgotten(&world);
        assert_eq!(world.failures(), [None]);
    }
}

#[test]
fn who_starts_one_begins_anew_and_the_one_before_is_over() {
    let mut world = chat_of(Some("ann"));
    world.close();
    world.config = Config {
        registration: Registration::Skip,
        ..of(Some("bob"))
    };
    world.open();
    world.start();
    world.run(1_000);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.shown(), [""; 0]);
    let stored: String = world.storage.values().cloned().collect();
    assert!(!stored.contains("my secret"));
}

#[test]
fn what_began_before_the_visitor_was_known_goes_on_and_is_theirs() {
    let mut world = chat_of(None);
    goes_on_as(&mut world, Some("ann"));
    assert_eq!(world.shown(), ["my secret"]);
    goes_on_as(&mut world, Some("bob"));
    assert_forgotten(&world);
}

#[test]
fn a_chat_of_nobody_is_theirs_who_become_known_on_its_page() {
    let (mut world, first) = in_two_pages();
    world.command(Command::Name(Owner::of("ann")));
    world.run(500);
    world.look_at(first);
    assert_eq!(world.chat.config().owner, Some(Owner::of("ann")));
    assert_eq!(world.shown(), ["my secret"]);
    world.close_tab();
    goes_on_as(&mut world, Some("bob"));
    assert_forgotten(&world);
}

#[test]
fn a_form_of_nobody_is_theirs_who_become_known_on_its_page() {
    let mut world = World::with(of(None));
    world.start();
    world.fill();
    world.command(Command::Name(Owner::of("ann")));
    world.run(500);
    goes_on_as(&mut world, Some("bob"));
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert!(world.storage.is_empty(), "{:?}", world.storage);
}

#[test]
fn who_becomes_known_takes_over_nothing_that_is_somebody_elses() {
    let mut world = chat_of(Some("ann"));
    world.command(Command::Name(Owner::of("bob")));
    assert_eq!(world.chat.config().owner, Some(Owner::of("ann")));
}

#[test]
fn where_the_chat_is_to_be_in_one_page_the_page_of_another_visitor_lets_go_of_it() {
    let exclusive = |name| Config {
        tabs: Tabs::Exclusive,
        registration: Registration::Skip,
        ..of(Some(name))
    };
    for opens in [World::restore, World::start] {
        let mut world = World::with(exclusive("ann"));
        world.start();
        world.run(200);
        world.send("my secret");
        world.run(200);
        let first = world.page();
        world.config = exclusive("bob");
        world.open_tab();
        opens(&mut world);
        world.run(2_000);
        assert_eq!(world.shown(), [""; 0]);
        assert!(!world.failures().contains(&Some(Code::RunningElsewhere)));
        let stored: String = world.storage.values().cloned().collect();
        assert!(!stored.contains("my secret"), "{stored}");
        world.look_at(first);
        assert_eq!(world.phase(), PhaseKind::Idle);
        assert!(world.server.rooms()[0].ended);
    }
}

#[test]
fn what_a_page_writes_again_that_was_forgotten_is_erased_by_who_has_forgotten_it() {
    let (mut world, first) = in_two_pages();
    let before = world.storage.clone();
    forget(&mut world);
    world.run(500);
    world.close_tab();
    world.look_at(first);
    world.storage = before;
    world.tell_stored();
    world.run(500);
    assert!(world.storage.is_empty(), "{:?}", world.storage);
    assert_eq!(world.phase(), PhaseKind::Idle);
}

#[test]
fn pages_from_before_the_visitor_was_known_go_on_and_store_whose_it_is() {
    let mut world = chat_of(None);
    let first = world.page();
    world.config = of(Some("ann"));
    world.open_tab();
    world.restore();
    world.run(500);
    world.close_tab();
    world.look_at(first);
    world.agent_says("still here?");
    world.run(500);
    assert_eq!(world.shown(), ["my secret", "still here?"]);
    goes_on_as(&mut world, None);
    assert_forgotten(&world);
}

#[test]
fn a_page_that_slept_when_the_visitor_became_known_goes_on_as_well() {
    let mut world = chat_of(None);
    let first = world.page();
    world.suspend();
    world.config = of(Some("ann"));
    world.open_tab();
    world.restore();
    world.run(500);
    world.look_at(first);
    world.wake();
    world.run(500);
    assert_eq!(world.shown(), ["my secret"]);
}

#[test]
fn what_is_written_before_the_next_start_is_stored_does_not_become_part_of_it() {
    let mut world = chat_of(Some("ann"));
    let first = world.page();
    world.config = Config {
        registration: Registration::Skip,
        ..of(Some("bob"))
    };
    world.open_tab();
    world.start();
    world.on(first, |world| world.send("too late"));
    world.run(1_000);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.said(), [""; 0]);
    assert_eq!(world.outbox(), []);
}

/// A page that has forgotten all has the next chat, and another does not get round to
/// hearing of it. Gives their numbers.
fn begun_anew_beside_a_page_that_has_not_heard() -> (World, [u32; 2]) {
    let (mut world, first) = in_two_pages();
    let late = world.page();
    world.on(late, World::fall_behind);
    world.look_at(first);
    forget(&mut world);
    world.begin();
    world.draft("the next one's");
    world.run(300);
    (world, [first, late])
}

#[test]
fn what_is_sent_before_it_is_heard_that_all_is_forgotten_is_not_said_in_the_next_chat() {
    let (mut world, [_, late]) = begun_anew_beside_a_page_that_has_not_heard();
    world.on(late, |world| {
        world.catch_up();
        world.send("my number");
        world.fall_behind();
    });
    world.run(300);
    assert_eq!(world.said(), [""; 0]);
    assert_eq!(world.outbox(), []);
    let stored: String = world.storage.values().cloned().collect();
    assert!(!stored.contains("my number"), "{stored}");
}

#[test]
fn what_is_sent_before_it_is_heard_that_all_is_forgotten_is_deleted_when_it_is() {
    let (mut world, [first, late]) = begun_anew_beside_a_page_that_has_not_heard();
    world.on(first, World::fall_behind);
    world.look_at(late);
    world.catch_up();
    world.send("my number");
    world.hear_word(Word::Forgotten);
    let stored: String = world.storage.values().cloned().collect();
    assert!(!stored.contains("my number"), "{stored}");
}

#[test]
fn what_is_typed_before_it_is_heard_that_all_is_forgotten_is_no_draft_of_the_next_chat() {
    let (mut world, [_, late]) = begun_anew_beside_a_page_that_has_not_heard();
    world.on(late, |world| {
        world.catch_up();
        world.draft("my number");
        world.life(Life::Hidden);
        world.fall_behind();
    });
    assert!(world.storage["2/draft"].contains("my number"));
    let written = world.storage.clone();
    world.run(300);
    assert_eq!(world.session().draft().text, "the next one's");
    assert!(world.storage["2/draft"].contains("the next one's"));
    world.storage = written;
    world.kill();
    assert_eq!(world.session().draft().text, "");
}

#[test]
fn the_pages_of_who_was_there_before_let_go_of_it() {
    let mut world = chat_of(Some("ann"));
    let first = world.page();
    world.config = of(Some("bob"));
    world.open_tab();
    world.restore();
    world.run(500);
    world.on(first, |world| assert_forgotten(world));
}

#[test]
fn who_comes_back_to_an_old_page_does_not_harm_the_chat_of_another() {
    let mut world = chat_of(Some("ann"));
    let first = world.page();
    world.suspend();
    world.config = Config {
        registration: Registration::Skip,
        ..of(Some("bob"))
    };
    let second = world.open_tab();
    world.start();
    world.run(1_000);
    world.send("of bob");
    world.run(500);
    world.look_at(first);
    world.wake();
    world.run(2_000);
    assert_eq!(world.phase(), PhaseKind::Idle);
    world.look_at(second);
    assert_eq!(world.shown(), ["of bob"]);
    assert!(!world.storage.is_empty());
}

#[test]
fn in_one_page_only_who_comes_back_to_an_old_page_does_no_harm_either() {
    let exclusive = |name| Config {
        registration: Registration::Skip,
        tabs: Tabs::Exclusive,
        ..of(name)
    };
    let mut world = World::with(exclusive(Some("ann")));
    world.start();
    world.run(500);
    world.send("my secret");
    world.run(200);
    let first = world.page();
    world.suspend();
    world.config = exclusive(Some("bob"));
    let second = world.open_tab();
    world.start();
    world.run(1_000);
    world.send("of bob");
    world.run(500);
    world.suspend();
    world.look_at(first);
    world.wake();
    world.run(3_000);
    assert_eq!(world.phase(), PhaseKind::Idle);
    world.suspend();
    world.look_at(second);
    world.wake();
    world.run(3_000);
    assert_eq!(world.shown(), ["of bob"]);
    assert!(!world.room().ended);
}

#[test]
fn whose_the_last_chat_was_says_nothing_of_the_next() {
    let mut world = chat_of(None);
    let first = world.page();
    world.config = of(Some("ann"));
    world.open_tab();
    world.restore();
    world.run(500);
    world.close_tab();
    world.look_at(first);
    world.command(Command::Leave);
    world.run(500);
    world.command(Command::Dismiss);
    world.config = of(None);
    world.start();
    world.fill();
    world.submit();
    world.run(500);
    world.reload();
    world.run(500);
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn the_name_of_the_visitor_is_not_stored() {
    let world = chat_of(Some("ann@example.org"));
    let stored: String = world.storage.values().cloned().collect();
    assert!(!stored.contains("ann@example.org"));
    assert_ne!(Owner::of("ann"), Owner::of("anna"));
}

#[test]
fn the_fingerprint_of_a_visitor_is_the_same_in_every_version() {
    // Test vectors of FNV-1a, 64 bits.
    let known = [
        ("", "cbf29ce484222325"),
        ("a", "af63dc4c8601ec8c"),
        ("foobar", "85944171f73967e8"),
    ];
    for (name, hash) in known {
        let stored = serde_json::to_string(&Owner::of(name)).unwrap();
        assert_eq!(stored, format!("\"{hash}\""));
    }
}
