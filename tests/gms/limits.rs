//! Nothing that a server says makes a protocol panic, loop, or grow.

use proptest::prelude::*;
use rejoin::transport::bayeux;
use rejoin::transport::gms;
use rejoin::transport::protocol::{Answer, Input, RequestId, SocketEvent};
use serde_json::{Value, json};

use super::visitor::start;
use super::world::{Way, World};

/// JSON of the right names and the wrong everything else.
fn nonsense() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop_oneof![
            ".{0,8}",
            "(/meta/(handshake|connect|subscribe|disconnect)|/service/chatV2/support)",
            "(retry|handshake|none|Message|ParticipantJoined|TypingStarted|Client|Agent|0|1|2|8210)",
            "(Structured|quick-replies|quick-reply|message|[{]\"contentType\":\"quick-replies\"[}])",
        ]
        .prop_map(Value::from),
    ];
    let name = prop_oneof![
        "(channel|id|clientId|successful|data|advice|ext|ack|reconnect|interval|timeout)",
        "(messages|statusCode|chatEnded|secureKey|chatId|userId|alias|nextPosition|errors|code)",
        "(index|type|from|text|utcTime|nickname|participantId|messageType|userData|message)",
        "(eventAttributes|structured-content|genesys-chat|contentType|content|action)",
        ".{0,3}",
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_frame_or_is_none(text in ".{0,200}") {
        let _ = bayeux::read(&text);
    }

    #[test]
    fn any_json_is_an_envelope_or_is_none(value in nonsense()) {
        if let Some(envelope) = gms::read(&value) {
            let _ = (envelope.words(), envelope.is_unknown(), envelope.end(), envelope.first_index());
            prop_assert!(envelope.events.windows(2).all(|pair| pair[0].index <= pair[1].index));
        }
    }

    #[test]
    fn nonsense_in_mid_chat_breaks_a_connection_at_most(
        way in prop_oneof![Just(Way::Polling), Just(Way::Socket), Just(Way::Rest)],
        talk in prop::collection::vec((nonsense(), 0..40_u64), 1..12),
    ) {
        let (mut world, ticket) = World::chatting(way);
        for (value, request) in talk {
            let text = value.to_string();
            world.input(Input::Socket(SocketEvent::Text(text.clone())));
            world.input(Input::Answer(RequestId(request), Answer::Http(200, text)));
            world.run(1_000);
        }
        // The server itself is fine, and the chat goes on.
        world.resume(&ticket, Some(1));
        world.run(20_000);
        prop_assert!(world.missed().is_some(), "{:?}", world.heard);
    }

    #[test]
    fn nonsense_at_the_start_breaks_a_connection_at_most(
        way in prop_oneof![Just(Way::Polling), Just(Way::Socket), Just(Way::Rest)],
        value in nonsense(),
    ) {
        let mut world = World::new(way);
        world.connect(start(None));
        for request in 0..4 {
            world.input(Input::Socket(SocketEvent::Opened));
            world.input(Input::Socket(SocketEvent::Text(value.to_string())));
            world.input(Input::Answer(RequestId(request), Answer::Http(200, value.to_string())));
        }
        world.run(30_000);
    }
}

#[test]
fn one_event_too_large_or_one_too_many_is_cut() {
    let long = "x".repeat(300_000);
    let event = json!({ "type": "Message", "index": 1, "from": { "type": "Agent", "nickname": long }, "text": long });
    let envelope = gms::read(&json!({ "messages": [event] })).unwrap();
    let entry = &envelope.entries_from(0)[0];
    assert_eq!(entry.content.said().unwrap().len(), 100_000);
    assert_eq!(entry.author.name.len(), 300);
    let many: Vec<_> = (0..20_000)
        .map(|index| json!({ "type": "Message", "index": index, "text": "x" }))
        .collect();
    let envelope = gms::read(&json!({ "messages": many })).unwrap();
    assert_eq!(envelope.events.len(), 10_000);
}
