//! What the host is told about its messages, and what the server is told about
//! the visitor.

use rejoin::engine::{
    ChatEvent, ClientId, Command, Config, Registration, RegistrationData, Request, TransportEvent,
};

use super::world::{Leg, World};

fn data(pairs: &[(&str, &str)]) -> RegistrationData {
    pairs.iter().copied().collect()
}

fn sent(world: &World) -> ClientId {
    let outbox = world.session().outbox().items();
    outbox[0].client_id.clone()
}

#[test]
fn a_message_is_told_to_have_arrived_once() {
    let mut world = World::chatting();
    world.send("one");
    let id = sent(&world);
    assert_eq!(world.told(&ChatEvent::Sent(id.clone())), 0);
    world.run(1_000);
    assert_eq!(world.told(&ChatEvent::Sent(id)), 1);
}

#[test]
fn an_echo_is_an_answer_as_well() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::Answer, 1);
    world.send("one");
    let id = sent(&world);
    world.run(1_000);
    assert_eq!(world.told(&ChatEvent::Sent(id)), 1);
}

#[test]
fn a_refused_message_is_told_with_the_reason() {
    let mut world = World::chatting();
    world.refuse_messages(true);
    world.send("one");
    let client_id = sent(&world);
    world.run(1_000);
    let reason = "The desk does not take messages now.".to_owned();
    assert_eq!(world.told(&ChatEvent::NotSent { client_id, reason }), 1);
}

#[test]
fn what_is_told_about_the_visitor_reaches_the_server() {
    let mut world = World::chatting();
    world.command(Command::SetData(data(&[("plan", "pro")])));
    world.run(1_000);
    assert_eq!(world.room().data.get("plan"), Some("pro"));
    assert_eq!(world.told(&ChatEvent::DataTaken), 1);
}

#[test]
fn it_survives_a_reload_and_a_lost_connection() {
    let mut world = World::chatting();
    world.net.faults.unreachable = true;
    world.command(Command::SetData(data(&[("plan", "pro")])));
    world.run(5_000);
    world.reload();
    world.net.heal();
    world.run(60_000);
    assert_eq!(world.room().data.get("plan"), Some("pro"));
    world.reload();
    world.run(5_000);
    let told_again = world
        .requests()
        .iter()
        .any(|r| matches!(r, Request::Data(_)));
    assert!(!told_again, "what was taken is not told again");
}

#[test]
fn what_is_refused_is_told_once_and_not_tried_again() {
    let mut world = World::chatting();
    world.net.faults.unreachable = true;
    world.command(Command::SetData(data(&[("plan", "pro")])));
    let refused = || TransportEvent::DataRefused("Too much.".to_owned());
    world.hear_now(refused());
    world.hear_now(refused());
    let told = ChatEvent::DataRefused("Too much.".to_owned());
    assert_eq!(world.told(&told), 1);
    world.reload();
    world.net.heal();
    world.run(60_000);
    assert_eq!(world.told(&ChatEvent::DataTaken), 0);
}

#[test]
fn an_answer_to_nothing_is_no_news() {
    let mut world = World::chatting();
    world.hear_now(TransportEvent::DataTaken);
    assert_eq!(world.told(&ChatEvent::DataTaken), 0);
}

#[test]
fn what_the_site_knows_goes_along_and_what_the_visitor_enters_goes_over_it() {
    let mut world = World::with(Config {
        preset: data(&[("plan", "pro"), ("firstName", "Nobody")]),
        ..Config::default()
    });
    world.start();
    world.fill();
    world.submit();
    world.run(1_000);
    assert_eq!(world.room().data.get("plan"), Some("pro"));
    assert_ne!(world.room().data.get("firstName"), Some("Nobody"));
}

#[test]
fn what_the_site_knows_is_enough_where_nothing_is_asked() {
    let mut world = World::with(Config {
        registration: Registration::Skip,
        preset: data(&[("plan", "pro")]),
        ..Config::default()
    });
    world.start();
    world.run(1_000);
    assert_eq!(world.room().data.get("plan"), Some("pro"));
}
