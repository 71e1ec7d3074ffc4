//! What must hold of every story.

use std::collections::BTreeSet;

use rejoin::engine::{
    ClientId, Content, Delivery, Outgoing, Phase, Position, Session, SessionId, Word,
};

use super::page::Page;
use super::parcel::{Local, Parcel};
use super::record::{Given, Record, is_of_no_chat};
use super::server::{Room, number_of};
use super::world::World;

/// What must hold; the numbers are those of the engine's own list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Claim {
    /// 1: what was sent is in sight, with its text, and where the chat is over
    /// it is sent or failed.
    Kept,
    /// 1: it fails only where the server would not have it, or the chat is over.
    FailedForCause,
    /// 1: a chat that runs is on every page, whatever page was killed.
    GoesOn,
    /// 1: what was typed into the form is in it, and in what the server is sent.
    Filled,
    /// A start takes nothing over from one that is over.
    Fresh,
    /// 2: it goes under one id at every try, and is on the server once.
    OneId,
    /// 3: what is shown is what the server has, in its order, each thing once.
    AsSaid,
    /// 4: one action starts at most one session.
    OneSession,
    /// 5: state is stored before it is acted on.
    StoredFirst,
    /// 6: nothing is told twice, and what the page found when it came not at all.
    ToldOnce,
    /// Of what was forgotten nothing is stored, or in sight.
    Forgotten,
    /// One connection at a time, and only an open one is told anything.
    OneConnection,
}

impl Claim {
    pub(crate) const ALL: [Self; 12] = [
        Self::Kept,
        Self::FailedForCause,
        Self::GoesOn,
        Self::Filled,
        Self::Fresh,
        Self::OneId,
        Self::AsSaid,
        Self::OneSession,
        Self::StoredFirst,
        Self::ToldOnce,
        Self::Forgotten,
        Self::OneConnection,
    ];
}

impl Page {
    /// A message that has failed.
    pub(crate) fn failed(&self) -> Option<ClientId> {
        let items = self.running()?.outbox().items();
        let failed = |item: &&Outgoing| has_failed(item);
        Some(items.iter().find(failed)?.client_id.clone())
    }

    /// The places in the transcript that have something in them.
    pub(crate) fn shown(&self) -> BTreeSet<(SessionId, Position)> {
        let session = self.chat.phase().session().into_iter();
        session
            .flat_map(|session| {
                let entries = session.transcript().entries();
                entries.map(|entry| (session.id().clone(), entry.position))
            })
            .collect()
    }

    /// Whether that message is in sight.
    pub(crate) fn shows(&self, text: &str) -> bool {
        let Some(session) = self.chat.phase().session() else {
            return false;
        };
        let said = |content: &Content| matches!(content, Content::Text(said) if said == text);
        let mut entries = session.transcript().entries();
        let mut items = session.outbox().items().iter();
        entries.any(|entry| said(&entry.content)) || items.any(|item| item.text == text)
    }
}

impl World {
    /// Looks at everything, after an action.
    pub(crate) fn judge(&mut self) {
        let mut record = std::mem::take(&mut self.record);
        record.claim(Claim::OneSession, self.server.rooms.len() <= record.started);
        for room in &self.server.rooms {
            let said = room.entries.iter().map(|entry| &entry.content);
            record.claim(Claim::OneId, are_unlike(said));
        }
        record.claim(
            Claim::OneSession,
            self.abandoned(&record) <= record.given_up,
        );
        let are_told = (0..self.pages.len()).all(|place| self.is_told(place));
        let is_clean = !are_told || self.nothing_forgotten_is_stored(&record);
        record.claim(Claim::Forgotten, is_clean);
        for (place, page) in self.pages.iter().enumerate() {
            self.judge_page(place, page, &mut record);
        }
        self.note_pages(&mut record);
        self.record = record;
    }

    /// Whether that page has heard of all that another has forgotten.
    fn is_told(&self, place: usize) -> bool {
        let told = [Local::Word(Word::Forgotten), Local::Forgotten];
        told.into_iter()
            .all(|word| !self.net.contains(&Parcel::Local(place, word)))
    }

    /// How many sessions go on beside the newest, though nobody has left them.
    fn abandoned(&self, record: &Record) -> usize {
        let rooms = self.server.rooms.iter().enumerate();
        let was_left = |number: usize| {
            record
                .left
                .iter()
                .any(|id| number_of(id.as_str()) == number)
        };
        let open = rooms.filter(|(number, room)| !room.ended && !was_left(*number));
        open.count().saturating_sub(1)
    }

    fn nothing_forgotten_is_stored(&self, record: &Record) -> bool {
        let of_visitor = record.given.iter();
        let of_visitor = of_visitor.filter(|(_, given)| record.is_forgotten(&given.session));
        let of_agent = self.server.rooms.iter().take(record.forgotten);
        let of_agent = of_agent.flat_map(|room| room.entries.iter());
        let mut texts = of_visitor
            .map(|(text, _)| text.as_str())
            .chain(of_agent.filter_map(|entry| match &entry.content {
                Content::Text(text) => Some(text.as_str()),
                _ => None,
            }));
        texts.all(|text| {
            let quoted = format!("\"{text}\"");
            !self.storage.values().any(|stored| stored.contains(&quoted))
        })
    }

    /// Whether a chat is to be there.
    fn is_wanted(&self, record: &Record) -> bool {
        record.wanted && self.server.rooms.last().is_none_or(|room| !room.ended)
    }

    fn judge_page(&self, place: usize, page: &Page, record: &mut Record) {
        if page.is_suspended {
            return;
        }
        let is_there = !matches!(page.chat.phase(), Phase::Idle | Phase::Ended(_));
        // Others may not have heard of it yet.
        let is_known = self.pages.len() == 1;
        let goes_on = is_there || !is_known || !self.is_wanted(record);
        record.claim(Claim::GoesOn, goes_on);
        self.judge_form(page, record);

        let Some(session) = page.chat.phase().session() else {
            return;
        };
        let room = self
            .server
            .room(session.id())
            .expect("a room of this server");
        let is_out_of_sight = !self.is_told(place) || !record.is_forgotten(session.id());
        record.claim(Claim::Forgotten, is_out_of_sight);
        record.claim(Claim::AsSaid, is_as_said(session, room));
        let own = |given: &Given| given.place == place && given.session == *session.id();
        let mut given = record.given.iter().filter(|(_, given)| own(given));
        let is_kept = given.all(|(text, _)| page.shows(text));
        record.claim(Claim::Kept, is_kept);
        let mut items = session.outbox().items().iter();
        let is_over = page.running().is_none();
        let is_for_cause = items.all(|item| is_over || record.may_fail(item));
        record.claim(Claim::FailedForCause, is_for_cause);
        if is_over {
            record.claim(Claim::Kept, session.outbox().items().iter().all(is_settled));
        }
        self.note(page, session, room, record);
    }

    /// Whether all that is wanted has come about. It need not have, but after
    /// a while in which all went well.
    pub(crate) fn is_settled(&self) -> bool {
        let is_wanted = self.is_wanted(&self.record);
        let is_well = |page: &Page| {
            let is_there = page.running().is_some() || page.form().is_some();
            self.is_at_rest(page) && (is_there || !is_wanted) && self.has_all(page)
        };
        self.record.broken.is_empty() && self.pages.iter().all(is_well)
    }

    /// Whether a page shows all that was sent in this chat, in whatever page.
    fn has_all(&self, page: &Page) -> bool {
        let Some(session) = page.running() else {
            return true;
        };
        let mut given = self.record.given.iter();
        given.all(|(text, given)| given.session != *session.id() || page.shows(text))
    }

    fn stored_messages(&self) -> usize {
        let keys = self.storage.keys();
        keys.filter(|key| key.starts_with("2/out/")).count()
    }

    fn is_at_rest(&self, page: &Page) -> bool {
        match page.chat.phase() {
            Phase::Idle | Phase::Ended(_) => {
                is_of_no_chat(&self.storage) && !page.chat.is_leaving()
            }
            // What can be sent was.
            Phase::Registering(_) => !page.is_filled() && self.record.form.is_empty(),
            Phase::Starting(_) => false,
            Phase::Active(session) => {
                let room = self
                    .server
                    .room(session.id())
                    .expect("a room of this server");
                let shown = session.transcript().entries().map(|entry| &**entry);
                !room.ended
                    && shown.eq(room.entries.iter())
                    && session.outbox().items().iter().all(has_failed)
                    && self.stored_messages() == session.outbox().items().len()
            }
        }
    }
}

/// Whether a page shows nothing but what the server has, in its order.
fn is_as_said(session: &Session, room: &Room) -> bool {
    let mut said = room.entries.iter();
    let mut shown = session.transcript().entries();
    shown.all(|entry| said.any(|other| *other == **entry))
}

pub(crate) fn has_failed(item: &Outgoing) -> bool {
    matches!(item.delivery, Delivery::Failed { .. })
}

fn is_settled(item: &Outgoing) -> bool {
    item.delivery == Delivery::Sent || has_failed(item)
}

fn are_unlike<'a>(said: impl Iterator<Item = &'a Content>) -> bool {
    let mut seen = Vec::new();
    said.into_iter().all(|content| {
        let is_new = !seen.contains(&content);
        seen.push(content);
        is_new
    })
}
