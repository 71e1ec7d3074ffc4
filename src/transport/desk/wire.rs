//! What is said to the desk's server, and what it answers.

use serde::{Deserialize, Serialize};

use super::faults::Faults;
use crate::engine::{ClientId, Entry, Party, Position, RegistrationData, SessionId, Ticket};

/// Something to ask of the server. Those with a ticket are the visitor's, those
/// with a session id are the agent's.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Start a session, or find the one that was started under this id.
    Start {
        /// The visitor's name for this start.
        id: ClientId,
        /// What they registered with.
        data: RegistrationData,
        /// False: only find.
        complete: bool,
        /// Randomness for the new session's secret.
        secret: u64,
    },
    /// Everything after that position.
    Fetch {
        /// Which session, and the right to it.
        ticket: Ticket,
        /// Exclusive; `None` for everything.
        after: Option<Position>,
    },
    /// A message of the visitor's.
    Message {
        /// Which session, and the right to it.
        ticket: Ticket,
        /// Seen before, it adds nothing.
        client_id: ClientId,
        /// What it says.
        text: String,
    },
    /// The visitor types, or has stopped.
    VisitorTyping {
        /// Which session, and the right to it.
        ticket: Ticket,
        /// Whether they type.
        on: bool,
    },
    /// More about the visitor, over what is known.
    VisitorData {
        /// Which session, and the right to it.
        ticket: Ticket,
        /// Value by name.
        data: RegistrationData,
    },
    /// The visitor ends the session.
    Leave {
        /// Which session, and the right to it.
        ticket: Ticket,
    },
    /// An agent comes into a session.
    Join {
        /// Which.
        session: SessionId,
        /// The agent's name.
        name: String,
    },
    /// A message of the agent's.
    Say {
        /// Which session.
        session: SessionId,
        /// What it says.
        text: String,
        /// Answers that it suggests; see [`Entry::offering`].
        replies: Vec<String>,
    },
    /// The agent types, or has stopped.
    AgentTyping {
        /// Which session.
        session: SessionId,
        /// Whether they type.
        on: bool,
    },
    /// The agent leaves a session; it goes on.
    AgentLeave {
        /// Which.
        session: SessionId,
    },
    /// The agent ends a session.
    End {
        /// Which.
        session: SessionId,
    },
    /// The server loses a session, as after a crash.
    Forget {
        /// Which.
        session: SessionId,
    },
    /// The server misbehaves from now on like this.
    SetFaults(Faults),
    /// An agent sits at the desk, or has got up.
    Attend(bool),
    /// Time has passed.
    Tick,
    /// The whole state, for the desk page.
    Look,
}

/// The server's answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Done.
    Done,
    /// The session exists.
    Started {
        /// Its name.
        session: SessionId,
        /// The right to it.
        ticket: Ticket,
    },
    /// What was asked for.
    Entries {
        /// In order.
        entries: Vec<Entry>,
        /// Whether the session is over.
        ended: bool,
    },
    /// The message is in the transcript.
    Accepted(ClientId),
    /// The server will not take the message.
    Rejected(ClientId, String),
    /// The server will not start a session.
    Refused(String),
    /// There is no session started under that id, and this start may only find.
    Incomplete,
    /// There is no such session.
    Gone,
}

/// News for everybody concerned with a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Push {
    /// Which session; `None` for news of the server as a whole.
    pub session: Option<SessionId>,
    /// What happened.
    pub news: News,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum News {
    /// An entry was added.
    Entry(Entry),
    /// Somebody types, or has stopped.
    Typing(Party, bool),
    /// The session is over.
    Ended,
    /// The session is forgotten.
    Forgotten,
    /// A session came, or something about the server changed.
    Changed,
}

/// An answer, and the news that it makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// For the one who asked.
    pub answer: Answer,
    /// For everybody.
    pub pushes: Vec<Push>,
}
