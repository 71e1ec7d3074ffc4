//! Time-outs.

use std::cell::{Cell, RefCell};
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

thread_local! {
    /// What is to be done when a timer rings. Time-outs know the number alone: one
    /// that was cleared may ring all the same, on pages with a clock of their own.
    static TIMERS: RefCell<Vec<Ring>> = const { RefCell::new(Vec::new()) };
    static MADE: Cell<u32> = const { Cell::new(0) };
    /// One function for all timers, which lives as long as the module. A function
    /// for each, left to the browser once its timer is gone, would be reported to us
    /// when memory is tidied up; a page in the back/forward cache that runs code
    /// then is thrown out of it.
    static DISPATCH: Closure<dyn Fn(u32)> = Closure::new(dispatch);
}

/// What a timer does, which is known by its number.
struct Ring {
    number: u32,
    run: Rc<dyn Fn()>,
}

fn dispatch(number: u32) {
    // Not in the middle of a borrow: what is done may make timers and drop them.
    let run = TIMERS.with_borrow(|timers| {
        let ring = timers.iter().find(|ring| ring.number == number)?;
        Some(Rc::clone(&ring.run))
    });
    if let Some(run) = run {
        run();
    }
}

/// A timer that is set again and again. Setting it forgets the time set before;
/// dropping it, too.
#[derive(Debug)]
pub struct Timer {
    number: u32,
    rung: Function,
    set: RefCell<Option<JsValue>>,
}

impl Timer {
    /// Calls `run` whenever the time has come.
    pub fn new(run: impl Fn() + 'static) -> Self {
        let number = MADE.replace(MADE.get().wrapping_add(1));
        let run = Rc::new(run);
        TIMERS.with_borrow_mut(|timers| timers.push(Ring { number, run }));
        let rung = DISPATCH.with(|dispatch| {
            let dispatch: &Function = dispatch.as_ref().unchecked_ref();
            dispatch
                .bind1(&JsValue::UNDEFINED, &number.into())
                .unchecked_into()
        });
        Self {
            number,
            rung,
            set: RefCell::default(),
        }
    }

    /// Rings once after that wait. Hidden pages may hear it late.
    pub fn set(&self, wait: Duration) {
        self.clear();
        self.set.replace(set_timeout(&self.rung, millis(wait)).ok());
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
        // Dropped out here, as what it owns may have timers.
        let ring = TIMERS.with_borrow_mut(|timers| {
            let at = timers.iter().position(|ring| ring.number == self.number)?;
            Some(timers.swap_remove(at))
        });
        drop(ring);
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
