//! What stands in for a lock where the page has none: a record in the storage that
//! says whose turn it is, and until when.
//!
//! Whoever holds the lease renews it. Two pages that take a free one at the same
//! time both write; each looks again a moment later, and the last to write has it.

use std::cell::Cell;
use std::fmt;
use std::rc::{Rc, Weak};
use std::time::Duration;

use super::{HostStore, Timer, is_halted, is_visible, now, random_u128};

/// A lease that was not renewed for so long is free.
const LASTS: u64 = 1_500;
/// After some minutes browsers let timers of hidden pages ring once a minute.
const SLOWEST: u64 = 65_000;
/// How often it is renewed, or looked at by those who wait. Hidden pages may be
/// held to once a second.
const LOOK_EVERY: Duration = Duration::from_millis(400);
/// By then everybody sees who has written last. A page may claim what it has not
/// yet seen to be claimed, and is itself seen as late as that: so this is twice what
/// a write takes to reach another page, which on a busy machine may be 100 ms.
const SETTLES_WITHIN: Duration = Duration::from_millis(300);

/// The lease, or the wait for it; until it is dropped.
#[must_use = "the lease is free when this is dropped"]
pub struct Lease {
    storage: Rc<dyn HostStore>,
    key: String,
    page: String,
    state: Cell<State>,
    told: Box<dyn Fn(bool)>,
    timer: Timer,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Waits,
    Claims,
    Holds,
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lease")
    }
}

impl Lease {
    /// Waits for the lease under that key. `told` is called with true when it is
    /// ours, and with false when another page has it nevertheless.
    pub fn seek(
        storage: Rc<dyn HostStore>,
        key: String,
        told: impl Fn(bool) + 'static,
    ) -> Rc<Self> {
        let lease = Rc::new_cyclic(|this: &Weak<Self>| {
            let this = this.clone();
            Self {
                storage,
                key,
                page: format!("{:032x}", random_u128()),
                state: Cell::new(State::Waits),
                told: Box::new(told),
                timer: Timer::new(move || {
                    if let Some(this) = this.upgrade() {
                        this.look();
                    }
                }),
            }
        });
        lease.timer.set(Duration::ZERO);
        lease
    }

    /// Deletes what a page has left that died with it, or with its wait for it.
    pub fn sweep(storage: &dyn HostStore, key: &str) {
        let text = storage.get(key).ok().flatten();
        let turn = text.as_deref().and_then(Turn::read);
        if turn.is_some_and(|turn| turn.is_over(now().wall.0, SLOWEST)) {
            let _ = storage.remove(key);
        }
    }

    /// Sees whose turn it is, and acts on it. A page whose timers were slowed down
    /// may have lost the lease since it last looked; where nobody has written since,
    /// it has not.
    fn look(&self) {
        if is_halted() {
            return;
        }
        let now = now().wall.0;
        let text = self.storage.get(&self.key).ok().flatten();
        let turn = text.as_deref().and_then(Turn::read);
        let is_ours = turn.is_some_and(|turn| turn.page == self.page);
        let grace = grace();
        let is_free = turn.is_none_or(|turn| turn.is_over(now, grace));
        // Looked at again as soon as it is free, to replace within 2 s who has gone.
        let ends_in = turn.map(|turn| turn.ends_in(now, grace));
        let look_again = ends_in.map_or(LOOK_EVERY, |ends_in| ends_in.min(LOOK_EVERY));
        let (next, wait) = match self.state.get() {
            State::Waits if is_free => (self.claim(now), SETTLES_WITHIN),
            State::Claims | State::Holds if is_ours => (self.hold(now), LOOK_EVERY),
            State::Holds if turn.is_none() => (self.hold(now), LOOK_EVERY),
            State::Waits | State::Claims | State::Holds => (State::Waits, look_again),
        };
        let before = self.state.replace(next);
        self.timer.set(wait);
        if (before == State::Holds) != (next == State::Holds) {
            (self.told)(next == State::Holds);
        }
    }

    fn claim(&self, now: u64) -> State {
        self.write(now);
        State::Claims
    }

    fn hold(&self, now: u64) -> State {
        self.write(now);
        State::Holds
    }

    fn write(&self, now: u64) {
        let text = format!("{} {}", self.page, now + LASTS);
        // A page that cannot write has a storage of its own, so to speak.
        let _ = self.storage.set(&self.key, &text);
    }
}

/// What is stored: whose turn it is, and until when.
#[derive(Clone, Copy)]
struct Turn<'a> {
    page: &'a str,
    until: u64,
}

impl<'a> Turn<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (page, until) = text.split_once(' ')?;
        let until = until.parse().ok()?;
        Some(Self { page, until })
    }

    /// It was not renewed for that much longer than it lasts, or was written by a clock
    /// that was set back since.
    fn is_over(&self, now: u64, grace: u64) -> bool {
        self.ends_in(now, grace).is_zero() || self.until > now + LASTS
    }

    fn ends_in(&self, now: u64, grace: u64) -> Duration {
        Duration::from_millis(self.until.saturating_add(grace).saturating_sub(now))
    }
}

/// Who is hidden leaves time to a leader that is hidden too, else each would take
/// the turn from the other before that has come to know that it has it.
fn grace() -> u64 {
    if is_visible() { 0 } else { SLOWEST }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let text = self.storage.get(&self.key).ok().flatten();
        let turn = text.as_deref().and_then(Turn::read);
        let is_ours = turn.is_some_and(|turn| turn.page == self.page);
        if self.state.get() != State::Waits && is_ours {
            let _ = self.storage.remove(&self.key);
        }
    }
}
