//! `/sync`: one question that the server holds until there is news.

use std::time::Duration;

use serde_json::Value;

use super::super::event::{entry, is_encrypted};
use super::super::path::encoded;
use super::super::sync::{RoomNews, Sync, filter};
use super::super::trouble::Trouble;
use super::calls::{Call, Purpose};
use super::{ANSWER_WITHIN, MatrixChat, Stage, Timeline};
use crate::engine::{Entry, Mono, Position, TransportEvent};
use crate::transport::json::Look;
use crate::transport::protocol::Answer;

/// The server holds a question for so long.
const HOLD: Duration = Duration::from_secs(25);
/// An answer that comes sooner, with nothing in it, was not held.
const NOT_HELD: Duration = Duration::from_secs(1);
/// After such answers it is asked ever more rarely: twice this, and twice again…
const FIRST_PAUSE: Duration = Duration::from_millis(125);
/// … down to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// A room that was just made may not be seen everywhere on the server: it is looked for
/// again after this, and after twice as long …
const FIRST_SEARCH: Duration = Duration::from_millis(500);
/// … that often.
const MOST_SEARCHES: u8 = 4;
/// Who is in the room no more, as one answer says, hears it from the room by then.
const OUT_WITHIN: Duration = Duration::from_secs(3);
/// Where a room that was made is not there.
const NOT_THERE: &str = "The homeserver does not show the visitor the room of the chat.";
/// A server that always has news is believed to be up to date after so many answers.
const MOST_ROUNDS: u8 = 20;

/// A question for news.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SyncCall {
    since: Option<String>,
    pub at: Mono,
    is_held: bool,
}

/// How the asking goes.
#[derive(Debug, Default)]
pub(super) struct State {
    /// When to ask next.
    pub poll_at: Option<Mono>,
    /// By when the room says that the visitor was put out of it.
    pub out_by: Option<Mono>,
    /// Whether the last answer should have been held, if it has no news.
    is_quick: bool,
    /// How often the room was not there.
    searches: u8,
    /// Answers in a row that should have been held.
    hasty: u32,
    /// Answers while going on with a chat.
    rounds: u8,
    /// Whether the last answer had no news.
    is_quiet: bool,
    /// Whether the visitor is in the room no more.
    is_left: bool,
    /// Questions of the chat's own that the next answer answers.
    wanted: Vec<Option<Position>>,
}

impl State {
    /// The connection is closed. What the server remembers of our search it still does.
    pub(super) fn clear(&mut self) {
        *self = Self {
            searches: self.searches,
            ..Self::default()
        };
    }

    /// There is a room to look for.
    pub(super) fn begin_search(&mut self) {
        self.searches = 0;
    }
}

impl MatrixChat {
    pub(super) fn sync_due(&mut self) {
        let now = self.now.mono;
        let is_due = |at: Option<Mono>| at.is_some_and(|at| at <= now);
        let is_live = matches!(self.stage, Stage::Live);
        if is_live && is_due(self.sync.out_by) {
            self.end();
        } else if is_due(self.sync.poll_at) {
            match is_live {
                true => self.sync_on(),
                false => self.sync_now(),
            }
        }
    }

    /// Asks for what there is.
    pub(super) fn sync_now(&mut self) {
        self.ask_for_news(Duration::ZERO);
    }

    /// Asks for what is to come.
    pub(super) fn sync_on(&mut self) {
        self.ask_for_news(HOLD);
    }

    /// The chat wants to know whether anything is missing.
    pub(super) fn sync_for(&mut self, after: Option<Position>) {
        self.sync.wanted.push(after);
        self.sync_now();
    }

    fn ask_for_news(&mut self, hold: Duration) {
        self.sync.poll_at = None;
        let is_held = !hold.is_zero();
        // The same question has the same answer for a while: Synapse remembers it.
        let hold = hold + Duration::from_millis(self.sync.searches.into());
        let Some(place) = &self.stub.place else {
            return;
        };
        let since = place.since.clone();
        let mut path = format!(
            "/sync?filter={}&timeout={}",
            encoded(&filter(&place.room)),
            hold.as_millis(),
        );
        if let Some(since) = &since {
            path = format!("{path}&since={}", encoded(since));
        }
        let asked = SyncCall {
            since,
            at: self.now.mono,
            is_held,
        };
        let mut call = Call::get(Purpose::Sync(asked), path);
        call.within = hold + ANSWER_WITHIN;
        self.call(call);
    }

    pub(super) fn synced(&mut self, asked: &SyncCall, answer: Answer) {
        let Some(place) = &mut self.stub.place else {
            return;
        };
        match answer {
            // Overtaken by another answer, or by one that is still being completed.
            Answer::Http(200, _) if place.since != asked.since || self.paging.is_some() => {
                self.go_on();
            }
            Answer::Http(200, body) => match Sync::read(&body, &place.room) {
                Some(sync) => {
                    self.pace(asked);
                    self.take_sync(sync);
                }
                None => self.broke(),
            },
            // The server cannot read what it gave us once: everything is looked
            // at again.
            Answer::Http(400, body)
                if asked.since.is_some() && Trouble::read(&body).is_the_servers() =>
            {
                place.since = None;
                self.timeline = Timeline::default();
                self.asked_in_vain();
                self.sync_now();
            }
            _ => self.broke(),
        }
    }

    fn take_sync(&mut self, sync: Sync) {
        let is_first = self
            .stub
            .place
            .as_ref()
            .is_some_and(|place| place.since.is_none());
        let Some(news) = sync.room else {
            if is_first {
                return self.search_room();
            }
            return self.has_news(sync.next, RoomNews::default());
        };
        self.sync.begin_search();
        if news.gap.is_some() {
            self.fill_gap(sync.next, news);
        } else {
            self.has_news(sync.next, news);
        }
    }

    /// The visitor is not in the room, or not everybody on the server knows it yet.
    fn search_room(&mut self) {
        self.sync.searches += 1;
        let pause = FIRST_SEARCH * (1 << (self.sync.searches - 1).min(MOST_SEARCHES));
        match self.stage {
            _ if self.sync.searches <= MOST_SEARCHES => {
                self.sync.poll_at = Some(self.now.mono + pause);
            }
            Stage::Starting(_) => self.refused(NOT_THERE),
            _ => self.logged_out(),
        }
    }

    /// The visitor was put out, and the room's own word of it, with all that was said
    /// before, is under way.
    pub(super) fn is_out(&mut self) {
        let by = self.now.mono + OUT_WITHIN;
        self.sync.out_by.get_or_insert(by);
        self.sync_now();
    }

    /// All that has happened up to `next`.
    pub(super) fn has_news(&mut self, next: String, news: RoomNews) {
        for event in &news.state {
            self.room.learn(event);
        }
        let before = self.timeline.count();
        let mut entries = Vec::new();
        for event in &news.events {
            if is_encrypted(event) {
                entries.extend(self.place_notice(event));
                return self.refuse_encrypted(entries);
            }
            entries.extend(self.count(event));
        }
        if news.state.iter().any(is_encrypted) {
            return self.refuse_encrypted(entries);
        }
        let since = self
            .stub
            .place
            .as_mut()
            .and_then(|place| place.since.replace(next));
        let has_grown = self.timeline.count() > before;
        self.heed_pace(has_grown, since.is_some());
        self.sync.is_quiet = !has_grown;
        self.sync.is_left |= news.is_left;
        self.tell(entries, has_grown);
        if let Some(typing) = news.typing {
            self.heed_typing(typing);
        }
        if news.is_left && matches!(self.stage, Stage::Live) {
            return self.end();
        }
        self.go_on();
    }

    /// Gives an event its place. The entry is remembered.
    fn count(&mut self, event: &Value) -> Option<Entry> {
        let position = self.timeline.place(&event.text("event_id")?)?;
        let entry = entry(&mut self.room, position, event)?;
        self.timeline.push(entry.clone());
        Some(entry)
    }

    /// First the entries, then the ticket that is beyond them: a page that dies in
    /// between gets them again, in the same places.
    fn tell(&mut self, entries: Vec<Entry>, has_grown: bool) {
        if !matches!(self.stage, Stage::Live) {
            return;
        }
        if !entries.is_empty() {
            self.report(TransportEvent::Entries(entries));
        }
        self.timeline.forget();
        if has_grown && !self.sync.is_left {
            self.renew_ticket();
        }
    }

    fn pace(&mut self, asked: &SyncCall) {
        let is_soon = self.now.mono < asked.at + NOT_HELD;
        self.sync.is_quick = asked.is_held && is_soon;
        if asked.is_held && !is_soon {
            self.sync.hasty = 0;
            self.has_come_on();
        }
    }

    /// What was told before is no news, and neither is all that there ever was.
    fn heed_pace(&mut self, has_grown: bool, is_later: bool) {
        if has_grown && is_later {
            self.sync.hasty = 0;
            self.has_come_on();
        } else if self.sync.is_quick && !has_grown {
            self.sync.hasty += 1;
        }
    }

    /// What the answer was waited for, and the next question.
    fn go_on(&mut self) {
        if self.paging.is_some() {
            return;
        }
        match &self.stage {
            Stage::Starting(_) => self.start_done(),
            Stage::Resuming { after } => {
                let after = *after;
                self.sync.rounds += 1;
                if !self.is_up_to_date() {
                    return self.sync_now();
                }
                if let Some(missed) = self.entries_after(after) {
                    self.resumed(missed);
                }
            }
            Stage::Live => self.answer_wanted(),
            Stage::Closed | Stage::Leaving(..) => {}
        }
        self.ask_on();
    }

    /// An answer may come from the server's memory of earlier ones, so the first is
    /// not believed: one more has to say that there is nothing.
    fn is_up_to_date(&self) -> bool {
        let State { rounds, .. } = self.sync;
        self.sync.is_left || rounds >= MOST_ROUNDS || (rounds > 1 && self.sync.is_quiet)
    }

    pub(super) fn ask_on(&mut self) {
        let is_asking = self.is_asking(|purpose| matches!(purpose, Purpose::Sync(_)));
        if !matches!(self.stage, Stage::Live) || self.paging.is_some() || is_asking {
            return;
        }
        match self.sync.hasty {
            0 => self.sync_on(),
            hasty => {
                let pause = FIRST_PAUSE * (1 << hasty.min(6));
                self.sync.poll_at = Some(self.now.mono + pause.min(LONGEST_PAUSE));
            }
        }
    }

    pub(super) fn resumed(&mut self, missed: Vec<Entry>) {
        self.is_live_now();
        self.fetched = None;
        self.stage = Stage::Live;
        self.report(TransportEvent::Resumed { missed });
        if self.sync.is_left {
            self.end();
        } else {
            self.renew_ticket();
        }
    }

    fn answer_wanted(&mut self) {
        while let Some(after) = self.sync.wanted.first().copied() {
            let Some(missed) = self.entries_after(after) else {
                return;
            };
            self.sync.wanted.remove(0);
            self.report(TransportEvent::Synced { missed });
        }
    }

    /// Older entries have come: what waited for them goes on.
    pub(super) fn answer_with(&mut self, missed: Vec<Entry>) {
        match self.stage {
            Stage::Resuming { .. } => self.resumed(missed),
            Stage::Live if !self.sync.wanted.is_empty() => {
                self.sync.wanted.remove(0);
                self.report(TransportEvent::Synced { missed });
            }
            _ => {}
        }
        self.go_on();
    }
}
