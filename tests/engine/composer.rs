//! What a composer may hold, by what was typed into it and what may have been lost.

use rejoin::engine::SessionId;

/// Typing that is older than this is stored.
const STORED_WITHIN: u64 = 250;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It may be stored by now, and will be soon.
    Waits,
    Stored,
    /// The page may have died before.
    Unknown,
}

/// Something that was in it.
#[derive(Clone, Debug)]
struct Held {
    /// `None` where it could be anything.
    text: Option<String>,
    since: u64,
    fate: Fate,
}

/// The composer of one chat, in however many pages.
#[derive(Debug, Default)]
pub(crate) struct Composer {
    session: Option<SessionId>,
    /// In the order in which it was typed: one of them it holds.
    held: Vec<Held>,
}

impl Composer {
    /// The composer of that chat.
    pub(crate) fn of(&mut self, session: &SessionId) {
        if self.session.as_ref() != Some(session) {
            self.session = Some(session.clone());
            self.held = vec![Held {
                text: None,
                since: 0,
                fate: Fate::Stored,
            }];
        }
    }

    /// A page that comes has found that in it.
    pub(crate) fn find(&mut self, text: &str) {
        self.hold(text, 0);
        self.keep();
        self.held.drain(..self.held.len() - 1);
    }

    pub(crate) fn is_of(&self, session: &SessionId) -> bool {
        self.session.as_ref() == Some(session)
    }

    /// From now on that is in it.
    pub(crate) fn hold(&mut self, text: &str, now: u64) {
        self.held.push(Held {
            text: Some(text.to_owned()),
            since: now,
            fate: Fate::Waits,
        });
    }

    /// So late it is. Two pages into which something is typed at the same time store
    /// it one after the other, and in whatever order.
    pub(crate) fn pass(&mut self, now: u64, is_shared: bool) {
        for held in &mut self.held {
            if held.fate == Fate::Waits && held.since + STORED_WITHIN <= now {
                held.fate = Fate::Stored;
            }
        }
        let is_stored = |held: &Held| held.fate == Fate::Stored;
        if let Some(newest) = self.held.iter().rposition(is_stored) {
            let overlap = if is_shared { STORED_WITHIN } else { 0 };
            let until = self.held[newest].since.saturating_sub(overlap);
            let later = self.held.split_off(newest);
            self.held.retain(|held| held.since > until);
            self.held.extend(later);
        }
    }

    /// The page has gone in good order: it has stored all.
    pub(crate) fn keep(&mut self) {
        if let Some(newest) = self.held.last_mut() {
            newest.fate = Fate::Stored;
        }
    }

    /// A page is gone without a word: what is not stored by now may never be.
    pub(crate) fn lose(&mut self) {
        for held in &mut self.held {
            if held.fate == Fate::Waits {
                held.fate = Fate::Unknown;
            }
        }
    }

    pub(crate) fn may_hold(&self, text: &str) -> bool {
        let mut held = self.held.iter();
        held.any(|held| held.text.as_deref().is_none_or(|held| held == text))
    }
}
