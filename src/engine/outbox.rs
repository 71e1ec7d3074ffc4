//! Messages of the visitor's that the server's transcript does not show yet.
//!
//! They keep the order in which they were sent. One is in flight at a time, so
//! that a retry cannot overtake the message before it. A message leaves the
//! outbox when its echo, matched by client id, stands in the transcript, or when
//! the visitor discards a failed one.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::entry::{Content, MessageKind};
use super::error::Code;
use super::ids::{ClientId, Position, SessionId};
use super::io::Request;
use super::time::{Mono, Wall};

/// How far a message has come. When it is in the transcript it is no longer here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// Waits for its turn, or for the link.
    Queued,
    /// Handed to the transport, no answer yet.
    Sending {
        /// How often it was handed over on this connection.
        attempt: u8,
        /// When to hand it over again.
        retry_at: Mono,
    },
    /// The server has it; its echo is still to come.
    Sent,
    /// The server will not take it. Stays until retried or discarded.
    Failed {
        /// In the server's words, or ours.
        reason: String,
    },
}

/// Why a message was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure<'a> {
    /// The chat had ended before.
    Over,
    /// It is longer than the server takes.
    TooLong,
    /// In the server's words, or in none.
    Server(&'a str),
}

impl<'a> Failure<'a> {
    /// What it is stored as; the fate of messages that were waiting when the session ended.
    pub(crate) const OVER: &'static str = "The chat had ended.";

    fn of(reason: &'a str) -> Self {
        match reason {
            Self::OVER => Self::Over,
            _ if reason == Code::MessageTooLong.sentence() => Self::TooLong,
            // A server that has no words is given these.
            _ if reason == Code::MessageRejected.sentence() => Self::Server(""),
            words => Self::Server(words),
        }
    }
}

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outgoing {
    /// Its rank among those sent in this session.
    pub order: u64,
    /// Made before the first send; every retry goes under it.
    pub client_id: ClientId,
    /// The newest entry that was here when it was sent. Its echo comes after.
    pub since: Option<Position>,
    /// What kind of thing it says.
    pub kind: MessageKind,
    /// What the visitor wrote.
    pub text: String,
    /// When the visitor sent it.
    pub at: Wall,
    /// How far it has come.
    pub delivery: Delivery,
}

impl Outgoing {
    /// Why it was not taken, if it was not.
    pub fn failure(&self) -> Option<Failure<'_>> {
        match &self.delivery {
            Delivery::Failed { reason } => Some(Failure::of(reason)),
            _ => None,
        }
    }

    /// The order in which they are sent: the same in all pages, also of those that
    /// were given in two pages at once.
    fn compare(&self, other: &Self) -> Ordering {
        let rank = |item: &Self| (item.order, item.at);
        let by_rank = rank(self).cmp(&rank(other));
        by_rank.then_with(|| self.client_id.cmp(&other.client_id))
    }

    /// Whether the server will not take it.
    pub(crate) fn has_failed(&self) -> bool {
        matches!(self.delivery, Delivery::Failed { .. })
    }

    /// What the server is asked, at every try.
    pub(crate) fn request(&self) -> Request {
        Request::Message {
            client_id: self.client_id.clone(),
            kind: self.kind,
            text: self.text.clone(),
        }
    }
}

/// The messages on their way, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    items: Vec<Outgoing>,
}

impl Outbox {
    /// The messages, oldest first.
    pub fn items(&self) -> &[Outgoing] {
        &self.items
    }

    /// Whether nothing is on its way.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Queues a message behind all others.
    pub(crate) fn push(
        &mut self,
        client_id: ClientId,
        since: Option<Position>,
        kind: MessageKind,
        text: String,
        at: Wall,
    ) {
        let order = self.items.last().map_or(0, |last| last.order + 1);
        self.items.push(Outgoing {
            order,
            client_id,
            since,
            kind,
            text,
            at,
            delivery: Delivery::Queued,
        });
    }

    /// Takes in a message that was queued in another page.
    pub(crate) fn insert(&mut self, item: Outgoing) {
        self.items.push(item);
        self.items.sort_by(Outgoing::compare);
    }

    /// Keeps only some.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&Outgoing) -> bool) {
        self.items.retain(keep);
    }

    /// Takes back what was stored, in the order in which it was sent.
    pub(crate) fn restored(stored: impl IntoIterator<Item = (ClientId, StoredOutgoing)>) -> Self {
        let mut items: Vec<_> = stored
            .into_iter()
            .map(|(client_id, stored)| stored.into_outgoing(client_id))
            .collect();
        items.sort_by(Outgoing::compare);
        Self { items }
    }

    /// Where to begin to look for the echoes of messages that may have arrived;
    /// `None` when there is none to look for.
    pub(crate) fn look_after(&self) -> Option<Option<Position>> {
        let mut unsettled = self.items.iter();
        let first = unsettled.find(|item| !item.has_failed())?;
        Some(first.since)
    }

    pub(crate) fn holds(&self, client_id: &ClientId) -> bool {
        self.items.iter().any(|item| item.client_id == *client_id)
    }

    /// The id of the message that comes back as that. Servers that know
    /// nothing of our ids give messages back in the order in which they got them.
    pub(crate) fn sender_of(&self, said: &Content) -> Option<ClientId> {
        let (kind, text) = said.message()?;
        let is_it = |item: &&Outgoing| {
            let is_under_way = !item.has_failed();
            is_under_way && item.kind == kind && item.text == text
        };
        Some(self.items.iter().find(is_it)?.client_id.clone())
    }

    pub(crate) fn get_mut(&mut self, client_id: &ClientId) -> Option<&mut Outgoing> {
        self.items
            .iter_mut()
            .find(|item| item.client_id == *client_id)
    }

    pub(crate) fn remove(&mut self, client_id: &ClientId) -> Option<Outgoing> {
        let place = self
            .items
            .iter()
            .position(|item| item.client_id == *client_id)?;
        Some(self.items.remove(place))
    }

    /// The message whose turn it is: none while another is in flight.
    pub(crate) fn next_to_send(&mut self) -> Option<&mut Outgoing> {
        if self.in_flight().is_some() {
            return None;
        }
        self.items
            .iter_mut()
            .find(|item| item.delivery == Delivery::Queued)
    }

    /// The message handed over and not answered yet, with its retry time.
    pub(crate) fn in_flight(&self) -> Option<(&Outgoing, u8, Mono)> {
        self.items.iter().find_map(|item| match item.delivery {
            Delivery::Sending { attempt, retry_at } => Some((item, attempt, retry_at)),
            _ => None,
        })
    }

    /// After the link went down: what was in flight waits again.
    pub(crate) fn requeue(&mut self) {
        for item in &mut self.items {
            if matches!(item.delivery, Delivery::Sending { .. }) {
                item.delivery = Delivery::Queued;
            }
        }
    }

    /// After the session ended: what was not taken never will be.
    pub(crate) fn fail_all(&mut self, reason: &str) {
        for item in &mut self.items {
            if matches!(item.delivery, Delivery::Queued | Delivery::Sending { .. }) {
                item.delivery = Delivery::Failed {
                    reason: reason.to_owned(),
                };
            }
        }
    }
}

/// How a message on its way is stored. In flight is stored as waiting: whether
/// it arrived is not known, and to send it again under its id is safe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredOutgoing {
    order: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Position>,
    #[serde(default, skip_serializing_if = "MessageKind::is_text")]
    kind: MessageKind,
    text: String,
    at: Wall,
    /// In which it was sent. A page may write it when the next has begun already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    session: Option<SessionId>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    sent: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failed: Option<String>,
}

impl StoredOutgoing {
    pub(crate) fn is_of(&self, session: &SessionId) -> bool {
        self.session.as_ref().is_none_or(|own| own == session)
    }

    pub(crate) fn into_outgoing(self, client_id: ClientId) -> Outgoing {
        let delivery = match (self.failed, self.sent) {
            (Some(reason), _) => Delivery::Failed { reason },
            (None, true) => Delivery::Sent,
            (None, false) => Delivery::Queued,
        };
        Outgoing {
            order: self.order,
            client_id,
            since: self.since,
            kind: self.kind,
            text: self.text,
            at: self.at,
            delivery,
        }
    }
}

impl StoredOutgoing {
    pub(crate) fn new(item: &Outgoing, session: &SessionId) -> Self {
        Self {
            session: Some(session.clone()),
            order: item.order,
            since: item.since,
            kind: item.kind,
            text: item.text.clone(),
            at: item.at,
            sent: item.delivery == Delivery::Sent,
            failed: match &item.delivery {
                Delivery::Failed { reason } => Some(reason.clone()),
                _ => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_keep_their_order_though_the_clock_goes_back() {
        let mut outbox = Outbox::default();
        for (text, at) in [("one", 3), ("two", 2), ("three", 1)] {
            let id = ClientId::new(text);
            outbox.push(id, None, MessageKind::Text, text.to_owned(), Wall(at));
        }
        let last = outbox.remove(&ClientId::new("three")).unwrap();
        outbox.insert(last);
        let texts: Vec<_> = outbox.items().iter().map(|item| &*item.text).collect();
        assert_eq!(texts, ["one", "two", "three"]);
    }
}
