//! What must come up in some stories.

use std::collections::BTreeSet;

use rejoin::engine::{Phase, Position, Role, Session, Word};

use super::action::{Act, Action};
use super::claims::has_failed;
use super::page::Page;
use super::parcel::{Local, Parcel};
use super::record::Record;
use super::server::Room;
use super::world::World;

/// What must come up, or the stories are too short to show anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fact {
    /// A page sent what one before it was given.
    SentByAnotherPage,
    /// The server was given a message that it had.
    MessageRepeated,
    /// The server was asked for a session that it had started.
    StartRepeated,
    /// A page shows what was typed into the form of one before it.
    FormBack,
    /// The host was told that the server will not start a session.
    StartRefused,
    /// A session has begun after another start was refused.
    StartedThen,
    /// A page that has lost the lead, and does not know, is connected beside who leads.
    TwoConnected,
    /// A message is on no page any more, for its record was torn.
    Torn,
    /// A chat is on no page any more, for its record was torn.
    TornAway,
    /// A record was torn, and another page has the chat.
    TornBeside,
    /// A message has failed.
    Failed,
    /// A message that had failed has arrived.
    Retried,
    /// A page shows an entry, and not the one before.
    Gap,
    /// The agent has ended a chat, and the page knows.
    Closed,
    /// The visitor has left a chat, and the server knows.
    Left,
    /// A visitor starts in two pages, before one has heard of the other.
    TwoStarts,
    /// A page that is not connected shows what an agent said while it was there.
    HeardByFollower,
    /// A page does something before it hears what another has said to it.
    WordLate,
    /// What a page has said was not heard.
    WordLost,
    /// The page that leads has forgotten the chat.
    ForgottenByLeader,
    /// A page that does not lead has.
    ForgottenByFollower,
    /// A page goes on with a chat, and has not heard that another has forgotten it.
    ForgottenUnheard,
    /// A page was killed in the midst of forgetting.
    ForgettingKilled,
    /// A page wakes that shows what was forgotten meanwhile.
    ForgottenAsleep,
    /// A page wakes that does not have what another has sent meanwhile.
    SentAsleep,
    /// A page wakes, and the chat was left meanwhile.
    LeftAsleep,
    /// A chat has begun after another was forgotten.
    BegunAnew,
}

impl World {
    pub(crate) fn note(&self, page: &Page, session: &Session, room: &Room, record: &mut Record) {
        let ids = room.entries.iter().filter_map(|e| e.client_id.as_ref());
        let has_gap = first_missing(session, room)
            .is_some_and(|missing| session.transcript().newest() > Some(missing));
        let is_over = page.running().is_none();
        let was_left = record.left.contains(session.id());
        let is_beside = page.line.as_ref().is_none_or(|line| !line.is_open);
        let heard_beside = is_beside && page.has_heard_from_agent();
        let is_anew = record.forgotten > 0 && !is_over && !record.is_forgotten(session.id());
        let facts = [
            (
                Fact::Failed,
                session.outbox().items().iter().any(has_failed),
            ),
            (
                Fact::Retried,
                ids.into_iter().any(|id| record.refused.contains(id)),
            ),
            (Fact::StartedThen, !self.server.refused.is_empty()),
            (Fact::Gap, has_gap),
            (Fact::Closed, is_over && !was_left),
            (Fact::Left, is_over && was_left && room.ended),
            (Fact::HeardByFollower, heard_beside),
            (Fact::BegunAnew, is_anew),
        ];
        let reached = facts.into_iter().filter(|(_, is)| *is);
        record.reached.extend(reached.map(|(fact, _)| fact));
    }

    /// What is about all pages.
    pub(crate) fn note_pages(&self, record: &mut Record) {
        if self.are_two_connected() {
            record.reached.insert(Fact::TwoConnected);
        }
    }

    /// Before that is done: what pages do that have not heard everything yet.
    pub(crate) fn note_late(&mut self, action: &Action) {
        let place = action.page;
        let is_unheard = |word: &Word| {
            let parcel = Parcel::Local(place, Local::Word(word.clone()));
            self.net.contains(&parcel)
        };
        let is_deed = matches!(action.act, Act::Start | Act::Send | Act::Leave);
        let goes_on = is_deed || self.is_news_for(place, &action.act);
        let mut words = self.net.iter().filter(|parcel| parcel.is_word());
        let is_late = words.any(|parcel| parcel.place() == place);
        let is_forgotten = is_unheard(&Word::Forgotten);
        let facts = [
            (Fact::WordLate, goes_on && is_late),
            (Fact::ForgottenUnheard, goes_on && is_forgotten),
        ];
        let reached = facts.into_iter().filter(|(_, is)| *is);
        self.record.reached.extend(reached.map(|(fact, _)| fact));
    }

    /// Whether something from elsewhere than from other pages comes to that page.
    fn is_news_for(&self, place: usize, act: &Act) -> bool {
        let Act::Deliver(at) = act else {
            return false;
        };
        let parcel = &self.net[*at];
        let is_to_page = matches!(parcel, Parcel::Answer(..) | Parcel::News(..));
        is_to_page && parcel.place() == place
    }

    fn are_two_connected(&self) -> bool {
        let lines = self.pages.iter().filter_map(|page| page.line.as_ref());
        lines.filter(|line| line.is_open).count() > 1
    }

    /// What a page that wakes has not heard of.
    pub(crate) fn note_waking(&mut self, place: usize) {
        let Some(session) = self.pages[place].running() else {
            return;
        };
        let (id, page) = (session.id(), &self.pages[place]);
        let mut given = self.record.given.iter();
        let has_missed = given.any(|(text, given)| given.session == *id && !page.shows(text));
        let facts = [
            (Fact::SentAsleep, has_missed),
            (Fact::LeftAsleep, self.record.left.contains(id)),
            (Fact::ForgottenAsleep, self.record.is_forgotten(id)),
        ];
        let reached = facts.into_iter().filter(|(_, is)| *is);
        self.record.reached.extend(reached.map(|(fact, _)| fact));
    }

    /// Whether a chat that was forgotten is on that page.
    pub(crate) fn shows_forgotten(&self, place: usize) -> bool {
        let session = self.pages[place].running();
        session.is_some_and(|session| self.record.is_forgotten(session.id()))
    }

    /// Whether more pages than one are about to begin a chat.
    pub(crate) fn do_two_start(&self) -> bool {
        let phases = self.pages.iter().map(|page| page.chat.phase());
        phases
            .filter(|phase| matches!(phase, Phase::Starting(_)))
            .count()
            > 1
    }
}

impl Page {
    /// Whether it shows what an agent has said since it came.
    fn has_heard_from_agent(&self) -> bool {
        let Some(session) = self.running() else {
            return false;
        };
        let mut entries = session.transcript().entries();
        entries.any(|entry| {
            let place = (session.id().clone(), entry.position);
            entry.author.role == Role::Agent && !self.history.contains(&place)
        })
    }
}

/// The first entry that the server has and a page does not show.
fn first_missing(session: &Session, room: &Room) -> Option<Position> {
    let shown: BTreeSet<_> = session.transcript().entries().map(|e| e.position).collect();
    let mut positions = room.entries.iter().map(|entry| entry.position);
    positions.find(|position| !shown.contains(position))
}
