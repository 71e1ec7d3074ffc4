//! One session on the desk's server: its transcript, who is in it, and what the
//! script has planned.

use serde::{Deserialize, Serialize};

use super::script::{self, Act, Planned};
use super::wire::{Answer, News, Push};
use crate::engine::{
    ClientId, Content, Entry, Party, Position, RegistrationData, Role, SessionId, Ticket, Wall,
};

/// A visitor who said nothing more about it has stopped typing by then. Their
/// page reminds the server more often than that while they go on.
const TYPES_FOR: u64 = 8_000;

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
    pub(super) started_as: ClientId,
    pub(super) secret: u64,
    pub(super) plan: Vec<Planned>,
    /// Until when the visitor is taken to be typing.
    #[serde(default)]
    pub(super) types_until: Option<Wall>,
}

impl Room {
    /// The visitor, by the name they gave.
    pub fn visitor(&self) -> Party {
        let name = self.data.display_name();
        let name = if name.is_empty() {
            "Visitor".to_owned()
        } else {
            name
        };
        Party::new("visitor", name, Role::Visitor)
    }

    /// The agent who sits at the desk, when they are in the room.
    pub fn human(&self) -> Option<Party> {
        let robin = script::robin();
        self.agents.iter().find(|a| a.id != robin.id).cloned()
    }

    /// Whether the visitor is typing.
    pub fn visitor_types(&self) -> bool {
        self.types_until.is_some()
    }

    /// When there is something to do though nobody asks.
    pub(super) fn next_due(&self) -> Option<Wall> {
        let planned = self.plan.iter().map(|planned| planned.at);
        planned.chain(self.types_until).min()
    }

    /// The visitor types, or has stopped.
    pub(super) fn set_typing(&mut self, now: Wall, on: bool, pushes: &mut Vec<Push>) {
        self.types_until = on.then(|| Wall(now.0.saturating_add(TYPES_FOR)));
        let visitor = self.visitor();
        self.tell(News::Typing(visitor, on), pushes);
    }

    pub(super) fn ticket(&self) -> Ticket {
        Ticket::new(format!("{}:{:016x}", self.id, self.secret))
    }

    pub(super) fn started(&self) -> Answer {
        Answer::Started {
            session: self.id.clone(),
            ticket: self.ticket(),
        }
    }

    pub(super) fn has(&self, client_id: &ClientId) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.client_id.as_ref() == Some(client_id))
    }

    pub(super) fn entries_after(&self, after: Option<Position>) -> Vec<Entry> {
        let entries = self.entries.iter();
        entries
            .filter(|entry| Some(entry.position) > after)
            .cloned()
            .collect()
    }

    pub(super) fn tell(&self, news: News, pushes: &mut Vec<Push>) {
        pushes.push(Push {
            session: Some(self.id.clone()),
            news,
        });
    }

    pub(super) fn add(
        &mut self,
        now: Wall,
        author: Party,
        content: Content,
        client_id: Option<ClientId>,
        pushes: &mut Vec<Push>,
    ) {
        let entry = Entry {
            client_id,
            ..Entry::new(self.next_position(), now, author, content)
        };
        self.push(entry, pushes);
    }

    /// Somebody says something, with the answers that they suggest.
    pub(super) fn say(
        &mut self,
        now: Wall,
        author: Party,
        text: String,
        replies: Vec<String>,
        pushes: &mut Vec<Push>,
    ) {
        let content = Content::Text(text);
        let entry = Entry::new(self.next_position(), now, author, content);
        self.push(entry.offering(replies), pushes);
    }

    fn next_position(&self) -> Position {
        let last = self.entries.last();
        Position(last.map_or(1, |last| last.position.0 + 1))
    }

    fn push(&mut self, entry: Entry, pushes: &mut Vec<Push>) {
        self.entries.push(entry.clone());
        self.tell(News::Entry(entry), pushes);
    }

    pub(super) fn visitor_says(
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
        self.types_until = None;
        let visitor = self.visitor();
        self.add(
            now,
            visitor,
            Content::Text(text),
            Some(client_id.clone()),
            pushes,
        );
    }

    pub(super) fn human_joins(&mut self, now: Wall, name: &str, pushes: &mut Vec<Push>) {
        self.plan.clear();
        if self.human().is_some() {
            return;
        }
        let agent = Party::new("agent", name, Role::Agent);
        self.agents.push(agent.clone());
        self.add(now, agent, Content::Joined, None, pushes);
        let robin = script::robin();
        if self.agents.contains(&robin) {
            self.agent_leaves(now, &robin, pushes);
        }
    }

    pub(super) fn agent_leaves(&mut self, now: Wall, agent: &Party, pushes: &mut Vec<Push>) {
        self.agents.retain(|held| held.id != agent.id);
        self.add(now, agent.clone(), Content::Left, None, pushes);
    }

    pub(super) fn end(&mut self, now: Wall, by: Option<Party>, pushes: &mut Vec<Push>) {
        if self.ended {
            return;
        }
        self.plan.clear();
        self.types_until = None;
        if let Some(by) = by {
            self.add(now, by, Content::Left, None, pushes);
        }
        self.ended = true;
        self.tell(News::Ended, pushes);
    }

    /// Does what has become due.
    pub(super) fn run_due(&mut self, now: Wall, attended: bool, pushes: &mut Vec<Push>) {
        if self.types_until.is_some_and(|until| until <= now) {
            self.set_typing(now, false, pushes);
        }
        self.run_plan(now, attended, pushes);
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
                Act::Say(text) => self.say(now, robin.clone(), text, Vec::new(), pushes),
                Act::Ask(text, replies) => self.say(now, robin.clone(), text, replies, pushes),
                Act::Leave => self.agent_leaves(now, &robin, pushes),
            }
        }
    }
}
