//! Time-outs.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

// Not through web_sys, which takes handles for 32-bit numbers: on pages that put
// a clock of their own in the place of the browser's they can be anything, and
// a time-out that cannot be cleared would ring a timer that is gone.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout, catch)]
    fn set_timeout(ring: &Function, millis: i32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = clearTimeout, catch)]
    fn clear_timeout(handle: &JsValue) -> Result<(), JsValue>;
}

/// Longer waits would come at once: browsers count the milliseconds in 32 bits.
const LONGEST: u32 = i32::MAX as u32;

fn millis(wait: Duration) -> i32 {
    let millis = u32::try_from(wait.as_millis()).unwrap_or(LONGEST);
    i32::try_from(millis.min(LONGEST)).unwrap_or(i32::MAX)
}

/// A timer that is set again and again. Setting it forgets the time set before;
/// dropping it, too.
pub struct Timer {
    /// The owner of what is to be done; a time-out only borrows it.
    _ring: Rc<dyn Fn()>,
    rung: Option<Closure<dyn Fn()>>,
    set: RefCell<Option<JsValue>>,
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Timer")
    }
}

impl Timer {
    /// Calls `ring` whenever the time has come.
    pub fn new(ring: impl Fn() + 'static) -> Self {
        let ring: Rc<dyn Fn()> = Rc::new(ring);
        let weak = Rc::downgrade(&ring);
        Self {
            _ring: ring,
            rung: Some(Closure::new(move || {
                if let Some(ring) = weak.upgrade() {
                    ring();
                }
            })),
            set: RefCell::default(),
        }
    }

    /// Rings once after that wait. Hidden pages may hear it late.
    pub fn set(&self, wait: Duration) {
        self.clear();
        if let Some(rung) = &self.rung {
            let handle = set_timeout(rung.as_ref().unchecked_ref(), millis(wait));
            self.set.replace(handle.ok());
        }
    }

    /// Does not ring.
    pub fn clear(&self) {
        if let Some(handle) = self.set.take() {
            // What cannot be cleared was not set.
            let _ = clear_timeout(&handle);
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.clear();
        // A time-out that was cleared may ring all the same, on pages with a clock
        // of their own. There is nothing to ring any more then; the function is
        // left to the browser, which lets it go when nobody can call it.
        drop(self.rung.take().map(Closure::into_js_value));
    }
}

/// Comes back after that wait; at once where the page has no timers.
pub async fn sleep(wait: Duration) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        if set_timeout(&done, millis(wait)).is_err() {
            let _ = done.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(promise).await;
}
