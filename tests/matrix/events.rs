//! What agents do, as the transcript has it.

use rejoin::engine::{ChatEvent, Code, Content, EndReason, Role};
use serde_json::{Value, json};

use super::world::World;

fn last(world: &World) -> Content {
    world.entries().last().unwrap().content.clone()
}

#[test]
fn formatted_words_keep_their_form() {
    let mut world = World::chatting();
    world.agent_sends(
        "m.room.message",
        json!({ "msgtype": "m.text", "body": "see *this*", "format": "org.matrix.custom.html",
                "formatted_body": "see <em>this</em>" }),
    );
    world.run(100);
    match last(&world) {
        Content::Rich { text, pieces } => {
            assert_eq!(text, "see *this*");
            assert_eq!(pieces.len(), 2);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_edit_a_sign_and_a_removal_change_what_was_said_over_reloads_too() {
    let mut world = World::chatting();
    let first = world.agent_says("teh first");
    let second = world.agent_says("second");
    world.agent_sends(
        "m.room.message",
        json!({ "msgtype": "m.text", "body": "* the first",
                "m.new_content": { "msgtype": "m.text", "body": "the first" },
                "m.relates_to": { "rel_type": "m.replace", "event_id": first } }),
    );
    world.agent_sends(
        "m.reaction",
        json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": first, "key": "👍" } }),
    );
    world.agent_sends("m.room.redaction", json!({ "redacts": second }));
    world.run(1_000);
    for _ in 0..2 {
        assert_eq!(world.shown(), ["the first"]);
        let entries = world.entries();
        let changed = entries.iter().find(|e| e.content.said().is_some()).unwrap();
        assert!(changed.marks.edited);
        assert_eq!(changed.marks.reactions[0].key, "👍");
        assert!(
            entries
                .iter()
                .any(|entry| entry.content == Content::Removed)
        );
        world.reload();
        world.run(2_000);
    }
}

#[test]
fn pictures_and_files_are_files_where_they_have_an_address() {
    let mut world = World::chatting();
    let picture = json!({ "msgtype": "m.image", "body": "cat.png", "url": "mxc://hs/cat",
        "info": { "w": 640, "h": 480 } });
    world.agent_sends("m.room.message", picture);
    world.run(100);
    match last(&world) {
        Content::File { id, name, image } => {
            assert_eq!((id.as_str(), name.as_str()), ("mxc://hs/cat", "cat.png"));
            assert_eq!(
                image.map(|size| (size.width, size.height)),
                Some((640, 480))
            );
        }
        other => panic!("{other:?}"),
    }
    let elsewhere = json!({ "msgtype": "m.file", "body": "x.pdf", "url": "https://evil.example/" });
    world.agent_sends("m.room.message", elsewhere);
    world.run(100);
    assert_eq!(last(&world), Content::Text("x.pdf".to_owned()));
}

#[test]
fn notices_are_a_bots_and_quotes_are_left_out() {
    let mut world = World::chatting();
    world.agent_sends(
        "m.room.message",
        json!({ "msgtype": "m.notice", "body": "You are first." }),
    );
    world.run(100);
    assert_eq!(world.entries().last().unwrap().author.role, Role::Bot);
    let reply = json!({ "msgtype": "m.text", "body": "> <@v:hs> old\n\nnew",
        "m.relates_to": { "m.in_reply_to": { "event_id": "$1" } } });
    world.agent_sends("m.room.message", reply);
    world.agent_sends(
        "m.room.message",
        json!({ "msgtype": "m.emote", "body": "waves" }),
    );
    world.run(100);
    assert_eq!(world.shown(), ["You are first.", "new", "* Kim waves"]);
}

#[test]
fn who_comes_and_goes_is_told_bots_are_not() {
    let mut world = World::new();
    world.address.bots = vec!["@sam:hs".to_owned()];
    let mut world = World::at(world.address).begun();
    let room = world.hs.only_room();
    world.hs.membership(&room, "@sam:hs", "@sam:hs", "join");
    world.hs.membership(&room, "@kim:hs", "@kim:hs", "leave");
    world.let_go();
    world.run(100);
    let told: Vec<_> = world
        .entries()
        .into_iter()
        .map(|e| (e.author.name, e.content))
        .collect();
    let kim = || "Kim".to_owned();
    assert_eq!(told, [(kim(), Content::Joined), (kim(), Content::Left)]);
}

#[test]
fn an_encrypted_room_is_an_end_with_a_code() {
    let mut world = World::chatting();
    world.agent_says("before");
    let room = world.hs.only_room();
    let algorithm = json!({ "algorithm": "m.megolm.v1.aes-sha2" });
    world.hs.add_state(
        &room,
        "m.room.encryption",
        "",
        "@kim:hs",
        algorithm,
        Value::Null,
    );
    world.agent_says("in the clear, though");
    world.run(1_000);
    let told = world.events.iter().find_map(|event| match event {
        ChatEvent::Trouble(error) => Some(error.code),
        _ => None,
    });
    assert_eq!(told, Some(Code::Encrypted));
    assert!(world.events.contains(&ChatEvent::Ended(EndReason::Closed)));
    assert_eq!(world.shown(), ["before"]);
    let last = world.entries().pop().map(|entry| entry.content);
    assert_eq!(last, Some(Content::Encrypted));
    assert_eq!(world.hs.rooms[&room].members[&world.hs.visitor()], "leave");
    assert!(world.hs.tokens.is_empty(), "logged out");
}

#[test]
fn what_was_read_is_told() {
    let mut world = World::chatting();
    world.command(rejoin::engine::Command::Open);
    let id = world.agent_says("hello");
    world.run(1_000);
    assert_eq!(world.hs.receipts.last(), Some(&id));
}

#[test]
fn a_message_may_offer_answers() {
    let mut world = World::chatting();
    world.agent_sends(
        "m.room.message",
        json!({ "msgtype": "m.text", "body": "Which?", "rejoin.replies": ["This", 7, "That"] }),
    );
    world.run(100);
    assert_eq!(world.entries().last().unwrap().replies, ["This", "That"]);
}
