//! The connection's state, and how long to pause before trying again.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ids::Generation;
use super::time::Mono;

/// A link that breaks sooner was no success, unless a message was answered on it.
const PROBATION: Duration = Duration::from_secs(10);

/// The connection to the server, as the engine sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Link {
    /// Nothing to connect for.
    #[default]
    Idle,
    /// A connection is being made.
    Connecting {
        /// Whose events are heard.
        generation: Generation,
        /// How many attempts failed before this one.
        failed: u32,
        /// When to give this attempt up.
        give_up_at: Mono,
    },
    /// Messages go through.
    Live {
        /// Whose events are heard.
        generation: Generation,
        /// How many attempts failed before this one.
        failed: u32,
        /// Since when it lives.
        since: Mono,
        /// What is awaited next.
        pulse: Pulse,
    },
    /// The next attempt is scheduled.
    Waiting {
        /// How many attempts have failed.
        failed: u32,
        /// When the next one is made.
        retry_at: Mono,
    },
    /// The browser says that there is no network, and will tell when there is.
    /// Since browsers err about this, an attempt is made now and then.
    Offline {
        /// How many attempts have failed.
        failed: u32,
        /// When the next one is made.
        retry_at: Mono,
    },
    /// The page is put away; it may come back.
    Suspended,
}

/// The heartbeat of a live link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pulse {
    /// Ask the server for news at that time.
    AskAt(Mono),
    /// Asked; without an answer by that time the link is dead.
    AnswerBy(Mono),
}

/// The connection's state, as a person needs to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LinkStatus {
    /// Nothing to connect for.
    Idle,
    /// Being made for the first time.
    Connecting,
    /// Messages go through.
    Live,
    /// Lost; being made again, or about to be.
    Reconnecting,
    /// The device has no network.
    Offline,
}

impl Link {
    /// The connection whose events are heard now.
    pub(crate) fn generation(&self) -> Option<Generation> {
        match self {
            Self::Connecting { generation, .. } | Self::Live { generation, .. } => {
                Some(*generation)
            }
            _ => None,
        }
    }

    pub(crate) fn is_live(&self) -> bool {
        matches!(self, Self::Live { .. })
    }

    /// How many attempts in a row have failed. A link does not end the row by being made:
    /// else one that breaks at once each time would be made again at once, for ever.
    pub(crate) fn failed(&self, now: Mono) -> u32 {
        match self {
            Self::Live { since, .. } if now >= *since + PROBATION => 0,
            Self::Connecting { failed, .. }
            | Self::Live { failed, .. }
            | Self::Waiting { failed, .. }
            | Self::Offline { failed, .. } => *failed,
            Self::Idle | Self::Suspended => 0,
        }
    }

    /// A message was answered: the link is of use.
    pub(crate) fn proves_itself(&mut self) {
        if let Self::Live { failed, .. } = self {
            *failed = 0;
        }
    }

    /// When something has to be done about it.
    pub(crate) fn deadline(&self) -> Option<Mono> {
        match self {
            Self::Connecting { give_up_at, .. } => Some(*give_up_at),
            Self::Waiting { retry_at, .. } | Self::Offline { retry_at, .. } => Some(*retry_at),
            Self::Live { pulse, .. } => Some(match pulse {
                Pulse::AskAt(at) | Pulse::AnswerBy(at) => *at,
            }),
            Self::Idle | Self::Suspended => None,
        }
    }
}

/// Pause after that many failures: doubles from a second, never beyond
/// `longest`, of which the last half is random so that a thousand visitors do
/// not knock at once.
pub(crate) fn pause(failed: u32, longest: Duration, rng: &mut fastrand::Rng) -> Duration {
    let doubled = Duration::from_secs(1).saturating_mul(1 << failed.saturating_sub(1).min(10));
    let full = u64::try_from(doubled.min(longest).as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(full / 2 + rng.u64(0..=full / 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_stay_bounded_and_are_never_nothing() {
        let longest = Duration::from_secs(30);
        let mut rng = fastrand::Rng::with_seed(7);
        for failed in 0..40 {
            for _ in 0..20 {
                let pause = pause(failed, longest, &mut rng);
                assert!(pause >= Duration::from_millis(500), "{failed}: {pause:?}");
                assert!(pause <= longest, "{failed}: {pause:?}");
            }
        }
        assert!(pause(10, longest, &mut rng) >= Duration::from_secs(15));
    }
}
