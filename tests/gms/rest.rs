//! What only REST has: polling, aliases, answers that say "try again".

use rejoin::engine::{ClientId, Refusal, Request, TransportEvent};

use super::visitor::{ann, says, start};
use super::world::{Way, World};

#[test]
fn a_quiet_chat_is_asked_about_more_rarely() {
    let (mut world, _) = World::chatting(Way::Rest);
    world.run(30_000);
    let before = world.requests.len();
    world.run(60_000);
    let quiet = world.requests.len() - before;
    assert!((11..=13).contains(&quiet), "{quiet} a minute");
    world.agent_says(0, "Hello");
    world.run(5_000);
    let before = world.requests.len();
    world.run(4_000);
    let lively = world.requests.len() - before;
    assert!((2..=5).contains(&lively), "{lively} in four seconds");
}

#[test]
fn another_alias_is_followed_and_stored() {
    let (mut world, ticket) = World::chatting(Way::Rest);
    world.chats.alias = 200;
    world.run(10_000);
    let renewed = world.ticket().unwrap();
    assert_ne!(renewed, ticket);
    world.reload(Way::Rest);
    world.resume(&renewed, Some(1));
    world.run(3_000);
    assert_eq!(world.missed(), Some(Vec::new()));
    assert_eq!(world.ticket(), None, "it is the same");
}

#[test]
fn an_answer_to_try_again_is_a_connection_that_broke() {
    let (mut world, ticket) = World::chatting(Way::Rest);
    world.chats.status = vec![1];
    world.run(6_000);
    assert!(world.has_heard(&TransportEvent::Lost), "{:?}", world.heard);
    world.resume(&ticket, Some(1));
    world.run(2_000);
    assert!(world.missed().is_some());
}

#[test]
fn a_wrong_address_is_told_and_a_server_that_is_down_is_tried_again() {
    for (status, is_final) in [(404, true), (401, true), (429, false), (502, false)] {
        let mut world = World::new(Way::Rest);
        world.status = Some(status);
        world.connect(start(None));
        world.run(3_000);
        let is_refused = world
            .heard
            .iter()
            .any(|event| matches!(event, TransportEvent::Refused(Refusal::Ours(_))));
        assert_eq!(is_refused, is_final, "{status} {:?}", world.heard);
        assert_eq!(
            world.has_heard(&TransportEvent::Lost),
            !is_final,
            "{status}"
        );
    }
}

#[test]
fn a_message_that_is_more_than_a_proxy_lets_through_is_not_sent_again() {
    let (mut world, _) = World::chatting(Way::Rest);
    world.status = Some(413);
    world.say("m-1", "Much");
    world.run(500);
    let is_rejected = world.heard.iter().any(|event| match event {
        TransportEvent::Rejected { client_id, reason } => {
            client_id.as_str() == "m-1" && reason.contains("too long")
        }
        _ => false,
    });
    assert!(is_rejected, "{:?}", world.heard);
}

#[test]
fn data_that_are_refused_for_good_break_no_connection() {
    let (mut world, _) = World::chatting(Way::Rest);
    world.chats.status = vec![2];
    world.tell(Request::Data(ann()));
    world.run(500);
    let refused = TransportEvent::DataRefused("Not now.".to_owned());
    assert!(world.has_heard(&refused), "{:?}", world.heard);
    assert!(!world.has_heard(&TransportEvent::Lost));
}

#[test]
fn a_message_whose_answer_was_lost_is_found_and_not_sent_again() {
    let (mut world, ticket) = World::chatting(Way::Rest);
    world.loses_answers = true;
    world.say("m-1", "Once");
    world.run(1_000);
    assert!(world.has_heard(&TransportEvent::Lost), "{:?}", world.heard);
    world.loses_answers = false;
    world.resume(&ticket, Some(1));
    world.run(2_000);
    assert!(world.has_heard(&TransportEvent::Accepted(ClientId::new("m-1"))));
    assert!(says(&world.missed().unwrap()[0], "Once"));
    assert_eq!(world.chats.said(0), ["Once"]);
}
