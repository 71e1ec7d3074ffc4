//! Telling the visitor of answers that they do not see come: once, and by one page.

use rejoin::engine::{
    ChatEvent, Command, Config, Content, Entry, EntryId, Life, Party, Position, Role, Tabs,
    TransportEvent,
};

use super::world::World;

/// What was not read by then is told of.
const SOON: u64 = 1_000;
/// After that an answer is told of like the first.
const LATER: u64 = 5_000;

/// A chat with Ann whose window is minimised.
fn minimised() -> World {
    let mut world = World::chatting();
    world.command(Command::Minimise);
    world.run(LATER);
    world
}

/// The first page, where the chat began and which leads, and a second, which is
/// looked at. Nobody sees either.
fn two_hidden_tabs() -> (World, u32) {
    let mut world = World::with(Config {
        tabs: Tabs::Shared,
        ..Config::default()
    });
    world.begin();
    let first = world.page();
    world.life(Life::Hidden);
    world.open_tab();
    world.restore();
    world.life(Life::Hidden);
    world.run(LATER);
    assert_eq!(world.leader(), Some(first));
    (world, first)
}

/// What this page has told of: the newest words, how many are unread, and whether
/// a page is seen.
fn told(world: &World) -> Vec<(&str, usize, bool)> {
    let events = world.events.iter();
    events
        .filter_map(|event| match event {
            ChatEvent::Attention {
                entry,
                unread,
                is_seen,
            } => Some((entry.content.said()?, *unread, *is_seen)),
            _ => None,
        })
        .collect()
}

/// Something that the server says next, over the present connection.
fn hear(world: &mut World, role: Role, content: Content) {
    let newest = world.transcript().last().map_or(0, |e| e.position.0);
    let author = Party::new("x", "Xenia", role);
    let entry = Entry::new(Position(newest + 1), world.wall(), author, content);
    world.hear_now(TransportEvent::Entries(vec![entry]));
    world.run(SOON);
}

#[test]
fn who_looks_is_not_told() {
    let mut world = World::chatting();
    world.agent_says("hello");
    world.run(SOON);
    assert_eq!(told(&world), []);
}

#[test]
fn who_does_not_look_is_told_once() {
    type Step = fn(&mut World);
    let ways: [(Step, bool); 3] = [
        (|world| world.command(Command::Minimise), true),
        (|world| world.scroll_to(1), true),
        (|world| world.life(Life::Hidden), false),
    ];
    for (away, is_seen) in ways {
        let mut world = World::chatting();
        away(&mut world);
        world.agent_says("hello");
        world.run(60_000);
        assert_eq!(told(&world), [("hello", 1, is_seen)]);
    }
}

#[test]
fn what_is_read_in_time_is_not_told() {
    let mut world = minimised();
    world.agent_says("hello");
    world.run(200);
    world.command(Command::Open);
    world.run(LATER);
    assert_eq!(told(&world), []);
}

#[test]
fn several_answers_within_a_short_time_are_told_of_together() {
    let mut world = minimised();
    for words in ["one", "two", "three"] {
        world.agent_says(words);
        world.run(100);
    }
    world.run(SOON);
    assert_eq!(told(&world), [("three", 3, true)]);
    world.look_away();
    // While it is quiet.
    for words in ["four", "five"] {
        world.agent_says(words);
        world.run(600);
    }
    assert_eq!(told(&world), []);
    world.run(LATER);
    assert_eq!(told(&world), [("five", 5, true)]);
}

#[test]
fn only_what_somebody_says_in_answer_is_told() {
    let text = || Content::Text("words".to_owned());
    let of = || EntryId::new("1");
    let dull = [
        (Role::Visitor, text()),
        (Role::System, text()),
        (Role::Agent, Content::Joined),
        (Role::Agent, Content::Left),
        (Role::Agent, Content::Removal { of: of() }),
        (
            Role::Agent,
            Content::Edit {
                of: of(),
                to: Box::new(text()),
            },
        ),
    ];
    let mut world = minimised();
    for (role, content) in dull {
        hear(&mut world, role, content);
        assert_eq!(told(&world), []);
    }
    hear(&mut world, Role::Bot, text());
    assert_eq!(told(&world).len(), 1);
}

#[test]
fn what_was_told_is_not_told_by_the_next_page() {
    type Turn = fn(&mut World);
    for turn in [World::reload, World::kill] as [Turn; 2] {
        let mut world = minimised();
        world.agent_says("hello");
        world.run(SOON);
        assert_eq!(told(&world).len(), 1);
        turn(&mut world);
        world.life(Life::Hidden);
        world.run(LATER);
        assert_eq!((told(&world), world.chat.unread()), (vec![], 1));
    }
}

#[test]
fn a_page_that_dies_while_it_tells_has_told_or_has_not() {
    for steps in 0..12 {
        let mut world = minimised();
        world.agent_says("hello");
        world.run(100);
        world.kill_within(steps, |world| world.run(SOON));
        world.life(Life::Hidden);
        world.run(LATER);
        assert!(world.alerted.len() <= 1, "{steps}: {:?}", world.alerted);
    }
}

#[test]
fn who_comes_back_is_not_told_of_what_was_said_meanwhile() {
    let mut world = minimised();
    world.close();
    world.agent_says("while away");
    world.open();
    world.restore();
    world.run(LATER);
    assert_eq!((told(&world), world.chat.unread()), (vec![], 1));
    // From here on they are there.
    world.offline();
    world.agent_says("and now");
    world.online();
    world.run(LATER);
    assert_eq!(told(&world), [("and now", 2, true)]);
}

#[test]
fn a_page_that_comes_back_unseen_tells_of_it_once() {
    let mut world = minimised();
    world.close();
    world.agent_says("one");
    world.agent_says("two");
    world.open();
    world.life(Life::Hidden);
    world.restore();
    world.run(LATER);
    assert_eq!(told(&world), [("two", 2, false)]);
    world.reload();
    world.life(Life::Hidden);
    world.run(LATER);
    assert_eq!(told(&world), []);
}

#[test]
fn what_a_broken_link_has_missed_is_told_once() {
    let mut world = minimised();
    world.offline();
    world.agent_says("hello");
    world.run(LATER);
    world.online();
    world.run(LATER);
    world.offline();
    world.online();
    world.run(LATER);
    assert_eq!(told(&world), [("hello", 1, true)]);
}

#[test]
fn of_several_pages_one_tells() {
    let (mut world, first) = two_hidden_tabs();
    world.agent_says("hello");
    world.run(LATER);
    assert_eq!(told(&world), []);
    world.look_at(first);
    assert_eq!(told(&world), [("hello", 1, false)]);
    // Also where the timers of that page are slow.
    world.run(LATER);
    world.agent_says("hello?");
    world.run(100);
    world.fall_behind();
    world.run(LATER);
    world.catch_up();
    world.run(LATER);
    assert_eq!(told(&world).len(), 2);
    assert_eq!(world.alerted.len(), 2);
}

#[test]
fn what_comes_while_a_page_wakes_that_nobody_sees_is_unread_in_all_pages() {
    let (mut world, first) = two_hidden_tabs();
    world.suspend();
    world.run(60_000);
    world.wake_in_sight(false);
    world.run(LATER);
    world.agent_says("hello");
    world.run(LATER);
    for page in world.tabs_open() {
        world.on(page, |world| assert_eq!(world.chat.unread(), 1));
    }
    world.look_at(first);
    assert_eq!(told(&world), [("hello", 1, false)]);
}

#[test]
fn the_page_that_tells_knows_whether_another_is_seen() {
    let (mut world, first) = two_hidden_tabs();
    world.life(Life::Visible);
    world.command(Command::Minimise);
    world.run(LATER);
    world.agent_says("hello");
    world.run(LATER);
    world.life(Life::Hidden);
    world.agent_says("and goodbye");
    world.run(LATER);
    world.look_at(first);
    assert_eq!(
        told(&world),
        [("hello", 1, true), ("and goodbye", 2, false)]
    );
}

#[test]
fn what_is_read_in_one_page_no_other_tells() {
    let (mut world, _) = two_hidden_tabs();
    world.life(Life::Visible);
    world.agent_says("hello");
    world.run(LATER);
    assert_eq!(world.chat.unread(), 0);
    assert_eq!(world.alerted, []);
}

#[test]
fn who_takes_the_lead_tells_what_was_not_told_and_nothing_else() {
    for waits in [200, LATER] {
        let (mut world, first) = two_hidden_tabs();
        world.agent_says("hello");
        world.run(waits);
        world.look_at(first);
        world.lose_tab();
        world.run(LATER);
        let by_second = usize::from(waits == 200);
        assert_eq!(told(&world).len(), by_second, "{waits}");
        assert_eq!(world.alerted.len(), 1);
    }
}

#[test]
fn the_wish_is_kept_goes_along_and_is_gone_with_the_chat() {
    let (mut world, first) = two_hidden_tabs();
    assert!(!world.chat.wants_alerts());
    world.command(Command::SetAlerts(true));
    world.run(100);
    world.on(first, |world| assert!(world.chat.wants_alerts()));
    world.reload();
    assert!(world.chat.wants_alerts());
    world.look_at(first);
    world.command(Command::SetAlerts(false));
    assert!(!world.storage.contains_key("2/alerts"));
    world.command(Command::SetAlerts(true));
    world.command(Command::Leave);
    world.run(LATER);
    assert!(world.storage.is_empty());
}

#[test]
fn the_wish_is_of_one_chat() {
    let mut world = World::new();
    world.command(Command::SetAlerts(true));
    assert!(!world.chat.wants_alerts());
    assert!(world.storage.is_empty());
    world.begin();
    world.command(Command::SetAlerts(true));
    world.command(Command::Leave);
    world.run(LATER);
    world.begin();
    assert!(!world.chat.wants_alerts());
}

#[test]
fn a_head_from_before_is_read() {
    let mut world = minimised();
    world.agent_says("hello");
    world.run(SOON);
    let head = world.storage.get_mut("2/head").unwrap();
    let known = r#","alerted":"#;
    let at = head.find(known).unwrap();
    let end = at + head[at..].find('}').unwrap();
    head.replace_range(at..end, "");
    world.kill();
    world.life(Life::Hidden);
    world.run(LATER);
    assert_eq!((told(&world), world.chat.unread()), (vec![], 1));
}
