//! What the visitor has seen, what the host is told of, and the order of things.

use rejoin::engine::{
    Command, Config, Effect, Entry, Life, Position, Request, Scroll, Transcript, TransportEvent,
};

use super::world::{Leg, World};

const NO_WORDS: [&str; 0] = [];

/// An entry as the server would have it, at a place of our choice.
fn entry(world: &World, position: u64) -> Entry {
    let mut entry = world.room().entries.last().unwrap().clone();
    entry.position = Position(position);
    entry.client_id = None;
    entry.content = rejoin::engine::Content::Text(format!("at {position}"));
    entry
}

fn syncs(world: &World) -> Vec<Option<Position>> {
    let requests = world.requests().into_iter();
    requests
        .filter_map(|request| match request {
            Request::Sync { after } => Some(after),
            _ => None,
        })
        .collect()
}

fn loads(world: &World) -> Vec<u64> {
    let effects = world.effects.iter();
    effects
        .filter_map(|effect| match effect {
            Effect::Load(number) => Some(number.0),
            _ => None,
        })
        .collect()
}

#[test]
fn what_comes_before_the_visitors_eyes_is_read() {
    let mut world = World::chatting();
    world.agent_says("hello");
    world.run(100);
    assert_eq!(world.chat.unread(), 0);
}

#[test]
fn what_comes_while_nobody_looks_is_unread_until_somebody_does() {
    type Step = fn(&mut World);
    let ways: [(Step, Step); 3] = [
        (
            |world| world.command(Command::Minimise),
            |world| world.command(Command::Open),
        ),
        (
            |world| world.scroll_to(1),
            |world| world.command(Command::SetScroll(Scroll::Latest)),
        ),
        (
            |world| world.life(Life::Hidden),
            |world| world.life(Life::Visible),
        ),
    ];
    for (away, back) in ways {
        let mut world = World::chatting();
        away(&mut world);
        world.agent_says("one");
        world.agent_says("two");
        world.run(100);
        assert_eq!(world.chat.unread(), 2);
        back(&mut world);
        assert_eq!(world.chat.unread(), 0);
        world.run(300);
        world.kill();
        assert_eq!(world.chat.unread(), 0, "and stays read");
    }
}

#[test]
fn own_messages_and_comings_and_goings_do_not_count_as_unread() {
    let mut world = World::chatting();
    world.command(Command::Minimise);
    world.send("hello");
    world.agent_leaves();
    world.agent_joins();
    world.run(200);
    assert_eq!(world.chat.unread(), 0);
}

#[test]
fn the_unread_count_survives_a_reload() {
    let mut world = World::chatting();
    world.command(Command::Minimise);
    for _ in 0..70 {
        world.agent_says("hello");
    }
    world.run(100);
    world.reload();
    assert_eq!(
        world.chat.unread(),
        70,
        "before anything is asked of the server"
    );
    world.run(200);
    assert_eq!(world.chat.unread(), 70);
}

#[test]
fn the_unread_count_of_a_window_that_was_never_looked_into_survives_too() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.submit();
    world.command(Command::Minimise);
    world.run(100);
    world.agent_joins();
    for _ in 0..100 {
        world.agent_says("hello");
    }
    world.run(100);
    world.reload();
    assert_eq!(world.chat.unread(), 100);
}

#[test]
fn restored_history_is_not_announced() {
    let mut world = World::chatting_at_length(100);
    world.reload();
    world.run(1_000);
    world.load_all();
    assert_eq!(world.announcements(), NO_WORDS);
    assert_eq!(world.shown().len(), 100);
    world.close();
    world.agent_says("while away");
    world.open();
    world.restore();
    world.run(1_000);
    assert_eq!(world.announcements(), ["while away"]);
}

#[test]
fn an_entry_that_comes_twice_is_announced_once() {
    let mut world = World::chatting();
    world.net.faults.duplicate = 100;
    world.look_away();
    world.agent_says("hello");
    world.run(20_000);
    assert_eq!(world.announcements(), ["hello"]);
}

#[test]
fn entries_out_of_order_are_shown_in_the_servers_order() {
    let mut world = World::chatting();
    world.net.jitter = 400;
    for number in 0..20 {
        world.agent_says(&number.to_string());
    }
    world.run(2_000);
    assert_eq!(world.shown(), world.said());
}

#[test]
fn a_hole_is_noticed_and_filled_at_once() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::News, 1);
    world.agent_says("lost");
    world.agent_says("found");
    world.look_away();
    world.run(100);
    assert_eq!(syncs(&world), [Some(Position(1))]);
    assert_eq!(world.shown(), ["lost", "found"]);
    assert_eq!(world.announcements().len(), 2);
}

#[test]
fn the_first_entry_can_leave_a_hole_too() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.submit();
    world.run(200);
    world.net.lose_next(Leg::News, 1);
    world.agent_joins();
    world.agent_says("hello");
    world.run(200);
    assert_eq!(world.session().agents().len(), 1);
    assert_eq!(world.transcript().len(), 2);
}

#[test]
fn a_hole_is_filled_although_the_answer_gets_lost() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::News, 1);
    world.net.lose_next(Leg::Answer, 1);
    world.agent_says("lost");
    world.agent_says("found");
    world.run(100);
    assert_eq!(world.shown(), ["found"]);
    world.run(20_000);
    assert_eq!(world.shown(), ["lost", "found"]);
}

#[test]
fn a_hole_is_filled_although_the_page_dies() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::News, 1);
    world.agent_says("lost");
    world.agent_says("found");
    world.run(25);
    world.kill();
    assert_eq!(world.shown(), ["found"]);
    world.run(200);
    assert_eq!(world.shown(), ["lost", "found"]);
    assert_eq!(
        world.announcements(),
        ["lost"],
        "the other one was announced before"
    );
}

#[test]
fn a_hole_that_an_older_answer_does_not_know_of_is_filled() {
    let mut world = World::chatting();
    world.life(Life::Visible);
    world.run(25);
    // The answer is on its way when this happens.
    world.net.lose_next(Leg::News, 1);
    world.net.faults.delay = 5;
    world.agent_says("lost");
    world.agent_says("found");
    world.run(10);
    assert_eq!(world.shown(), ["found"]);
    world.run(20_000);
    assert_eq!(world.shown(), ["lost", "found"]);
}

#[test]
fn what_a_new_connection_hears_before_it_is_up_leaves_no_hole() {
    let mut world = World::chatting();
    world.hear_now(TransportEvent::Lost);
    world.agent_says("missed");
    world.net.lose_next(Leg::Answer, 1);
    world.run(1_100);
    assert!(world.chat.link().clone() != rejoin::engine::Link::Idle);
    world.agent_says("heard early");
    world.run(30_000);
    assert_eq!(world.shown(), ["missed", "heard early"]);
}

#[test]
fn where_positions_have_gaps_a_gap_is_no_hole() {
    let mut world = World::as_configured(Config::default());
    world.begin();
    world.look_away();
    let far = entry(&world, 40);
    world.hear_now(TransportEvent::Entries(vec![far]));
    assert_eq!(syncs(&world), []);
    assert_eq!(world.shown(), ["at 40"]);
}

#[test]
fn where_positions_have_gaps_nothing_is_taken_for_complete_before_the_server_says_so() {
    let mut world = World::as_configured(Config::default());
    world.start();
    world.fill();
    world.net.lose_next(Leg::News, 1);
    world.submit();
    world.run(30);
    world.agent_joins();
    world.net.lose_next(Leg::Answer, 1);
    world.run(20);
    world.agent_says("hello");
    world.run(40_000);
    assert_eq!(world.transcript(), world.room().entries);
}

#[test]
fn missed_entries_in_disorder_are_put_in_order() {
    let mut world = World::chatting();
    let missed: Vec<_> = [4, 2, 3, 2].map(|at| entry(&world, at)).into();
    world.hear_now(TransportEvent::Synced { missed });
    assert_eq!(world.shown(), ["at 2", "at 3", "at 4"]);
}

#[test]
fn the_newest_are_there_at_once_and_nothing_more_until_it_is_asked_for() {
    let mut world = World::chatting_at_length(200);
    world.reload();
    let at_once = world.transcript().len();
    assert!(at_once <= 64, "{at_once}");
    assert_eq!(world.shown().last().unwrap(), "line 199");
    world.run(60_000);
    assert_eq!(loads(&world), [0; 0]);
    assert_eq!(world.transcript().len(), at_once);
    assert!(!world.chat.is_whole());
}

#[test]
fn who_scrolls_up_gets_the_next_older_ones_newest_first() {
    let mut world = World::chatting_at_length(200);
    world.reload();
    world.command(Command::LoadOlder);
    world.command(Command::LoadOlder);
    assert_eq!(loads(&world), [4, 3], "asked twice, read once");
    world.run(100);
    assert_eq!(world.transcript()[0].position, Position(3 * 32));
    for _ in 0..3 {
        world.command(Command::LoadOlder);
        world.run(100);
    }
    assert_eq!(loads(&world), [4, 3, 2, 1, 0]);
    assert!(world.chat.is_whole());
    assert_eq!(world.transcript(), world.room().entries);
    assert_eq!(world.announcements(), NO_WORDS);
}

#[test]
fn who_wants_the_whole_gets_it() {
    let mut world = World::chatting_at_length(200);
    world.reload();
    world.command(Command::LoadOlder);
    world.command(Command::LoadAll);
    world.command(Command::LoadAll);
    assert_eq!(loads(&world), [4, 3, 2, 1, 0], "each of them once");
    assert!(!world.chat.is_whole());
    world.run(100);
    assert!(world.chat.is_whole());
    assert_eq!(world.transcript(), world.room().entries);
}

#[test]
fn a_chat_that_ends_can_still_be_read_to_its_beginning() {
    type End = fn(&mut World);
    let ways: [End; 3] = [
        |world| world.command(Command::Leave),
        World::agent_ends,
        World::server_forgets,
    ];
    for end in ways {
        let mut world = World::chatting_at_length(200);
        let said = world.shown();
        world.reload();
        world.run(100);
        end(&mut world);
        world.run(60_000);
        assert!(world.storage.is_empty());
        assert_eq!(world.shown(), said);
    }
}

#[test]
fn what_is_not_here_of_a_chat_that_ended_stays_out_of_the_next() {
    let mut world = World::chatting_at_length(200);
    world.reload();
    world.command(Command::Leave);
    world.start();
    world.fill();
    world.submit();
    world.run(1_000);
    assert_eq!(world.shown(), NO_WORDS);
    assert!(world.chat.is_whole());
}

#[test]
fn an_old_chunk_that_is_lost_is_fetched_when_somebody_comes_there() {
    let mut world = World::chatting_at_length(200);
    let said = world.transcript();
    world.reload();
    world.storage.remove("2/log/3");
    world.storage.insert("2/log/4".into(), "{".into());
    world.command(Command::LoadOlder);
    world.run(1_000);
    assert_eq!(world.transcript()[0].position, Position(32));
    world.load_all();
    assert_eq!(world.transcript(), said);
    assert_eq!(world.announcements(), NO_WORDS);
}

#[test]
fn a_visitor_who_had_scrolled_up_finds_the_place_again_at_once() {
    let mut world = World::chatting_at_length(200);
    world.scroll_to(70);
    world.reload();
    let oldest = world.transcript()[0].position;
    assert!(oldest < Position(70), "{oldest:?}");
    assert!(oldest > Position(0));
}

#[test]
fn an_old_chunk_that_comes_after_the_chat_is_over_stays_out_of_the_next() {
    let mut world = World::chatting_at_length(200);
    world.reload();
    let old = world.storage["2/log/0"].clone();
    world.command(Command::Leave);
    world.net.faults.delay = 0;
    world.begin();
    let number = rejoin::engine::ChunkNumber(0);
    world.input(rejoin::engine::Input::Loaded(number, Some(old)));
    assert_eq!(world.shown(), NO_WORDS);
}

#[test]
fn an_old_entry_that_comes_again_does_not_overwrite_its_chunk() {
    let mut world = World::chatting_at_length(200);
    let old = world.transcript()[3].clone();
    world.reload();
    world.hear_now(TransportEvent::Entries(vec![old]));
    world.load_all();
    assert_eq!(world.transcript(), world.room().entries);
    world.reload();
    world.load_all();
    assert_eq!(world.transcript(), world.room().entries);
    assert_eq!(world.announcements(), NO_WORDS);
}

#[test]
fn who_is_here_is_known_from_comings_and_goings() {
    let mut world = World::chatting();
    assert_eq!(world.session().agents()[0].name, "Ann");
    world.reload();
    assert_eq!(world.session().agents().len(), 1, "known at once");
    world.run(200);
    world.agent_leaves();
    world.run(100);
    assert_eq!(world.session().agents(), []);
}

#[test]
fn a_crash_at_any_step_of_an_arrival_forgets_nobody() {
    for steps in 0..8 {
        let mut world = World::new();
        world.start();
        world.fill();
        world.submit();
        world.run(200);
        world.kill_within(steps, |world| {
            world.agent_joins();
            world.run(100);
        });
        world.run(1_000);
        assert_eq!(world.session().agents().len(), 1, "after {steps} steps");
    }
}

#[test]
fn a_transcript_knows_how_much_is_loaded() {
    let mut world = World::chatting();
    world.agent_says("Hello");
    world.run(1_000);
    let loaded = world.session().transcript();
    let in_chunks = loaded.chunks().map(|(_, chunk)| chunk.entries().len());
    assert_eq!(loaded.len(), 2, "who has joined, and the words");
    assert_eq!(in_chunks.sum::<usize>(), 2);
    assert!(!loaded.is_empty());
    assert!(Transcript::default().is_empty());
}

/// Its chunk is none of the newest, which are all that a page reads at once as a rule.
#[test]
fn a_hole_far_back_is_filled_after_a_reload() {
    let mut world = World::chatting_at_length(10);
    world.net.lose_next(Leg::News, 1);
    world.net.lose_next(Leg::Answer, u32::MAX);
    for number in 10..150 {
        world.agent_says(&format!("line {number}"));
    }
    world.run(1_000);
    assert!(!world.shown().contains(&"line 10".to_owned()));
    assert!(world.shown().contains(&"line 149".to_owned()));
    world.offline();
    world.reload();
    world.net.heal();
    world.online();
    world.run(30_000);
    world.load_all();
    assert_eq!(world.transcript(), world.room().entries);
}
