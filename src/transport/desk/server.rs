//! The desk's server: rooms with a transcript each, idempotent by client id.
//!
//! Pure: the time is an argument, and the whole state is data that can be stored.

use serde::{Deserialize, Serialize};

use super::faults::Faults;
use super::room::Room;
use super::script;
use super::wire::{Answer, Call, News, Outcome, Push};
use crate::engine::{ClientId, RegistrationData, SessionId, Ticket, Wall};

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
        running.filter_map(Room::next_due).min()
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
                    room.set_typing(now, on, pushes);
                    Answer::Done
                }
                None => Answer::Gone,
            },
            Call::VisitorData { ticket, data } => match self.by_ticket(&ticket) {
                Some(room) => {
                    room.data.extend(data);
                    pushes.push(changed());
                    Answer::Done
                }
                None => Answer::Gone,
            },
            Call::Leave { ticket } => match self.by_ticket(&ticket) {
                Some(room) => {
                    room.end(now, Some(room.visitor()), pushes);
                    Answer::Done
                }
                None => Answer::Gone,
            },
            Call::Join { session, name } => self.in_room(&session, |room| {
                room.human_joins(now, &name, pushes);
            }),
            Call::Say {
                session,
                text,
                replies,
            } => self.in_room(&session, |room| {
                if let Some(agent) = room.human() {
                    room.say(now, agent, text, replies, pushes);
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
                room.end(now, room.agents.first().cloned(), pushes);
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
                    room.run_due(now, attended, pushes);
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
        // Who sits at the desk welcomes the visitor.
        let plan = if self.is_attended(now) {
            Vec::new()
        } else {
            script::welcome(now, &data)
        };
        let room = Room {
            id: SessionId::new(format!("desk-{}", self.opened)),
            plan,
            data,
            entries: Vec::new(),
            agents: Vec::new(),
            ended: false,
            types_until: None,
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

#[cfg(test)]
mod tests;
