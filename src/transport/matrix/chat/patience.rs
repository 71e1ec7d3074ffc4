//! Whatever a server answers, it is not asked in a loop.

use std::time::Duration;

use super::MatrixChat;
use crate::engine::Mono;

/// From the second answer in a row on that has led nowhere, nothing is asked so long;
/// then twice as long, and twice again …
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// … up to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// After so long without such an answer the earlier ones are forgotten.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(120);
/// A connection that breaks sooner has led nowhere either.
const SHORTEST_LIFE: Duration = Duration::from_secs(5);

/// How many answers have led nowhere, over connections too.
#[derive(Debug, Default)]
pub(super) struct Patience {
    in_vain: u32,
    last: Mono,
    live_since: Mono,
}

impl Patience {
    fn pause(&mut self, now: Mono) -> Duration {
        if now >= self.last + FORGOTTEN_AFTER {
            self.in_vain = 0;
        }
        self.last = now;
        self.in_vain += 1;
        match self.in_vain {
            1 => Duration::ZERO,
            more => LONGEST_PAUSE.min(FIRST_PAUSE * (1 << (more - 2).min(7))),
        }
    }
}

impl MatrixChat {
    /// An answer has led nowhere: too often, no such token, begin again …
    pub(super) fn asked_in_vain(&mut self) {
        let pause = self.patience.pause(self.now.mono);
        if !pause.is_zero() {
            self.be_silent(pause);
        }
    }

    /// The chat has come on.
    pub(super) fn has_come_on(&mut self) {
        self.patience.in_vain = 0;
    }

    pub(super) fn is_live_now(&mut self) {
        self.patience.live_since = self.now.mono;
    }

    /// The connection breaks: the next one may do so at once as well.
    pub(super) fn breaks(&mut self) {
        if self.now.mono < self.patience.live_since + SHORTEST_LIFE {
            self.asked_in_vain();
        }
    }
}
