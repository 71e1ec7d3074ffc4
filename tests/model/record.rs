//! What has been, to judge by.

use std::collections::{BTreeMap, BTreeSet};

use rejoin::engine::{
    ChatEvent, ClientId, Code, Delivery, EndReason, Entry, Outgoing, Path, Position,
    RegistrationData, SessionId, Ticket, TransportEvent,
};

use super::claims::Claim;
use super::facts::Fact;
use super::form::Form;
use super::page::{LineId, Page};
use super::server::{ADDRESS, Call, Outcome, learnt_by, number_of};

/// What has been. A part of the state: two worlds of which one has more
/// promises to keep are not the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    pub(crate) form: Form,
    /// Messages by their text, which no two share: given for good.
    pub(crate) given: BTreeMap<String, Given>,
    /// The ids under which they went.
    tried: BTreeMap<String, ClientId>,
    /// What the hosts of the pages in each place were told.
    pub(crate) announced: BTreeSet<(usize, SessionId, Position)>,
    pub(crate) sent: BTreeSet<(usize, ClientId)>,
    pub(crate) ended: BTreeSet<(usize, SessionId)>,
    pub(crate) refused: BTreeSet<ClientId>,
    /// Messages that the server would not have.
    pub(crate) rejected: BTreeSet<ClientId>,
    /// Chats that the visitor has started.
    pub(crate) started: usize,
    /// Chats that the visitor gave up before they had begun.
    pub(crate) given_up: usize,
    /// Whether a chat is stored that the visitor has not left.
    pub(crate) wanted: bool,
    /// Chats that the visitor has left.
    pub(crate) left: BTreeSet<SessionId>,
    /// That many chats there were when the visitor logged out.
    forgetting: usize,
    /// Of that many chats nothing is to be there any more.
    pub(crate) forgotten: usize,
    pub(crate) broken: BTreeSet<Claim>,
    pub(crate) reached: BTreeSet<Fact>,
}

/// A message that the visitor has sent.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) session: SessionId,
    pub(crate) place: usize,
    /// The page on which it was sent.
    life: u32,
}

impl Record {
    /// Holds or is broken.
    pub(crate) fn claim(&mut self, claim: Claim, holds: bool) {
        if !holds {
            self.broken.insert(claim);
        }
    }

    pub(crate) fn give(&mut self, text: &str, session: &SessionId, place: usize, life: u32) {
        self.given.entry(text.to_owned()).or_insert_with(|| Given {
            session: session.clone(),
            place,
            life,
        });
    }

    /// The visitor logs out, with so many chats to be forgotten.
    pub(crate) fn forget(&mut self, chats: usize) {
        self.wanted = false;
        self.forgetting = chats;
        // One may come about that was being started.
        self.given_up += 1;
    }

    /// From here on there is no way back.
    pub(crate) fn forget_for_good(&mut self) {
        self.forgotten = self.forgetting;
    }

    pub(crate) fn is_forgotten(&self, session: &SessionId) -> bool {
        number_of(session.as_str()) < self.forgotten
    }

    /// Whether that is how far a message may have come while its chat goes on.
    pub(crate) fn may_fail(&self, item: &Outgoing) -> bool {
        let has_failed = matches!(item.delivery, Delivery::Failed { .. });
        !has_failed || self.rejected.contains(&item.client_id)
    }

    /// The server is asked for a session.
    pub(crate) fn start(
        &mut self,
        id: &ClientId,
        data: &RegistrationData,
        ticket: Option<&Ticket>,
    ) {
        self.claim(Claim::Filled, self.form.is_as_sent(data));
        let is_own =
            ticket.is_some_and(|ticket| ticket.reveal() == ADDRESS || *ticket == learnt_by(id));
        self.claim(Claim::Fresh, is_own);
    }

    /// A message was handed to the transport.
    pub(crate) fn tried(&mut self, text: &str, id: &ClientId) {
        let first = self.tried.entry(text.to_owned());
        let is_same = *first.or_insert_with(|| id.clone()) == *id;
        self.claim(Claim::OneId, is_same);
    }

    /// The server was asked that.
    pub(crate) fn heard(&mut self, call: &Call, outcome: &Outcome, line: LineId) {
        if outcome.is_repeated {
            self.reached.insert(match call {
                Call::Start(_) => Fact::StartRepeated,
                _ => Fact::MessageRepeated,
            });
        }
        for event in &outcome.answer {
            if let TransportEvent::Rejected { client_id, .. } = event {
                self.rejected.insert(client_id.clone());
            }
        }
        if let Call::Message(_, _, text) = call
            && self
                .given
                .get(text)
                .is_some_and(|given| given.life < line.life)
        {
            self.reached.insert(Fact::SentByAnotherPage);
        }
    }

    pub(crate) fn expect_stored(
        &mut self,
        storage: &BTreeMap<String, String>,
        key: &str,
        part: &str,
    ) {
        let text = storage.get(key);
        let is_stored = text.is_some_and(|text| text.contains(part));
        self.claim(Claim::StoredFirst, is_stored);
    }

    /// The host was told that.
    pub(crate) fn told(
        &mut self,
        place: usize,
        page: &Page,
        storage: &BTreeMap<String, String>,
        is_about_to_erase: bool,
        event: ChatEvent,
    ) {
        let outbox = |id: &ClientId| storage.get(&Path::Out(id.clone()).to_string());
        match event {
            ChatEvent::Entry(entry) => self.told_entry(place, page, storage, &entry),
            ChatEvent::Sent(id) => {
                let is_settled = outbox(&id).is_none_or(|text| text.contains("\"sent\":true"));
                self.claim(Claim::StoredFirst, is_settled);
                let is_new = self.sent.insert((place, id));
                self.claim(Claim::ToldOnce, is_new);
            }
            ChatEvent::NotSent { client_id, .. } => {
                let is_settled = outbox(&client_id).is_some_and(|text| text.contains("\"failed\""));
                self.claim(Claim::StoredFirst, is_settled);
                let is_for_cause = self.rejected.contains(&client_id);
                self.claim(Claim::FailedForCause, is_for_cause);
                self.refused.insert(client_id);
            }
            ChatEvent::Ended(reason) => {
                // A new chat may have begun in another page; and who has heard that
                // it is forgotten erases it a moment later.
                let is_others = place > 0 || is_about_to_erase;
                self.claim(Claim::StoredFirst, is_others || is_of_no_chat(storage));
                let session = page.chat.phase().session();
                let mut outbox = session.iter().flat_map(|s| s.outbox().items());
                let has_words = outbox.any(|item| matches!(item.delivery, Delivery::Failed { .. }));
                let is_left_to_the_next = reason != EndReason::Left && has_words;
                let is_kept = is_left_to_the_next == storage.contains_key("2/unsaid");
                self.claim(Claim::StoredFirst, is_others || is_kept);
                if let Some(session) = page.chat.phase().session() {
                    let is_new = self.ended.insert((place, session.id().clone()));
                    self.claim(Claim::ToldOnce, is_new);
                }
            }
            ChatEvent::Failed(Some(error)) if error.code == Code::StartRefused => {
                self.reached.insert(Fact::StartRefused);
                let head = storage.get("2/head");
                let is_over = head.is_none_or(|text| !text.contains("\"starting\""));
                self.claim(Claim::StoredFirst, is_over);
            }
            _ => {}
        }
    }

    fn told_entry(
        &mut self,
        at: usize,
        page: &Page,
        storage: &BTreeMap<String, String>,
        entry: &Entry,
    ) {
        let Some(session) = page.chat.phase().session() else {
            self.broken.insert(Claim::AsSaid);
            return;
        };
        let place = (session.id().clone(), entry.position);
        let is_stored = storage.iter().any(|(key, text)| {
            key.starts_with("2/log/")
                && text.contains(&format!("\"position\":{},", entry.position.0))
        });
        self.claim(Claim::StoredFirst, is_stored);
        self.claim(Claim::ToldOnce, !page.history.contains(&place));
        let is_new = self.announced.insert((at, place.0, place.1));
        self.claim(Claim::ToldOnce, is_new);
    }
}

/// Whether nothing is stored but what a chat has left to the next.
pub(crate) fn is_of_no_chat(storage: &BTreeMap<String, String>) -> bool {
    storage.keys().all(|key| key == "2/unsaid")
}
