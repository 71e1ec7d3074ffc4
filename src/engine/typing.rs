//! Who is typing: the agent, as shown to the visitor, and the visitor, as told
//! to the agent.

use std::time::Duration;

use super::entry::Party;
use super::time::Mono;

/// An agent who said nothing more about it has stopped by then: the word that
/// they stopped may have been lost.
const AGENT_TYPES_FOR: Duration = Duration::from_secs(12);
/// Without a key for this long the visitor has stopped.
const VISITOR_STOPS_AFTER: Duration = Duration::from_secs(3);
/// While the visitor goes on, the server is reminded this often.
const REMIND_EVERY: Duration = Duration::from_secs(6);
/// An agent who sees what is typed sees it this often.
const PREVIEW_EVERY: Duration = Duration::from_secs(1);

/// The typing of both sides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typing {
    agent: Option<(Party, Mono)>,
    visitor: Option<Told>,
    previewed_at: Option<Mono>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Told {
    at: Mono,
    stops_at: Mono,
}

impl Typing {
    /// The agent who is typing.
    pub(crate) fn agent(&self) -> Option<&Party> {
        self.agent.as_ref().map(|(party, _)| party)
    }

    /// True when that is new.
    pub(crate) fn agent_types(&mut self, now: Mono, party: Party, on: bool) -> bool {
        if !on {
            return self.agent_stops(&party.id).is_some();
        }
        let is_new = self.agent().is_none_or(|typing| typing.id != party.id);
        self.agent = Some((party, now + AGENT_TYPES_FOR));
        is_new
    }

    /// What they typed has come, or they have gone. Gives who was typing.
    pub(crate) fn agent_stops(&mut self, id: &str) -> Option<Party> {
        let stopped = self.agent.take_if(|(party, _)| party.id == id)?;
        Some(stopped.0)
    }

    /// Lets pass what is over. Gives who was typing.
    pub(crate) fn agent_lapses(&mut self, now: Mono) -> Option<Party> {
        let lapsed = self.agent.take_if(|(_, until)| *until <= now)?;
        Some(lapsed.0)
    }

    /// The visitor pressed a key. True when the server is to be told.
    pub(crate) fn visitor_types(&mut self, now: Mono) -> bool {
        let stops_at = now + VISITOR_STOPS_AFTER;
        let told = self.visitor.filter(|told| now < told.at + REMIND_EVERY);
        self.visitor = Some(Told {
            at: told.map_or(now, |told| told.at),
            stops_at,
        });
        told.is_none()
    }

    /// The visitor types in another page, which will say when they stop, or that
    /// they go on. True when the server is to be told.
    pub(crate) fn visitor_types_elsewhere(&mut self, now: Mono) -> bool {
        let tell = self.visitor_types(now);
        if let Some(told) = &mut self.visitor {
            told.stops_at = now + REMIND_EVERY + VISITOR_STOPS_AFTER;
        }
        tell
    }

    /// Whether the agent may see what is typed now. Asked at each key.
    pub(crate) fn is_preview_due(&mut self, now: Mono) -> bool {
        let is_due = self.previewed_at.is_none_or(|at| at + PREVIEW_EVERY <= now);
        if is_due {
            self.previewed_at = Some(now);
        }
        is_due
    }

    /// The visitor sent or emptied the text. True when the server is to be told.
    pub(crate) fn visitor_stops(&mut self) -> bool {
        self.visitor.take().is_some()
    }

    /// Lets pass what is over. True when the server is to be told that the
    /// visitor has stopped.
    pub(crate) fn visitor_lapses(&mut self, now: Mono) -> bool {
        let stopped = self.visitor.is_some_and(|told| told.stops_at <= now);
        stopped && self.visitor_stops()
    }

    pub(crate) fn deadline(&self) -> Option<Mono> {
        let agent = self.agent.as_ref().map(|(_, until)| *until);
        let visitor = self.visitor.map(|told| told.stops_at);
        agent.into_iter().chain(visitor).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Role;

    fn agent() -> Party {
        Party::new("a", "Ann", Role::Agent)
    }

    #[test]
    fn an_agent_whose_stop_was_lost_stops_by_themselves() {
        let mut typing = Typing::default();
        typing.agent_types(Mono(0), agent(), true);
        assert!(typing.agent().is_some());
        assert_eq!(typing.agent_lapses(Mono(12_000)), Some(agent()));
        assert_eq!(typing.agent(), None);
    }

    #[test]
    fn the_server_hears_of_typing_once_not_at_every_key() {
        let mut typing = Typing::default();
        let told = (0..10)
            .filter(|i| typing.visitor_types(Mono(i * 200)))
            .count();
        assert_eq!(told, 1);
        assert!(typing.visitor_lapses(Mono(1_800 + 3_000)));
        assert!(
            !typing.visitor_lapses(Mono(9_999)),
            "and once that it stopped"
        );
    }

    #[test]
    fn a_long_writer_is_mentioned_again() {
        let mut typing = Typing::default();
        let told = (0..13)
            .filter(|i| typing.visitor_types(Mono(i * 1_000)))
            .count();
        assert_eq!(told, 3);
    }
}
