//! Answers to choose from, as the vendor's own widget takes them.

use serde_json::{Value, json};

use super::chats::Chats;
use super::world::{Way, World};

fn offer() -> Value {
    let reply = |text: &str| json!({ "type": "quick-reply", "action": "message", "text": text });
    json!({ "contentType": "quick-replies", "content": [reply("Yes, please"), reply("No")] })
}

/// What comes of an event with that in it.
fn offered(way: Way, kind: &str, from: Value, more: &Value) -> Vec<String> {
    let (mut world, _) = World::chatting(way);
    let mut event = json!({ "text": "Shall I?" });
    for (name, value) in more.as_object().unwrap() {
        event[name] = value.clone();
    }
    world.event(0, kind, from, event);
    world.run(10_000);
    let entries = world.entries();
    let entry = entries.last().expect("the question is shown");
    assert_eq!(entry.content.said(), Some("Shall I?"));
    entry.replies.clone()
}

fn in_attributes(offer: &Value) -> Value {
    json!({ "eventAttributes": { "structured-content": { "genesys-chat": offer } } })
}

#[test]
fn they_come_in_the_event_or_in_its_attributes_by_any_way() {
    let shapes = [
        offer(),
        in_attributes(&offer()),
        in_attributes(&offer().to_string().into()),
    ];
    for way in [Way::Polling, Way::Socket, Way::Rest] {
        for kind in ["Message", "Structured"] {
            for shape in &shapes {
                let told = offered(way, kind, Chats::agent(), shape);
                assert_eq!(told, ["Yes, please", "No"], "{way:?} {kind} {shape}");
            }
        }
    }
}

#[test]
fn what_does_something_else_is_no_answer() {
    let content = json!([
        { "type": "quick-reply", "action": "message", "text": "This" },
        { "type": "button", "action": "message", "text": "a button" },
        { "type": "quick-reply", "action": "link", "text": "a link" },
        { "type": "quick-reply", "action": "message" },
        "no object",
        { "text": "That" },
    ]);
    let told = json!({ "contentType": "quick-replies", "content": content });
    let told = offered(Way::Polling, "Message", Chats::agent(), &told);
    assert_eq!(told, ["This", "That"]);
}

#[test]
fn other_forms_show_their_words_and_offer_nothing() {
    let mut carousel = offer();
    carousel["contentType"] = "carousel".into();
    let shapes = [
        carousel.clone(),
        in_attributes(&carousel),
        in_attributes(&"{torn".into()),
        json!({ "contentType": "quick-replies", "content": "none" }),
        json!({ "eventAttributes": "none" }),
    ];
    for shape in &shapes {
        let told = offered(Way::Polling, "Structured", Chats::agent(), shape);
        assert!(told.is_empty(), "{shape}");
    }
}

#[test]
fn a_visitor_offers_nothing() {
    let told = offered(Way::Polling, "Message", Chats::visitor(), &offer());
    assert!(told.is_empty());
}
