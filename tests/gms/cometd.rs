//! What only CometD has: sockets and their failures, cookies, advice, and starts
//! whose answers wait for the next page.

use rejoin::engine::{ClientId, Code, Intent, Position, Refusal, Request, Ticket, TransportEvent};
use rejoin::transport::protocol::Input;
use serde_json::json;

use super::chats::Chats;
use super::visitor::{ann, says, start};
use super::world::{Sockets, Way, World};

const WAYS: [Way; 2] = [Way::Polling, Way::Socket];

#[test]
fn a_socket_is_used_where_it_may_be() {
    let (world, _) = World::chatting(Way::Socket);
    assert_eq!((world.sockets_opened, world.requests.len()), (1, 0));
    let (world, _) = World::chatting(Way::Polling);
    assert_eq!(world.sockets_opened, 0);
}

#[test]
fn where_sockets_fail_long_polling_takes_over_soon() {
    for sockets in [Sockets::Refused, Sockets::Silent] {
        let mut world = World::new(Way::Socket);
        world.sockets = sockets;
        world.connect(start(None));
        world.run(7_000);
        assert!(world.ticket().is_some(), "{sockets:?} {:?}", world.heard);
        world.agent_says(0, "Hello");
        world.run(1_000);
        assert!(world.entries().iter().any(|entry| says(entry, "Hello")));
        let tried = world.sockets_opened;
        world.run(240_000);
        assert_eq!(world.sockets_opened, tried, "it is left alone for a while");
    }
}

#[test]
fn the_socket_is_taken_again_later_and_nobody_notices() {
    let mut world = World::new(Way::Socket);
    world.sockets = Sockets::Refused;
    world.connect(start(None));
    world.run(7_000);
    world.sockets = Sockets::Fine;
    world.run(330_000);
    assert_eq!(world.sockets_opened, 1);
    let polls = world.requests.len();
    world.agent_says(0, "By socket");
    world.run(60_000);
    assert_eq!(world.requests.len(), polls);
    assert!(world.entries().iter().any(|entry| says(entry, "By socket")));
    assert!(!world.has_heard(&TransportEvent::Lost));
}

#[test]
fn a_socket_that_is_silent_when_it_is_tried_again_costs_nothing() {
    let mut world = World::new(Way::Socket);
    world.sockets = Sockets::Refused;
    world.connect(start(None));
    world.run(7_000);
    world.sockets = Sockets::Silent;
    world.run(330_000);
    assert_eq!(world.sockets_opened, 1);
    world.agent_says(0, "Still here");
    world.run(25_000);
    assert!(
        world
            .entries()
            .iter()
            .any(|entry| says(entry, "Still here"))
    );
    assert!(!world.has_heard(&TransportEvent::Lost), "{:?}", world.heard);
}

#[test]
fn a_socket_that_dies_young_twice_is_left_alone() {
    let (mut world, ticket) = World::chatting(Way::Socket);
    for _ in 0..2 {
        world.cut_socket();
        world.run(1_000);
        assert!(world.has_heard(&TransportEvent::Lost));
        world.resume(&ticket, Some(1));
        world.run(2_000);
    }
    assert!(world.missed().is_some());
    assert_eq!(world.sockets_opened, 2, "the third connection is no socket");
}

#[test]
fn an_answer_to_a_start_waits_for_the_next_page() {
    for way in WAYS {
        let mut world = World::new(way);
        world.bayeux.holds = true;
        world.connect(start(None));
        world.run(1_000);
        let stored = world.ticket().expect("stored before it was asked");
        world.reload(way);
        world.connect(start(Some(stored)));
        world.run(1_000);
        world.release();
        world.run(4_000);
        let started = |event: &TransportEvent| matches!(event, TransportEvent::Started { .. });
        assert!(world.heard.iter().any(started), "{way:?} {:?}", world.heard);
        assert_eq!(world.chats.all.len(), 1, "{way:?}");
    }
}

#[test]
fn a_start_that_never_arrived_is_asked_for_again_by_the_next_page() {
    for way in WAYS {
        let mut world = World::new(way);
        world.bayeux.drops.insert("requestChat".to_owned());
        world.connect(start(None));
        world.run(1_000);
        let stored = world.ticket().unwrap();
        world.bayeux.drops.clear();
        world.reload(way);
        world.connect(start(Some(stored)));
        world.run(8_000);
        assert_eq!(world.chats.all.len(), 1, "{way:?}");
    }
}

#[test]
fn an_incomplete_start_finds_the_answer_that_waits() {
    for way in WAYS {
        for is_there in [true, false] {
            let mut world = World::new(way);
            world.bayeux.holds = is_there;
            if !is_there {
                world.bayeux.drops.insert("requestChat".to_owned());
            }
            world.connect(start(None));
            world.run(1_000);
            let stored = world.ticket();
            world.release();
            world.reload(way);
            world.connect(Intent::Start {
                id: ClientId::new("start-1"),
                data: ann(),
                complete: false,
                ticket: stored,
            });
            world.run(8_000);
            let refused = world.has_heard(&TransportEvent::Refused(Refusal::Incomplete));
            assert_eq!(refused, !is_there, "{way:?} {:?}", world.heard);
        }
    }
}

#[test]
fn a_session_goes_on_in_the_next_page_without_a_handshake() {
    for way in WAYS {
        let (mut world, ticket) = World::chatting(way);
        let parting = world.part().expect("something to go on with");
        assert_ne!(parting, ticket);
        world.reload(way);
        world.resume(&parting, Some(1));
        world.run(3_000);
        assert!(world.missed().is_some(), "{way:?}");
        assert_eq!(world.bayeux.handshakes, 1, "{way:?}");
        assert_eq!(world.ticket(), Some(ticket), "and no other page takes it");
    }
}

#[test]
fn a_server_that_forgot_the_session_is_shaken_hands_with_anew() {
    for way in WAYS {
        let (mut world, _) = World::chatting(way);
        let parting = world.part().unwrap();
        world.bayeux.restart();
        world.reload(way);
        world.agent_says(0, "meanwhile");
        world.resume(&parting, Some(1));
        world.run(3_000);
        assert_eq!(world.missed().unwrap().len(), 1, "{way:?}");
        assert_eq!(world.bayeux.handshakes, 2, "{way:?}");
    }
}

/// The server knows nothing of the session when a message comes; the chat is resumed.
fn is_forgotten_in_mid_message(world: &mut World, ticket: &Ticket) {
    world.bayeux.restart();
    world.say("m-1", "Hello?");
    world.run(1_000);
    assert_eq!(world.heard.last(), Some(&TransportEvent::Lost));
    world.resume(ticket, Some(1));
    world.run(3_000);
}

#[test]
fn a_session_that_is_forgotten_in_mid_chat_is_a_lost_connection() {
    for advises_always in [true, false] {
        let (mut world, ticket) = World::chatting(Way::Polling);
        world.bayeux.advises_always = advises_always;
        is_forgotten_in_mid_message(&mut world, &ticket);
        world.say("m-1", "Hello?");
        world.run(1_000);
        assert_eq!(world.chats.said(0), ["Hello?"]);
    }
}

#[test]
fn a_server_that_forgets_the_session_again_and_again_refuses_no_message() {
    let (mut world, ticket) = World::chatting(Way::Polling);
    for _ in 0..3 {
        is_forgotten_in_mid_message(&mut world, &ticket);
    }
    world.say("m-1", "Hello?");
    world.run(1_000);
    assert_eq!(world.chats.said(0), ["Hello?"]);
}

#[test]
fn a_message_that_is_refused_on_a_second_connection_too_is_rejected() {
    let (mut world, ticket) = World::chatting(Way::Polling);
    world.bayeux.refuses = Some("sendMessage".to_owned());
    for is_rejected in [false, true] {
        world.say("m-1", "Too much");
        world.run(1_000);
        assert_eq!(world.has_heard(&TransportEvent::Lost), !is_rejected);
        let rejected = |event: &TransportEvent| matches!(event, TransportEvent::Rejected { .. });
        assert_eq!(world.heard.iter().any(rejected), is_rejected);
        world.resume(&ticket, Some(1));
        world.run(3_000);
    }
}

#[test]
fn a_start_after_a_chat_that_is_gone_hears_nothing_of_it() {
    for way in WAYS {
        let (mut world, ticket) = World::chatting(way);
        world.chats.all[0].forgotten = true;
        world.resume(&ticket, Some(1));
        world.run(5_000);
        assert_eq!(world.heard.last(), Some(&TransportEvent::Gone), "{way:?}");
        world.input(Input::Disconnect);
        world.connect(start(None));
        world.run(2_000);
        let started = |event: &TransportEvent| matches!(event, TransportEvent::Started { .. });
        assert!(world.heard.iter().any(started), "{way:?} {:?}", world.heard);
        assert_eq!(world.chats.all.len(), 2, "{way:?}");
    }
}

#[test]
fn what_comes_before_the_answer_is_told_with_it_in_order() {
    for way in WAYS {
        let (mut world, ticket) = World::chatting(way);
        world.agent_says(0, "one");
        world.run(1_000);
        world.bayeux.drops.insert("requestNotifications".to_owned());
        world.resume(&ticket, Some(1));
        world.run(1_000);
        world.agent_says(0, "two");
        world.run(500);
        assert_eq!(world.entries(), [], "{way:?}");
        world.bayeux.drops.clear();
        world.run(3_000);
        let told: Vec<_> = world
            .entries()
            .iter()
            .map(|entry| entry.position.0)
            .collect();
        assert_eq!(told, [2, 3], "{way:?}");
    }
}

#[test]
fn a_session_that_another_page_took_is_left_to_it() {
    for way in WAYS {
        let (mut world, ticket) = World::chatting(way);
        world.take_over();
        world.run(1_000);
        assert_eq!(world.heard.last(), Some(&TransportEvent::Lost), "{way:?}");
        world.resume(&ticket, Some(1));
        world.run(3_000);
        assert_eq!(world.bayeux.handshakes, 2, "{way:?}");
        assert!(world.missed().is_some(), "{way:?}");
    }
}

#[test]
fn a_session_whose_answers_go_elsewhere_is_left_to_whoever_hears_them() {
    let (mut world, ticket) = World::chatting(Way::Socket);
    world.bayeux.drops.insert("requestNotifications".to_owned());
    world.tell(Request::Sync { after: None });
    world.run(8_000);
    world.bayeux.drops.clear();
    world.resume(&ticket, Some(1));
    world.run(3_000);
    assert_eq!(
        world.bayeux.handshakes, 1,
        "a page that only connects again goes on"
    );
    world.bayeux.drops.insert("requestNotifications".to_owned());
    world.tell(Request::Sync { after: None });
    world.run(8_000);
    world.bayeux.drops.clear();
    world.input(Input::Disconnect);
    world.resume(&ticket, Some(1));
    world.run(3_000);
    assert_eq!(world.bayeux.handshakes, 2);
}

#[test]
fn a_cookie_that_is_lost_is_told_after_two_handshakes_and_not_a_hundred() {
    let mut world = World::new(Way::Polling);
    world.bayeux.cookie_is_lost = true;
    world.connect(start(None));
    world.run(10_000);
    let trouble = TransportEvent::Trouble(Code::CookieLost.into());
    assert_eq!(world.heard, [trouble]);
    assert_eq!(world.bayeux.handshakes, 2);
    world.connect(start(None));
    world.run(10_000);
    assert_eq!(world.bayeux.handshakes, 3, "it has not forgotten");
}

#[test]
fn a_server_that_answers_every_connect_at_once_drives_no_loop() {
    let (mut world, _) = World::chatting(Way::Polling);
    world.bayeux.timeout = 0;
    world.run(30_000);
    let before = world.bayeux.connects;
    world.run(60_000);
    let connects = world.bayeux.connects - before;
    assert!(connects <= 20, "{connects} connects in a minute");
}

#[test]
fn one_way_silence_is_a_lost_connection_in_the_end() {
    let (mut world, _) = World::chatting(Way::Polling);
    world.is_deaf = true;
    world.run(60_000);
    assert!(world.has_heard(&TransportEvent::Lost), "{:?}", world.heard);
}

#[test]
fn an_answer_to_a_question_that_was_lost_is_asked_for_again() {
    for way in WAYS {
        let (mut world, ticket) = World::chatting(way);
        world.agent_says(0, "one");
        world.run(1_000);
        world.bayeux.drops.insert("requestNotifications".to_owned());
        world.resume(&ticket, Some(1));
        world.run(3_000);
        assert_eq!(world.missed(), None, "{way:?}");
        world.bayeux.drops.clear();
        world.run(3_000);
        assert_eq!(world.missed().unwrap().len(), 1, "{way:?}");
    }
}

#[test]
fn a_server_that_counts_with_gaps_is_understood_after_a_while() {
    let (mut world, ticket) = World::chatting(Way::Polling);
    world.agent_says(0, "one");
    world.run(1_000);
    // What is here is not in the server's answers any more.
    world.chats.all[0].events[0]["index"] = json!(900);
    world.resume(&ticket, Some(1));
    world.run(10_000);
    let missed = world.missed().unwrap();
    assert!(missed.iter().any(|entry| says(entry, "one")), "{missed:?}");
}

/// A browser repeats a connect by itself, say, and what the answer to the first had in
/// it is gone. It was the second thing that the agent said.
fn with_a_hole(way: Way) -> World {
    let (mut world, _) = World::chatting(way);
    world.agent_says(0, "one");
    world.run(1_000);
    world.bayeux.loses_news = true;
    world.agent_says(0, "two");
    world.run(1_000);
    world.bayeux.loses_news = false;
    world
}

fn positions(world: &World) -> Vec<u64> {
    let entries = world.entries();
    entries.iter().map(|entry| entry.position.0).collect()
}

#[test]
fn news_that_are_lost_without_a_trace_are_told_before_the_next() {
    for way in WAYS {
        let mut world = with_a_hole(way);
        world.agent_says(0, "three");
        world.run(1_000);
        world.agent_says(0, "four");
        world.run(1_000);
        assert_eq!(positions(&world), [2, 3, 4, 5], "{way:?}");
    }
}

#[test]
fn what_is_asked_for_while_a_hole_is_mended_is_answered_by_the_same() {
    let mut world = with_a_hole(Way::Polling);
    world.bayeux.drops.insert("requestNotifications".to_owned());
    world.agent_says(0, "three");
    world.run(500);
    world.tell(Request::Sync {
        after: Some(Position(2)),
    });
    world.run(500);
    world.bayeux.drops.clear();
    world.run(3_000);
    let missed = world.heard.iter().find_map(|event| match event {
        TransportEvent::Synced { missed } => Some(missed.len()),
        _ => None,
    });
    assert_eq!(missed, Some(2), "{:?}", world.heard);
}

#[test]
fn a_chat_that_ends_while_a_hole_is_mended_ends_after_what_was_missing() {
    let mut world = with_a_hole(Way::Socket);
    world.agent_says(0, "three");
    world.agent_ends(0);
    world.run(3_000);
    assert_eq!(positions(&world)[..3], [2, 3, 4]);
    assert_eq!(world.heard.last(), Some(&TransportEvent::Ended));
}

#[test]
fn a_server_that_leaves_out_indices_holds_news_up_once() {
    let (mut world, _) = World::chatting(Way::Polling);
    let skip = |world: &mut World| {
        world.bayeux.loses_news = true;
        world.agent_says(0, "never there");
        world.chats.all[0].events.last_mut().unwrap()["type"] = json!("Notice");
        world.bayeux.loses_news = false;
        world.agent_says(0, "there");
    };
    world.agent_says(0, "one");
    world.run(1_000);
    // What is here is not in the answers any more, so that none can be known as one.
    for event in &mut world.chats.all[0].events {
        event["index"] = json!(null);
    }
    skip(&mut world);
    world.run(1_000);
    assert_eq!(positions(&world), [2]);
    world.run(9_000);
    assert_eq!(positions(&world), [2, 4]);
    skip(&mut world);
    world.run(1_000);
    assert_eq!(positions(&world), [2, 4, 6]);
}

#[test]
fn an_ended_chat_ends_the_bayeux_session_too() {
    let (mut world, _) = World::chatting(Way::Polling);
    world.tell(Request::Leave);
    world.run(3_000);
    world.input(Input::Disconnect);
    world.run(3_000);
    world.agent_says(0, "to nobody");
    assert_eq!(world.bayeux.next_due(), None, "nothing is held any more");
}

#[test]
fn what_is_not_for_visitors_is_not_shown_and_what_is_new_is() {
    let (mut world, _) = World::chatting(Way::Polling);
    let server = json!({ "nickname": "system", "participantId": 3, "type": "External" });
    world.event(
        0,
        "Notice",
        server.clone(),
        json!({ "text": "file-client-cfg-get" }),
    );
    world.event(
        0,
        "IdleAlert",
        server.clone(),
        json!({ "text": "Are you there?" }),
    );
    world.event(
        0,
        "HologramShown",
        server.clone(),
        json!({ "text": "A hologram" }),
    );
    world.event(0, "HologramShown", server.clone(), json!({}));
    world.event(0, "Message", server, json!({ "text": "I am a bot" }));
    world.event(
        0,
        "PushUrl",
        Chats::agent(),
        json!({ "text": "https://example.com/" }),
    );
    world.run(2_000);
    let shown: Vec<_> = world
        .entries()
        .into_iter()
        .map(|entry| entry.content)
        .collect();
    use rejoin::engine::Content::{Notice, Text, Url};
    assert_eq!(
        shown,
        [
            Notice("Are you there?".to_owned()),
            Notice("A hologram".to_owned()),
            Text("I am a bot".to_owned()),
            Url("https://example.com/".to_owned()),
        ]
    );
}
