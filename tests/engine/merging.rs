//! What a page makes of what other pages of the site have stored, where it hears of it
//! from nobody but the storage.

use rejoin::engine::{
    ChatEvent, Code, Command, Config, EndReason, Field, FieldKind, FormDefinition, Input, Intent,
    Owner, PhaseKind, Registration, Request, Ticket, TransportEvent,
};

use super::storage_faults::{shared, store_another_session, two_pages, two_pages_with};
use super::world::World;

/// A chat in two pages, of which the one that leads hears nothing. The other is looked at.
fn beside_a_deaf_leader(config: Config) -> World {
    let mut world = World::with(config);
    world.begin();
    let leader = world.page();
    world.open_tab();
    world.restore();
    world.run(200);
    world.on(leader, World::fall_behind);
    world
}

/// A form in two pages. The second is looked at; gives the number of the first.
fn two_forms(config: Config) -> (World, u32) {
    let mut world = World::with(config);
    world.start();
    let first = world.page();
    world.open_tab();
    world.restore();
    assert_eq!(world.phase(), PhaseKind::Registering);
    (world, first)
}

/// The PIN is never stored.
fn form_with_a_pin() -> FormDefinition {
    let mut form = FormDefinition::default();
    let pin = Field::new("pin", "PIN", FieldKind::Text).private();
    form.fields.push(pin);
    form
}

fn value<'a>(world: &'a World, name: &str) -> &'a str {
    let value = world.form().form.values.get(name);
    value.map_or("", String::as_str)
}

/// Something else is stored under the head's key, and all pages are told.
fn rewrite_head(world: &mut World, from: &str, to: &str) {
    let head = world.storage.get_mut("2/head").unwrap();
    assert!(head.contains(from), "{head}");
    *head = head.replace(from, to);
    world.tell_stored();
    world.run(10);
}

/// What is stored is of no other visitor than Ann.
fn anns() -> Config {
    Config {
        owner: Some(Owner::of("ann")),
        ..shared()
    }
}

/// It is Bob's all at once, and no page hears so.
fn hand_to_bob(world: &mut World) {
    let [ann, bob] = ["ann", "bob"].map(|name| serde_json::to_string(&Owner::of(name)).unwrap());
    let head = world.storage.get_mut("2/head").unwrap();
    assert!(head.contains(&ann), "{head}");
    *head = head.replace(&ann, &bob);
}

/// The chat is off the page, and still stored.
fn is_bobs(world: &World) {
    assert_eq!(world.phase(), PhaseKind::Idle);
    let bob = serde_json::to_string(&Owner::of("bob")).unwrap();
    assert!(world.storage["2/head"].contains(&bob));
}

fn tear_head(world: &mut World) {
    world.storage.insert("2/head".to_owned(), "{".to_owned());
    world.tell_stored();
    world.run(10);
}

// A chat that goes on.

#[test]
fn a_chat_of_which_nothing_is_stored_and_nobody_says_anything_is_over_after_two_seconds() {
    let mut world = beside_a_deaf_leader(shared());
    world.storage.clear();
    world.tell_stored();
    world.run(1_900);
    assert_eq!(world.phase(), PhaseKind::Active);
    world.run(200);
    assert_ne!(world.phase(), PhaseKind::Active);
    assert_eq!(world.told(&ChatEvent::Ended(EndReason::Left)), 1);
}

#[test]
fn a_leader_that_is_asked_stores_again_what_a_follower_misses() {
    let (mut world, _) = two_pages();
    world.storage.clear();
    let nothing = world.snapshot();
    world.input(Input::Stored(nothing));
    world.run(5_000);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert!(world.storage.contains_key("2/head"));
}

#[test]
fn half_a_head_is_no_reason_to_give_a_chat_up() {
    let mut world = beside_a_deaf_leader(shared());
    tear_head(&mut world);
    world.run(5_000);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.storage["2/head"], "{");
}

#[test]
fn a_leader_stores_a_head_again_that_cannot_be_read() {
    let (mut world, _) = two_pages();
    tear_head(&mut world);
    world.run(1_000);
    assert!(world.storage["2/head"].contains(world.session().id().as_str()));
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn a_leader_stores_again_a_message_on_its_way_that_is_not_stored_any_more() {
    let (mut world, [leader, _]) = two_pages();
    world.look_at(leader);
    world.net.faults.hold = true;
    world.send("one");
    world.run(100);
    world.storage.retain(|key, _| !key.starts_with("2/out/"));
    world.tell_stored();
    world.run(1_000);
    assert!(world.storage.keys().any(|key| key.starts_with("2/out/")));
}

#[test]
fn a_leader_that_hears_nothing_new_stores_nothing() {
    let (mut world, [leader, _]) = two_pages();
    world.agent_says("Hello");
    world.run(1_000);
    world.look_at(leader);
    let before = world.writes();
    world.tell_stored();
    world.run(1_000);
    assert_eq!(world.writes(), before);
}

#[test]
fn what_could_not_be_stored_is_not_lost_when_others_store_something() {
    let (mut world, [leader, follower]) = two_pages();
    world.look_at(leader);
    world.net.faults.hold = true;
    world.fill_storage_after(0);
    world.send("one");
    world.on(follower, |world| world.draft("half a"));
    world.tell_stored();
    world.run(500);
    assert_eq!(world.outbox().len(), 1);
}

#[test]
fn a_message_that_has_come_back_is_not_on_its_way_though_it_is_stored_so() {
    let (mut world, [leader, _]) = two_pages();
    world.look_at(leader);
    world.net.faults.hold = true;
    world.send("one");
    world.run(100);
    let stored = world.storage.clone();
    world.net.heal();
    world.run(2_000);
    assert_eq!(world.said(), ["one"]);
    let tries = world.tries();
    world.storage = stored;
    world.tell_stored();
    world.run(100);
    assert_eq!(world.outbox(), []);
    assert_eq!(world.tries(), tries);
}

#[test]
fn what_was_told_once_is_not_told_again_when_the_same_is_stored() {
    let (mut world, [leader, _]) = two_pages_with(Config {
        receipts: true,
        ..shared()
    });
    world.refuse_messages(true);
    world.on(leader, |world| world.send("one"));
    world.agent_says("Hello");
    world.run(2_000);
    let not_sent = |event: &&ChatEvent| matches!(event, ChatEvent::NotSent { .. });
    let read = |request: &Request| matches!(request, Request::Read { .. });
    for _ in 0..3 {
        assert_eq!(world.events.iter().filter(not_sent).count(), 1);
        world.on(leader, |world| {
            // Of Ann, and of her words.
            assert_eq!(world.requests().into_iter().filter(read).count(), 2);
        });
        world.tell_stored();
        world.run(100);
    }
}

#[test]
fn another_session_takes_the_place_of_the_one_there_was() {
    let mut world = beside_a_deaf_leader(shared());
    let id = world.session().id().as_str().to_owned();
    rewrite_head(&mut world, &format!("\"{id}\""), "\"another\"");
    assert_eq!(world.session().id().as_str(), "another");
    assert_eq!(world.told(&ChatEvent::Ended(EndReason::Left)), 1);
}

#[test]
fn the_chat_of_another_visitor_puts_out_the_one_there_was() {
    let mut world = beside_a_deaf_leader(anns());
    hand_to_bob(&mut world);
    world.tell_stored();
    world.run(10);
    is_bobs(&world);
}

#[test]
fn who_is_not_known_does_not_become_the_visitor_of_another_chat() {
    let mut world = beside_a_deaf_leader(shared());
    let bob = serde_json::to_string(&Owner::of("bob")).unwrap();
    let id = world.session().id().as_str().to_owned();
    let head = world.storage.get_mut("2/head").unwrap();
    *head = head.replacen('{', &format!("{{\"owner\":{bob},"), 1);
    rewrite_head(&mut world, &format!("\"{id}\""), "\"another\"");
    is_bobs(&world);
}

#[test]
fn however_much_came_meanwhile_all_of_it_is_shown() {
    let (mut world, _) = two_pages();
    world.fall_behind();
    let lines: Vec<_> = (0..700).map(|number| format!("line {number}")).collect();
    for line in &lines {
        world.agent_says(line);
    }
    world.run(1_000);
    world.catch_up();
    world.tell_stored();
    world.run(1_000);
    assert_eq!(world.shown(), lines);
}

#[test]
fn a_failed_message_that_is_deleted_in_one_page_is_gone_from_all_and_another_stays() {
    let mut world = World::with(shared());
    world.begin();
    let first = world.page();
    world.refuse_messages(true);
    world.send("one");
    world.send("two");
    world.run(1_000);
    world.open_tab();
    world.restore();
    world.run(200);
    world.on(first, |world| world.discard("one"));
    world.run(200);
    assert_eq!(world.outbox(), [("two", "failed")]);
}

// The lead.

/// The page that leads does something and dies, and the other has heard of nothing.
fn take_over_after(act: impl FnOnce(&mut World)) -> World {
    let (mut world, pages) = two_pages();
    take_over(&mut world, pages, act);
    world
}

/// See [`take_over_after`].
fn take_over(world: &mut World, [leader, follower]: [u32; 2], act: impl FnOnce(&mut World)) {
    world.look_at(leader);
    world.on(follower, World::fall_behind);
    act(world);
    world.on(follower, World::catch_up);
    world.lose_tab();
    assert_eq!(world.page(), follower);
    world.run(100);
}

/// The same, where the page that led has given the lead back before it died.
fn take_over_what_was_given(world: &mut World, pages: [u32; 2], act: impl FnOnce(&mut World)) {
    take_over(world, pages, act);
    let snapshot = world.snapshot();
    world.input(Input::Lead(snapshot));
}

/// A form that is sent from two pages at the same time, of which the first to do so
/// leads. Gives their numbers.
fn two_starts_at_once(config: Config) -> (World, [u32; 2]) {
    let (mut world, leader) = two_forms(config);
    let follower = world.page();
    world.net.faults.hold = true;
    world.fill();
    world.run(1_000);
    world.on(leader, World::submit);
    world.submit();
    (world, [leader, follower])
}

/// A start in two pages of which the server has heard nothing yet. Gives their numbers.
fn two_starts() -> (World, [u32; 2]) {
    two_starts_with(shared())
}

/// See [`two_starts`].
fn two_starts_with(config: Config) -> (World, [u32; 2]) {
    let (mut world, leader) = two_forms(config);
    let follower = world.page();
    world.net.faults.hold = true;
    world.on(leader, |world| {
        world.fill();
        world.submit();
    });
    world.run(500);
    assert_eq!(world.phase(), PhaseKind::Starting);
    (world, [leader, follower])
}

#[test]
fn who_takes_the_lead_goes_on_with_the_ticket_that_was_stored_last() {
    let world = take_over_after(|world| {
        world.hear_now(TransportEvent::Renewed(Ticket::new("learnt")));
    });
    let intents = world.intents().into_iter();
    let tickets = intents.map(|intent| match intent {
        Intent::Resume { ticket, .. } => Some(ticket),
        Intent::Start { .. } => None,
    });
    let tickets: Vec<_> = tickets.collect();
    assert_eq!(tickets, [Some(Ticket::new("learnt"))]);
}

#[test]
fn who_takes_the_lead_tells_the_server_what_the_one_before_was_told_of_the_visitor() {
    let mut world = take_over_after(|world| {
        world.net.faults.hold = true;
        world.command(Command::SetData([("plan", "pro")].into_iter().collect()));
        world.run(100);
    });
    world.net.heal();
    world.run(3_000);
    // What the page that died has sent may arrive as well.
    let told = world
        .requests()
        .into_iter()
        .find_map(|request| match request {
            Request::Data(data) => Some(data),
            _ => None,
        });
    assert_eq!(told.as_ref().and_then(|data| data.get("plan")), Some("pro"));
}

#[test]
fn who_takes_the_lead_resumes_a_chat_that_began_in_the_page_before() {
    let (mut world, pages) = two_starts();
    take_over(&mut world, pages, |world| {
        world.net.heal();
        world.run(3_000);
        assert_eq!(world.phase(), PhaseKind::Active);
    });
    assert_eq!(world.phase(), PhaseKind::Active);
    let intents = world.intents();
    assert!(
        matches!(intents[..], [Intent::Resume { .. }]),
        "{intents:?}"
    );
}

#[test]
fn of_two_starts_at_once_the_one_that_was_stored_counts() {
    let (mut world, pages) = two_starts_at_once(shared());
    let mut stored = String::new();
    take_over(&mut world, pages, |world| {
        world.run(100);
        stored = world.storage["2/head"].clone();
    });
    let intents = world.intents();
    let [Intent::Start { id, .. }] = &intents[..] else {
        panic!("{intents:?}");
    };
    assert!(stored.contains(id.as_str()), "{stored}");
    world.net.heal();
    world.run(3_000);
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn who_has_the_lead_again_starts_with_what_is_never_stored() {
    let mut world = World::with(Config {
        registration: Registration::Form(form_with_a_pin()),
        ..shared()
    });
    world.start();
    world.fill();
    world.fill_in("pin", "1234");
    world.net.faults.hold = true;
    world.submit();
    world.run(100);
    world.input(Input::LeadLost);
    let snapshot = world.snapshot();
    world.input(Input::Lead(snapshot));
    let intents = world.intents();
    let [_, Intent::Start { complete, data, .. }] = &intents[..] else {
        panic!("{intents:?}");
    };
    assert!(complete);
    assert_eq!(data.get("pin"), Some("1234"));
}

#[test]
fn who_takes_the_lead_gives_a_start_up_that_is_a_form_again() {
    let (mut world, pages) = two_starts();
    take_over_what_was_given(&mut world, pages, |world| {
        world.command(Command::Leave);
        world.start();
        world.fill_in("firstName", "Vera");
        world.run(500);
    });
    assert_eq!(world.phase(), PhaseKind::Registering);
    assert_eq!(value(&world, "firstName"), "Vera");
    assert_eq!(world.intents(), []);
}

#[test]
fn who_takes_the_lead_leaves_the_chat_of_another_visitor_alone() {
    let (mut world, pages) = two_pages_with(anns());
    take_over(&mut world, pages, hand_to_bob);
    is_bobs(&world);
    assert_eq!(world.intents(), []);
}

#[test]
fn who_takes_the_lead_goes_on_with_the_chat_that_is_stored() {
    let world = take_over_after(store_another_session);
    assert_eq!(world.session().id().as_str(), "another");
    assert_eq!(world.told(&ChatEvent::Ended(EndReason::Left)), 1);
}

#[test]
fn who_takes_the_lead_and_finds_nothing_has_no_chat_any_more() {
    let world = take_over_after(|world| world.storage.clear());
    assert_ne!(world.phase(), PhaseKind::Active);
    assert_eq!(world.told(&ChatEvent::Ended(EndReason::Left)), 1);
}

// A chat that is over.

#[test]
fn what_a_page_still_writes_that_has_not_heard_of_the_end_brings_nothing_back() {
    let mut world = World::with(shared());
    world.begin();
    let stored = world.storage.clone();
    world.agent_ends();
    world.run(1_000);
    assert_eq!(world.phase(), PhaseKind::Ended);
    world.storage = stored;
    world.tell_stored();
    world.run(10);
    assert_eq!(world.phase(), PhaseKind::Ended);
    let id = match world.chat.phase().session() {
        Some(session) => session.id().as_str().to_owned(),
        None => panic!("the chat that has ended is in sight"),
    };
    rewrite_head(&mut world, &format!("\"{id}\""), "\"another\"");
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.session().id().as_str(), "another");
}

// A form.

#[test]
fn half_a_head_is_no_reason_to_give_a_form_up() {
    let (mut world, first) = two_forms(shared());
    world.on(first, World::fall_behind);
    world.fill_in("firstName", "Vera");
    world.run(1_000);
    tear_head(&mut world);
    world.run(1_000);
    assert_eq!(world.phase(), PhaseKind::Registering);
    assert!(world.storage["2/form"].contains("Vera"));
}

#[test]
fn two_pages_fill_in_one_form_and_each_keeps_what_is_never_stored() {
    let (mut world, first) = two_forms(Config {
        registration: Registration::Form(form_with_a_pin()),
        ..shared()
    });
    world.fill_in("pin", "1234");
    world.run(1_000);
    let before = world.chat.epoch();
    world.on(first, |world| world.fill_in("firstName", "Vera"));
    world.run(1_000);
    assert_eq!(world.chat.epoch(), before + 1, "it is to be drawn anew");
    assert_eq!(value(&world, "firstName"), "Vera");
    assert_eq!(value(&world, "pin"), "1234");
    world.on(first, |world| assert_eq!(value(world, "pin"), ""));
}

#[test]
fn what_is_being_typed_into_a_form_is_newer_than_what_is_stored() {
    let (mut world, first) = two_forms(shared());
    world.on(first, |world| {
        world.fill_in("firstName", "Vera");
        world.run(150);
    });
    world.fill_in("email", "vera@");
    let stored = world.snapshot();
    world.input(Input::Stored(stored));
    assert_eq!(value(&world, "email"), "vera@");
}

#[test]
fn a_form_that_is_given_up_in_one_page_is_given_up_in_all() {
    let (mut world, first) = two_forms(shared());
    world.on(first, |world| world.command(Command::Cancel));
    world.run(1_000);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert_eq!(world.failures(), [Some(Code::Cancelled)]);
}

// A start.

#[test]
fn a_start_that_is_given_up_in_one_page_is_given_up_in_all() {
    let (mut world, [first, _]) = two_starts();
    world.on(first, |world| world.command(Command::Leave));
    world.run(500);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert_eq!(world.failures(), [Some(Code::Cancelled)]);
}

#[test]
fn the_chat_of_another_visitor_has_a_start_given_up() {
    let (mut world, [leader, _]) = two_starts_with(anns());
    world.on(leader, World::fall_behind);
    hand_to_bob(&mut world);
    world.tell_stored();
    world.run(10);
    is_bobs(&world);
    assert_eq!(world.failures(), [Some(Code::Cancelled)]);
}

#[test]
fn a_start_that_is_to_be_stored_yet_is_not_given_up_for_the_chat_of_another_visitor() {
    let (mut world, [leader, _]) = two_starts_at_once(anns());
    world.on(leader, World::fall_behind);
    hand_to_bob(&mut world);
    world.tell_stored();
    world.run(10);
    assert_eq!(world.phase(), PhaseKind::Starting);
    assert_eq!(world.failures(), []);
}

#[test]
fn what_another_visitor_has_stored_does_not_stay_beside_a_start() {
    let (mut world, pages) = two_starts_at_once(anns());
    take_over(&mut world, pages, |world| {
        hand_to_bob(world);
        world.storage.insert("2/log/0".to_owned(), "[]".to_owned());
    });
    assert_eq!(world.phase(), PhaseKind::Starting);
    assert!(
        !world.storage.contains_key("2/log/0"),
        "{:?}",
        world.storage
    );
    world.net.heal();
    world.run(3_000);
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn another_start_takes_the_place_of_the_one_there_was() {
    let (mut world, [leader, _]) = two_starts();
    world.on(leader, World::fall_behind);
    let id = "00000000000000000000000000000001-1";
    rewrite_head(&mut world, id, "another");
    let phase = format!("{:?}", world.chat.phase());
    assert!(
        phase.starts_with("Starting") && phase.contains("another"),
        "{phase}"
    );
}
