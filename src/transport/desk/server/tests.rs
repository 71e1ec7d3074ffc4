//! The server's behaviours.

use super::*;
use crate::engine::{Content, Position};

const NOW: Wall = Wall(1_000_000);

fn later(millis: u64) -> Wall {
    Wall(NOW.0 + millis)
}

fn start(server: &mut Server, id: &str, complete: bool) -> Answer {
    let call = Call::Start {
        id: ClientId::new(id),
        data: [("firstName", "Vera")].into_iter().collect(),
        complete,
        secret: 7,
    };
    server.apply(NOW, call).answer
}

/// A server with one session, and the visitor's right to it.
fn started() -> (Server, Ticket) {
    let mut server = Server::default();
    let Answer::Started { ticket, .. } = start(&mut server, "s", true) else {
        panic!("it was not started");
    };
    (server, ticket)
}

fn message(ticket: &Ticket, id: &str, text: &str) -> Call {
    Call::Message {
        ticket: ticket.clone(),
        client_id: ClientId::new(id),
        text: text.to_owned(),
    }
}

fn session(server: &Server) -> SessionId {
    server.rooms()[0].id.clone()
}

fn join(server: &mut Server, now: Wall) {
    let session = session(server);
    let name = "Ann".to_owned();
    server.apply(now, Call::Join { session, name });
}

/// Lets the script do all that it has planned.
fn play(server: &mut Server) {
    while let Some(due) = server.next_due() {
        server.apply(due, Call::Tick);
    }
}

/// The transcript as who said what.
fn said(server: &Server) -> Vec<(&str, &str)> {
    let entries = server.rooms()[0].entries.iter();
    entries
        .map(|entry| {
            let what = match &entry.content {
                Content::Text(text)
                | Content::Url(text)
                | Content::File { name: text, .. }
                | Content::Notice(text) => text.as_str(),
                Content::Joined => "joined",
                Content::Left => "left",
                _ => "something else",
            };
            (entry.author.name.as_str(), what)
        })
        .collect()
}

#[test]
fn the_same_start_twice_gives_the_same_session() {
    let mut server = Server::default();
    let first = start(&mut server, "s", true);
    assert_eq!(start(&mut server, "s", true), first);
    assert_eq!(server.rooms().len(), 1);
    assert_ne!(start(&mut server, "other", true), first);
    assert_eq!(server.rooms().len(), 2);
}

#[test]
fn an_incomplete_start_only_finds() {
    let mut server = Server::default();
    assert_eq!(start(&mut server, "s", false), Answer::Incomplete);
    assert_eq!(server.rooms().len(), 0);
    let started = start(&mut server, "s", true);
    assert_eq!(start(&mut server, "s", false), started);
}

#[test]
fn a_refused_start_makes_nothing_but_finds_what_there_is() {
    let (mut server, _) = started();
    let refuse_starts = Faults {
        refuse_starts: true,
        ..Faults::default()
    };
    server.apply(NOW, Call::SetFaults(refuse_starts));
    assert!(matches!(
        start(&mut server, "new", true),
        Answer::Refused(_)
    ));
    assert!(matches!(
        start(&mut server, "s", true),
        Answer::Started { .. }
    ));
    assert_eq!(server.rooms().len(), 1);
}

#[test]
fn the_same_message_twice_is_said_once() {
    let (mut server, ticket) = started();
    let accepted = Answer::Accepted(ClientId::new("m"));
    let first = server.apply(NOW, message(&ticket, "m", "hello"));
    assert_eq!(first.answer, accepted);
    assert_eq!(first.pushes.len(), 1);
    let again = server.apply(NOW, message(&ticket, "m", "hello"));
    assert_eq!(again.answer, accepted);
    assert_eq!(again.pushes, []);
    assert_eq!(said(&server), [("Vera", "hello")]);
}

#[test]
fn a_message_that_is_in_is_accepted_whatever_the_server_refuses_since() {
    let (mut server, ticket) = started();
    server.apply(NOW, message(&ticket, "in", "hello"));
    let refuse_messages = Faults {
        refuse_messages: true,
        ..Faults::default()
    };
    server.apply(NOW, Call::SetFaults(refuse_messages));
    let again = server.apply(NOW, message(&ticket, "in", "hello"));
    assert_eq!(again.answer, Answer::Accepted(ClientId::new("in")));
    let new = server.apply(NOW, message(&ticket, "new", "hello"));
    assert!(matches!(new.answer, Answer::Rejected(..)));
    assert_eq!(said(&server).len(), 1);
}

#[test]
fn with_a_wrong_ticket_the_session_is_gone() {
    let (mut server, right) = started();
    let room = session(&server);
    for wrong in [
        "",
        room.as_str(),
        "desk-1:0000000000000000",
        "desk-2:0000000000000007",
    ] {
        let ticket = Ticket::new(wrong);
        assert_ne!(ticket, right);
        let after = None;
        for call in [
            message(&ticket, "m", "hello"),
            Call::VisitorTyping {
                ticket: ticket.clone(),
                on: true,
            },
            Call::Leave {
                ticket: ticket.clone(),
            },
            Call::Fetch { ticket, after },
        ] {
            let outcome = server.apply(NOW, call);
            assert_eq!(outcome.answer, Answer::Gone);
            assert_eq!(outcome.pushes, []);
        }
    }
    assert_eq!(said(&server), []);
}

#[test]
fn what_is_asked_for_begins_after_the_position() {
    let (mut server, ticket) = started();
    for id in ["1", "2", "3"] {
        server.apply(NOW, message(&ticket, id, id));
    }
    let mut count = |after| {
        let ticket = ticket.clone();
        match server.apply(NOW, Call::Fetch { ticket, after }).answer {
            Answer::Entries { entries, .. } => entries.len(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(count(None), 3);
    assert_eq!(count(Some(Position(2))), 1);
    assert_eq!(count(Some(Position(3))), 0);
}

#[test]
fn positions_have_no_gaps() {
    let (mut server, ticket) = started();
    join(&mut server, NOW);
    server.apply(NOW, message(&ticket, "m", "hello"));
    let text = "hi".to_owned();
    let session = session(&server);
    let replies = Vec::new();
    server.apply(
        NOW,
        Call::Say {
            session,
            text,
            replies,
        },
    );
    server.apply(NOW, Call::Leave { ticket });
    let positions = server.rooms()[0].entries.iter().map(|e| e.position.0);
    assert!(positions.eq(1..=4));
}

#[test]
fn an_ended_session_takes_nothing_more() {
    let (mut server, ticket) = started();
    join(&mut server, NOW);
    server.apply(NOW, message(&ticket, "in", "hello"));
    let session = session(&server);
    let end = Call::End {
        session: session.clone(),
    };
    let news = server.apply(NOW, end).pushes;
    assert_eq!(news.last().map(|push| &push.news), Some(&News::Ended));
    let before = said(&server).len();

    let late = server.apply(NOW, message(&ticket, "late", "wait")).answer;
    assert!(matches!(late, Answer::Rejected(..)));
    let known = server.apply(NOW, message(&ticket, "in", "hello")).answer;
    assert!(matches!(known, Answer::Accepted(_)), "it is in");
    let text = "and".to_owned();
    for call in [
        Call::Say {
            session: session.clone(),
            text,
            replies: Vec::new(),
        },
        Call::AgentLeave { session },
        Call::Leave { ticket },
    ] {
        assert_eq!(server.apply(NOW, call).pushes, []);
    }
    join(&mut server, NOW);
    assert_eq!(said(&server).len(), before);
    assert_eq!(server.next_due(), None, "the script has gone too");
}

#[test]
fn a_forgotten_session_is_gone() {
    let (mut server, ticket) = started();
    let session = session(&server);
    server.apply(NOW, Call::Forget { session });
    let after = None;
    let answer = server.apply(NOW, Call::Fetch { ticket, after }).answer;
    assert_eq!(answer, Answer::Gone);
}

#[test]
fn the_script_joins_greets_and_answers() {
    let (mut server, ticket) = started();
    play(&mut server);
    let greeting = ("Robin", "Hi Vera! What can I do for you?");
    assert_eq!(said(&server), [("Robin", "joined"), greeting]);
    server.apply(later(60_000), message(&ticket, "m", "When are you open"));
    play(&mut server);
    let (who, what) = said(&server)[3];
    assert!(who == "Robin" && what.contains("8 to 20"), "{what}");
}

#[test]
fn the_script_answers_the_newest_message_only() {
    let (mut server, ticket) = started();
    play(&mut server);
    server.apply(later(60_000), message(&ticket, "1", "thank you"));
    server.apply(later(60_100), message(&ticket, "2", "my order"));
    play(&mut server);
    let answers = said(&server).split_off(4);
    assert_eq!(answers.len(), 1);
    assert!(answers[0].1.contains("order number"));
}

#[test]
fn the_script_leaves_when_told_goodbye_and_comes_back_when_spoken_to() {
    let (mut server, ticket) = started();
    play(&mut server);
    server.apply(later(60_000), message(&ticket, "1", "Bye!"));
    play(&mut server);
    assert_eq!(said(&server).last(), Some(&("Robin", "left")));
    assert_eq!(server.rooms()[0].agents, []);
    assert!(!server.rooms()[0].ended);
    server.apply(later(90_000), message(&ticket, "2", "One more thing"));
    play(&mut server);
    assert_eq!(server.rooms()[0].agents.len(), 1);
}

#[test]
fn who_sits_at_the_desk_welcomes_the_visitor_and_nothing_is_planned() {
    let mut server = Server::default();
    server.apply(NOW, Call::Attend(true));
    start(&mut server, "s", true);
    assert_eq!(server.next_due(), None);
}

#[test]
fn the_script_keeps_quiet_while_somebody_sits_at_the_desk() {
    let (mut server, ticket) = started();
    server.apply(NOW, Call::Attend(true));
    play(&mut server);
    server.apply(later(3_000), message(&ticket, "m", "hello"));
    play(&mut server);
    assert_eq!(said(&server), [("Vera", "hello")]);
    assert!(server.is_attended(later(3_999)));
    assert!(
        !server.is_attended(later(4_000)),
        "they went without a word"
    );
    server.apply(later(5_000), message(&ticket, "m2", "anybody?"));
    play(&mut server);
    assert!(said(&server).contains(&("Robin", "joined")));
}

#[test]
fn somebody_who_joins_takes_over_from_the_script() {
    let (mut server, ticket) = started();
    play(&mut server);
    server.apply(later(60_000), message(&ticket, "m", "hello"));
    join(&mut server, later(60_100));
    play(&mut server);
    let ends = [("Vera", "hello"), ("Ann", "joined"), ("Robin", "left")];
    assert!(said(&server).ends_with(&ends), "{:?}", said(&server));
    server.apply(later(90_000), message(&ticket, "m2", "hello?"));
    assert_eq!(server.next_due(), None, "Ann is here to answer");
    join(&mut server, later(90_100));
    assert_eq!(server.rooms()[0].agents.len(), 1, "and joins once");
}

#[test]
fn that_the_visitor_types_is_told_until_they_have_said_it() {
    let (mut server, ticket) = started();
    let on = true;
    let typing = Call::VisitorTyping {
        ticket: ticket.clone(),
        on,
    };
    let pushes = server.apply(NOW, typing).pushes;
    assert!(matches!(
        pushes[..],
        [Push {
            news: News::Typing(_, true),
            ..
        }]
    ));
    assert!(server.rooms()[0].visitor_types());
    server.apply(NOW, message(&ticket, "m", "hello"));
    assert!(!server.rooms()[0].visitor_types());
}

#[test]
fn a_visitor_whose_page_was_killed_while_typing_has_stopped_after_a_while() {
    let (mut server, ticket) = started();
    join(&mut server, NOW);
    let on = true;
    server.apply(NOW, Call::VisitorTyping { ticket, on });
    server.apply(later(7_999), Call::Tick);
    assert!(server.rooms()[0].visitor_types());
    assert_eq!(server.next_due(), Some(later(8_000)));
    let pushes = server.apply(later(8_000), Call::Tick).pushes;
    assert!(matches!(
        pushes[..],
        [Push {
            news: News::Typing(_, false),
            ..
        }]
    ));
    assert!(!server.rooms()[0].visitor_types());
    assert_eq!(server.next_due(), None);
}

#[test]
fn an_end_without_an_agent_says_nothing_of_anybody_leaving() {
    let (mut server, _) = started();
    let session = session(&server);
    let pushes = server.apply(NOW, Call::End { session }).pushes;
    assert!(matches!(
        pushes[..],
        [Push {
            news: News::Ended,
            ..
        }]
    ));
    assert_eq!(said(&server), []);
}

#[test]
fn the_oldest_sessions_go_when_there_are_too_many() {
    let mut server = Server::default();
    for number in 0..=ROOMS {
        start(&mut server, &number.to_string(), true);
    }
    assert_eq!(server.rooms().len(), ROOMS);
    assert_eq!(server.rooms()[0].id.as_str(), "desk-2");
}

#[test]
fn the_whole_state_can_be_stored_and_read_back() {
    let (mut server, ticket) = started();
    join(&mut server, NOW);
    server.apply(NOW, message(&ticket, "m", "hello"));
    let text = serde_json::to_string(&server).unwrap();
    let read: Server = serde_json::from_str(&text).unwrap();
    assert_eq!(read, server);
}
