//! `/messages`: what a limited `/sync` has left out, and what was before it.

use serde_json::Value;

use super::super::event::{Room, entry};
use super::super::path::encoded;
use super::super::sync::{RoomNews, page_filter, token};
use super::super::ticket::Place;
use super::super::trouble::Trouble;
use super::MatrixChat;
use super::calls::{Call, Purpose};
use crate::engine::{Entry, Position};
use crate::transport::protocol::Answer;

/// Events a page. Each costs a round trip, or two where the browser asks first
/// whether it may ask.
const PAGE: u64 = 250;
/// A page that did not come may have been too long. With so few it is tried no
/// further.
const SHORTEST_PAGE: u64 = 10;
/// More pages than that nobody reads.
const MOST_PAGES: usize = 200;
/// More than that nobody keeps in memory.
const MOST_BYTES: usize = 16 << 20;

/// Events that are being fetched, newest first.
#[derive(Debug)]
pub(super) struct Paging {
    room: String,
    aim: Aim,
    older: Vec<Value>,
    /// Where the next page begins, and where those before began.
    from: String,
    turned: Vec<String>,
    limit: u64,
    bytes: usize,
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

impl Aim {
    /// Whether the same entries are wanted. A gap has its own way to be gone on with.
    fn is_still(&self, other: &Self) -> bool {
        let wanted = |aim: &Self| match aim {
            Self::Before { after, start, want } => Some((*after, *start, *want)),
            Self::Gap { .. } => None,
        };
        wanted(self).is_some() && wanted(self) == wanted(other)
    }
}

impl Paging {
    fn new(room: &str, aim: Aim, from: String, limit: u64) -> Self {
        Self {
            room: room.to_owned(),
            aim,
            older: Vec::new(),
            from,
            turned: Vec::new(),
            limit,
            bytes: 0,
        }
    }

    /// A page that did not come may have been too long. False when it is short already.
    fn shorten(&mut self) -> bool {
        let before = self.limit;
        self.limit = (before / 5).max(SHORTEST_PAGE.min(before));
        self.limit < before
    }

    /// Whether there may be more at that place.
    fn leads_on(&self, end: &String) -> bool {
        !self.is_enough() && *end != self.from && !self.turned.contains(end)
    }

    fn is_enough(&self) -> bool {
        let has_all = match &self.aim {
            Aim::Gap { .. } => false,
            Aim::Before { want, .. } => self.older.len() >= *want,
        };
        has_all || self.turned.len() >= MOST_PAGES || self.bytes >= MOST_BYTES
    }
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
        let Some(Place { room, .. }) = &self.stub.place else {
            return;
        };
        let same = self
            .fetched
            .take_if(|fetched| fetched.room == *room && fetched.aim.is_still(&aim));
        self.paging = same.or_else(|| Some(Paging::new(room, aim, from, limit)));
        self.ask_for_page();
    }

    /// The connection is closed. On a slow line it was too short for all pages, and the
    /// next one is no longer.
    pub(super) fn keep_pages(&mut self) {
        if let Some(mut paging) = self.paging.take() {
            paging.shorten();
            self.fetched = Some(paging);
        }
    }

    /// Goes on with a gap where the connection before was closed. False when there is
    /// none, or the chat has come further since.
    pub(super) fn goes_on_with_pages(&mut self) -> bool {
        let Some(Place { room, since, .. }) = &self.stub.place else {
            return false;
        };
        self.paging = self.fetched.take_if(|fetched| {
            fetched.room == *room && matches!(&fetched.aim, Aim::Gap { to, .. } if to == since)
        });
        self.ask_for_page();
        self.paging.is_some()
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
            Answer::None if paging.shorten() => return self.ask_for_page(),
            Answer::None => return self.broke(),
            // Of a room that one is not in nothing is told.
            Answer::Http(403, body) if Trouble::read(&body).is_the_servers() => {
                return self.logged_out();
            }
            _ => return self.pages_failed(),
        };
        let page: Value = serde_json::from_str(&body).unwrap_or_default();
        let Some(chunk) = page.get("chunk").and_then(Value::as_array) else {
            return self.pages_failed();
        };
        paging.older.extend_from_slice(chunk);
        paging.bytes += body.len();
        paging.limit = (paging.limit * 2).min(PAGE);
        let is_empty = chunk.is_empty();
        match token(&page, "end") {
            Some(end) if paging.leads_on(&end) => {
                let from = std::mem::replace(&mut paging.from, end);
                paging.turned.push(from);
                if is_empty {
                    self.asked_in_vain();
                }
                self.ask_for_page();
            }
            _ => self.pages_done(),
        }
    }

    /// What was fetched may have been asked for wrongly.
    fn pages_failed(&mut self) {
        self.paging = None;
        self.broke();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn paging() -> Paging {
        let aim = Aim::Gap {
            next: "s2".to_owned(),
            news: RoomNews::default(),
            to: None,
        };
        Paging::new("!r", aim, "p9".to_owned(), PAGE)
    }

    #[test]
    fn pages_end_whatever_the_server_says() {
        let mut paging = paging();
        assert!(paging.leads_on(&"p8".to_owned()));
        assert!(!paging.leads_on(&"p9".to_owned()), "it stays where it is");
        paging.turned.push("p8".to_owned());
        assert!(!paging.leads_on(&"p8".to_owned()), "it goes in a circle");
        paging.bytes = MOST_BYTES;
        assert!(!paging.leads_on(&"p7".to_owned()), "it is too much");
        paging.bytes = 0;
        paging.turned = vec![String::new(); MOST_PAGES];
        assert!(!paging.leads_on(&"p7".to_owned()), "it takes too long");
    }

    #[test]
    fn pages_are_shortened_down_to_a_few_events() {
        let mut paging = paging();
        assert!(paging.shorten() && paging.shorten());
        assert_eq!(paging.limit, SHORTEST_PAGE);
        assert!(!paging.shorten());
    }
}
