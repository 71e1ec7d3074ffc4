//! `/messages`: what a limited `/sync` has left out, and what was before it.

use serde_json::Value;

use super::super::event::{Room, entry};
use super::super::path::encoded;
use super::super::sync::{RoomNews, page_filter};
use super::super::trouble::Trouble;
use super::MatrixChat;
use super::calls::{Call, Purpose};
use crate::engine::{Entry, Position};
use crate::transport::json::Look;
use crate::transport::protocol::Answer;

/// Events a page. Each costs a round trip, or two where the browser asks first
/// whether it may ask.
const PAGE: u64 = 250;
/// A page that did not come may have been too long. With so few it is tried no
/// further.
const SHORTEST_PAGE: u64 = 10;
/// More pages than that nobody reads.
const MOST_PAGES: u32 = 200;

/// Events that are being fetched, newest first.
#[derive(Debug)]
pub(super) struct Paging {
    aim: Aim,
    older: Vec<Value>,
    /// Where the next page begins.
    from: String,
    limit: u64,
    pages: u32,
}

/// What they are for.
#[derive(Debug)]
enum Aim {
    /// They are missing before the news.
    Gap {
        next: String,
        news: RoomNews,
        to: Option<String>,
    },
    /// Entries after that one are wanted, of which only those after `start` are
    /// remembered.
    Before {
        after: Option<Position>,
        start: u64,
        want: usize,
    },
}

impl MatrixChat {
    /// Fetches what is missing between the last news and these.
    pub(super) fn fill_gap(&mut self, next: String, mut news: RoomNews) {
        let to = self
            .stub
            .place
            .as_ref()
            .and_then(|place| place.since.clone());
        let from = news.gap.take().unwrap_or_default();
        self.turn_pages(Aim::Gap { next, news, to }, from, PAGE);
    }

    /// The entries after that one, as far as they are remembered; else they are
    /// fetched, and told by [`answer_with`](Self::answer_with).
    pub(super) fn entries_after(&mut self, after: Option<Position>) -> Option<Vec<Entry>> {
        if let Some(entries) = self.timeline.after(after) {
            return Some(entries);
        }
        if self.paging.is_some() {
            return None;
        }
        let since = self
            .stub
            .place
            .as_ref()
            .and_then(|place| place.since.clone());
        let count = self.timeline.count();
        let start = self.timeline.start();
        let wanted = count - after.map_or(0, |after| after.0).min(count);
        let want = usize::try_from(wanted).unwrap_or(usize::MAX);
        // From the newest back: the places are counted from there.
        let aim = Aim::Before { after, start, want };
        self.turn_pages(aim, since?, wanted.clamp(1, PAGE));
        None
    }

    fn turn_pages(&mut self, aim: Aim, from: String, limit: u64) {
        self.paging = Some(Paging {
            aim,
            older: Vec::new(),
            from,
            limit,
            pages: 0,
        });
        self.ask_for_page();
    }

    fn ask_for_page(&mut self) {
        let (Some(place), Some(paging)) = (&self.stub.place, &self.paging) else {
            return;
        };
        let mut path = format!(
            "/rooms/{}/messages?dir=b&limit={}&filter={}&from={}",
            encoded(&place.room),
            paging.limit,
            encoded(&page_filter()),
            encoded(&paging.from),
        );
        if let Aim::Gap { to: Some(to), .. } = &paging.aim {
            path = format!("{path}&to={}", encoded(to));
        }
        self.call(Call::get(Purpose::Page, path));
    }

    pub(super) fn paged(&mut self, answer: Answer) {
        let Some(paging) = &mut self.paging else {
            return;
        };
        let body = match answer {
            Answer::Http(200, body) => body,
            Answer::None if paging.limit > SHORTEST_PAGE => {
                paging.limit = (paging.limit / 5).max(SHORTEST_PAGE);
                return self.ask_for_page();
            }
            // Of a room that one is not in nothing is told.
            Answer::Http(403, body) if Trouble::read(&body).is_the_servers() => {
                return self.logged_out();
            }
            _ => return self.broke(),
        };
        let Ok(page) = serde_json::from_str::<Value>(&body) else {
            return self.broke();
        };
        paging.older.extend_from_slice(page.list("chunk"));
        paging.pages += 1;
        let is_enough = match &paging.aim {
            Aim::Gap { .. } => false,
            Aim::Before { want, .. } => paging.older.len() >= *want,
        };
        match page.text("end") {
            Some(end) if !is_enough && paging.pages < MOST_PAGES => {
                paging.from = end;
                self.ask_for_page();
            }
            _ => self.pages_done(),
        }
    }

    fn pages_done(&mut self) {
        let Some(Paging { aim, mut older, .. }) = self.paging.take() else {
            return;
        };
        match aim {
            Aim::Gap { next, mut news, .. } => {
                older.reverse();
                older.append(&mut news.events);
                news.events = older;
                self.has_news(next, news);
            }
            Aim::Before { after, start, want } => {
                older.truncate(want);
                let missed = self.placed(&older, after, start);
                self.answer_with(missed);
            }
        }
    }

    /// Old events in their places, counted back from where they were asked for.
    /// What is remembered is taken from there.
    fn placed(&self, older: &[Value], after: Option<Position>, start: u64) -> Vec<Entry> {
        let count = self.timeline.count();
        let after = after.map_or(0, |after| after.0);
        // Names as they were then come from the events themselves.
        let mut room: Room = self.room.clone();
        let mut missed = Vec::new();
        let first = count.saturating_sub(older.len() as u64);
        for (event, place) in older.iter().rev().zip(first + 1..) {
            if place > after && place <= start {
                missed.extend(entry(&mut room, Position(place), event));
            }
        }
        let remembered = self.timeline.entries();
        missed.extend(remembered.filter(|entry| entry.position.0 > after).cloned());
        missed
    }
}
