//! The promises of the contract, one test each.

use rejoin::engine::{ClientId, Intent, Refusal, Request, Ticket, TransportEvent};
use rejoin::transport::Transport;

use super::line::{Line, eventually, fresh_id, says, start, visitor};
use super::{Site, ann};

pub async fn a_start_gives_a_session<S: Site>(site: &S) {
    let (_line, session, ticket) = visitor(site).await;
    assert!(!session.as_str().is_empty());
    assert!(!ticket.reveal().is_empty());
}

pub async fn the_same_start_gives_the_same_session<S: Site>(site: &S) {
    let id = fresh_id();
    let mut first = Line::new(site.transport());
    first.start(&id);
    let session = first.started().await.0;
    // On the next page, with what the engine has stored of the start.
    let mut second = Line::new(site.transport());
    second.connect(start(&id, first.transport.start_ticket()));
    assert_eq!(second.started().await.0, session);
}

pub async fn two_starts_give_two_sessions<S: Site>(site: &S) {
    let (_, first, _) = visitor(site).await;
    let (_, second, _) = visitor(site).await;
    assert_ne!(first, second);
}

fn incomplete(id: &ClientId) -> Intent {
    Intent::Start {
        id: id.clone(),
        data: ann(),
        complete: false,
        ticket: None,
    }
}

pub async fn an_incomplete_start_makes_none<S: Site>(site: &S) {
    let mut line = Line::new(site.transport());
    line.connect(incomplete(&fresh_id()));
    line.wait_for(TransportEvent::Refused(Refusal::Incomplete))
        .await;
}

pub async fn an_incomplete_start_finds_what_there_is<S: Site>(site: &S) {
    let id = fresh_id();
    let mut line = Line::new(site.transport());
    line.start(&id);
    let session = line.started().await.0;
    line.connect(incomplete(&id));
    assert_eq!(line.started().await.0, session);
}

pub async fn a_message_is_accepted_and_echoed_under_its_id<S: Site>(site: &S) {
    let (line, session, _) = visitor(site).await;
    line.say("m-1", "Hello");
    line.wait_for(TransportEvent::Accepted(ClientId::new("m-1")))
        .await;
    let echo = line.wait_for_text("Hello").await;
    assert_eq!(echo.client_id, Some(ClientId::new("m-1")));
    assert_eq!(site.visitor_said(&session).await, ["Hello"]);
}

pub async fn the_same_message_twice_adds_nothing<S: Site>(site: &S) {
    let (mut line, session, ticket) = visitor(site).await;
    line.say("m-1", "Once");
    line.wait_for(TransportEvent::Accepted(ClientId::new("m-1")))
        .await;
    // Again on a new connection, as after an answer that was lost.
    line.resume(&ticket, None).await;
    line.say("m-1", "Once");
    line.wait_for(TransportEvent::Accepted(ClientId::new("m-1")))
        .await;
    assert_eq!(site.visitor_said(&session).await, ["Once"]);
}

pub async fn the_agent_is_heard_in_order<S: Site>(site: &S) {
    let (line, session, _) = visitor(site).await;
    site.agent_joins(&session).await;
    for text in ["one", "two", "three"] {
        site.agent_says(&session, text).await;
    }
    line.wait_for_text("three").await;
    let positions = |text: &str| {
        let entries = line.entries();
        entries.iter().find(|e| says(e, text)).map(|e| e.position)
    };
    assert!(positions("one") < positions("two"));
    assert!(positions("two") < positions("three"));
}

pub async fn resuming_brings_all_that_was_missed<S: Site>(site: &S) {
    let (mut line, session, ticket) = visitor(site).await;
    site.agent_joins(&session).await;
    site.agent_says(&session, "before").await;
    let last = line.wait_for_text("before").await.position;
    line.transport.disconnect();
    for text in ["missed 1", "missed 2"] {
        site.agent_says(&session, text).await;
    }
    let missed = line.resume(&ticket, Some(last)).await;
    assert_eq!(missed.len(), 2);
    assert!(says(&missed[0], "missed 1") && says(&missed[1], "missed 2"));
    site.agent_says(&session, "after").await;
    line.wait_for_text("after").await;
}

pub async fn resuming_from_nothing_brings_everything<S: Site>(site: &S) {
    let (mut line, session, ticket) = visitor(site).await;
    site.agent_joins(&session).await;
    line.say("m-1", "mine");
    let mine = line.wait_for_text("mine").await;
    let all = line.resume(&ticket, None).await;
    assert!(all.contains(&mine), "{all:?}");
}

pub async fn resuming_when_nothing_was_missed_brings_nothing<S: Site>(site: &S) {
    let (mut line, _, ticket) = visitor(site).await;
    line.say("m-1", "mine");
    let last = line.wait_for_text("mine").await.position;
    assert_eq!(line.resume(&ticket, Some(last)).await, []);
}

pub async fn a_sync_brings_what_came_after<S: Site>(site: &S) {
    let (line, session, _) = visitor(site).await;
    site.agent_joins(&session).await;
    site.agent_says(&session, "one").await;
    let one = line.wait_for_text("one").await;
    site.agent_says(&session, "two").await;
    line.wait_for_text("two").await;
    line.transport.send(Request::Sync {
        after: Some(one.position),
    });
    let missed = line
        .wait("Synced", |event| match event {
            TransportEvent::Synced { missed } => Some(missed.clone()),
            _ => None,
        })
        .await;
    assert_eq!(missed.len(), 1);
    assert!(says(&missed[0], "two"));
}

pub async fn typing_is_told_both_ways<S: Site>(site: &S) {
    let (line, session, _) = visitor(site).await;
    site.agent_joins(&session).await;
    for on in [true, false] {
        site.agent_types(&session, on).await;
        line.wait("typing of the agent's", |event| match event {
            TransportEvent::Typing { on: told, .. } => (*told == on).then_some(()),
            _ => None,
        })
        .await;
        line.transport.send(Request::Typing(on));
        eventually("the agent sees the visitor's typing", || async {
            site.visitor_types(&session).await == on
        })
        .await;
    }
}

pub async fn more_about_the_visitor_reaches_the_server<S: Site>(site: &S) {
    let (line, session, _) = visitor(site).await;
    let data = [("plan", "pro")].into_iter().collect();
    line.transport.send(Request::Data(data));
    line.wait_for(TransportEvent::DataTaken).await;
    let plan = site.visitor_data(&session, "plan").await;
    assert_eq!(plan.as_deref(), Some("pro"));
    let kept = site.visitor_data(&session, "firstName").await;
    assert_eq!(kept.as_deref(), Some("Ann"));
}

pub async fn a_ticket_that_was_never_given_is_gone<S: Site>(site: &S) {
    let mut line = Line::new(site.transport());
    line.connect(Intent::Resume {
        ticket: Ticket::new("nonsense"),
        after: None,
    });
    line.wait_for(TransportEvent::Gone).await;
}

pub async fn a_forgotten_session_is_gone<S: Site>(site: &S) {
    let (mut line, session, ticket) = visitor(site).await;
    line.transport.disconnect();
    site.forget(&session).await;
    line.connect(Intent::Resume {
        ticket,
        after: None,
    });
    line.wait_for(TransportEvent::Gone).await;
}

pub async fn the_agent_can_end_the_session<S: Site>(site: &S) {
    let (line, session, _) = visitor(site).await;
    site.agent_joins(&session).await;
    site.agent_ends(&session).await;
    line.wait_for(TransportEvent::Ended).await;
}

pub async fn leaving_is_confirmed_and_ends_the_session<S: Site>(site: &S) {
    let (line, session, _) = visitor(site).await;
    line.transport.send(Request::Leave);
    line.wait_for(TransportEvent::Ended).await;
    assert!(site.is_over(&session).await);
}

pub async fn an_ended_session_tells_so_at_resume<S: Site>(site: &S) {
    let (mut line, session, ticket) = visitor(site).await;
    site.agent_joins(&session).await;
    line.transport.disconnect();
    site.agent_says(&session, "Goodbye").await;
    site.agent_ends(&session).await;
    line.connect(Intent::Resume {
        ticket,
        after: None,
    });
    line.wait("the end", |event| {
        matches!(event, TransportEvent::Ended | TransportEvent::Gone).then_some(())
    })
    .await;
}

pub async fn a_dropped_connection_reports_nothing_more<S: Site>(site: &S) {
    let (line, session, _) = visitor(site).await;
    site.agent_joins(&session).await;
    line.wait("the agent", |event| {
        matches!(event, TransportEvent::Entries(_)).then_some(())
    })
    .await;
    line.transport.disconnect();
    site.agent_says(&session, "Are you there?").await;
    assert!(line.is_silent().await, "heard {:?}", line.heard());
}

pub async fn a_new_connection_silences_the_old_one<S: Site>(site: &S) {
    let (mut line, session, ticket) = visitor(site).await;
    site.agent_joins(&session).await;
    let old = line.ear();
    line.resume(&ticket, None).await;
    let heard_before = old.borrow().len();
    site.agent_says(&session, "Once").await;
    line.wait_for_text("Once").await;
    assert!(line.is_silent().await, "and once only");
    assert_eq!(old.borrow().len(), heard_before);
}

pub async fn nothing_is_reported_while_connecting<S: Site>(site: &S) {
    let mut line = Line::new(site.transport());
    line.start(&fresh_id());
    assert_eq!(line.heard(), []);
    line.started().await;
}
