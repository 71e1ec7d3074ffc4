//! The calendar, which jumps, and the stopwatch, which does not.

use std::time::Duration;

use rejoin::engine::{Mono, Wall};

#[test]
fn no_time_is_less_than_none() {
    let three = Duration::from_millis(3);
    assert_eq!(Wall(5).since(Wall(2)), three);
    assert_eq!(Wall(2).since(Wall(5)), Duration::ZERO);
    assert_eq!(Mono(2).until(Mono(5)), three);
    assert_eq!(Mono(5).until(Mono(2)), Duration::ZERO);
    assert_eq!(Mono(2) + three, Mono(5));
    assert_eq!(Mono(2) + Duration::MAX, Mono(u64::MAX));
}
