//! The visitor's own sign that they want to close something: the back gesture on a phone, Escape elsewhere.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

use super::listener::Listener;

#[wasm_bindgen]
extern "C" {
    /// <https://html.spec.whatwg.org/multipage/interaction.html#the-closewatcher-interface>
    #[wasm_bindgen(js_name = CloseWatcher, extends = EventTarget)]
    #[derive(Debug)]
    type Watcher;
    /// Throws where there is no such thing, and where the page may not have another.
    #[wasm_bindgen(constructor, js_class = "CloseWatcher", catch)]
    fn new() -> Result<Watcher, JsValue>;
    #[wasm_bindgen(method)]
    fn destroy(this: &Watcher);
}

/// Watches for that sign, once, until dropped.
#[must_use = "nothing is watched when this is dropped"]
#[derive(Debug)]
pub struct CloseWatcher {
    watcher: Watcher,
    _heard: Listener,
}

impl CloseWatcher {
    /// Calls `closed` when the sign is given. `None` where the browser has nothing to watch it with: the back gesture
    /// then does what it always does.
    pub fn new(closed: impl Fn() + 'static) -> Option<Self> {
        let watcher = Watcher::new().ok()?;
        let heard = Listener::new(watcher.unchecked_ref(), "close", move |_| closed());
        Some(Self {
            watcher,
            _heard: heard,
        })
    }
}

impl Drop for CloseWatcher {
    fn drop(&mut self) {
        self.watcher.destroy();
    }
}
