//! A lock among the pages of a site: <https://www.w3.org/TR/web-locks/>. Not on
//! pages that did not come over https.

use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

use super::halt::is_halted;
use super::log;

#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &JsValue,
        granted: &Function,
    ) -> Result<Promise, JsValue>;
}

fn manager() -> Option<LockManager> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

thread_local! {
    /// For an end to everything: see [`leave_all`].
    static PLACES: RefCell<Vec<Weak<Place>>> = const { RefCell::new(Vec::new()) };
}

/// A place in the queue for a lock, of which the first holds it.
struct Place {
    waiting: AbortController,
    /// Lets go of the lock, once it is held.
    free: RefCell<Option<Function>>,
}

impl Place {
    fn is_waiting(&self) -> bool {
        !self.waiting.signal().aborted() && self.free.try_borrow().is_ok_and(|free| free.is_none())
    }

    fn leave(&self) {
        match self.free.try_borrow_mut().ok().and_then(|mut f| f.take()) {
            Some(free) => {
                let _ = free.call0(&JsValue::UNDEFINED);
            }
            None => self.waiting.abort(),
        }
    }
}

/// Lets go of all locks of this module: after a trap nothing is dropped any more.
pub(super) fn leave_all() {
    PLACES.with(|places| {
        let places = places.try_borrow();
        let places = places.iter().flat_map(|places| places.iter());
        places
            .filter_map(Weak::upgrade)
            .for_each(|place| place.leave());
    });
}

/// The lock, or a place in the queue for it; until it is dropped, or the page goes.
#[must_use = "the lock is free when this is dropped"]
pub struct Lock {
    place: Rc<Place>,
    _granted: Closure<dyn FnMut() -> Promise>,
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lock")
    }
}

impl Lock {
    /// Waits for the lock of that name; `told` is called with true when it is ours,
    /// and with false when it never will be: browsers refuse locks to some frames.
    /// Never before this has returned. `None` where the page has no locks.
    pub fn seek(name: &str, told: impl Fn(bool) + 'static) -> Option<Self> {
        let told = Rc::new(told);
        let manager = manager()?;
        let place = Rc::new(Place {
            waiting: AbortController::new().ok()?,
            free: RefCell::default(),
        });
        PLACES.with_borrow_mut(|places| {
            places.retain(|place| place.strong_count() > 0);
            places.push(Rc::downgrade(&place));
        });
        let (held, asked) = (Rc::clone(&place), Rc::downgrade(&place));
        let granted_to = Rc::clone(&told);
        let granted = Closure::<dyn FnMut() -> Promise>::new(move || {
            if is_halted() {
                return Promise::resolve(&JsValue::UNDEFINED);
            }
            let until_freed = Promise::new(&mut |done, _| {
                held.free.replace(Some(done));
            });
            granted_to(true);
            until_freed
        });
        let options = js_sys::Object::new();
        // Setting a property of a fresh object does not fail.
        let _ = Reflect::set(&options, &"signal".into(), &place.waiting.signal());
        let request = manager.request(name, &options, granted.as_ref().unchecked_ref());
        match request {
            Ok(request) => spawn_local(async move {
                // It fails as well when the wait is given up.
                let failed = JsFuture::from(request).await.is_err();
                if failed && asked.upgrade().is_some_and(|place| place.is_waiting()) {
                    told(false);
                }
            }),
            Err(reason) => {
                log::warn_about("no lock among tabs", &reason);
                return None;
            }
        }
        Some(Self {
            place,
            _granted: granted,
        })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.place.leave();
    }
}
