//! Entries that change earlier ones: edits, removals, and signs.

use proptest::prelude::*;
use rejoin::engine::{
    ChatEvent, Config, Content, Entry, EntryId, Life, Party, Position, Role, TransportEvent, Wall,
};

use super::world::World;

const SECRET: &str = "the secret";

/// A server that names its entries, and counts with gaps.
fn chatting() -> World {
    let mut world = World::as_configured(Config::default());
    world.begin();
    world
}

fn by(who: &str) -> Party {
    Party::new(who, who, Role::Agent)
}

/// An entry, named after its place.
fn entry(position: u64, who: &str, content: Content) -> Entry {
    Entry {
        id: Some(name(position)),
        ..Entry::new(Position(position), Wall(1), by(who), content)
    }
}

fn name(position: u64) -> EntryId {
    EntryId::new(format!("${position}"))
}

fn text(words: &str) -> Content {
    Content::Text(words.to_owned())
}

fn edit(of: u64, words: &str) -> Content {
    let (of, to) = (name(of), Box::new(text(words)));
    Content::Edit { of, to }
}

fn removal(of: u64) -> Content {
    Content::Removal { of: name(of) }
}

fn sign(of: u64, key: &str) -> Content {
    let (of, key) = (name(of), key.to_owned());
    Content::Reaction { of, key }
}

fn hear(world: &mut World, position: u64, who: &str, content: Content) {
    let entries = vec![entry(position, who, content)];
    world.hear_now(TransportEvent::Entries(entries));
}

fn at(world: &World, position: u64) -> Entry {
    let transcript = world.session().transcript();
    let mut entries = transcript.entries();
    let found = entries.find(|entry| entry.position.0 == position);
    found.expect("there is no such entry").as_ref().clone()
}

fn signs(world: &World, position: u64) -> Vec<(String, String)> {
    let reactions = at(world, position).marks.reactions;
    let pairs = reactions.into_iter().map(|one| (one.by.id, one.key));
    pairs.collect()
}

fn is_stored(world: &World, words: &str) -> bool {
    world.storage.values().any(|text| text.contains(words))
}

#[test]
fn an_edit_says_it_in_other_words() {
    let mut world = chatting();
    hear(&mut world, 100, "ann", text("helo"));
    hear(&mut world, 101, "ann", edit(100, "hello"));
    let now = at(&world, 100);
    assert_eq!((now.content, now.marks.edited), (text("hello"), true));
    world.kill();
    let later = at(&world, 100);
    assert_eq!((later.content, later.marks.edited), (text("hello"), true));
}

#[test]
fn the_last_edit_counts_and_not_the_last_that_came() {
    let mut world = chatting();
    hear(&mut world, 100, "ann", text("one"));
    hear(&mut world, 105, "ann", edit(100, "three"));
    hear(&mut world, 103, "ann", edit(100, "two"));
    assert_eq!(at(&world, 100).content, text("three"));
}

#[test]
fn nobody_edits_what_others_said_nor_what_says_nothing() {
    let mut world = chatting();
    hear(&mut world, 100, "ann", text("mine"));
    hear(&mut world, 101, "bob", edit(100, "yours"));
    hear(&mut world, 102, "bob", edit(101, "ours"));
    hear(&mut world, 103, "ann", Content::Joined);
    hear(&mut world, 104, "ann", edit(103, "theirs"));
    assert_eq!(at(&world, 100).content, text("mine"));
    assert!(!at(&world, 100).marks.edited);
    assert_eq!(at(&world, 101).content, edit(100, "yours"));
    assert_eq!(at(&world, 103).content, Content::Joined);
}

#[test]
fn what_was_removed_is_nowhere_any_more() {
    let mut world = chatting();
    hear(&mut world, 100, "ann", text(SECRET));
    hear(&mut world, 101, "ann", edit(100, "also the secret"));
    hear(&mut world, 102, "bob", sign(100, "👍"));
    assert!(is_stored(&world, SECRET));
    // In another chunk.
    hear(&mut world, 143, "bob", removal(100));
    hear(&mut world, 144, "ann", edit(100, "again the secret"));
    let now = at(&world, 100);
    assert_eq!(now.content, Content::Removed);
    assert!(now.marks.is_empty());
    assert!(!is_stored(&world, SECRET));
    world.kill();
    assert_eq!(at(&world, 100).content, Content::Removed);
}

#[test]
fn what_the_visitor_said_can_be_removed() {
    let mut world = chatting();
    world.send("my secret");
    world.run(1_000);
    let transcript = world.session().transcript();
    let mut own = transcript.entries().last().unwrap().as_ref().clone();
    own.position = Position(100);
    own.id = Some(name(100));
    world.hear_now(TransportEvent::Entries(vec![own]));
    hear(&mut world, 101, "ann", removal(100));
    assert_eq!(at(&world, 100).content, Content::Removed);
    assert_eq!(at(&world, 100).author.role, Role::Visitor);
}

#[test]
fn each_persons_sign_counts_once_and_can_be_taken_back() {
    let mut world = chatting();
    hear(&mut world, 100, "ann", text("hello"));
    hear(&mut world, 101, "bob", sign(100, "👍"));
    hear(&mut world, 102, "bob", sign(100, "👍"));
    hear(&mut world, 103, "cid", sign(100, "👍"));
    hear(&mut world, 104, "cid", sign(100, "🎉"));
    let pair = |who: &str, key: &str| (who.to_owned(), key.to_owned());
    let all = [pair("bob", "👍"), pair("cid", "👍"), pair("cid", "🎉")];
    assert_eq!(signs(&world, 100), all);
    hear(&mut world, 105, "cid", removal(103));
    assert_eq!(signs(&world, 100), [pair("bob", "👍"), pair("cid", "🎉")]);
    hear(&mut world, 106, "bob", removal(101));
    assert_eq!(signs(&world, 100).len(), 2, "they gave it twice");
    hear(&mut world, 107, "bob", removal(102));
    assert_eq!(signs(&world, 100), [pair("cid", "🎉")]);
}

#[test]
fn signs_that_came_with_the_entry_can_be_taken_back_too() {
    let mut world = chatting();
    let mut told = entry(100, "ann", text("hello"));
    told.marks.reactions.push(rejoin::engine::Reaction {
        id: Some(name(50)),
        by: by("bob"),
        key: "👍".to_owned(),
    });
    world.hear_now(TransportEvent::Entries(vec![told]));
    hear(&mut world, 101, "cid", sign(100, "👍"));
    assert_eq!(signs(&world, 100).len(), 2);
    hear(&mut world, 102, "bob", removal(50));
    assert_eq!(signs(&world, 100).len(), 1);
}

#[test]
fn hosts_are_told_of_the_entry_that_has_changed_and_not_of_what_changed_it() {
    let mut world = chatting();
    hear(&mut world, 100, "ann", text("helo"));
    world.life(Life::Hidden);
    let unread = world.chat.unread();
    world.look_away();
    hear(&mut world, 101, "ann", edit(100, "hello"));
    hear(&mut world, 101, "ann", edit(100, "hello"));
    hear(&mut world, 102, "ann", edit(77, "of what is not here"));
    let told: Vec<_> = world
        .events
        .iter()
        .filter_map(|event| match event {
            ChatEvent::Entry(_) => Some(None),
            ChatEvent::Amended(entry) => Some(Some(entry.content.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(told, [Some(text("hello"))]);
    assert_eq!(world.chat.unread(), unread);
}

#[test]
fn what_was_removed_before_anybody_saw_it_is_not_unread() {
    let mut world = chatting();
    world.life(Life::Hidden);
    hear(&mut world, 100, "ann", text("oops"));
    assert_eq!(world.chat.unread(), 1);
    hear(&mut world, 101, "ann", removal(100));
    assert_eq!(world.chat.unread(), 0);
}

#[test]
fn one_batch_may_hold_both() {
    let mut world = chatting();
    let entries = vec![
        entry(101, "ann", edit(100, "hello")),
        entry(100, "ann", text("helo")),
    ];
    world.hear_now(TransportEvent::Entries(entries));
    assert_eq!(at(&world, 100).content, text("hello"));
}

/// So much comes after the first that its chunk is read later, not at once.
fn long_chat() -> World {
    let mut world = chatting();
    hear(&mut world, 100, "ann", text(SECRET));
    for position in 101..300 {
        hear(&mut world, position, "ann", text("and so on"));
    }
    world.reload();
    let entries = world.session().transcript().entries();
    assert!(entries.map(|entry| entry.position).min() > Some(Position(100)));
    world
}

#[test]
fn an_old_entry_is_changed_when_it_is_read() {
    let mut world = long_chat();
    hear_while_old_ones_are_unread(&mut world);
    world.load_all();
    assert_eq!(at(&world, 100).content, Content::Removed);
    assert!(!is_stored(&world, SECRET));
}

fn hear_while_old_ones_are_unread(world: &mut World) {
    hear(world, 301, "ann", edit(100, "another"));
    hear(world, 302, "ann", removal(100));
    assert!(is_stored(world, SECRET), "it was not read yet");
}

#[test]
fn an_old_entry_is_changed_though_the_page_was_killed_before_it_was_read() {
    let mut world = long_chat();
    hear_while_old_ones_are_unread(&mut world);
    world.kill();
    world.load_all();
    assert_eq!(at(&world, 100).content, Content::Removed);
    assert!(!is_stored(&world, SECRET));
}

#[test]
fn what_was_taken_back_of_an_old_part_does_not_wait_for_somebody_to_scroll_there() {
    let mut world = long_chat();
    hear(&mut world, 302, "ann", removal(100));
    world.run(1_000);
    assert!(!is_stored(&world, SECRET));
}

/// A log in which everything happens, over some chunks.
fn log() -> Vec<Entry> {
    vec![
        entry(100, "ann", text("one")),
        entry(101, "bob", text("two")),
        entry(102, "ann", text("three")),
        entry(110, "ann", edit(100, "one, edited")),
        entry(111, "bob", sign(100, "👍")),
        entry(140, "bob", edit(100, "not his")),
        entry(141, "bob", sign(100, "👍")),
        entry(142, "cid", sign(100, "👍")),
        entry(170, "ann", edit(100, "one, edited again")),
        entry(171, "bob", removal(111)),
        entry(172, "cid", sign(101, "🎉")),
        entry(200, "cid", removal(172)),
        entry(201, "ann", edit(102, "three, edited")),
        entry(202, "ann", removal(102)),
        entry(230, "ann", edit(102, "three, after all")),
        entry(231, "cid", sign(102, "👍")),
    ]
}

/// In what way the log comes in.
#[derive(Clone, Copy, Debug)]
enum Way {
    Once,
    Twice,
    Reload,
    Kill,
}

fn way() -> impl Strategy<Value = Way> {
    prop_oneof![
        4 => Just(Way::Once),
        2 => Just(Way::Twice),
        1 => Just(Way::Reload),
        1 => Just(Way::Kill),
    ]
}

fn shown(world: &World) -> Vec<Entry> {
    let transcript = world.session().transcript();
    let entries = transcript.entries().filter(|entry| entry.position.0 >= 100);
    entries.map(|entry| entry.as_ref().clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn it_comes_to_the_same_in_whatever_order(
        order in Just(log()).prop_shuffle(),
        ways in prop::collection::vec(way(), 16),
    ) {
        let mut straight = chatting();
        straight.hear_now(TransportEvent::Entries(log()));

        let mut world = chatting();
        for (entry, way) in order.into_iter().zip(ways) {
            let entries = TransportEvent::Entries(vec![entry]);
            world.hear_now(entries.clone());
            match way {
                Way::Once => {}
                Way::Twice => world.hear_now(entries),
                Way::Reload => world.reload(),
                Way::Kill => world.kill(),
            }
            world.load_all();
            world.run(200);
        }
        prop_assert_eq!(shown(&world), shown(&straight));
        world.reload();
        world.load_all();
        prop_assert_eq!(shown(&world), shown(&straight));
        prop_assert!(!is_stored(&world, "three"));
    }
}
