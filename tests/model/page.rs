//! A page of the visitor's: the real engine, a stopwatch, and its connection.

use std::collections::BTreeSet;
use std::time::Duration;

use rejoin::engine::{Chat, Config, Generation, Mono, Now, Position, Session, SessionId};

use super::server::TODAY;

/// Which connection of which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LineId {
    /// Which of the pages that are open together.
    pub(crate) place: usize,
    /// Which of those that have been in that place.
    pub(crate) life: u32,
    pub(crate) generation: Generation,
}

/// A connection, as the transport and the server see it.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) generation: Generation,
    pub(crate) room: Option<usize>,
    pub(crate) is_open: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) chat: Chat,
    pub(crate) life: u32,
    pub(crate) line: Option<Line>,
    pub(crate) is_dead: bool,
    pub(crate) is_suspended: bool,
    /// What it found when it came: no news.
    pub(crate) history: BTreeSet<(SessionId, Position)>,
    stopwatch: Mono,
}

impl Page {
    /// `seed` must be unlike that of every other page of the story.
    pub(crate) fn new(config: &Config, life: u32, seed: u128) -> Self {
        Self {
            chat: Chat::new(config.clone(), seed),
            life,
            line: None,
            is_dead: false,
            is_suspended: false,
            history: BTreeSet::new(),
            stopwatch: Mono(0),
        }
    }

    pub(crate) fn now(&self) -> Now {
        Now {
            wall: TODAY,
            mono: self.stopwatch,
        }
    }

    /// Lets the time pass until something is due; false when nothing ever is.
    pub(crate) fn wait(&mut self) -> bool {
        let deadline = self.chat.next_deadline();
        if let Some(at) = deadline {
            self.stopwatch = self.stopwatch.max(at);
        }
        deadline.is_some()
    }

    /// Lets so much time pass.
    pub(crate) fn pause(&mut self, pause: Duration) {
        self.stopwatch = self.stopwatch + pause;
    }

    pub(crate) fn line_id(&self, place: usize) -> Option<LineId> {
        let line = self.line.as_ref().filter(|line| line.is_open)?;
        Some(LineId {
            place,
            life: self.life,
            generation: line.generation,
        })
    }

    /// The chat that runs here, as far as the page knows.
    pub(crate) fn running(&self) -> Option<&Session> {
        use rejoin::engine::Phase;
        match self.chat.phase() {
            Phase::Active(session) => Some(session),
            _ => None,
        }
    }
}
