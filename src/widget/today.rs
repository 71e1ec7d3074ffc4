//! Which day it is for the visitor, also when the chat stays open over midnight.

use std::cell::Cell;
use std::rc::{Rc, Weak};
use std::time::Duration;

use yew::prelude::*;

use super::hooks::use_chat_selector;
use super::when::{Day, today, until_midnight};
use crate::browser::Timer;
use crate::engine::Chat;

/// A timer stands still while the machine sleeps, and clocks are put forward and
/// back: the calendar is looked at this often at the least.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// Renders again when another day has begun, and when the page comes into sight: where
/// nobody looks, nothing is watched.
#[hook]
pub(super) fn use_today() -> Day {
    let update = use_force_update();
    let is_seen = use_chat_selector(Chat::is_visible);
    use_effect_with(is_seen, move |is_seen| {
        let watch = is_seen.then(|| watch_days(move || update.force_update()));
        move || drop(watch)
    });
    today()
}

/// Calls `begins` when another day has begun, until dropped.
fn watch_days(begins: impl Fn() + 'static) -> Rc<Timer> {
    let day = Cell::new(today());
    let clock = Rc::new_cyclic(|clock: &Weak<Timer>| {
        let clock = Weak::clone(clock);
        Timer::new(move || {
            let now = today();
            if day.replace(now) != now {
                begins();
            }
            if let Some(clock) = clock.upgrade() {
                wind(&clock);
            }
        })
    });
    wind(&clock);
    clock
}

fn wind(clock: &Timer) {
    clock.set(until_midnight().min(LOOK_AGAIN));
}
