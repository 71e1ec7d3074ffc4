//! The promises of a transport, over each way.

use rejoin::engine::{ClientId, Intent, Refusal, Request, Ticket, TransportEvent};
use rejoin::transport::protocol::Input;
use serde_json::json;

use super::chats::Chats;
use super::visitor::{ann, says};
use super::world::{Way, World};

const WAYS: [Way; 3] = [Way::Polling, Way::Socket, Way::Rest];

#[test]
fn a_start_gives_a_session_and_tells_the_server_who_it_is() {
    for way in WAYS {
        let (world, _) = World::chatting(way);
        assert_eq!(world.chats.all.len(), 1, "{way:?}");
        let data = &world.chats.all[0].data;
        assert_eq!(data["nickname"], "Ann", "{way:?}");
        assert_eq!(data["userData"]["plan"], "pro", "{way:?}");
    }
}

#[test]
fn an_incomplete_start_makes_none() {
    for way in WAYS {
        let mut world = World::new(way);
        world.connect(Intent::Start {
            id: ClientId::new("s"),
            data: ann(),
            complete: false,
            ticket: None,
        });
        world.run(10_000);
        let refused = TransportEvent::Refused(Refusal::Incomplete);
        assert!(world.has_heard(&refused), "{way:?} {:?}", world.heard);
        assert!(world.chats.all.is_empty(), "{way:?}");
    }
}

#[test]
fn a_message_is_accepted_and_echoed_under_its_id() {
    for way in WAYS {
        let (mut world, _) = World::chatting(way);
        world.say("m-1", "Hello");
        world.run(3_000);
        let id = ClientId::new("m-1");
        assert!(
            world.has_heard(&TransportEvent::Accepted(id.clone())),
            "{way:?}"
        );
        let entries = world.entries();
        let echo = entries.iter().find(|entry| says(entry, "Hello")).unwrap();
        assert_eq!(echo.client_id, Some(id), "{way:?}");
    }
}

#[test]
fn a_message_that_the_server_has_is_not_sent_again() {
    for way in WAYS {
        let (mut world, ticket) = World::chatting(way);
        world.say("m-1", "Once");
        world.run(3_000);
        world.resume(&ticket, None);
        world.run(2_000);
        world.say("m-1", "Once");
        world.run(2_000);
        assert!(world.has_heard(&TransportEvent::Accepted(ClientId::new("m-1"))));
        assert_eq!(world.chats.said(0), ["Once"], "{way:?}");
    }
}

#[test]
fn the_agent_is_heard_in_order() {
    for way in WAYS {
        let (mut world, _) = World::chatting(way);
        for text in ["one", "two", "three"] {
            world.agent_says(0, text);
        }
        world.run(3_000);
        let entries = world.entries();
        let heard: Vec<_> = entries.iter().map(|entry| entry.position.0).collect();
        assert_eq!(heard, [2, 3, 4], "{way:?}");
    }
}

#[test]
fn resuming_brings_exactly_what_was_missed_with_and_without_acknowledgements() {
    for way in WAYS {
        for acks in [true, false] {
            for reloads in [true, false] {
                let mut world = World::new(way);
                world.bayeux.acks = acks;
                world.connect(super::visitor::start(None));
                world.run(2_000);
                let ticket = world.ticket().unwrap();
                world.agent_says(0, "before");
                world.run(3_000);
                world.input(Input::Disconnect);
                world.agent_says(0, "missed 1");
                world.agent_says(0, "missed 2");
                if reloads {
                    world.reload(way);
                }
                world.resume(&ticket, Some(2));
                world.run(10_000);
                let missed = world.missed().unwrap();
                let what = format!("{way:?}, acks {acks}, reloads {reloads}: {missed:?}");
                assert_eq!(missed.len(), 2, "{what}");
                assert!(says(&missed[0], "missed 1"), "{what}");
                assert!(says(&missed[1], "missed 2"), "{what}");
                world.agent_says(0, "after");
                world.run(6_000);
                assert!(
                    world.entries().iter().any(|entry| says(entry, "after")),
                    "{what}"
                );
            }
        }
    }
}

#[test]
fn resuming_when_nothing_was_missed_brings_nothing() {
    for way in WAYS {
        let (mut world, ticket) = World::chatting(way);
        world.agent_says(0, "before");
        world.run(3_000);
        world.resume(&ticket, Some(2));
        world.run(5_000);
        assert_eq!(world.missed(), Some(Vec::new()), "{way:?}");
    }
}

#[test]
fn resuming_from_nothing_brings_everything() {
    for way in WAYS {
        let (mut world, ticket) = World::chatting(way);
        world.agent_says(0, "one");
        world.agent_says(0, "two");
        world.resume(&ticket, None);
        world.run(5_000);
        assert_eq!(world.missed().unwrap().len(), 2, "{way:?}");
    }
}

#[test]
fn a_sync_brings_what_came_after() {
    for way in WAYS {
        let (mut world, _) = World::chatting(way);
        world.agent_says(0, "one");
        world.agent_says(0, "two");
        world.run(3_000);
        world.tell(Request::Sync {
            after: Some(rejoin::engine::Position(2)),
        });
        world.run(3_000);
        let synced = world.heard.iter().find_map(|event| match event {
            TransportEvent::Synced { missed } => Some(missed.clone()),
            _ => None,
        });
        let missed = synced.unwrap();
        assert_eq!(missed.len(), 1, "{way:?}");
        assert!(says(&missed[0], "two"), "{way:?}");
    }
}

#[test]
fn typing_previews_receipts_names_and_data_reach_the_server() {
    for way in WAYS {
        let (mut world, _) = World::chatting(way);
        world.tell(Request::Typing(true));
        world.tell(Request::Preview("Hel".to_owned()));
        world.tell(Request::Read {
            position: rejoin::engine::Position(1),
            id: None,
        });
        world.tell(Request::Data(
            [("nickname", "Anna"), ("cart", "3")].into_iter().collect(),
        ));
        world.run(3_000);
        let chat = &world.chats.all[0];
        assert!(chat.typing, "{way:?}");
        assert_eq!(chat.preview.as_deref(), Some("Hel"), "{way:?}");
        assert_eq!(chat.read.as_deref(), Some("1"), "{way:?}");
        assert_eq!(chat.data["userData"]["cart"], "3", "{way:?}");
        assert!(chat.data["userData"].get("nickname").is_none(), "{way:?}");
        let renamed = chat
            .events
            .iter()
            .any(|event| event["type"] == "NicknameUpdated");
        assert!(renamed, "{way:?}");
        assert!(world.has_heard(&TransportEvent::DataTaken), "{way:?}");
        world.tell(Request::Typing(false));
        world.run(1_000);
        assert!(!world.chats.all[0].typing, "{way:?}");
    }
}

#[test]
fn the_agents_typing_is_heard_and_the_visitors_own_is_not() {
    for way in WAYS {
        let (mut world, _) = World::chatting(way);
        world.event(0, "TypingStarted", Chats::agent(), json!({ "text": "Hm" }));
        world.event(0, "TypingStarted", Chats::visitor(), json!({}));
        world.run(6_000);
        world.event(0, "TypingStopped", Chats::agent(), json!({}));
        world.run(6_000);
        let typing = world.heard.iter().filter_map(|event| match event {
            TransportEvent::Typing { party, on } => Some((party.name.as_str(), *on)),
            _ => None,
        });
        assert_eq!(
            typing.collect::<Vec<_>>(),
            [("Kim", true), ("Kim", false)],
            "{way:?}"
        );
    }
}

#[test]
fn a_ticket_of_others_and_a_chat_that_was_forgotten_are_gone() {
    for way in WAYS {
        let (mut world, ticket) = World::chatting(way);
        world.resume(&Ticket::new("nonsense"), None);
        world.run(1_000);
        assert!(world.has_heard(&TransportEvent::Gone), "{way:?}");
        world.chats.all[0].forgotten = true;
        world.resume(&ticket, None);
        world.run(5_000);
        assert!(world.has_heard(&TransportEvent::Gone), "{way:?}");
    }
}

#[test]
fn an_end_is_heard_at_once_and_at_resume_with_the_last_words() {
    for way in WAYS {
        let (mut world, ticket) = World::chatting(way);
        world.agent_says(0, "Goodbye");
        world.agent_ends(0);
        world.run(6_000);
        assert!(world.has_heard(&TransportEvent::Ended), "{way:?}");
        world.reload(way);
        world.resume(&ticket, Some(1));
        world.run(6_000);
        assert!(world.entries().iter().any(|entry| says(entry, "Goodbye")));
        assert_eq!(world.heard.last(), Some(&TransportEvent::Ended), "{way:?}");
    }
}

#[test]
fn leaving_is_confirmed_and_nothing_is_asked_after_it() {
    for way in WAYS {
        let (mut world, _) = World::chatting(way);
        world.tell(Request::Leave);
        world.run(5_000);
        assert!(world.has_heard(&TransportEvent::Ended), "{way:?}");
        assert!(world.chats.all[0].ended, "{way:?}");
        world.input(Input::Disconnect);
        world.run(1_000);
        let (asked, connects) = (world.requests.len(), world.bayeux.connects);
        world.run(120_000);
        assert_eq!(
            (world.requests.len(), world.bayeux.connects),
            (asked, connects),
            "{way:?}"
        );
    }
}

#[test]
fn a_dropped_connection_reports_nothing_more() {
    for way in WAYS {
        let (mut world, _) = World::chatting(way);
        world.input(Input::Disconnect);
        let heard = world.heard.len();
        world.agent_says(0, "Are you there?");
        world.run(60_000);
        assert_eq!(world.heard.len(), heard, "{way:?}");
    }
}

#[test]
fn a_refused_start_tells_the_servers_words() {
    for way in WAYS {
        let mut world = World::new(way);
        world.chats.status = vec![2];
        world.connect(super::visitor::start(None));
        world.run(3_000);
        let refused = TransportEvent::Refused(Refusal::Server("Not now.".to_owned()));
        assert!(world.has_heard(&refused), "{way:?} {:?}", world.heard);
    }
}

#[test]
fn a_message_that_is_refused_for_good_is_rejected() {
    for way in WAYS {
        let (mut world, _) = World::chatting(way);
        world.chats.status = vec![2];
        world.say("m-1", "Rude");
        world.run(1_000);
        let rejected = TransportEvent::Rejected {
            client_id: ClientId::new("m-1"),
            reason: "Not now.".to_owned(),
        };
        assert!(world.has_heard(&rejected), "{way:?} {:?}", world.heard);
    }
}

#[test]
fn a_page_that_names_no_server_goes_on_where_the_ticket_says_and_nowhere_else() {
    for way in WAYS {
        let (mut world, ticket) = World::chatting(way);
        world.protocol = rejoin::transport::gms::GmsProtocol::new(None);
        world.resume(&ticket, Some(1));
        world.run(5_000);
        assert_eq!(world.missed(), Some(Vec::new()), "{way:?}");
        world.protocol = rejoin::transport::gms::GmsProtocol::new(None);
        world.resume(&Ticket::new("of some other transport"), None);
        world.run(1_000);
        let trouble = TransportEvent::Trouble(rejoin::engine::Code::NoTransport.into());
        assert_eq!(world.heard, [trouble], "{way:?}");
    }
}

#[test]
fn no_address_holds_a_secret() {
    for way in WAYS {
        let (mut world, ticket) = World::chatting(way);
        world.say("m-1", "Hello");
        world.tell(Request::Data(ann()));
        world.resume(&ticket, Some(1));
        world.run(10_000);
        world.tell(Request::Leave);
        world.run(5_000);
        for url in &world.requests {
            assert!(!url.contains("key-") && !url.contains("client-"), "{url}");
        }
        let shown = format!("{:?} {ticket:?}", world.protocol);
        assert!(!shown.contains("key-0"), "{shown}");
    }
}

#[test]
fn files_go_beside_the_chat_and_their_addresses_hold_no_secret() {
    use rejoin::transport::FileBody;
    use rejoin::transport::FileOperation::{Delete, Download, Limits, Upload};
    use rejoin::transport::protocol::Protocol;
    for way in WAYS {
        let (world, ticket) = World::chatting(way);
        let upload = || Upload {
            name: "x.txt".into(),
        };
        let files = [
            Limits,
            upload(),
            Download("f-1".into()),
            Delete("f-1".into()),
        ];
        for operation in files {
            let call = world.protocol.file_call(&ticket, &operation).unwrap();
            assert!(!call.url.contains("key-0"), "{}", call.url);
            let FileBody::Fields(fields) = &call.body else {
                panic!("no form: {operation:?}");
            };
            let has_key = fields.iter().any(|(_, value)| value == "key-0");
            assert!(has_key, "{way:?} {operation:?}");
            assert!(!format!("{call:?}").contains("key-0"));
        }
        let sneaky = Download("../../x?y".into());
        let call = world.protocol.file_call(&ticket, &sneaky);
        assert_eq!(call.is_none(), way == Way::Rest, "an id stays an id");
        let nothing = world.protocol.start_ticket().unwrap();
        assert!(
            world.protocol.file_call(&nothing, &upload()).is_none(),
            "without a chat"
        );
    }
}

#[test]
fn an_answer_about_a_file_is_read() {
    use rejoin::transport::FileOperation::{self, Limits};
    use rejoin::transport::FileTrouble;
    use rejoin::transport::protocol::Protocol;
    let (world, ticket) = World::chatting(Way::Rest);
    let read = world.protocol.file_call(&ticket, &Limits).unwrap().read;
    let fine = r#"{"statusCode":0,"userData":{"file-id":"7","n":3}}"#;
    let reply = read(200, fine).unwrap();
    assert_eq!(reply.values, [("file-id".to_owned(), "7".to_owned())]);
    assert_eq!(reply.id.as_deref(), Some("7"));
    let notice = r#"{"messages":[{"type":"Notice","userData":{"upload-max-files":"5"}}]}"#;
    assert_eq!(read(200, notice).unwrap().values[0].1, "5");
    let sized = r#"{"statusCode":0,"userData":{"upload-max-file-size":"1048576"}}"#;
    assert_eq!(read(200, sized).unwrap().largest, Some(1 << 20));
    assert_eq!(read(200, notice).unwrap().largest, None);
    let refused = r#"{"statusCode":2,"errors":[{"code":201,"message":"Too many files."}]}"#;
    assert_eq!(read(200, refused), Err("Too many files.".to_owned().into()));
    assert_eq!(read(200, "<html>"), Err(FileTrouble::default()));
    // A file may be JSON as well.
    let fetch = FileOperation::Download("7".to_owned());
    let read = world.protocol.file_call(&ticket, &fetch).unwrap().read;
    assert!(read(200, r#"{"errcode":"none"}"#).is_ok());
    assert_eq!(read(200, refused), Err("Too many files.".to_owned().into()));
    assert!(read(502, "<html>").is_err());
}
