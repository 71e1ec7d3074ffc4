//! A small honest server: a transcript a room, rooms by the start they were
//! asked for under, messages by client id.

use std::collections::BTreeSet;

use rejoin::engine::{
    ClientId, Content, Entry, Party, Position, Refusal, Role, SessionId, Ticket, TransportEvent,
    Wall,
};

/// Time stands still on every calendar: nothing here is about dates.
pub(crate) const TODAY: Wall = Wall(1_800_000_000_000);

/// Where a start begins; what it has learnt when it goes on is its own.
pub(crate) const ADDRESS: &str = "the server";

/// What a page asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Call {
    Start(ClientId),
    Resume(usize, Option<Position>),
    Sync(usize, Option<Position>),
    Message(usize, ClientId, String),
    Leave(usize),
}

/// One session.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    start: ClientId,
    pub(crate) entries: Vec<Entry>,
    pub(crate) ended: bool,
}

/// What follows from a call.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// For who has asked.
    pub(crate) answer: Vec<TransportEvent>,
    /// For all who are in the room.
    pub(crate) news: Option<(usize, TransportEvent)>,
    /// The room that the connection belongs to from here on.
    pub(crate) admitted: Option<usize>,
    /// The server knew that start, or that message, already.
    pub(crate) is_repeated: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) rooms: Vec<Room>,
    /// Starts that it will never have.
    pub(crate) refused: BTreeSet<ClientId>,
    /// Who starts is told on the way what to go on with.
    renews: bool,
    /// From one position to the next; more than one leaves gaps.
    stride: u64,
}

impl Server {
    pub(crate) fn new(is_contiguous: bool, renews: bool) -> Self {
        Self {
            rooms: Vec::new(),
            refused: BTreeSet::new(),
            renews,
            stride: if is_contiguous { 1 } else { 5 },
        }
    }

    /// The room with that name.
    pub(crate) fn room(&self, id: &SessionId) -> Option<&Room> {
        self.rooms.get(number_of(id.as_str()))
    }

    pub(crate) fn answer(&mut self, call: &Call) -> Outcome {
        match call {
            Call::Start(id) => self.start(id),
            Call::Resume(room, after) => {
                let missed = self.entries_after(*room, *after);
                self.with_end(*room, TransportEvent::Resumed { missed })
            }
            Call::Sync(room, after) => {
                let missed = self.entries_after(*room, *after);
                self.with_end(*room, TransportEvent::Synced { missed })
            }
            Call::Message(room, id, text) => self.message(*room, id, text),
            Call::Leave(room) => {
                self.rooms[*room].ended = true;
                Outcome {
                    answer: vec![TransportEvent::Ended],
                    news: Some((*room, TransportEvent::Ended)),
                    ..Outcome::default()
                }
            }
        }
    }

    /// Whether the server could still refuse that.
    pub(crate) fn can_refuse(&self, call: &Call) -> bool {
        match call {
            Call::Message(room, id, _) => !self.rooms[*room].has(id),
            Call::Start(id) => !self.refused.contains(id) && self.room_of(id).is_none(),
            _ => false,
        }
    }

    pub(crate) fn agent_says(&mut self, text: &str) -> Outcome {
        let agent = Party::new("ann", "Ann", Role::Agent);
        let room = self.rooms.len() - 1;
        self.add(room, agent, None, text)
    }

    pub(crate) fn end(&mut self) -> Outcome {
        let room = self.rooms.len() - 1;
        self.rooms[room].ended = true;
        Outcome {
            news: Some((room, TransportEvent::Ended)),
            ..Outcome::default()
        }
    }

    fn start(&mut self, id: &ClientId) -> Outcome {
        let learnt = self.renews.then(|| TransportEvent::Renewed(learnt_by(id)));
        if self.refused.contains(id) {
            let refusal = TransportEvent::Refused(Refusal::Server("not now".to_owned()));
            return Outcome {
                answer: learnt.into_iter().chain([refusal]).collect(),
                is_repeated: true,
                ..Outcome::default()
            };
        }
        let known = self.room_of(id);
        let room = known.unwrap_or(self.rooms.len());
        if known.is_none() {
            self.rooms.push(Room {
                start: id.clone(),
                entries: Vec::new(),
                ended: false,
            });
        }
        let name = room.to_string();
        let started = TransportEvent::Started {
            session: SessionId::new(name.clone()),
            ticket: Ticket::new(name),
        };
        Outcome {
            answer: learnt.into_iter().chain([started]).collect(),
            admitted: Some(room),
            is_repeated: known.is_some(),
            ..Outcome::default()
        }
    }

    fn room_of(&self, start: &ClientId) -> Option<usize> {
        self.rooms.iter().position(|room| room.start == *start)
    }

    fn message(&mut self, room: usize, id: &ClientId, text: &str) -> Outcome {
        let is_repeated = self.rooms[room].has(id);
        let outcome = if is_repeated {
            Outcome::default()
        } else if self.rooms[room].ended {
            let reason = "The chat had ended.".to_owned();
            let client_id = id.clone();
            return Outcome {
                answer: vec![TransportEvent::Rejected { client_id, reason }],
                ..Outcome::default()
            };
        } else {
            let visitor = Party::new("vera", "Vera", Role::Visitor);
            self.add(room, visitor, Some(id.clone()), text)
        };
        Outcome {
            answer: vec![TransportEvent::Accepted(id.clone())],
            is_repeated,
            ..outcome
        }
    }

    fn add(&mut self, room: usize, author: Party, id: Option<ClientId>, text: &str) -> Outcome {
        let entries = &mut self.rooms[room].entries;
        let last = entries.last().map_or(0, |last| last.position.0);
        let position = Position(last + self.stride);
        let entry = Entry {
            client_id: id,
            ..Entry::new(position, TODAY, author, Content::Text(text.to_owned()))
        };
        entries.push(entry.clone());
        Outcome {
            news: Some((room, TransportEvent::Entries(vec![entry]))),
            ..Outcome::default()
        }
    }

    fn entries_after(&self, room: usize, after: Option<Position>) -> Vec<Entry> {
        let entries = self.rooms[room].entries.iter();
        let later = entries.filter(|entry| Some(entry.position) > after);
        later.cloned().collect()
    }

    fn with_end(&self, room: usize, event: TransportEvent) -> Outcome {
        let end = self.rooms[room].ended.then_some(TransportEvent::Ended);
        Outcome {
            answer: [event].into_iter().chain(end).collect(),
            ..Outcome::default()
        }
    }
}

impl Room {
    fn has(&self, id: &ClientId) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|entry| entry.client_id.as_ref() == Some(id))
    }
}

/// What a start goes on with once it has been heard of.
pub(crate) fn learnt_by(start: &ClientId) -> Ticket {
    Ticket::new(format!("start {start}"))
}

/// Rooms, and the tickets to them, bear their number.
pub(crate) fn number_of(name: &str) -> usize {
    name.parse().expect("a room that this server has named")
}
