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
