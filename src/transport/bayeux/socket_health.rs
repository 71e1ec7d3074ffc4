//! Whether a WebSocket is worth trying.

use std::time::Duration;

use crate::engine::Mono;

/// After a socket that could not be used it is left alone this long; each
/// further time twice as long.
const LEFT_ALONE_FOR: Duration = Duration::from_secs(300);
/// So often at most, which is some hours.
const MOST_DOUBLINGS: u32 = 5;
/// A socket that lived this long was no bad one.
const IS_GROWN_UP_AFTER: Duration = Duration::from_secs(10);
/// As many that die young in a row are no accident.
const DEATHS: u32 = 2;

/// What was seen of sockets on this page.
#[derive(Clone, Debug, Default)]
pub(super) struct SocketHealth {
    left_alone_until: Option<Mono>,
    refusals: u32,
    young_deaths: u32,
}

impl SocketHealth {
    /// Whether one may be opened.
    pub(super) fn may_try(&self, now: Mono) -> bool {
        self.left_alone_until.is_none_or(|until| until <= now)
    }

    /// It could not be opened, or nothing came.
    pub(super) fn is_unusable(&mut self, now: Mono) {
        let wait = LEFT_ALONE_FOR * (1 << self.refusals.min(MOST_DOUBLINGS));
        self.left_alone_until = Some(now + wait);
        self.refusals += 1;
        self.young_deaths = 0;
    }

    /// It was up since then, and is gone.
    pub(super) fn has_died(&mut self, now: Mono, born: Mono) {
        if born.until(now) >= IS_GROWN_UP_AFTER {
            self.young_deaths = 0;
            self.refusals = 0;
            return;
        }
        self.young_deaths += 1;
        if self.young_deaths >= DEATHS {
            self.is_unusable(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000;

    #[test]
    fn what_is_refused_is_left_alone_for_longer_and_longer() {
        let mut health = SocketHealth::default();
        assert!(health.may_try(Mono(0)));
        health.is_unusable(Mono(0));
        assert!(!health.may_try(Mono(4 * MINUTE)));
        assert!(health.may_try(Mono(5 * MINUTE)));
        health.is_unusable(Mono(5 * MINUTE));
        assert!(!health.may_try(Mono(14 * MINUTE)));
        assert!(health.may_try(Mono(15 * MINUTE)));
        for _ in 0..50 {
            health.is_unusable(Mono(0));
        }
        assert!(health.may_try(Mono(3 * 60 * MINUTE)));
    }

    #[test]
    fn one_that_dies_young_may_be_an_accident_two_are_none() {
        let mut health = SocketHealth::default();
        health.has_died(Mono(900), Mono(0));
        assert!(health.may_try(Mono(900)));
        health.has_died(Mono(60_000), Mono(1_000));
        health.has_died(Mono(61_000), Mono(60_500));
        assert!(health.may_try(Mono(61_000)), "one of them was old");
        health.has_died(Mono(62_000), Mono(61_500));
        assert!(!health.may_try(Mono(62_000)));
    }
}
