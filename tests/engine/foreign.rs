//! Servers that were not made for us: they know nothing of our ids, want tickets
//! before there is a session, and are out of reach for reasons that stay.

use rejoin::engine::{
    ChatEvent, Code, Command, Config, Content, Entry, Intent, Life, MessageKind, Party, PhaseKind,
    Position, Request, Role, Ticket, TransportEvent, Wall,
};

use super::world::{Leg, World};

fn echo(position: u64, content: Content) -> TransportEvent {
    TransportEvent::Entries(vec![Entry::new(
        Position(position),
        Wall(1_800_000_000_000),
        Party::new("v", "Vera", Role::Visitor),
        content,
    )])
}

/// Waits for its echo: the server has heard it, and nothing came back.
fn saying(text: &str) -> World {
    let mut world = World::chatting();
    world.net.faults.unreachable = true;
    world.send(text);
    world
}

fn last_start(world: &World) -> Option<Option<Ticket>> {
    world
        .intents()
        .into_iter()
        .rev()
        .find_map(|intent| match intent {
            Intent::Start { ticket, .. } => Some(ticket),
            Intent::Resume { .. } => None,
        })
}

#[test]
fn who_joins_and_is_no_agent_makes_none() {
    let mut world = World::chatting();
    let agents = world.session().agents().len();
    let guests = [
        ("bot", Role::Bot),
        ("v", Role::Visitor),
        ("kim", Role::Agent),
    ];
    for (at, (id, role)) in (50..).zip(guests) {
        let who = Party::new(id, "Kim", role);
        let joined = Entry::new(Position(at), Wall(1_800_000_000_000), who, Content::Joined);
        world.hear_now(TransportEvent::Entries(vec![joined]));
    }
    let names = world
        .session()
        .agents()
        .iter()
        .map(|agent| agent.id.as_str());
    assert_eq!(names.skip(agents).collect::<Vec<_>>(), ["kim"]);
}

#[test]
fn an_echo_without_an_id_is_the_message_with_those_words() {
    let mut world = saying("Hello");
    world.hear_now(echo(50, Content::Text("Hello".to_owned())));
    assert_eq!(world.outbox(), []);
    assert_eq!(
        world.shown().iter().filter(|text| *text == "Hello").count(),
        1
    );
}

#[test]
fn of_equal_messages_one_echo_settles_one() {
    let mut world = saying("Yes");
    world.send("Yes");
    world.hear_now(echo(50, Content::Text("Yes".to_owned())));
    assert_eq!(world.outbox().len(), 1);
    world.hear_now(echo(50, Content::Text("Yes".to_owned())));
    assert_eq!(world.outbox().len(), 1, "the same entry again");
    world.hear_now(echo(51, Content::Text("Yes".to_owned())));
    assert_eq!(world.outbox(), []);
}

#[test]
fn other_words_and_other_kinds_are_no_echo() {
    let mut world = saying("Hello");
    world.hear_now(echo(50, Content::Text("Hello!".to_owned())));
    world.hear_now(echo(51, Content::Url("Hello".to_owned())));
    assert_eq!(world.outbox().len(), 1);
}

#[test]
fn addresses_and_notices_are_known_without_an_id_as_well() {
    let mut world = saying("Hello");
    for kind in [MessageKind::Url, MessageKind::Notice] {
        world.command(Command::SendAs(kind, "Hello".to_owned()));
    }
    world.hear_now(echo(50, Content::Notice("Hello".to_owned())));
    world.hear_now(echo(51, Content::Url("Hello".to_owned())));
    let left = world.session().outbox().items().iter();
    let kinds: Vec<_> = left.map(|item| item.kind).collect();
    assert_eq!(kinds, [MessageKind::Text]);
}

#[test]
fn an_echo_without_an_id_is_known_after_a_reload() {
    let mut world = saying("Hello");
    world.net.faults.unreachable = false;
    world.reload();
    world.hear_now(TransportEvent::Resumed { missed: Vec::new() });
    world.hear_now(echo(50, Content::Text("Hello".to_owned())));
    assert_eq!(world.outbox(), []);
}

#[test]
fn an_address_has_its_kind_over_a_reload_and_leaves_the_draft() {
    let mut world = World::chatting();
    world.net.faults.unreachable = true;
    world.draft("half a");
    let address = "https://example.com/";
    world.command(Command::SendAs(MessageKind::Url, address.to_owned()));
    assert_eq!(world.session().draft().text, "half a");
    world.run(1_000);
    world.reload();
    let item = &world.session().outbox().items()[0];
    assert_eq!((item.kind, item.text.as_str()), (MessageKind::Url, address));
    world.hear_now(TransportEvent::Resumed { missed: Vec::new() });
    let asked = world.requests().into_iter().any(|request| {
        matches!(request, Request::Message { kind: MessageKind::Url, text, .. } if text == address)
    });
    assert!(asked);
}

#[test]
fn an_echo_that_was_lost_is_looked_for_though_later_entries_are_here() {
    let mut world = saying("Hello");
    let before = world.session().transcript().newest();
    world.hear_now(echo(50, Content::Text("from another page".to_owned())));
    world.net.faults.unreachable = false;
    world.hear_now(TransportEvent::Lost);
    world.run(3_000);
    let asked = world
        .intents()
        .into_iter()
        .rev()
        .find_map(|intent| match intent {
            Intent::Resume { after, .. } => Some(after),
            Intent::Start { .. } => None,
        });
    assert_eq!(asked, Some(before));
}

#[test]
fn where_positions_have_gaps_a_lost_echo_is_looked_for_too_and_told_once() {
    let mut world = World::as_configured(Config::default());
    world.begin();
    world.net.lose_next(Leg::News, 1);
    world.send("Hello");
    world.run(200);
    assert_eq!(world.outbox(), [("Hello", "sent")]);
    world.agent_says("Good morning");
    world.run(200);
    assert_eq!(world.shown(), ["Good morning"]);
    world.hear_now(TransportEvent::Lost);
    world.run(3_000);
    assert_eq!(world.shown(), ["Hello", "Good morning"]);
    assert_eq!(world.outbox(), []);
    let sent = world.events.iter();
    let sent = sent.filter(|event| matches!(event, ChatEvent::Sent(_)));
    assert_eq!(sent.count(), 1);
}

#[test]
fn a_page_that_goes_stores_what_the_next_one_can_go_on_with() {
    let mut world = World::chatting();
    let generation = world.generation();
    // In the very moment in which it goes.
    world.life(Life::Suspend);
    assert!(world.requests().contains(&Request::Part));
    world.hear(generation, TransportEvent::Renewed(Ticket::new("parting")));
    world.hear(generation, TransportEvent::Lost);
    world.net.faults.unreachable = true;
    world.wake();
    let resumed = world
        .intents()
        .into_iter()
        .rev()
        .find_map(|intent| match intent {
            Intent::Resume { ticket, .. } => Some(ticket),
            Intent::Start { .. } => None,
        });
    assert_eq!(resumed, Some(Ticket::new("parting")));
}

fn with_a_start_ticket() -> World {
    World::with(Config {
        start_ticket: Some(Ticket::new("address")),
        ..Config::default()
    })
}

fn sent_and_out_of_reach(mut world: World) -> World {
    world.net.faults.unreachable = true;
    world.start();
    world.fill();
    world.submit();
    world
}

#[test]
fn a_start_carries_the_address_and_then_what_the_transport_has_learnt() {
    let mut world = sent_and_out_of_reach(with_a_start_ticket());
    assert_eq!(last_start(&world), Some(Some(Ticket::new("address"))));
    world.hear_now(TransportEvent::Renewed(Ticket::new("learnt")));
    world.reload();
    assert_eq!(last_start(&world), Some(Some(Ticket::new("learnt"))));
}

#[test]
fn a_page_that_is_not_told_the_address_finds_it_with_the_form() {
    let mut world = with_a_start_ticket();
    world.start();
    world.fill();
    world.config.start_ticket = None;
    world.reload();
    assert_eq!(world.phase(), PhaseKind::Registering);
    world.net.faults.unreachable = true;
    world.submit();
    assert_eq!(last_start(&world), Some(Some(Ticket::new("address"))));
}

#[test]
fn a_new_start_knows_nothing_of_the_one_before() {
    let mut world = sent_and_out_of_reach(with_a_start_ticket());
    world.hear_now(TransportEvent::Renewed(Ticket::new("learnt")));
    world.command(Command::Leave);
    let world = sent_and_out_of_reach(world);
    assert_eq!(last_start(&world), Some(Some(Ticket::new("address"))));
}

#[test]
fn a_start_that_was_refused_leaves_nothing_to_the_next_even_after_a_reload() {
    use rejoin::engine::Refusal;
    for reloads in [false, true] {
        let mut world = sent_and_out_of_reach(with_a_start_ticket());
        world.hear_now(TransportEvent::Renewed(Ticket::new("learnt")));
        world.hear_now(TransportEvent::Refused(Refusal::Server("No.".to_owned())));
        assert_eq!(world.phase(), PhaseKind::Registering);
        if reloads {
            world.reload();
        }
        world.submit();
        assert_eq!(last_start(&world), Some(Some(Ticket::new("address"))));
    }
}

#[test]
fn trouble_fails_the_call_at_once_and_is_told_once_and_the_chat_is_kept() {
    let mut world = World::chatting();
    world.net.faults.unreachable = true;
    world.reload();
    let trouble = || TransportEvent::Trouble(Code::CookieLost.into());
    world.hear_now(trouble());
    assert_eq!(world.failures(), [Some(Code::CookieLost)]);
    assert_eq!(world.told(&ChatEvent::Trouble(Code::CookieLost.into())), 1);
    world.run(40_000);
    world.hear_now(trouble());
    assert_eq!(world.told(&ChatEvent::Trouble(Code::CookieLost.into())), 1);
    assert!(!world.storage.is_empty());
}

#[test]
fn another_trouble_is_told_too() {
    let mut world = World::chatting();
    // Connections are made, and nothing is answered.
    world.net.faults.hold = true;
    world.hear_now(TransportEvent::Trouble(Code::CookieLost.into()));
    world.look_away();
    for _ in 0..40 {
        if world.intents().is_empty() {
            world.run(1_000);
        }
    }
    world.hear_now(TransportEvent::Trouble(Code::Unreachable.into()));
    assert_eq!(world.told(&ChatEvent::Trouble(Code::Unreachable.into())), 1);
}

#[test]
fn trouble_is_tried_again_rarely_and_forgotten_when_it_has_gone() {
    let mut world = World::chatting();
    world.net.faults.unreachable = true;
    world.hear_now(TransportEvent::Trouble(Code::CookieLost.into()));
    world.look_away();
    world.run(14_000);
    assert_eq!(world.intents().len(), 0, "not before fifteen seconds");
    world.run(17_000);
    assert_eq!(world.intents().len(), 1);
    world.net.heal();
    world.run(60_000);
    world.hear_now(TransportEvent::Trouble(Code::CookieLost.into()));
    assert_eq!(
        world.told(&ChatEvent::Trouble(Code::CookieLost.into())),
        1,
        "told anew"
    );
}

#[test]
fn a_preview_is_told_once_a_second_where_the_site_wants_it_and_else_never() {
    for is_wanted in [true, false] {
        let mut world = World::with(Config {
            typing_preview: is_wanted,
            ..Config::default()
        });
        world.begin();
        let draft = "Hello there";
        for length in 1..=draft.len() {
            world.draft(&draft[..length]);
            world.run(200);
        }
        let previews = world.requests().into_iter();
        let previews = previews.filter(|request| matches!(request, Request::Preview(_)));
        let expected = if is_wanted { 2..=3 } else { 0..=0 };
        let count = previews.count();
        assert!(expected.contains(&count), "{is_wanted}: {count}");
    }
}

fn read_to_newest(world: &World) -> Request {
    Request::Read {
        position: world.session().transcript().newest().unwrap(),
        id: None,
    }
}

#[test]
fn what_was_read_is_told_to_servers_that_want_to_know() {
    for is_wanted in [true, false] {
        let mut world = World::with(Config {
            receipts: is_wanted,
            ..Config::default()
        });
        world.begin();
        world.agent_says("Read this");
        world.run(1_000);
        let is_told = world.requests().contains(&read_to_newest(&world));
        assert_eq!(is_told, is_wanted);
        world.command(Command::Minimise);
        world.agent_says("And this later");
        world.run(1_000);
        assert!(
            !world.requests().contains(&read_to_newest(&world)),
            "it was not seen"
        );
    }
}
