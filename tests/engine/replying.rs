//! Answers that the other side suggests.

use rejoin::engine::{
    Command, Content, Entry, EntryId, LONGEST_REPLY, MOST_REPLIES, Party, Position, Role,
    TransportEvent, Wall,
};

use super::world::World;

const OFFERED: [&str; 2] = ["Yes, please", "No"];

fn entry(position: u64, role: Role, content: Content) -> Entry {
    let author = Party::new("kim", "Kim", role);
    Entry {
        id: Some(EntryId::new(format!("${position}"))),
        ..Entry::new(Position(position), Wall(1), author, content)
    }
}

fn question(position: u64) -> Entry {
    let content = Content::Text("Shall I?".to_owned());
    entry(position, Role::Agent, content).offering(OFFERED.map(str::to_owned))
}

fn asked() -> World {
    let mut world = World::chatting();
    hear(&mut world, question(100));
    world
}

fn hear(world: &mut World, entry: Entry) {
    world.hear_now(TransportEvent::Entries(vec![entry]));
}

fn offered(world: &World) -> Vec<String> {
    world.chat.offered_replies().to_vec()
}

fn answer(world: &mut World, reply: &str) {
    world.command(Command::Answer(reply.to_owned()));
}

#[test]
fn an_answer_is_sent_once_and_the_draft_stays() {
    let mut world = asked();
    world.draft("half a sent");
    assert_eq!(offered(&world), OFFERED);
    answer(&mut world, "Yes, please");
    answer(&mut world, "No");
    assert!(offered(&world).is_empty());
    world.run(1_000);
    assert_eq!(world.said(), ["Yes, please"]);
    assert_eq!(world.session().draft().text, "half a sent");
}

#[test]
fn what_is_not_offered_is_not_sent() {
    let mut world = asked();
    answer(&mut world, "Maybe");
    world.run(1_000);
    assert!(world.said().is_empty());
    assert_eq!(offered(&world), OFFERED);
}

#[test]
fn they_are_there_after_a_kill_and_an_answer_too() {
    let mut world = asked();
    world.kill();
    assert_eq!(offered(&world), OFFERED);
    answer(&mut world, "No");
    world.kill();
    assert!(offered(&world).is_empty());
    world.run(5_000);
    assert_eq!(world.said(), ["No"]);
}

#[test]
fn what_could_not_be_sent_was_not_said() {
    let mut world = World::chatting();
    world.refuse_messages(true);
    world.send("before");
    world.run(1_000);
    assert_eq!(world.outbox(), [("before", "failed")]);
    world.agent_asks("Shall I?", &OFFERED);
    world.run(1_000);
    assert_eq!(offered(&world), OFFERED);
    answer(&mut world, "No");
    assert!(offered(&world).is_empty(), "it is on its way");
    world.run(1_000);
    assert_eq!(world.outbox(), [("before", "failed"), ("No", "failed")]);
    assert_eq!(offered(&world), OFFERED, "another may be chosen");

    world.refuse_messages(false);
    world.retry("No");
    assert!(offered(&world).is_empty());
    world.run(1_000);
    assert_eq!(world.said(), ["Shall I?", "No"]);
    assert!(offered(&world).is_empty());
}

#[test]
fn whatever_is_said_next_takes_them_away() {
    let more = Content::Text("Well?".to_owned());
    for (role, content, stays) in [
        (Role::Agent, more.clone(), false),
        (Role::Visitor, more, false),
        (Role::Agent, Content::Left, true),
        (
            Role::System,
            Content::Notice("Please wait.".to_owned()),
            true,
        ),
    ] {
        let mut world = asked();
        hear(&mut world, entry(101, role, content.clone()));
        assert_eq!(offered(&world).is_empty(), !stays, "{content:?}");
    }
}

#[test]
fn with_the_question_they_are_taken_back_and_forgotten() {
    let mut world = asked();
    let of = EntryId::new("$100");
    hear(&mut world, entry(101, Role::Agent, Content::Removal { of }));
    assert!(offered(&world).is_empty());
    world.run(1_000);
    assert!(!world.storage.values().any(|text| text.contains(OFFERED[0])));
}

#[test]
fn a_visitor_offers_nothing() {
    let mut world = World::chatting();
    let own = Entry {
        author: Party::new("me", "Me", Role::Visitor),
        ..question(100)
    };
    hear(&mut world, own);
    assert!(offered(&world).is_empty());
}

#[test]
fn too_many_are_cut_and_those_that_are_none_are_left_out() {
    let words = Content::Text("Which?".to_owned());
    let many = (0..50).map(|number| number.to_string());
    let asks = entry(1, Role::Bot, words).offering(many);
    assert_eq!(asks.replies.len(), MOST_REPLIES);
    let odd = [
        "  ".to_owned(),
        "é".repeat(LONGEST_REPLY + 1),
        " fine ".to_owned(),
    ];
    assert_eq!(asks.offering(odd).replies, ["fine"]);
}
