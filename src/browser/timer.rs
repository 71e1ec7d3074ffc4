//! Time-outs.

use std::cell::Cell;
use std::time::Duration;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;

/// Longer waits would come at once: browsers count the milliseconds in 32 bits.
const LONGEST: u32 = i32::MAX as u32;

fn millis(wait: Duration) -> i32 {
    let millis = u32::try_from(wait.as_millis()).unwrap_or(LONGEST);
    i32::try_from(millis.min(LONGEST)).unwrap_or(i32::MAX)
}

/// A timer that is set again and again. Setting it forgets the time set before;
/// dropping it, too.
#[derive(Debug)]
pub struct Timer {
    ring: Closure<dyn Fn()>,
    set: Cell<Option<i32>>,
}

impl Timer {
    /// Calls `ring` whenever the time has come.
    pub fn new(ring: impl Fn() + 'static) -> Self {
        Self {
            ring: Closure::new(ring),
            set: Cell::new(None),
        }
    }

    /// Rings once after that wait. Hidden pages may hear it late.
    pub fn set(&self, wait: Duration) {
        self.clear();
        let handle = web_sys::window().and_then(|window| {
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(
                    self.ring.as_ref().unchecked_ref(),
                    millis(wait),
                )
                .ok()
        });
        self.set.set(handle);
    }

    /// Does not ring.
    pub fn clear(&self) {
        if let (Some(handle), Some(window)) = (self.set.take(), web_sys::window()) {
            window.clear_timeout_with_handle(handle);
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Comes back after that wait; at once where the page has no timers.
pub async fn sleep(wait: Duration) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        let set = web_sys::window().and_then(|window| {
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&done, millis(wait))
                .ok()
        });
        if set.is_none() {
            let _ = done.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(promise).await;
}
