//! The desk's server: rooms with a transcript each, idempotent by client id.
//!
//! Pure: the time is an argument, and the whole state is data that can be stored.

use serde::{Deserialize, Serialize};

use super::faults::Faults;
use super::script::{self, Act, Planned};
use super::wire::{Answer, Call, News, Outcome, Push};
use crate::engine::{
    ClientId, Content, Entry, Party, Position, RegistrationData, Role, SessionId, Ticket, Wall,
};

/// An agent who sat at the desk has got up when nothing was heard for so long.
const ATTENDS_FOR: u64 = 4_000;
/// Rooms kept; the oldest go.
const ROOMS: usize = 40;

/// The server's whole state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Server {
    rooms: Vec<Room>,
    opened: u64,
    faults: Faults,
    /// Until when somebody is taken to sit at the desk.
    attended_until: Wall,
}

/// One session on the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Room {
    /// Its name.
    pub id: SessionId,
    /// What the visitor registered with.
    pub data: RegistrationData,
    /// The transcript.
    pub entries: Vec<Entry>,
    /// The agents who are in it.
    pub agents: Vec<Party>,
    /// Whether it is over.
    pub ended: bool,
    /// Whether the visitor is typing.
    pub visitor_types: bool,
    started_as: ClientId,
    secret: u64,
    plan: Vec<Planned>,
}

impl Server {
    /// The sessions, oldest first.
    pub fn rooms(&self) -> &[Room] {
        &self.rooms
    }

    /// How the server misbehaves now.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Whether somebody sits at the desk.
    pub fn is_attended(&self, now: Wall) -> bool {
        now < self.attended_until
    }

    /// When a [`Call::Tick`] will have something to do.
    pub fn next_due(&self) -> Option<Wall> {
        let running = self.rooms.iter().filter(|room| !room.ended);
        let planned = running.flat_map(|room| room.plan.iter());
        planned.map(|planned| planned.at).min()
    }

    /// Does what is asked.
    pub fn apply(&mut self, now: Wall, call: Call) -> Outcome {
        let mut pushes = Vec::new();
        let answer = self.answer(now, call, &mut pushes);
        Outcome { answer, pushes }
    }

    fn answer(&mut self, now: Wall, call: Call, pushes: &mut Vec<Push>) -> Answer {
        let attended = self.is_attended(now);
        match call {
            Call::Start {
                id,
                data,
                complete,
                secret,
            } => self.start(now, id, data, complete, secret, pushes),
            Call::Fetch { ticket, after } => match self.by_ticket(&ticket) {
                Some(room) => Answer::Entries {
                    entries: room.entries_after(after),
                    ended: room.ended,
                },
                None => Answer::Gone,
            },
            Call::Message {
                ticket,
                client_id,
                text,
            } => {
                let refuses = self.faults.refuse_messages;
                match self.by_ticket(&ticket) {
                    Some(room) if room.has(&client_id) => Answer::Accepted(client_id),
                    Some(room) if room.ended => {
                        Answer::Rejected(client_id, "The chat had ended.".to_owned())
                    }
                    Some(_) if refuses => Answer::Rejected(
                        client_id,
                        "The desk does not take messages now.".to_owned(),
                    ),
                    Some(room) => {
                        room.visitor_says(now, &client_id, text, attended, pushes);
                        Answer::Accepted(client_id)
                    }
                    None => Answer::Gone,
                }
            }
            Call::VisitorTyping { ticket, on } => match self.by_ticket(&ticket) {
                Some(room) => {
                    room.visitor_types = on;
                    let visitor = room.visitor();
                    room.tell(News::Typing(visitor, on), pushes);
                    Answer::Done
                }
                None => Answer::Gone,
            },
            Call::Leave { ticket } => match self.by_ticket(&ticket) {
                Some(room) => {
                    let visitor = room.visitor();
                    room.end(now, visitor, pushes);
                    Answer::Done
                }
                None => Answer::Gone,
            },
            Call::Join { session, name } => self.in_room(&session, |room| {
                room.human_joins(now, &name, pushes);
            }),
            Call::Say { session, text } => self.in_room(&session, |room| {
                if let Some(agent) = room.human() {
                    room.add(now, agent, Content::Text(text), None, pushes);
                }
            }),
            Call::AgentTyping { session, on } => self.in_room(&session, |room| {
                if let Some(agent) = room.human() {
                    room.tell(News::Typing(agent, on), pushes);
                }
            }),
            Call::AgentLeave { session } => self.in_room(&session, |room| {
                if let Some(agent) = room.human() {
                    room.agent_leaves(now, &agent, pushes);
                }
            }),
            Call::End { session } => self.in_room(&session, |room| {
                let by = room.agents.first().cloned().unwrap_or_else(system);
                room.end(now, by, pushes);
            }),
            Call::Forget { session } => {
                self.rooms.retain(|room| room.id != session);
                pushes.push(Push {
                    session: Some(session),
                    news: News::Forgotten,
                });
                Answer::Done
            }
            Call::SetFaults(faults) => {
                self.faults = faults;
                pushes.push(changed());
                Answer::Done
            }
            Call::Attend(here) => {
                self.attended_until = if here {
                    Wall(now.0.saturating_add(ATTENDS_FOR))
                } else {
                    Wall(0)
                };
                Answer::Done
            }
            Call::Tick => {
                for room in self.rooms.iter_mut().filter(|room| !room.ended) {
                    room.run_plan(now, attended, pushes);
                }
                Answer::Done
            }
            Call::Look => Answer::Done,
        }
    }

    fn start(
        &mut self,
        now: Wall,
        id: ClientId,
        data: RegistrationData,
        complete: bool,
        secret: u64,
        pushes: &mut Vec<Push>,
    ) -> Answer {
        if let Some(room) = self.rooms.iter().find(|room| room.started_as == id) {
            return room.started();
        }
        if !complete {
            return Answer::Incomplete;
        }
        if self.faults.refuse_starts {
            return Answer::Refused(
                "The desk is closed at the moment. Please try again.".to_owned(),
            );
        }
        self.opened += 1;
        let room = Room {
            id: SessionId::new(format!("desk-{}", self.opened)),
            plan: script::welcome(now, &data),
            data,
            entries: Vec::new(),
            agents: Vec::new(),
            ended: false,
            visitor_types: false,
            started_as: id,
            secret,
        };
        let answer = room.started();
        self.rooms.push(room);
        let surplus = self.rooms.len().saturating_sub(ROOMS);
        self.rooms.drain(..surplus);
        pushes.push(changed());
        answer
    }

    fn by_ticket(&mut self, ticket: &Ticket) -> Option<&mut Room> {
        self.rooms.iter_mut().find(|room| room.ticket() == *ticket)
    }

    fn in_room(&mut self, id: &SessionId, act: impl FnOnce(&mut Room)) -> Answer {
        match self.rooms.iter_mut().find(|room| room.id == *id) {
            Some(room) => {
                if !room.ended {
                    act(room);
                }
                Answer::Done
            }
            None => Answer::Gone,
        }
    }
}

fn changed() -> Push {
    Push {
        session: None,
        news: News::Changed,
    }
}

fn system() -> Party {
    Party {
        id: "desk".to_owned(),
        name: "Desk".to_owned(),
        role: Role::System,
    }
}

impl Room {
    /// The visitor, by the name they gave.
    pub fn visitor(&self) -> Party {
        let name = self.data.display_name();
        Party {
            id: "visitor".to_owned(),
            name: if name.is_empty() {
                "Visitor".to_owned()
            } else {
                name
            },
            role: Role::Visitor,
        }
    }

    /// The agent who sits at the desk, when they are in the room.
    pub fn human(&self) -> Option<Party> {
        let robin = script::robin();
        self.agents.iter().find(|a| a.id != robin.id).cloned()
    }

    fn ticket(&self) -> Ticket {
        Ticket::new(format!("{}:{:016x}", self.id, self.secret))
    }

    fn started(&self) -> Answer {
        Answer::Started {
            session: self.id.clone(),
            ticket: self.ticket(),
        }
    }

    fn has(&self, client_id: &ClientId) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.client_id.as_ref() == Some(client_id))
    }

    fn entries_after(&self, after: Option<Position>) -> Vec<Entry> {
        let entries = self.entries.iter();
        entries
            .filter(|entry| Some(entry.position) > after)
            .cloned()
            .collect()
    }

    fn tell(&self, news: News, pushes: &mut Vec<Push>) {
        pushes.push(Push {
            session: Some(self.id.clone()),
            news,
        });
    }

    fn add(
        &mut self,
        now: Wall,
        author: Party,
        content: Content,
        client_id: Option<ClientId>,
        pushes: &mut Vec<Push>,
    ) {
        let next = self.entries.last().map_or(1, |last| last.position.0 + 1);
        let entry = Entry {
            position: Position(next),
            at: now,
            author,
            content,
            client_id,
        };
        self.entries.push(entry.clone());
        self.tell(News::Entry(entry), pushes);
    }

    fn visitor_says(
        &mut self,
        now: Wall,
        client_id: &ClientId,
        text: String,
        attended: bool,
        pushes: &mut Vec<Push>,
    ) {
        if !attended && self.human().is_none() {
            let is_here = self.agents.contains(&script::robin());
            // A new message while the script was about to answer another: it
            // answers the new one.
            let keeps = |act: &Act| matches!(act, Act::Join);
            self.plan.retain(|planned| keeps(&planned.act));
            let joins = is_here || !self.plan.is_empty();
            self.plan.extend(script::reply(now, &text, joins));
        }
        self.visitor_types = false;
        let visitor = self.visitor();
        self.add(
            now,
            visitor,
            Content::Text(text),
            Some(client_id.clone()),
            pushes,
        );
    }

    fn human_joins(&mut self, now: Wall, name: &str, pushes: &mut Vec<Push>) {
        self.plan.clear();
        if self.human().is_some() {
            return;
        }
        let agent = Party {
            id: "agent".to_owned(),
            name: name.to_owned(),
            role: Role::Agent,
        };
        self.agents.push(agent.clone());
        self.add(now, agent, Content::Joined, None, pushes);
        let robin = script::robin();
        if self.agents.contains(&robin) {
            self.agent_leaves(now, &robin, pushes);
        }
    }

    fn agent_leaves(&mut self, now: Wall, agent: &Party, pushes: &mut Vec<Push>) {
        self.agents.retain(|held| held.id != agent.id);
        self.add(now, agent.clone(), Content::Left, None, pushes);
    }

    fn end(&mut self, now: Wall, by: Party, pushes: &mut Vec<Push>) {
        if self.ended {
            return;
        }
        self.plan.clear();
        self.add(now, by, Content::Left, None, pushes);
        self.ended = true;
        self.tell(News::Ended, pushes);
    }

    fn run_plan(&mut self, now: Wall, attended: bool, pushes: &mut Vec<Push>) {
        if attended {
            // Somebody sits at the desk now: the script keeps quiet.
            self.plan.clear();
            return;
        }
        let (due, later) = std::mem::take(&mut self.plan)
            .into_iter()
            .partition(|planned| planned.at <= now);
        self.plan = later;
        let robin = script::robin();
        for planned in due {
            match planned.act {
                Act::Join => {
                    if !self.agents.contains(&robin) {
                        self.agents.push(robin.clone());
                        self.add(now, robin.clone(), Content::Joined, None, pushes);
                    }
                }
                Act::Type => self.tell(News::Typing(robin.clone(), true), pushes),
                Act::Say(text) => self.add(now, robin.clone(), Content::Text(text), None, pushes),
                Act::Leave => self.agent_leaves(now, &robin, pushes),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
                    Content::Text(text) | Content::Notice(text) => text.as_str(),
                    Content::Joined => "joined",
                    Content::Left => "left",
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
        server.apply(NOW, Call::Say { session, text });
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
        assert!(server.rooms()[0].visitor_types);
        server.apply(NOW, message(&ticket, "m", "hello"));
        assert!(!server.rooms()[0].visitor_types);
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
}
