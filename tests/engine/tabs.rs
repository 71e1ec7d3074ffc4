//! Several pages of a site: one chat, one connection.

use rejoin::engine::{
    ChatEvent, Code, Command, Config, Effect, EndReason, Input, Life, LinkStatus, Owner, PhaseKind,
    Registration, RegistrationData, Request, Selection, SessionId, Tabs, TransportEvent, Word,
};

use super::world::{Leg, World};

/// A hand-over is to be done by then.
const SOON: u64 = 2_000;

fn config(tabs: Tabs) -> Config {
    Config {
        tabs,
        ..Config::default()
    }
}

fn unasked() -> Config {
    Config {
        registration: Registration::Skip,
        ..config(Tabs::Shared)
    }
}

/// A chat with Ann in one page, and another page of the site that was opened
/// after it, which is looked at. Gives the number of the first.
fn two_tabs() -> (World, u32) {
    let mut world = World::with(config(Tabs::Shared));
    world.begin();
    let first = world.page();
    world.open_tab();
    world.restore();
    world.run(200);
    (world, first)
}

/// A chat that is to be in one page.
fn exclusive() -> World {
    let mut world = World::with(config(Tabs::Exclusive));
    world.start();
    world.run(10);
    world.fill();
    world.submit();
    world.run(200);
    assert_eq!(world.phase(), PhaseKind::Active);
    world.agent_joins();
    world
}

fn in_both(world: &mut World, first: u32, check: impl Fn(&mut World)) {
    check(world);
    world.on(first, check);
}

#[test]
fn a_second_page_shows_the_same_chat_and_makes_no_connection() {
    let (mut world, first) = two_tabs();
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.intents(), []);
    assert_eq!(world.readies(), 1);
    assert_eq!(world.leader(), Some(first));
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
    world.agent_says("Hello");
    world.run(200);
    in_both(&mut world, first, |world| {
        assert_eq!(world.shown(), ["Hello"]);
        assert_eq!(world.announcements(), ["Hello"]);
    });
}

#[test]
fn what_is_said_in_any_page_is_said_once_and_shown_in_all() {
    let (mut world, first) = two_tabs();
    world.send("from the second");
    world.on(first, |world| world.send("from the first"));
    world.send("and again");
    world.run(1_000);
    assert_eq!(world.said().len(), 3);
    let said = world.said();
    in_both(&mut world, first, |world| {
        assert_eq!(world.shown(), said);
        assert!(world.session().outbox().is_empty());
    });
    assert_eq!(
        world.tries(),
        [""; 0],
        "a page that does not lead sends nothing"
    );
}

#[test]
fn the_messages_of_one_page_keep_their_order() {
    let (mut world, _) = two_tabs();
    world.net.lose_next(Leg::Call, 1);
    for text in ["one", "two", "three"] {
        world.send(text);
    }
    world.run(20_000);
    assert_eq!(world.said(), ["one", "two", "three"]);
}

#[test]
fn when_the_leader_is_killed_another_leads_in_time_and_nothing_is_lost() {
    let (mut world, first) = two_tabs();
    world.send("is it sent?");
    world.look_at(first);
    world.lose_tab();
    world.agent_says("in between");
    world.run(SOON);
    assert_eq!(world.leader(), Some(world.page()));
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
    assert_eq!(world.shown(), world.said());
    assert_eq!(world.said().len(), 2);
}

#[test]
fn when_the_leader_is_closed_another_leads_in_time() {
    let (mut world, first) = two_tabs();
    world.look_at(first);
    world.close_tab();
    world.agent_says("Hello");
    world.run(SOON);
    assert_eq!(world.shown(), ["Hello"]);
    assert_eq!(world.announcements(), ["Hello"]);
}

#[test]
fn a_leader_that_is_put_away_comes_back_as_one_of_the_others() {
    let (mut world, first) = two_tabs();
    let second = world.page();
    world.on(first, World::suspend);
    world.agent_says("while it slept");
    world.run(SOON);
    assert_eq!(world.leader(), Some(second));
    world.look_at(first);
    world.wake();
    world.run(200);
    assert_eq!(world.shown(), ["while it slept"]);
    assert_eq!(world.leader(), Some(second));
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
}

#[test]
fn what_was_in_flight_when_the_leader_died_goes_under_its_id() {
    let (mut world, first) = two_tabs();
    world.net.lose_next(Leg::Answer, 1);
    world.net.lose_next(Leg::News, 1);
    world.send("once");
    world.run(100);
    world.look_at(first);
    assert_eq!(world.tries(), ["once"]);
    world.lose_tab();
    world.run(SOON);
    assert_eq!(world.said(), ["once"]);
    assert_eq!(world.shown(), ["once"]);
}

#[test]
fn two_starts_at_once_give_one_session() {
    let mut world = World::with(unasked());
    let first = world.page();
    world.open_tab();
    world.start();
    world.on(first, World::start);
    world.run(SOON);
    assert_eq!(world.server.rooms().len(), 1);
    assert_eq!(world.starts.len(), 1);
    in_both(&mut world, first, |world| {
        assert_eq!(world.phase(), PhaseKind::Active);
        assert_eq!(world.readies(), 1, "both calls succeed");
    });
}

#[test]
fn two_forms_sent_at_once_give_one_session() {
    let mut world = World::with(config(Tabs::Shared));
    let first = world.page();
    world.start();
    world.fill();
    world.run(300);
    world.open_tab();
    world.restore();
    world.run(100);
    world.submit();
    world.on(first, World::submit);
    world.run(SOON);
    assert_eq!(world.server.rooms().len(), 1);
    in_both(&mut world, first, |world| {
        assert_eq!(world.phase(), PhaseKind::Active);
    });
}

#[test]
fn a_start_whose_leader_died_is_completed_by_another_page() {
    let mut world = World::with(unasked());
    let first = world.page();
    world.open_tab();
    world.restore();
    world.look_at(first);
    world.net.lose_next(Leg::Answer, 1);
    world.start();
    world.run(100);
    assert_eq!(world.server.rooms().len(), 1);
    world.lose_tab();
    world.run(SOON);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.server.rooms().len(), 1);
    assert_eq!(world.starts.len(), 1);
}

#[test]
fn a_chat_that_begins_in_one_page_is_there_in_those_that_were_open() {
    let mut world = World::with(config(Tabs::Shared));
    let first = world.page();
    world.restore();
    world.open_tab();
    world.restore();
    world.look_at(first);
    world.begin();
    world.look_at(world.page() + 1);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.readies(), 1);
}

#[test]
fn a_page_whose_host_has_not_asked_for_a_chat_shows_none() {
    let mut world = World::with(config(Tabs::Shared));
    let first = world.page();
    world.open_tab();
    world.look_at(first);
    world.begin();
    world.look_at(first + 1);
    assert_eq!(world.phase(), PhaseKind::Idle);
}

#[test]
fn a_start_where_a_chat_runs_goes_on_with_that() {
    let (mut world, _) = two_tabs();
    world.open_tab();
    world.start();
    world.run(200);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.readies(), 1);
    assert_eq!(world.server.rooms().len(), 1);
}

#[test]
fn a_draft_is_handed_over() {
    let (mut world, first) = two_tabs();
    world.on(first, |world| assert_eq!(world.chat.drafts(), 0));
    world.draft("half a sen");
    world.run(300);
    world.look_at(first);
    assert_eq!(world.session().draft().text, "half a sen");
    let before = world.chat.drafts();
    assert_eq!(before, 1, "it was replaced");
    world.draft("half a sentence");
    assert_eq!(
        world.chat.drafts(),
        before,
        "it is not replaced while one types"
    );
    world.send("half a sentence");
    world.run(300);
    in_both(&mut world, first, |world| {
        assert_eq!(world.session().draft().text, "");
    });
}

#[test]
fn what_is_being_typed_is_not_overwritten() {
    let (mut world, first) = two_tabs();
    world.draft("older");
    world.run(190);
    world.on(first, |world| world.draft("newer"));
    world.run(1_000);
    in_both(&mut world, first, |world| {
        assert_eq!(world.session().draft().text, "newer");
    });
}

#[test]
fn what_is_entered_in_the_form_is_handed_over() {
    let mut world = World::with(config(Tabs::Shared));
    let first = world.page();
    world.start();
    world.fill_in("firstName", "Vera");
    world.run(300);
    world.open_tab();
    world.restore();
    let before = world.chat.epoch();
    world.fill_in("email", "vera@example.org");
    world.run(300);
    assert_eq!(world.chat.epoch(), before);
    world.look_at(first);
    assert_eq!(world.form().form.values.len(), 2);
    world.command(Command::Cancel);
    world.run(300);
    in_both(&mut world, first, |world| {
        assert_eq!(world.phase(), PhaseKind::Idle);
        assert!(!world.chat.window().open);
    });
}

#[test]
fn what_is_read_in_one_page_is_read_in_all() {
    let (mut world, first) = two_tabs();
    in_both(&mut world, first, |world| world.command(Command::Minimise));
    world.agent_says("Hello");
    world.run(300);
    in_both(&mut world, first, |world| {
        assert_eq!(world.chat.unread(), 1)
    });
    world.command(Command::Open);
    world.run(300);
    in_both(&mut world, first, |world| {
        assert_eq!(world.chat.unread(), 0)
    });
}

#[test]
fn a_page_that_nobody_sees_shows_the_chat_as_the_other_does() {
    let (mut world, first) = two_tabs();
    world.on(first, |world| world.life(Life::Hidden));
    world.command(Command::Minimise);
    world.run(300);
    world.on(first, |world| assert!(!world.chat.window().open));
    world.on(first, |world| world.life(Life::Visible));
    world.command(Command::Open);
    world.run(300);
    world.on(first, |world| {
        assert!(!world.chat.window().open, "but not one that is in use");
    });
}

#[test]
fn leaving_in_any_page_ends_all_and_the_server_hears_it_once() {
    let (mut world, first) = two_tabs();
    world.command(Command::Leave);
    world.run(1_000);
    in_both(&mut world, first, |world| {
        assert_eq!(world.phase(), PhaseKind::Ended);
        assert_eq!(world.told(&ChatEvent::Ended(EndReason::Left)), 1);
        assert!(!world.chat.is_leaving());
    });
    assert!(world.storage.is_empty(), "{:?}", world.storage);
    assert!(world.room().ended);
    assert_eq!(world.leader(), None);
    world.look_at(first);
    let leaves = world.requests().into_iter();
    assert_eq!(leaves.filter(|r| *r == Request::Leave).count(), 1);
}

#[test]
fn who_leaves_while_the_leader_dies_tells_the_server_alone() {
    let (mut world, first) = two_tabs();
    world.command(Command::Leave);
    world.look_at(first);
    world.lose_tab();
    world.run(SOON);
    assert!(world.room().ended);
    assert!(world.storage.is_empty());
}

#[test]
fn an_end_by_the_agent_is_told_in_all_pages_with_its_reason() {
    let (mut world, first) = two_tabs();
    world.agent_ends();
    world.run(1_000);
    in_both(&mut world, first, |world| {
        assert_eq!(world.told(&ChatEvent::Ended(EndReason::Closed)), 1);
    });
}

#[test]
fn a_chat_that_was_erased_without_a_word_is_over() {
    let (mut world, first) = two_tabs();
    world.storage.clear();
    world.look_at(first);
    world.lose_tab();
    world.run(SOON);
    assert_eq!(world.phase(), PhaseKind::Ended);
}

#[test]
fn the_agent_sees_the_visitor_type_in_a_page_that_does_not_lead() {
    let (mut world, first) = two_tabs();
    world.draft("h");
    world.run(100);
    world.on(first, |world| {
        assert!(world.requests().contains(&Request::Typing(true)));
    });
    for letters in 1..10 {
        world.draft(&"h".repeat(letters));
        world.run(1_000);
    }
    world.on(first, |world| {
        assert!(!world.requests().contains(&Request::Typing(false)));
    });
    world.run(5_000);
    world.on(first, |world| {
        assert!(world.requests().contains(&Request::Typing(false)));
    });
}

#[test]
fn the_agent_is_seen_typing_in_all_pages() {
    let (mut world, first) = two_tabs();
    world.agent_types(true);
    world.run(100);
    in_both(&mut world, first, |world| {
        assert!(world.session().typing().is_some());
    });
    world.agent_types(false);
    world.run(100);
    in_both(&mut world, first, |world| {
        assert!(world.session().typing().is_none());
    });
}

#[test]
fn a_lost_connection_is_told_in_all_pages() {
    let (mut world, first) = two_tabs();
    world.on(first, World::offline);
    world.run(1_000);
    assert_eq!(world.told(&ChatEvent::ConnectionLost), 1);
    assert_ne!(world.chat.link_status(), LinkStatus::Live);
    world.on(first, World::online);
    world.run(5_000);
    assert_eq!(world.told(&ChatEvent::ConnectionRestored), 1);
}

#[test]
fn a_failed_message_can_be_tried_again_or_discarded_in_any_page() {
    let (mut world, first) = two_tabs();
    world.refuse_messages(true);
    world.send("again");
    world.send("never");
    world.run(1_000);
    in_both(&mut world, first, |world| {
        assert_eq!(world.outbox(), [("again", "failed"), ("never", "failed")]);
    });
    world.refuse_messages(false);
    world.discard("never");
    world.retry("again");
    world.run(1_000);
    assert_eq!(world.said(), ["again"]);
    in_both(&mut world, first, |world| {
        assert_eq!(world.shown(), ["again"]);
        assert!(world.session().outbox().is_empty());
    });
}

#[test]
fn what_is_told_about_the_visitor_in_any_page_reaches_the_server() {
    let (mut world, _) = two_tabs();
    world.command(Command::SetData([("plan", "pro")].into_iter().collect()));
    world.run(1_000);
    assert_eq!(world.told(&ChatEvent::DataTaken), 1);
    assert_eq!(world.room().data.get("plan"), Some("pro"));
}

#[test]
fn what_the_server_refuses_of_it_is_told_in_the_page_that_told_it() {
    let (mut world, first) = two_tabs();
    let second = world.page();
    world.net.lose_next(Leg::Call, 1);
    world.command(Command::SetData([("plan", "pro")].into_iter().collect()));
    world.run(500);
    let reason = "Too much.".to_owned();
    let refused = TransportEvent::DataRefused(reason.clone());
    world.on(first, |world| world.hear_now(refused));
    world.run(50);
    assert_eq!(world.told(&ChatEvent::DataRefused(reason)), 1);
    world.on(first, World::close_tab);
    world.look_at(second);
    world.run(60_000);
    assert_eq!(world.room().data.get("plan"), None, "it is not tried again");
}

#[test]
fn where_much_was_said_while_a_page_heard_nothing_it_has_all_of_it() {
    let (mut world, first) = two_tabs();
    let second = world.page();
    world.suspend();
    world.look_at(first);
    for line in 0..300 {
        world.agent_says(&format!("line {line}"));
    }
    world.run(2_000);
    world.look_at(second);
    world.wake();
    world.run(300);
    world.on(first, World::lose_tab);
    world.run(SOON);
    world.load_all();
    assert_eq!(world.shown().len(), 300);
    assert_eq!(world.shown(), world.said());
}

#[test]
fn a_leader_that_nobody_sees_lets_another_lead_after_a_while() {
    let (mut world, first) = two_tabs();
    let second = world.page();
    world.on(first, |world| world.life(Life::Hidden));
    world.run(30_000);
    assert_eq!(world.leader(), Some(first), "not at every change of tabs");
    world.run(60_000);
    assert_eq!(world.leader(), Some(second));
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
    world.agent_says("Hello");
    world.run(300);
    in_both(&mut world, first, |world| {
        assert_eq!(world.shown(), ["Hello"])
    });
}

#[test]
fn where_the_chat_is_to_be_in_one_page_a_second_is_refused() {
    let mut world = exclusive();
    let first = world.page();
    for act in [World::start, World::restore] {
        world.open_tab();
        act(&mut world);
        world.run(SOON);
        assert_eq!(world.failures(), [Some(Code::RunningElsewhere)]);
        assert_eq!(world.phase(), PhaseKind::Idle);
    }
    assert_eq!(world.leader(), Some(first));
    world.look_at(first);
    world.agent_says("Hello");
    world.run(300);
    assert_eq!(world.shown(), ["Hello"]);
}

#[test]
fn a_page_knows_how_it_is_meant_to_be_and_where_it_stands() {
    let mut world = World::with(config(Tabs::Exclusive));
    assert_eq!(world.chat.config().tabs, Tabs::Exclusive);
    assert_eq!(world.chat.link_status(), LinkStatus::Idle, "nobody leads");
    assert!(world.chat.is_visible());
    world.life(Life::Hidden);
    assert!(!world.chat.is_visible());
    assert!(!world.chat.is_opening());
    world.start();
    assert!(world.chat.is_opening(), "until it is known to be alone");
}

#[test]
fn where_the_chat_is_to_be_in_one_page_a_reload_goes_on() {
    let mut world = exclusive();
    world.agent_says("Hello");
    world.run(100);
    world.reload();
    world.run(300);
    assert_eq!(world.readies(), 1);
    world.kill();
    world.run(300);
    assert_eq!(world.readies(), 1);
    assert_eq!(world.shown(), ["Hello"]);
}

#[test]
fn where_the_chat_is_to_be_in_one_page_one_that_wakes_finds_it_taken() {
    let mut world = exclusive();
    let first = world.page();
    world.suspend();
    world.open_tab();
    world.restore();
    world.run(SOON);
    assert_eq!(world.phase(), PhaseKind::Active);
    let second = world.page();
    world.look_at(first);
    world.wake();
    world.run(SOON);
    assert_eq!(world.failures(), [Some(Code::RunningElsewhere)]);
    assert_eq!(world.leader(), Some(second));
}

#[test]
fn a_caret_is_handed_over_to_a_page_that_is_looked_at_later() {
    let (mut world, first) = two_tabs();
    world.on(first, |world| world.life(Life::Hidden));
    let selection = Some(Selection { start: 2, end: 2 });
    world.command(Command::SetDraft(rejoin::engine::Draft {
        text: "caret".to_owned(),
        selection,
    }));
    world.life(Life::Hidden);
    world.run(50);
    world.look_at(first);
    world.life(Life::Visible);
    assert_eq!(world.session().draft().selection, selection);
}

#[test]
fn a_word_of_another_chat_ends_nothing() {
    use rejoin::engine::{Input, Word};
    let (mut world, _) = two_tabs();
    let other = SessionId::new("another");
    world.input(Input::Heard(Word::Ended(other, EndReason::Left)));
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn where_nothing_can_be_stored_each_page_has_a_connection() {
    let (mut world, first) = two_tabs();
    world.storage_works = false;
    world.agent_says("Hello");
    world.run(1_000);
    in_both(&mut world, first, |world| {
        assert_eq!(world.shown(), ["Hello"])
    });
    world.send("from the second");
    world.on(first, |world| world.send("from the first"));
    world.run(1_000);
    let said = world.said();
    assert_eq!(said.len(), 3);
    in_both(&mut world, first, |world| assert_eq!(world.shown(), said));
}

#[test]
fn who_hears_late_that_a_chat_is_over_leaves_the_next_one_alone() {
    use rejoin::engine::{Input, Word};
    let (mut world, first) = two_tabs();
    let late = world.session().id().clone();
    // The second page does not get round to anything while the first goes on.
    let second = world.page();
    world.look_at(first);
    world.on(second, World::fall_behind);
    world.agent_ends();
    world.run(300);
    world.start();
    world.fill();
    world.run(300);
    world.on(second, |world| {
        world.catch_up();
        world.input(Input::Heard(Word::Ended(late, EndReason::Closed)));
    });
    world.run(300);
    assert_eq!(world.phase(), PhaseKind::Registering);
    world.reload();
    assert_eq!(world.form().form.values.len(), 2);
}

#[test]
fn what_is_erased_under_a_chat_that_goes_on_is_stored_again() {
    let (mut world, first) = two_tabs();
    world.agent_says("Hello");
    world.run(300);
    // As a page of the site does that clears its storage.
    world.storage.clear();
    world.look_at(first);
    let snapshot = world.snapshot();
    world.input(rejoin::engine::Input::Stored(snapshot));
    world.run(300);
    world.reload();
    world.run(300);
    assert_eq!(world.shown(), ["Hello"]);
    assert_eq!(world.readies(), 1);
}

#[test]
fn an_agent_who_types_for_long_is_seen_typing_in_all_pages() {
    let (mut world, first) = two_tabs();
    for _ in 0..4 {
        world.agent_types(true);
        world.run(6_000);
    }
    in_both(&mut world, first, |world| {
        assert!(world.session().typing().is_some());
    });
}

#[test]
fn a_caret_that_moves_does_not_hold_up_the_words_of_another_page() {
    let (mut world, first) = two_tabs();
    world.on(first, |world| world.draft("words"));
    world.run(195);
    world.command(Command::SetDraft(rejoin::engine::Draft {
        text: String::new(),
        selection: Some(Selection { start: 0, end: 0 }),
    }));
    world.run(1_000);
    in_both(&mut world, first, |world| {
        assert_eq!(world.session().draft().text, "words");
    });
}

#[test]
fn a_start_that_is_taken_over_goes_on_with_what_was_learnt() {
    use rejoin::engine::{Intent, Ticket, TransportEvent};
    let mut world = World::with(unasked());
    let first = world.page();
    world.open_tab();
    world.restore();
    world.look_at(first);
    world.net.faults.hold = true;
    world.start();
    world.run(100);
    world.hear_now(TransportEvent::Renewed(Ticket::new("learnt")));
    world.run(100);
    world.lose_tab();
    world.run(100);
    let tickets: Vec<_> = world
        .intents()
        .iter()
        .filter_map(Intent::ticket)
        .cloned()
        .collect();
    assert_eq!(tickets, [Ticket::new("learnt")]);
}

#[test]
fn whose_chat_it_is_is_of_no_use_to_a_page_without_one() {
    let mut world = World::with(config(Tabs::Shared));
    world.restore();
    world.hear_word(Word::Owned(Owner::of("ann")));
    world.begin();
    assert!(!world.storage["2/head"].contains("owner"));
    world.hear_word(Word::Owned(Owner::of("ann")));
    let head = world.storage["2/head"].clone();
    assert!(head.contains("owner"));
    world.hear_word(Word::Owned(Owner::of("bob")));
    assert_eq!(world.storage["2/head"], head);
}

// What only the leader does.

#[test]
fn a_page_that_follows_writes_nothing_that_the_leader_knows_better() {
    let (mut world, _) = two_tabs();
    world.look_away();
    world.agent_says("Hello");
    world.run(1_000);
    world.command(Command::SetData([("plan", "pro")].into_iter().collect()));
    world.send("one");
    world.draft("and");
    world.command(Command::Minimise);
    world.run(5_000);
    assert_eq!(world.shown(), ["Hello", "one"]);
    let writes = world.writes();
    let is_of_session = |key: &String| key == "2/head" || key.starts_with("2/log/");
    assert!(!writes.iter().any(is_of_session), "{writes:?}");
    assert!(writes.iter().any(|key| key == "2/draft"), "{writes:?}");
}

#[test]
fn a_form_needs_no_lead_unless_it_is_to_be_in_one_page() {
    for (tabs, leads) in [(Tabs::Shared, false), (Tabs::Exclusive, true)] {
        let mut world = World::with(config(tabs));
        let page = world.page();
        world.start();
        world.run(2_000);
        assert_eq!(world.phase(), PhaseKind::Registering);
        assert_eq!(world.leader() == Some(page), leads, "{tabs:?}");
    }
}

#[test]
fn who_loses_the_lead_to_another_page_lets_go_of_the_connection() {
    let (mut world, first) = two_tabs();
    let second = world.page();
    world.on(second, |world| world.input(Input::LeadLost));
    world.run(100);
    assert_eq!(world.leader(), Some(first), "it was not the second's");
    world.on(first, |world| world.input(Input::LeadLost));
    world.run(100);
    assert_eq!(world.leader(), Some(second));
}

#[test]
fn a_page_without_a_network_says_so_whatever_the_leader_says() {
    let (mut world, _) = two_tabs();
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
    world.life(Life::Offline);
    assert_eq!(world.chat.link_status(), LinkStatus::Offline);
}

#[test]
fn what_is_being_typed_in_any_page_is_told_where_the_site_wants_it() {
    let mut world = World::with(Config {
        typing_preview: true,
        ..config(Tabs::Shared)
    });
    world.begin();
    let first = world.page();
    world.open_tab();
    world.restore();
    world.run(200);
    world.draft("Hello");
    world.run(1_000);
    let told = Request::Preview("Hello".to_owned());
    assert!(!world.requests().contains(&told));
    world.on(first, |world| assert!(world.requests().contains(&told)));
}

// Words that are not for everybody.

#[test]
fn a_page_that_is_put_away_hears_nothing() {
    let (mut world, _) = two_tabs();
    let id = world.session().id().clone();
    world.life(Life::Suspend);
    world.hear_word(Word::Ended(id, EndReason::Closed));
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn who_leads_believes_nobody_what_the_server_has_been_told() {
    let (mut world, first) = two_tabs();
    world.look_at(first);
    world.net.faults.hold = true;
    let data: RegistrationData = [("plan", "pro")].into_iter().collect();
    world.command(Command::SetData(data.clone()));
    world.hear_word(Word::DataTaken(data.clone()));
    world.hear_word(Word::DataRefused(data, "Too much.".to_owned()));
    assert_eq!(world.told(&ChatEvent::DataTaken), 0);
    let refused = |event: &&ChatEvent| matches!(event, ChatEvent::DataRefused { .. });
    assert_eq!(world.events.iter().filter(refused).count(), 0);
    world.net.heal();
    world.run(2_000);
    assert_eq!(world.room().data.get("plan"), Some("pro"));
}

#[test]
fn who_leads_leaves_until_the_server_has_heard_it() {
    let (mut world, first) = two_tabs();
    world.look_at(first);
    world.net.faults.hold = true;
    world.command(Command::Leave);
    world.run(100);
    world.hear_word(Word::LeaveSettled);
    assert_eq!(world.leader(), Some(first));
    world.net.heal();
    world.run(5_000);
    assert_eq!(world.leader(), None, "it is done");
}

#[test]
fn what_the_leader_has_left_nobody_leaves_again() {
    let (mut world, _) = two_tabs();
    world.command(Command::Leave);
    world.run(5_000);
    assert_eq!(world.leader(), None);
    assert_eq!(world.intents(), []);
}

#[test]
fn who_follows_passes_nothing_on_that_is_for_the_leader() {
    let (mut world, _) = two_tabs();
    world.look_away();
    world.hear_word(Word::Preview("Hel".to_owned()));
    world.hear_word(Word::Data([("plan", "pro")].into_iter().collect()));
    let is_word = |effect: &&Effect| matches!(effect, Effect::Post(_));
    assert_eq!(world.effects.iter().filter(is_word).count(), 0);
}

/// It has not given the lead away for a moment.
fn led_on(world: &mut World) {
    assert!(!world.effects.contains(&Effect::GiveLead));
}

#[test]
fn a_leader_that_nobody_sees_leads_on_where_nobody_sees_another_page() {
    let (mut world, first) = two_tabs();
    in_both(&mut world, first, |world| world.life(Life::Hidden));
    world.run(200_000);
    assert_eq!(world.leader(), Some(first));
    world.on(first, led_on);
}

#[test]
fn a_leader_that_is_seen_again_leads_on() {
    let (mut world, first) = two_tabs();
    let second = world.page();
    world.on(first, |world| world.life(Life::Hidden));
    world.run(30_000);
    world.on(second, |world| world.life(Life::Hidden));
    world.on(first, |world| world.life(Life::Visible));
    world.run(1_000);
    world.on(first, |world| world.life(Life::Hidden));
    world.run(200_000);
    world.on(first, led_on);
}

#[test]
fn a_page_that_is_seen_leads_in_the_place_of_one_that_was_not_when_it_came() {
    let mut world = World::with(config(Tabs::Shared));
    world.begin();
    world.life(Life::Hidden);
    world.run(1_000);
    let second = world.open_tab();
    world.restore();
    world.run(70_000);
    assert_eq!(world.leader(), Some(second));
}

#[test]
fn a_page_that_follows_tells_once_that_the_leader_has_lost_the_server() {
    let (mut world, first) = two_tabs();
    let told = |world: &World| {
        [ChatEvent::ConnectionLost, ChatEvent::ConnectionRestored].map(|event| world.told(&event))
    };
    world.on(first, World::offline);
    world.run(20);
    assert_eq!(told(&world), [1, 0]);
    world.on(first, World::online);
    world.run(30_000);
    assert_eq!(told(&world), [1, 1]);
}

#[test]
fn a_page_whose_leader_has_no_server_yet_has_lost_none_and_knows_of_no_session() {
    let mut world = World::with(config(Tabs::Shared));
    world.begin();
    let ready = ChatEvent::Ready(world.session().id().clone());
    world.offline();
    world.reload();
    world.open_tab();
    world.restore();
    world.run(5_000);
    assert_eq!(world.told(&ready), 0);
    world.online();
    world.run(30_000);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
    assert_eq!(world.told(&ready), 1);
    assert_eq!(world.told(&ChatEvent::ConnectionLost), 0);
    assert_eq!(world.told(&ChatEvent::ConnectionRestored), 0);
}

#[test]
fn what_is_told_about_the_visitor_goes_to_the_leader_again_when_it_has_the_server_back() {
    let (mut world, first) = two_tabs();
    let passed_on = |world: &World| {
        let is_data = |effect: &&Effect| matches!(effect, Effect::Post(Word::Data(_)));
        world.effects.iter().filter(is_data).count()
    };
    world.net.faults.hold = true;
    world.command(Command::SetData([("plan", "pro")].into_iter().collect()));
    assert_eq!(passed_on(&world), 1);
    world.on(first, World::offline);
    world.run(10_000);
    assert_eq!(passed_on(&world), 1, "the leader could do nothing with it");
    world.on(first, World::online);
    world.net.faults.hold = false;
    world.run(30_000);
    assert_eq!(passed_on(&world), 2);
    assert_eq!(world.room().data.get("plan"), Some("pro"));
}
