//! A lock among the pages of a site: <https://www.w3.org/TR/web-locks/>. Not on
//! pages that did not come over https.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

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

/// The lock, or a place in the queue for it; until it is dropped, or the page goes.
#[must_use = "the lock is free when this is dropped"]
pub struct Lock {
    waiting: AbortController,
    /// Lets go of the lock, once it is held.
    free: Rc<RefCell<Option<Function>>>,
    _granted: Closure<dyn FnMut() -> Promise>,
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lock")
    }
}

impl Lock {
    /// Waits for the lock of that name; `granted` is called when it is ours, never
    /// before this has returned. `None` where the page has no locks.
    pub fn seek(name: &str, granted: impl Fn() + 'static) -> Option<Self> {
        let manager = manager()?;
        let waiting = AbortController::new().ok()?;
        let free = Rc::new(RefCell::new(None));
        let held = Rc::clone(&free);
        let granted = Closure::<dyn FnMut() -> Promise>::new(move || {
            let until_freed = Promise::new(&mut |done, _| {
                held.replace(Some(done));
            });
            granted();
            until_freed
        });
        let options = js_sys::Object::new();
        // Setting a property of a fresh object does not fail.
        let _ = Reflect::set(&options, &"signal".into(), &waiting.signal());
        let request = manager.request(name, &options, granted.as_ref().unchecked_ref());
        match request {
            Ok(request) => spawn_local(async move {
                // It fails when the wait is given up.
                let _ = JsFuture::from(request).await;
            }),
            Err(reason) => {
                log::warn_about("no lock among tabs", &reason);
                return None;
            }
        }
        Some(Self {
            waiting,
            free,
            _granted: granted,
        })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        match self.free.take() {
            Some(free) => {
                let _ = free.call0(&JsValue::UNDEFINED);
            }
            None => self.waiting.abort(),
        }
    }
}
