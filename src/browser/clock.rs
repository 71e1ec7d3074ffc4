//! What time it is.

use crate::engine::{Mono, Now, Wall};

/// Both clocks, now.
pub fn now() -> Now {
    let wall = millis(js_sys::Date::now());
    let mono = web_sys::window()
        .and_then(|window| window.performance())
        .map_or(wall, |performance| millis(performance.now()));
    Now {
        wall: Wall(wall),
        mono: Mono(mono),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the conversion saturates, and fractions of milliseconds do not matter"
)]
fn millis(number: f64) -> u64 {
    number as u64
}
