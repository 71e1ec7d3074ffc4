//! An end to everything, after a panic or another trap.
//!
//! Memory may be in any state then, but listeners and timers still ring. What
//! they would do with it must not happen any more, above all not to the storage.

use std::cell::Cell;

use super::lock;

thread_local! {
    static HALTED: Cell<bool> = const { Cell::new(false) };
}

/// Nothing is done any more by any chat of this module.
pub fn halt() {
    HALTED.set(true);
    // What comes after may have them.
    lock::leave_all();
}

/// Whether all has come to an end.
pub fn is_halted() -> bool {
    HALTED.get()
}
