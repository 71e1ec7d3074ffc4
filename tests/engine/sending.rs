//! Messages of the visitor's: in order, once, and never lost.

use std::time::Duration;

use rejoin::engine::{
    ChatError, ChatEvent, Code, Command, Config, Content, Delivery, Draft, Failure, Life,
    MessageLimit, PhaseKind, Position, TransportEvent,
};

use super::storage_faults::two_pages;
use super::world::{Leg, World};

const NOTHING: [(&str, &str); 0] = [];

#[test]
fn messages_arrive_in_the_order_in_which_they_were_sent() {
    let mut world = World::chatting();
    for text in ["one", "two", "three"] {
        world.send(text);
    }
    world.run(1_000);
    assert_eq!(world.said(), ["one", "two", "three"]);
    assert_eq!(world.shown(), world.said());
    assert_eq!(world.outbox(), NOTHING);
}

#[test]
fn one_message_is_in_flight_at_a_time() {
    let mut world = World::chatting();
    world.send("one");
    world.send("two");
    assert_eq!(world.outbox(), [("one", "sending"), ("two", "queued")]);
    assert_eq!(world.tries(), ["one"]);
}

#[test]
fn a_lost_message_is_not_overtaken_by_the_next() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::Call, 1);
    world.send("one");
    world.send("two");
    world.run(20_000);
    assert_eq!(world.said(), ["one", "two"]);
}

#[test]
fn an_empty_message_is_no_message() {
    let mut world = World::chatting();
    world.send(" \n ");
    assert_eq!(world.outbox(), NOTHING);
}

#[test]
fn a_message_goes_without_the_space_around_it_and_empties_the_draft() {
    let mut world = World::chatting();
    world.draft("  hello ");
    world.send("  hello ");
    assert_eq!(world.session().draft(), &Draft::default());
    world.run(500);
    assert_eq!(world.shown(), ["hello"]);
}

#[test]
fn sending_scrolls_down_to_what_was_sent() {
    let mut world = World::chatting();
    world.scroll_to(1);
    world.send("hello");
    assert_eq!(world.chat.window().scroll, rejoin::engine::Scroll::Latest);
}

#[test]
fn a_lost_message_is_sent_again_under_its_id() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::Call, 1);
    world.send("hello");
    world.run(7_900);
    assert_eq!(world.said(), NOTHING.map(|(text, _)| text));
    world.run(500);
    assert_eq!(world.said(), ["hello"]);
    assert_eq!(world.tries(), ["hello", "hello"]);
    assert_eq!(world.given.len(), 1);
    assert_eq!(world.outbox(), NOTHING);
}

#[test]
fn a_message_whose_answer_was_lost_arrives_once() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::Answer, 1);
    world.net.lose_next(Leg::News, 1);
    world.send("hello");
    world.run(20_000);
    assert_eq!(world.tries(), ["hello", "hello"]);
    assert_eq!(world.said(), ["hello"]);
    assert_eq!(world.shown(), ["hello"]);
    assert_eq!(world.outbox(), NOTHING);
}

#[test]
fn after_three_tries_without_an_answer_the_link_is_made_anew() {
    let mut world = World::with(Config {
        // The heartbeat would notice it sooner.
        heartbeat: Duration::from_secs(600),
        ..Config::default()
    });
    world.begin();
    let before = world.generation();
    world.net.lose_next(Leg::Call, 3);
    world.send("hello");
    world.run(30_000);
    assert!(world.generation() > before);
    assert_eq!(world.said(), ["hello"]);
    assert_eq!(world.outbox(), NOTHING);
}

#[test]
fn an_accepted_message_is_sent_until_its_echo_comes() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::News, 1);
    world.send("hello");
    world.run(200);
    assert_eq!(world.outbox(), [("hello", "sent")]);
    assert_eq!(world.shown(), NOTHING.map(|(text, _)| text));
    world.run(16_000);
    assert_eq!(world.outbox(), NOTHING);
    assert_eq!(world.shown(), ["hello"]);
    assert_eq!(world.tries(), ["hello"]);
}

#[test]
fn an_echo_before_the_answer_is_as_good() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::Answer, 1);
    world.send("one");
    world.send("two");
    world.run(300);
    assert_eq!(world.shown(), ["one", "two"]);
    assert_eq!(world.outbox(), NOTHING);
    assert_eq!(world.tries(), ["one", "two"]);
}

#[test]
fn everything_twice_is_shown_once() {
    let mut world = World::chatting();
    world.net.faults.duplicate = 100;
    world.send("one");
    world.agent_says("two");
    world.send("three");
    world.run(3_000);
    assert_eq!(world.shown(), world.said());
    assert_eq!(world.said().len(), 3);
    assert_eq!(world.outbox(), NOTHING);
}

#[test]
fn a_reload_between_sending_and_the_answer_sends_it_once() {
    let mut world = World::chatting();
    world.send("hello");
    world.reload();
    assert_eq!(world.outbox(), [("hello", "queued")]);
    world.run(1_000);
    assert_eq!(world.said(), ["hello"]);
    assert_eq!(world.shown(), ["hello"]);
    assert_eq!(world.outbox(), NOTHING);
}

#[test]
fn a_crash_at_any_step_of_sending_loses_nothing_and_doubles_nothing() {
    for steps in 0..12 {
        let mut world = World::chatting();
        world.draft("hello");
        world.run(300);
        world.kill_within(steps, |world| {
            world.send("hello");
            world.run(100);
        });
        world.run(2_000);
        let in_draft = world.session().draft().text == "hello";
        let sent = world.shown().len();
        assert!(sent <= 1 && (sent == 1 || in_draft), "after {steps} steps");
        assert_eq!(world.said(), world.shown());
    }
}

#[test]
fn a_crash_between_transcript_and_outbox_leaves_no_ghost() {
    let mut world = World::chatting();
    world.send("hello");
    // The echo is stored in the transcript, then the page dies.
    world.kill_within(1, |world| world.run(100));
    assert_eq!(world.shown(), ["hello"]);
    assert_eq!(world.outbox(), NOTHING);
    let ghosts = world.storage.keys().filter(|key| key.contains("/out/"));
    assert_eq!(ghosts.count(), 0);
}

#[test]
fn a_message_that_is_rejected_without_a_word_has_failed_without_one() {
    let mut world = World::chatting();
    world.net.faults.unreachable = true;
    world.send("hello");
    let client_id = world.session().outbox().items()[0].client_id.clone();
    let reason = ChatError::from(Code::MessageRejected).description;
    world.hear_now(TransportEvent::Rejected { client_id, reason });
    let failure = world.session().outbox().items()[0].failure();
    assert_eq!(failure, Some(Failure::Server("")));
}

#[test]
fn a_rejected_message_has_failed_with_the_servers_reason() {
    let mut world = World::chatting();
    world.refuse_messages(true);
    world.send("hello");
    world.run(200);
    let reason = match &world.session().outbox().items()[0].delivery {
        Delivery::Failed { reason } => reason.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(reason, "The desk does not take messages now.");
    let failure = world.session().outbox().items()[0].failure();
    assert_eq!(failure, Some(Failure::Server(&reason)));
    world.run(60_000);
    assert_eq!(world.tries(), ["hello"], "it waits for the visitor");
    world.reload();
    assert_eq!(world.outbox(), [("hello", "failed")]);
}

#[test]
fn a_failed_message_does_not_hold_up_the_next() {
    let mut world = World::chatting();
    world.refuse_messages(true);
    world.send("one");
    world.run(200);
    world.refuse_messages(false);
    world.send("two");
    world.run(200);
    assert_eq!(world.said(), ["two"]);
    assert_eq!(world.outbox(), [("one", "failed")]);
}

#[test]
fn a_failed_message_goes_again_under_its_id_when_retried() {
    let mut world = World::chatting();
    world.refuse_messages(true);
    world.send("hello");
    world.run(200);
    world.refuse_messages(false);
    world.retry("hello");
    world.run(200);
    assert_eq!(world.said(), ["hello"]);
    assert_eq!(world.outbox(), NOTHING);
    assert_eq!(world.given.len(), 1);
}

#[test]
fn a_failed_message_can_be_discarded_for_good() {
    let mut world = World::chatting();
    world.refuse_messages(true);
    world.send("hello");
    world.run(200);
    world.discard("hello");
    assert_eq!(world.outbox(), NOTHING);
    world.reload();
    assert_eq!(world.outbox(), NOTHING);
}

#[test]
fn only_failed_messages_can_be_retried_or_discarded() {
    let mut world = World::chatting();
    world.net.faults.hold = true;
    world.send("hello");
    world.retry("hello");
    world.discard("hello");
    assert_eq!(world.outbox(), [("hello", "sending")]);
    assert_eq!(world.tries(), ["hello"]);
}

#[test]
fn a_late_rejection_does_not_undo_that_the_server_has_it() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::News, 1);
    world.send("hello");
    world.run(200);
    let client_id = world.session().outbox().items()[0].client_id.clone();
    world.hear_now(TransportEvent::Rejected {
        client_id,
        reason: "too late".to_owned(),
    });
    assert_eq!(world.outbox(), [("hello", "sent")]);
}

#[test]
fn messages_written_without_a_network_go_when_it_is_back() {
    let mut world = World::chatting();
    world.offline();
    world.send("one");
    world.send("two");
    world.run(5_000);
    assert_eq!(world.outbox(), [("one", "queued"), ("two", "queued")]);
    world.reload();
    world.online();
    world.run(2_000);
    assert_eq!(world.said(), ["one", "two"]);
    assert_eq!(world.outbox(), NOTHING);
}

#[test]
fn messages_that_waited_when_the_session_ended_keep_their_text() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::Call, 2);
    world.send("one");
    world.send("two");
    world.agent_ends();
    world.run(200);
    assert_eq!(world.outbox(), [("one", "failed"), ("two", "failed")]);
    let outbox = world.session().outbox();
    assert!(!outbox.is_empty());
    assert_eq!(outbox.items()[0].failure(), Some(Failure::Over));
    world.command(Command::Send("three".to_owned()));
    assert_eq!(world.outbox().len(), 2, "an ended chat takes no more");
    world.discard("one");
    assert_eq!(world.outbox(), [("two", "failed")]);
}

#[test]
fn an_echo_carries_the_words_of_the_server() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::News, 1);
    world.send("hello");
    world.run(200);
    let mut echo = world.room().entries.last().unwrap().clone();
    echo.content = Content::Text("h****".to_owned());
    echo.position = Position(echo.position.0);
    world.hear_now(TransportEvent::Entries(vec![echo]));
    assert_eq!(world.shown(), ["h****"]);
    assert_eq!(world.outbox(), NOTHING);
}

#[test]
fn what_could_not_be_said_any_more_is_offered_in_the_next_chat() {
    let mut world = World::chatting();
    world.offline();
    world.send("one");
    world.send("two");
    world.draft("and thr");
    world.agent_ends();
    world.online();
    world.run(5_000);
    assert_eq!(world.phase(), PhaseKind::Ended);
    assert_eq!(world.outbox(), [("one", "failed"), ("two", "failed")]);
    world.start();
    world.fill();
    world.run(300);
    world.kill();
    world.submit();
    world.run(1_000);
    assert_eq!(world.session().draft().text, "one\ntwo\nand thr");
    world.kill();
    assert_eq!(world.session().draft().text, "one\ntwo\nand thr");
    assert_eq!(world.said(), [""; 0], "it is offered, and not sent");
}

#[test]
fn who_ends_a_chat_finds_nothing_of_it_in_the_next() {
    let mut world = World::chatting();
    world.draft("never mind");
    world.command(Command::Leave);
    world.run(1_000);
    world.begin();
    assert_eq!(world.session().draft().text, "");
}

const TOO_LONG: &str = "The message is too long. Send it in parts.";

fn takes_at_most(bytes: usize) -> Config {
    Config {
        contiguous: true,
        longest_message: Some(MessageLimit::Bytes(bytes)),
        ..Config::default()
    }
}

#[test]
fn what_is_longer_than_the_server_takes_is_not_sent_and_stays_where_it_is() {
    let mut world = World::with(takes_at_most(10));
    world.begin();
    world.draft("12345678901");
    assert_eq!(world.chat.excess("12345678901"), 1);
    world.send("12345678901");
    world.run(1_000);
    assert_eq!(world.outbox(), NOTHING);
    assert_eq!(world.session().draft().text, "12345678901");
    world.draft("  1234567890  ");
    world.send("  1234567890  ");
    world.run(1_000);
    assert_eq!(world.said(), ["1234567890"]);
    assert_eq!(world.session().draft(), &Draft::default());
}

#[test]
fn what_the_site_says_for_the_visitor_leaves_what_was_typed_in_another_page_a_moment_ago() {
    let (mut world, [leader, _]) = two_pages();
    world.draft("and thr");
    world.life(Life::Hidden);
    world.look_at(leader);
    world.send("the blue one");
    world.run(1_000);
    assert_eq!(world.session().draft().text, "and thr");
}

#[test]
fn what_the_site_says_for_the_visitor_leaves_what_is_being_typed() {
    let mut world = World::chatting();
    world.draft("and thr");
    world.send("the blue one");
    world.run(1_000);
    assert_eq!(world.said(), ["the blue one"]);
    assert_eq!(world.session().draft().text, "and thr");
    world.kill();
    assert_eq!(world.session().draft().text, "and thr");
}

#[test]
fn what_an_earlier_page_has_queued_fails_where_it_is_too_long_and_the_rest_is_sent() {
    let mut world = World::chatting();
    world.offline();
    for text in ["one", "much too long", "two"] {
        world.send(text);
    }
    world.config = takes_at_most(10);
    world.reload();
    assert_eq!(world.outbox().len(), 3);
    world.online();
    world.run(2_000);
    assert_eq!(world.said(), ["one", "two"]);
    assert_eq!(world.outbox(), [("much too long", "failed")]);
    let reason = TOO_LONG.to_owned();
    let item = &world.session().outbox().items()[0];
    assert_eq!(
        item.delivery,
        Delivery::Failed {
            reason: reason.clone()
        }
    );
    assert_eq!(item.failure(), Some(Failure::TooLong));
    let client_id = item.client_id.clone();
    assert!(
        world
            .events
            .contains(&ChatEvent::NotSent { client_id, reason })
    );

    world.retry("much too long");
    world.run(2_000);
    assert_eq!(
        world.outbox(),
        [("much too long", "failed")],
        "it has not become shorter"
    );
    world.config = takes_at_most(100);
    world.reload();
    world.run(2_000);
    world.retry("much too long");
    world.run(2_000);
    assert_eq!(world.said(), ["one", "two", "much too long"]);
}

#[test]
fn what_had_arrived_before_it_was_found_too_long_is_in_the_transcript() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::Answer, 1);
    world.net.lose_next(Leg::News, 1);
    world.send("much too long");
    world.run(1_000);
    assert_eq!(world.said(), ["much too long"]);
    world.config = takes_at_most(10);
    world.kill();
    world.run(20_000);
    assert_eq!(world.shown(), ["much too long"]);
    assert_eq!(world.outbox(), NOTHING);
}
