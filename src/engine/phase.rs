//! How far a chat has come. What exists only in a phase is held by that phase.

use serde::{Deserialize, Serialize};

use super::entry::{Content, Entry, Party, Role};
use super::error::ChatError;
use super::form::{FormState, RegistrationData};
use super::gap::Gap;
use super::ids::{ClientId, Position, SessionId, Ticket};
use super::io::Intent;
use super::outbox::{Failure, Outbox};
use super::owner::Owner;
use super::restore::SavedSession;
use super::tabs::LastWords;
use super::transcript::Transcript;
use super::typing::Typing;
use super::visitor_news::VisitorNews;
use super::window::Draft;

/// The phases of a chat.
#[derive(Clone, Debug, Default)]
pub enum Phase {
    /// There is none.
    #[default]
    Idle,
    /// The visitor is asked who they are.
    Registering(Registering),
    /// The server is asked for a session.
    Starting(Starting),
    /// The session exists.
    Active(Box<Session>),
    /// It is over; the transcript can still be read on this page.
    Ended(Box<Ended>),
}

/// The phase without its contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhaseKind {
    /// There is no chat.
    Idle,
    /// The visitor is asked who they are.
    Registering,
    /// The server is asked for a session.
    Starting,
    /// The session exists.
    Active,
    /// The chat is over.
    Ended,
}

/// The visitor is asked who they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Registering {
    /// What they have entered.
    pub form: FormState,
    /// Why the last try to start failed.
    pub problem: Option<ChatError>,
    /// The start that was given up. Sent again unchanged it keeps its id: it may
    /// have reached the server.
    pub(crate) given_up: Option<(ClientId, RegistrationData)>,
}

/// The server is asked for a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Starting {
    /// Asked for under this id, however often.
    pub(crate) id: ClientId,
    pub(crate) data: RegistrationData,
    pub(crate) complete: bool,
    /// To go back to when the server refuses.
    pub(crate) form: FormState,
}

/// Why a chat is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EndReason {
    /// The visitor ended it.
    Left,
    /// The other side ended it.
    Closed,
    /// The server no longer knows it.
    Gone,
}

/// A chat that is over.
#[derive(Clone, Debug)]
pub struct Ended {
    pub(crate) session: Session,
    pub(crate) reason: EndReason,
    /// Whose chat it was.
    pub(crate) owner: Option<Owner>,
    /// Whether it is this page that stores what the chat leaves to the next.
    pub(crate) in_charge: bool,
}

impl Ended {
    /// Of what was not taken the text stays.
    pub(crate) fn new(
        mut session: Session,
        reason: EndReason,
        owner: Option<Owner>,
        in_charge: bool,
    ) -> Self {
        session.outbox.fail_all(Failure::OVER);
        session.typing = Typing::default();
        session.agents.clear();
        Self {
            session,
            reason,
            owner,
            in_charge,
        }
    }

    /// Takes in what the visitor wrote in another page. `is_draft_newer`: than what is
    /// half-typed here.
    pub(crate) fn add(&mut self, words: LastWords, is_draft_newer: bool) {
        let session = &mut self.session;
        for (id, message) in words.messages {
            if !session.outbox.holds(&id) && !session.transcript.holds(&id) {
                session.outbox.insert(message.into_outgoing(id));
            }
        }
        session.outbox.fail_all(Failure::OVER);
        if is_draft_newer {
            session.draft.text = words.draft;
        }
    }

    /// What the visitor wrote and could not say any more; nothing where they ended
    /// the chat themselves.
    pub(crate) fn unsaid(&self) -> String {
        if self.reason == EndReason::Left {
            return String::new();
        }
        let items = self.session.outbox.items().iter();
        let failed = items.filter(|item| item.has_failed() && item.kind.is_text());
        let texts = failed.map(|item| item.text.as_str());
        let texts = texts.chain([self.session.draft.text.as_str()]);
        let texts: Vec<&str> = texts.filter(|text| !text.trim().is_empty()).collect();
        texts.join("\n")
    }

    /// Why it is over.
    pub fn reason(&self) -> EndReason {
        self.reason
    }
}

/// A session and everything that belongs to it.
#[derive(Clone, Debug)]
pub struct Session {
    pub(crate) id: SessionId,
    pub(crate) ticket: Ticket,
    /// Whether the server has said on this page that the session exists.
    pub(crate) confirmed: bool,
    pub(crate) agents: Vec<Party>,
    pub(crate) transcript: Transcript,
    pub(crate) outbox: Outbox,
    pub(crate) draft: Draft,
    pub(crate) typing: Typing,
    pub(crate) history: History,
    pub(crate) gap: Option<Gap>,
    pub(crate) news: VisitorNews,
    /// Of answers up to there the visitor was told, or need not be.
    pub(crate) alerted: Option<Position>,
}

/// What was known when the page came.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    pub until: Option<Position>,
    pub agents: Vec<Party>,
}

impl Session {
    pub(crate) fn new(id: SessionId, ticket: Ticket) -> Self {
        Self {
            id,
            ticket,
            confirmed: false,
            agents: Vec::new(),
            transcript: Transcript::default(),
            outbox: Outbox::default(),
            draft: Draft::default(),
            typing: Typing::default(),
            history: History::default(),
            // The server may have said something before it was heard.
            gap: Some(Gap::default()),
            news: VisitorNews::default(),
            alerted: None,
        }
    }

    pub(crate) fn restored(saved: SavedSession) -> Self {
        Self {
            history: History {
                until: saved.seen,
                agents: saved.agents.clone(),
            },
            agents: saved.agents,
            transcript: saved.transcript,
            outbox: saved.outbox,
            draft: saved.draft.unwrap_or_default(),
            gap: saved.gap,
            news: VisitorNews::new(saved.data),
            alerted: saved.alerted,
            ..Self::new(saved.id, saved.ticket)
        }
    }

    /// The entry after which the server is asked to go on.
    pub(crate) fn ask_after(&self) -> Option<Position> {
        let after = match self.gap {
            Some(gap) => gap.after,
            None => self.transcript.newest(),
        };
        // What the visitor said may have arrived, and its echo may be lost, though
        // later entries are here.
        self.outbox
            .look_after()
            .map_or(after, |since| after.min(since))
    }

    /// Something after the newest entry is missing. True when that is new.
    pub(crate) fn miss_newest(&mut self) -> bool {
        let newest = self.transcript.newest();
        let is_new = self.gap.is_none();
        self.gap.get_or_insert(Gap {
            after: newest,
            seen: newest,
        });
        is_new
    }

    /// What comes after that position was here, and cannot be read any more.
    pub(crate) fn miss_after(&mut self, position: Option<Position>) {
        let seen = self.transcript.newest();
        let gap = self.gap.get_or_insert(Gap {
            after: position,
            seen,
        });
        gap.after = gap.after.min(position);
    }

    /// The server has told everything that came after the gap, up to `until`.
    /// True when that changed something.
    pub(crate) fn fill_gap(&mut self, until: Option<Position>) -> bool {
        let Some(gap) = &mut self.gap else {
            return false;
        };
        let before = *gap;
        gap.after = gap.after.max(until);
        // An answer may be older than the entry that showed the gap; then the
        // next one will do.
        if gap.after >= self.transcript.newest() {
            self.gap = None;
        }
        self.gap != Some(before)
    }

    /// What a connection that goes on with it is made for.
    pub(crate) fn resume(&self) -> Intent {
        Intent::Resume {
            ticket: self.ticket.clone(),
            after: self.ask_after(),
        }
    }

    /// The server's name for the session.
    pub fn id(&self) -> &SessionId {
        &self.id
    }

    /// What its transport resumes it with, and knows it by.
    pub fn ticket(&self) -> &Ticket {
        &self.ticket
    }

    /// The agents in the chat now. None means that the visitor waits for one.
    pub fn agents(&self) -> &[Party] {
        &self.agents
    }

    /// The confirmed entries.
    pub fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    /// The visitor's messages that are not confirmed yet.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// The half-typed message.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The agent who is typing.
    pub fn typing(&self) -> Option<&Party> {
        self.typing.agent()
    }

    /// Entries up to here were there when the page came; they are no news.
    pub(crate) fn is_history(&self, entry: &Entry) -> bool {
        Some(entry.position) <= self.history.until
    }

    /// Works out anew who is here. From the entries and not step by step, since
    /// they may come out of order.
    pub(crate) fn recount_agents(&mut self) {
        let mut agents = self.history.agents.clone();
        for entry in self.transcript.entries().filter(|e| !self.is_history(e)) {
            match entry.content {
                Content::Joined if entry.author.role == Role::Agent => {
                    agents.retain(|agent| agent.id != entry.author.id);
                    agents.push(entry.author.clone());
                }
                Content::Left => agents.retain(|agent| agent.id != entry.author.id),
                _ => {}
            }
        }
        self.agents = agents;
    }
}

impl Phase {
    /// The phase without its contents.
    pub fn kind(&self) -> PhaseKind {
        match self {
            Self::Idle => PhaseKind::Idle,
            Self::Registering(_) => PhaseKind::Registering,
            Self::Starting(_) => PhaseKind::Starting,
            Self::Active(_) => PhaseKind::Active,
            Self::Ended(_) => PhaseKind::Ended,
        }
    }

    /// The session, running or ended.
    pub fn session(&self) -> Option<&Session> {
        match self {
            Self::Active(session) => Some(session),
            Self::Ended(ended) => Some(&ended.session),
            _ => None,
        }
    }

    pub(crate) fn session_mut(&mut self) -> Option<&mut Session> {
        match self {
            Self::Active(session) => Some(session),
            Self::Ended(ended) => Some(&mut ended.session),
            _ => None,
        }
    }
}
