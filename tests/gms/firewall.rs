//! What stands before the server takes some requests for attacks, and answers in its own
//! name.

use rejoin::engine::{
    ChatError, ClientId, Code, RegistrationData, Request, Ticket, TransportEvent,
};

use super::world::{Way, World};

/// Those on which a message is a request of its own.
const WAYS: [Way; 2] = [Way::Polling, Way::Rest];

const BAD: &str = "a <script> for you";

fn rejected(code: Code) -> TransportEvent {
    TransportEvent::Rejected {
        client_id: ClientId::new("m-1"),
        reason: ChatError::from(code).description,
    }
}

fn behind(way: Way, status: u16) -> (World, Ticket) {
    let (mut world, ticket) = World::chatting(way);
    world.firewall = Some(("<script>", status));
    (world, ticket)
}

/// The message breaks the connection, and the chat is resumed.
fn breaks_it(world: &mut World, ticket: &Ticket) {
    world.say("m-1", BAD);
    world.run(1_000);
    let last = world.heard.last();
    assert_eq!(last, Some(&TransportEvent::Lost), "{:?}", world.firewall);
    world.resume(ticket, Some(1));
    world.run(3_000);
    assert!(world.missed().is_some(), "{:?}", world.heard);
}

#[test]
fn a_message_that_never_comes_through_is_rejected_and_the_next_one_goes() {
    for way in WAYS {
        for status in [400, 403, 406, 451] {
            let (mut world, ticket) = behind(way, status);
            breaks_it(&mut world, &ticket);
            world.say("m-1", BAD);
            world.run(1_000);
            let is_told = world.has_heard(&rejected(Code::MessageRejected));
            assert!(is_told, "{way:?} {status} {:?}", world.heard);
            world.say("m-2", "Once more");
            world.run(1_000);
            assert_eq!(world.chats.said(0), ["Once more"], "{way:?} {status}");
            let is_lost = world.has_heard(&TransportEvent::Lost);
            assert!(!is_lost, "{way:?} {status} {:?}", world.heard);
        }
    }
}

#[test]
fn what_may_pass_rejects_no_message() {
    for way in WAYS {
        for status in [200, 401, 404, 407, 408, 425, 429, 500, 502, 503] {
            let (mut world, ticket) = behind(way, status);
            for _ in 0..4 {
                breaks_it(&mut world, &ticket);
            }
            world.firewall = None;
            world.say("m-1", BAD);
            world.run(1_000);
            assert_eq!(world.chats.said(0), [BAD], "{way:?} {status}");
        }
    }
}

#[test]
fn a_server_that_restarts_in_the_middle_rejects_no_message() {
    for way in WAYS {
        let (mut world, ticket) = behind(way, 403);
        breaks_it(&mut world, &ticket);
        world.firewall = None;
        world.say("m-1", BAD);
        world.run(1_000);
        assert_eq!(world.chats.said(0), [BAD], "{way:?}");
        // It says nothing about another message.
        world.firewall = Some(("<script>", 403));
        world.say("m-2", BAD);
        world.run(1_000);
        let heard = &world.heard;
        assert_eq!(heard.last(), Some(&TransportEvent::Lost), "{way:?}");
    }
}

#[test]
fn a_message_that_is_too_large_is_rejected_at_once() {
    for way in WAYS {
        let (mut world, _) = behind(way, 413);
        world.say("m-1", BAD);
        world.run(1_000);
        let is_told = world.has_heard(&rejected(Code::MessageTooLong));
        assert!(is_told, "{way:?} {:?}", world.heard);
        assert!(!world.has_heard(&TransportEvent::Lost), "{way:?}");
    }
}

#[test]
fn what_the_visitor_types_breaks_no_connection() {
    for way in WAYS {
        let (mut world, _) = behind(way, 403);
        world.tell(Request::Preview(BAD.to_owned()));
        world.run(1_000);
        assert!(!world.has_heard(&TransportEvent::Lost), "{way:?}");
    }
}

#[test]
fn data_that_never_come_through_are_refused_and_the_chat_goes_on() {
    for way in WAYS {
        let (mut world, ticket) = behind(way, 403);
        let data: RegistrationData = [("plan", BAD)].into_iter().collect();
        for is_final in [false, true] {
            world.tell(Request::Data(data.clone()));
            world.run(1_000);
            let is_told = |event: &TransportEvent| matches!(event, TransportEvent::DataRefused(_));
            let heard = &world.heard;
            assert_eq!(heard.iter().any(is_told), is_final, "{way:?} {heard:?}");
            let is_lost = world.has_heard(&TransportEvent::Lost);
            assert_eq!(is_lost, !is_final, "{way:?} {heard:?}");
            if !is_final {
                world.resume(&ticket, Some(1));
                world.run(3_000);
            }
        }
    }
}
