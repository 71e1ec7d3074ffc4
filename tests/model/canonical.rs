//! When two worlds are the same: what will happen in one will in the other.
//!
//! The engine tells by `Debug` all that it holds. Of times only the order in
//! which they come counts, of connections only how many came after them, and
//! which pause was drawn by chance does not matter.

use std::fmt::{self, Write};
use std::hash::{DefaultHasher, Hash, Hasher};

use rejoin::engine::Generation;

use super::page::Page;
use super::parcel::Parcel;
use super::world::World;

/// One failure is like two, as far as they are told apart at all.
const FAILURES: u64 = 1;

impl World {
    /// A number that only worlds share that are the same.
    pub(crate) fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.canonical().hash(&mut hasher);
        hasher.finish()
    }

    fn canonical(&self) -> String {
        let mut all = self.post();
        all.extend(self.pages.iter().map(Page::canonical));
        for (key, text) in &self.storage {
            all.extend([key.clone(), text.clone()]);
        }
        // What has come up is no part of it.
        let mut judged = self.record.clone();
        judged.reached.clear();
        let (rooms, refused) = (&self.server.rooms, &self.server.refused);
        let (queue, left) = (&self.queue, &self.left);
        all.push(format!("{rooms:?}{refused:?}{queue:?}{judged:?}{left:?}"));
        all.join("\n")
    }

    /// What is on its way. The order counts only where it is kept.
    fn post(&self) -> Vec<String> {
        let is_kept = |parcel: &&Parcel| self.is_in_order(parcel);
        let (kept, free): (Vec<_>, Vec<_>) = self.net.iter().partition(is_kept);
        let text = |parcel| self.parcel(parcel);
        let mut free: Vec<String> = free.into_iter().map(text).collect();
        free.sort();
        free.extend(kept.into_iter().map(text));
        free
    }

    fn parcel(&self, parcel: &Parcel) -> String {
        let page = &self.pages[parcel.place()];
        match parcel {
            // Nobody waits for the answer.
            Parcel::Call(line, call) if page.life != line.life => format!("{call:?}"),
            _ => page.simple(format_args!("{parcel:?}")),
        }
    }
}

impl Page {
    fn canonical(&self) -> String {
        let (asleep, history) = (self.is_suspended, &self.history);
        let text = self.simple(format_args!(
            "{:?}{asleep}{history:?}{:?}",
            self.line, self.chat
        ));
        // The settings are always the same, and the time does not matter.
        let settings = text.find("Chat {").zip(text.find(", ids: "));
        settings.map_or(text.clone(), |(from, to)| {
            text[..from].to_owned() + &text[to..]
        })
    }

    /// What that says, without what makes no difference.
    fn simple(&self, what: fmt::Arguments<'_>) -> String {
        let line = self.line.as_ref();
        let mut simple = Simple {
            text: String::with_capacity(8_000),
            times: Vec::new(),
            newest: line.map_or(Generation(0), |line| line.generation),
        };
        let _ = simple.write_fmt(what);
        simple.with_times_after(self.now().mono.0)
    }
}

/// Text in the making.
struct Simple {
    text: String,
    times: Vec<u64>,
    newest: Generation,
}

impl Write for Simple {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let number = if part.starts_with(|c: char| c.is_ascii_digit()) {
            part.parse().ok().and_then(|number| self.simplified(number))
        } else {
            None
        };
        match number {
            Some(number) => write!(self.text, "{number}"),
            None => self.text.write_str(part),
        }
    }
}

impl Simple {
    /// What to write for a number, by what stands before it.
    fn simplified(&mut self, number: u64) -> Option<u64> {
        let before = self.text.as_str();
        if before.ends_with("Mono(") {
            self.times.push(number);
            Some(0)
        } else if before.ends_with("Generation(") {
            Some(self.newest.0.saturating_sub(number))
        } else if before.ends_with("failed: ") {
            Some(number.min(FAILURES))
        } else {
            let is_chance = before.ends_with("Rng(")
                || before.ends_with("epoch: ")
                || before.ends_with("drafts: ");
            is_chance.then_some(0)
        }
    }

    /// The text, and in which order its times come that are yet to come.
    fn with_times_after(mut self, now: u64) -> String {
        let mut sorted = self.times.clone();
        sorted.retain(|time| *time > now);
        sorted.sort_unstable();
        sorted.dedup();
        for time in self.times {
            let rank = sorted.iter().position(|other| *other == time);
            let _ = write!(self.text, " {rank:?}");
        }
        self.text
    }
}
