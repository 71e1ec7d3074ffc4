//! The link: made, watched, lost and made again.

use rejoin::engine::{
    ChatEvent, Code, Command, EndReason, Intent, Life, Link, LinkStatus, Phase, PhaseKind,
    Position, Request, Ticket, TransportEvent,
};

use super::world::{Leg, World};

fn end_reason(world: &World) -> Option<EndReason> {
    match world.chat.phase() {
        Phase::Ended(ended) => Some(ended.reason()),
        _ => None,
    }
}

fn has_asked_to_leave(world: &World) -> usize {
    let leaves = world.requests().into_iter();
    leaves.filter(|request| *request == Request::Leave).count()
}

#[test]
fn a_broken_link_is_made_again_and_the_gap_is_filled() {
    let mut world = World::chatting();
    world.hear_now(TransportEvent::Lost);
    assert_eq!(world.chat.link_status(), LinkStatus::Reconnecting);
    world.agent_says("meanwhile");
    world.run(2_000);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
    assert_eq!(world.shown(), ["meanwhile"]);
    assert_eq!(world.told(&ChatEvent::ConnectionLost), 1);
    assert_eq!(world.told(&ChatEvent::ConnectionRestored), 1);
}

#[test]
fn pauses_between_attempts_grow_to_half_a_minute_and_no_further() {
    let mut world = World::chatting();
    world.net.faults.unreachable = true;
    world.hear_now(TransportEvent::Lost);
    world.look_away();
    world.run(60_000);
    let in_the_first_minute = world.intents().len();
    assert!(
        (4..=8).contains(&in_the_first_minute),
        "{in_the_first_minute}"
    );
    world.run(240_000);
    world.look_away();
    world.run(300_000);
    let in_five_minutes = world.intents().len();
    assert!((9..=21).contains(&in_five_minutes), "{in_five_minutes}");
    assert_eq!(
        world.told(&ChatEvent::ConnectionLost),
        0,
        "said once, before"
    );
}

#[test]
fn pauses_begin_anew_after_a_success() {
    let mut world = World::chatting();
    world.net.faults.unreachable = true;
    world.hear_now(TransportEvent::Lost);
    world.run(120_000);
    world.net.faults.unreachable = false;
    world.run(40_000);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
    world.hear_now(TransportEvent::Lost);
    world.run(1_100);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
}

/// The link is made, and breaks as soon as it lives, as often as it is made in that time.
/// Gives how often that was.
fn flap(world: &mut World, millis: u64) -> usize {
    let until = world.wall().0 + millis;
    let mut times = 0;
    while world.wall().0 < until {
        if world.chat.link_status() == LinkStatus::Live {
            world.hear_now(TransportEvent::Lost);
            times += 1;
        }
        world.run(50);
    }
    times
}

#[test]
fn pauses_grow_as_well_where_each_link_breaks_as_soon_as_it_lives() {
    let mut world = World::chatting();
    let in_the_first_minute = flap(&mut world, 60_000);
    assert!(
        (4..=9).contains(&in_the_first_minute),
        "{in_the_first_minute}"
    );
    let in_five_minutes = flap(&mut world, 300_000);
    assert!((9..=21).contains(&in_five_minutes), "{in_five_minutes}");
}

#[test]
fn pauses_begin_anew_after_a_link_that_has_lived() {
    let mut world = World::chatting();
    flap(&mut world, 120_000);
    world.run(45_000);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
    world.hear_now(TransportEvent::Lost);
    world.run(1_100);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
}

#[test]
fn pauses_begin_anew_after_a_link_on_which_a_message_was_answered() {
    for is_refused in [false, true] {
        let mut world = World::chatting();
        flap(&mut world, 120_000);
        world.refuse_messages(is_refused);
        while world.chat.link_status() != LinkStatus::Live {
            world.run(50);
        }
        world.send("hello");
        world.run(200);
        world.hear_now(TransportEvent::Lost);
        world.run(1_100);
        let status = world.chat.link_status();
        assert_eq!(status, LinkStatus::Live, "{is_refused}");
    }
}

#[test]
fn an_attempt_that_is_not_answered_is_given_up() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::Call, 1);
    world.hear_now(TransportEvent::Lost);
    world.run(9_000);
    assert!(matches!(world.chat.link(), Link::Connecting { .. }));
    assert_eq!(world.chat.link_status(), LinkStatus::Reconnecting);
    world.run(5_000);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
}

#[test]
fn the_heartbeat_notices_a_link_that_is_half_dead() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::News, 1);
    world.agent_says("lost");
    world.net.lose_next(Leg::Answer, 1);
    world.run(15_500);
    assert_eq!(world.chat.link_status(), LinkStatus::Live, "not yet");
    world.run(8_000);
    assert_eq!(world.chat.link_status(), LinkStatus::Reconnecting);
    world.run(3_000);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
    assert_eq!(world.shown(), ["lost"]);
}

#[test]
fn the_heartbeat_is_calm() {
    let mut world = World::chatting();
    world.look_away();
    world.run(150_000);
    assert!((9..=11).contains(&world.requests().len()));
    assert_eq!(world.intents(), []);
}

#[test]
fn without_an_answer_in_time_the_call_fails_and_the_retry_goes_on() {
    let mut world = World::chatting();
    world.agent_says("hello");
    world.run(100);
    world.close();
    world.net.faults.unreachable = true;
    world.open();
    world.restore();
    world.run(29_000);
    assert_eq!(world.failures(), []);
    world.run(2_000);
    assert_eq!(world.failures(), [Some(Code::Unreachable)]);
    assert_eq!(world.shown(), ["hello"], "the transcript stays readable");
    assert!(world.storage.contains_key("2/head"), "the snapshot is kept");
    world.net.faults.unreachable = false;
    world.run(40_000);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
    assert_eq!(world.readies(), 1);
    assert_eq!(world.failures().len(), 1);
}

#[test]
fn without_a_network_the_link_is_down_at_once_and_up_at_once() {
    let mut world = World::chatting();
    world.offline();
    assert_eq!(world.chat.link_status(), LinkStatus::Offline);
    assert_eq!(world.told(&ChatEvent::ConnectionLost), 1);
    world.run(60_000);
    world.agent_says("hello");
    world.online();
    world.run(100);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
    assert_eq!(world.shown(), ["hello"]);
}

#[test]
fn a_browser_that_errs_about_the_network_does_not_stop_the_chat() {
    let mut world = World::chatting();
    world.life(Life::Offline);
    world.run(2_000);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
}

#[test]
fn a_page_that_is_seen_again_asks_for_news() {
    let mut world = World::chatting();
    world.life(Life::Hidden);
    world.run(1_000);
    world.look_away();
    world.life(Life::Visible);
    assert!(matches!(world.requests()[..], [Request::Sync { .. }]));
}

#[test]
fn what_an_earlier_connection_says_does_nothing() {
    let mut world = World::chatting();
    let old = world.generation();
    world.hear_now(TransportEvent::Lost);
    world.run(2_000);
    let before = world.view();
    world.look_away();
    let entry = world.room().entries[0].clone();
    for late in [
        TransportEvent::Lost,
        TransportEvent::Gone,
        TransportEvent::Ended,
        TransportEvent::Entries(vec![entry.clone()]),
        TransportEvent::Resumed {
            missed: vec![entry],
        },
        TransportEvent::Renewed(Ticket::new("stolen")),
    ] {
        world.hear(old, late);
    }
    assert_eq!(world.view(), before);
    assert!(world.effects.is_empty(), "{:?}", world.effects);
}

#[test]
fn a_renewed_ticket_is_stored_and_used() {
    let mut world = World::chatting();
    world.hear_now(TransportEvent::Renewed(Ticket::new("renewed")));
    world.reload();
    let intents = world.intents();
    assert!(
        matches!(&intents[..], [Intent::Resume { ticket, .. }] if ticket.reveal() == "renewed"),
    );
}

#[test]
fn a_suspended_page_keeps_nothing_open() {
    let mut world = World::chatting();
    world.suspend();
    assert_eq!(world.chat.link(), &Link::Suspended);
    assert_eq!(world.chat.link().clone(), Link::Suspended);
    world.agent_says("meanwhile");
    world.run(60_000);
    assert_eq!(world.shown().len(), 0);
    world.wake();
    world.run(200);
    assert_eq!(world.shown(), ["meanwhile"]);
    assert_eq!(world.chat.link_status(), LinkStatus::Live);
}

#[test]
fn waking_shows_what_other_pages_stored_meanwhile() {
    let mut world = World::chatting();
    world.suspend();
    let mut other = World::chatting();
    other.storage.clone_from(&world.storage);
    other.server = world.server.clone();
    other.reload();
    other.run(100);
    other.send("from the other page");
    other.draft("half a th");
    other.run(500);
    other.close();
    world.storage.clone_from(&other.storage);
    world.server = other.server.clone();
    let epoch = world.chat.epoch();
    world.wake();
    assert_eq!(world.shown(), ["from the other page"]);
    assert_eq!(world.session().draft().text, "half a th");
    assert!(
        world.chat.epoch() > epoch,
        "what is drawn is to be drawn anew"
    );
    world.run(300);
    assert_eq!(world.announcements(), [""; 0], "it was announced there");
}

#[test]
fn waking_to_the_same_session_is_not_told_as_a_new_one() {
    let mut world = World::chatting();
    world.suspend();
    world.run(1_000);
    world.wake();
    world.run(1_000);
    assert_eq!(world.readies(), 1);
    assert_eq!(world.failures(), []);
}

#[test]
fn waking_after_another_page_has_left_tells_that_the_chat_is_over() {
    let mut world = World::chatting();
    world.suspend();
    world.storage.clear();
    world.wake();
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert_eq!(world.told(&ChatEvent::Ended(EndReason::Left)), 1);
    world.run(60_000);
    assert_eq!(world.chat.next_deadline(), None, "there is nothing to do");
}

#[test]
fn a_chat_that_ended_on_this_page_can_still_be_read_after_waking() {
    let mut world = World::chatting();
    world.agent_says("bye");
    world.run(100);
    world.agent_ends();
    world.run(100);
    world.suspend();
    world.wake();
    assert_eq!(world.phase(), PhaseKind::Ended);
    assert_eq!(world.shown(), ["bye"]);
}

#[test]
fn a_form_with_private_fields_is_whole_after_waking() {
    let mut world = super::starting::with_a_pin();
    world.start();
    world.fill();
    world.fill_in("pin", "1234");
    world.suspend();
    world.wake();
    assert_eq!(world.form().form.values.get("pin").unwrap(), "1234");
    world.net.faults.hold = true;
    world.submit();
    world.run(100);
    world.suspend();
    world.wake();
    world.net.faults.hold = false;
    world.run(500);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.room().data.get("pin"), Some("1234"));
}

#[test]
fn a_session_that_the_server_has_forgotten_is_over_and_erased() {
    let mut world = World::chatting();
    world.agent_says("hello");
    world.run(100);
    world.close();
    world.server_forgets();
    world.open();
    world.restore();
    world.run(200);
    assert_eq!(end_reason(&world), Some(EndReason::Gone));
    assert_eq!(world.failures(), [Some(Code::SessionGone)]);
    assert_eq!(world.readies(), 0);
    assert!(world.storage.is_empty());
    world.start();
    assert_eq!(
        world.phase(),
        PhaseKind::Registering,
        "the visitor can start anew"
    );
}

#[test]
fn a_session_that_is_forgotten_meanwhile_is_over_and_erased() {
    let mut world = World::chatting();
    world.server_forgets();
    world.run(100);
    assert_eq!(end_reason(&world), Some(EndReason::Gone));
    assert_eq!(world.told(&ChatEvent::Ended(EndReason::Gone)), 1);
    assert!(world.storage.is_empty());
}

#[test]
fn the_agent_can_end_the_chat() {
    let mut world = World::chatting();
    world.agent_says("bye");
    world.agent_ends();
    world.run(100);
    assert_eq!(end_reason(&world), Some(EndReason::Closed));
    assert_eq!(world.shown(), ["bye"], "it can still be read");
    assert_eq!(world.told(&ChatEvent::Ended(EndReason::Closed)), 1);
    assert_eq!(world.chat.link(), &Link::Idle);
    assert!(world.storage.is_empty());
    assert_eq!(world.chat.next_deadline(), None);
}

#[test]
fn a_chat_that_ended_while_the_visitor_was_away_shows_how() {
    let mut world = World::chatting();
    world.close();
    world.agent_says("bye then");
    world.agent_ends();
    world.open();
    world.restore();
    world.run(200);
    assert_eq!(end_reason(&world), Some(EndReason::Closed));
    assert_eq!(world.shown(), ["bye then"]);
    assert_eq!(world.told(&ChatEvent::Ended(EndReason::Closed)), 1);
}

#[test]
fn a_call_that_waits_is_settled_when_the_chat_ends() {
    let mut world = World::chatting();
    world.close();
    world.net.faults.hold = true;
    world.open();
    world.restore();
    world.hear_now(TransportEvent::Ended);
    assert_eq!(world.failures(), [None]);
    world.run(60_000);
    assert_eq!(world.failures().len(), 1);
}

#[test]
fn that_a_session_ended_before_it_was_known_here_does_not_lose_the_start() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.net.lose_next(Leg::Answer, 1);
    world.submit();
    world.run(100);
    // The answer was lost, but the connection already hears the news.
    world.agent_ends();
    world.run(100);
    assert_eq!(world.phase(), PhaseKind::Starting);
    world.run(15_000);
    assert_eq!(end_reason(&world), Some(EndReason::Closed));
    assert_eq!(world.server.rooms().len(), 1);
}

#[test]
fn leaving_tells_the_server_and_ends_at_once() {
    let mut world = World::chatting();
    world.command(Command::Leave);
    assert_eq!(end_reason(&world), Some(EndReason::Left));
    assert!(world.storage.is_empty());
    assert_eq!(world.told(&ChatEvent::Ended(EndReason::Left)), 1);
    world.run(100);
    assert!(world.room().ended);
    assert_eq!(world.chat.link(), &Link::Idle);
    world.run(60_000);
    assert_eq!(world.told(&ChatEvent::Ended(EndReason::Left)), 1);
    assert_eq!(world.chat.next_deadline(), None);
}

#[test]
fn leaving_without_a_network_tells_the_server_later() {
    let mut world = World::chatting();
    world.offline();
    world.command(Command::Leave);
    assert_eq!(end_reason(&world), Some(EndReason::Left));
    assert!(world.storage.is_empty());
    world.run(10_000);
    assert!(!world.room().ended);
    world.online();
    world.run(200);
    assert!(world.room().ended);
    assert_eq!(world.chat.link(), &Link::Idle);
    assert_eq!(
        world.told(&ChatEvent::ConnectionRestored),
        0,
        "of an ended chat the host hears no more"
    );
}

#[test]
fn the_host_is_told_when_the_server_knows_that_the_visitor_left() {
    let mut world = World::chatting();
    world.command(Command::Leave);
    assert_eq!(world.told(&ChatEvent::LeaveSettled), 0);
    world.run(1_000);
    assert!(world.room().ended);
    assert_eq!(world.told(&ChatEvent::LeaveSettled), 1);
}

fn start_another(world: &mut World) {
    world.start();
    world.fill();
    world.submit();
}

#[test]
fn a_new_chat_waits_for_the_end_of_the_one_before() {
    let mut world = World::chatting();
    world.net.faults.delay = 1_500;
    world.command(Command::Leave);
    start_another(&mut world);
    world.run(12_000);
    let over: Vec<_> = world.server.rooms().iter().map(|room| room.ended).collect();
    assert_eq!(over, [true, false]);
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn a_new_chat_does_not_wait_long() {
    let mut world = World::chatting();
    world.net.faults.hold = true;
    world.command(Command::Leave);
    start_another(&mut world);
    world.run(2_000);
    assert_eq!(world.intents().len(), 1, "still leaving");
    world.run(2_000);
    let last = world.intents().pop();
    assert!(matches!(last, Some(Intent::Start { .. })), "{last:?}");
}

#[test]
fn a_start_that_waits_can_be_cancelled_and_the_server_is_told_all_the_same() {
    let mut world = World::chatting();
    world.net.faults.delay = 1_000;
    world.command(Command::Leave);
    start_another(&mut world);
    world.command(Command::Cancel);
    world.run(15_000);
    assert!(world.server.rooms()[0].ended);
    assert_eq!(world.server.rooms().len(), 1);
    assert_eq!(world.phase(), PhaseKind::Registering);
}

#[test]
fn leaving_gives_up_in_the_end() {
    let mut world = World::chatting();
    world.offline();
    world.command(Command::Leave);
    world.run(21_000);
    assert_eq!(world.chat.link(), &Link::Idle);
    assert_eq!(world.chat.next_deadline(), None);
}

#[test]
fn a_word_of_leave_that_is_lost_is_said_again() {
    let mut world = World::chatting();
    world.net.lose_next(Leg::Call, 1);
    world.command(Command::Leave);
    assert!(world.chat.is_leaving());
    assert_eq!(
        world.chat.link_status(),
        LinkStatus::Idle,
        "no trouble of the visitor's"
    );
    world.run(15_000);
    assert!(!world.chat.is_leaving());
    assert!(world.room().ended);
    assert_eq!(has_asked_to_leave(&world), 2);
    assert_eq!(world.told(&ChatEvent::ConnectionLost), 0);
}

#[test]
fn an_ended_chat_that_is_put_away_is_still_left() {
    let mut world = World::chatting();
    world.offline();
    world.command(Command::Leave);
    world.command(Command::Dismiss);
    assert_eq!(world.phase(), PhaseKind::Idle);
    world.online();
    world.run(200);
    assert!(world.room().ended);
    assert_eq!(world.chat.link(), &Link::Idle);
    assert_eq!(world.chat.next_deadline(), None);
}

#[test]
fn a_new_chat_after_one_that_lost_its_link_begins_with_a_clean_sheet() {
    let mut world = World::chatting();
    world.offline();
    world.command(Command::Leave);
    world.command(Command::Dismiss);
    world.run(30_000);
    world.look_away();
    world.net.faults.unreachable = false;
    world.start();
    world.fill();
    world.submit();
    world.run(500);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.told(&ChatEvent::ConnectionRestored), 0);
}

#[test]
fn resuming_asks_for_what_comes_after_the_newest() {
    let mut world = World::chatting();
    world.agent_says("hello");
    world.run(100);
    world.reload();
    let after = match &world.intents()[..] {
        [Intent::Resume { after, .. }] => *after,
        other => panic!("{other:?}"),
    };
    assert_eq!(after, Some(Position(2)));
}

#[test]
fn the_agent_types_and_stops_each_told_once() {
    let mut world = World::chatting();
    world.net.faults.duplicate = 100;
    let typing = |world: &World, wanted: bool| {
        let events = world.events.iter();
        events
            .filter(|event| matches!(event, ChatEvent::Typing { on, .. } if *on == wanted))
            .count()
    };
    world.agent_types(true);
    world.run(100);
    assert_eq!(world.session().typing().unwrap().name, "Ann");
    assert_eq!(typing(&world, true), 1);
    world.agent_says("done");
    world.run(100);
    assert_eq!(world.session().typing(), None);
    assert_eq!(typing(&world, false), 1);
    world.agent_types(true);
    world.run(13_000);
    assert_eq!(world.session().typing(), None, "the word was lost");
    assert_eq!(typing(&world, false), 2);
}

#[test]
fn the_server_is_told_when_the_visitor_types_and_stops() {
    let mut world = World::chatting();
    world.draft("h");
    world.draft("he");
    world.run(100);
    assert!(world.room().visitor_types());
    world.run(4_000);
    assert!(!world.room().visitor_types());
    world.draft("hel");
    world.run(100);
    world.send("hel");
    world.run(100);
    assert!(!world.room().visitor_types());
    let told = world.requests().into_iter();
    assert_eq!(
        told.filter(|r| matches!(r, Request::Typing(true))).count(),
        2
    );
}

#[test]
fn a_host_may_say_that_the_visitor_types() {
    let mut world = World::chatting();
    world.command(Command::SetTyping(true));
    world.run(100);
    assert!(world.room().visitor_types());
    world.command(Command::SetTyping(false));
    world.run(100);
    assert!(!world.room().visitor_types());
}

#[test]
fn a_visitor_whose_page_is_put_away_does_not_go_on_typing() {
    let mut world = World::chatting();
    world.draft("h");
    world.run(100);
    assert!(world.room().visitor_types());
    world.suspend();
    assert!(world.requests().contains(&Request::Typing(false)));
}
