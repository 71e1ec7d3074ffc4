//! Questions for a part of the transcript, and when one is due.

use std::time::Duration;

use super::super::envelope::Envelope;
use crate::engine::{Entry, Mono, Position};

/// What was asked for and did not come is asked for again after this.
pub(super) const ASK_AGAIN_AFTER: Duration = Duration::from_secs(2);
/// So often, until what came instead is taken for the answer.
const ASK_TIMES: u8 = 3;

/// Why a part of the transcript is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The chat goes on over a new connection.
    Resume,
    /// The chat wants to know.
    Sync,
    /// News have left something out.
    Hole,
}

/// Answers carry no name of their question, and look like news. So one entry more
/// is asked for than is missing, the newest that is here: only the answer has it.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) cause: Cause,
    /// Whether news wait for the answer, which tells what was before them.
    pub(super) holds_back: bool,
    /// The lowest index asked for; 0 asks for everything.
    pub(super) from: u64,
    pub(super) ask_again_at: Mono,
    pub(super) asked: u8,
    /// What came, and may or may not be the answer.
    instead: Vec<Entry>,
}

impl Question {
    pub(super) fn new(cause: Cause, from: u64, now: Mono) -> Self {
        Self {
            cause,
            holds_back: cause != Cause::Sync,
            from,
            ask_again_at: now,
            asked: 0,
            instead: Vec::new(),
        }
    }

    /// Keeps news in case no answer comes.
    pub(super) fn keep(&mut self, news: &[Entry]) {
        for entry in news {
            let mut kept = self.instead.iter();
            let is_new = kept.all(|other| other.position != entry.position);
            if is_new && entry.position.0 >= self.from {
                self.instead.push(entry.clone());
            }
        }
    }

    /// What is to be taken for the answer when it was asked for often enough: the server
    /// counts with gaps.
    pub(super) fn give_up(&mut self) -> Option<Vec<Entry>> {
        let is_in_vain = self.asked >= ASK_TIMES && !self.instead.is_empty();
        is_in_vain.then(|| std::mem::take(&mut self.instead))
    }

    pub(super) fn is_answered_by(&self, envelope: &Envelope) -> bool {
        // What was waiting in the session is no answer to what was asked just now.
        let is_asked = self.asked > 0;
        is_asked
            && match envelope.first_index() {
                Some(first) => first < self.from.max(2),
                // There is nothing beyond what is here.
                None => envelope
                    .next_position
                    .is_some_and(|next| next <= self.from.max(1)),
            }
    }
}

/// The index after that position.
pub(super) fn next(after: Option<Position>) -> u64 {
    after.map_or(0, |after| after.0.saturating_add(1))
}

/// How far the server has told everything.
///
/// News can be lost without a trace: a browser repeats a long poll by itself when its
/// connection was reset, and what was in the answer to the first is gone where the
/// server knows no acknowledgements.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The index after the last event told; `None` when that is not known.
    end: Option<u64>,
    /// Whether the server has shown that it leaves out indices, and does not say so.
    counts_with_gaps: bool,
}

impl Told {
    /// Nothing before these events is missing.
    pub(super) fn all_of(&mut self, envelope: &Envelope) {
        if let Some(last) = envelope.last_index() {
            self.end = self.end.max(Some(last.saturating_add(1)));
        }
    }

    /// The index of the first event that is missing before these.
    pub(super) fn hole_before(&self, envelope: &Envelope) -> Option<u64> {
        let first = envelope.first_index()?;
        self.end
            .filter(|end| first > *end && !self.counts_with_gaps)
    }

    /// No answer can be told from news.
    pub(super) fn is_unclear(&mut self) {
        self.counts_with_gaps = true;
    }
}
