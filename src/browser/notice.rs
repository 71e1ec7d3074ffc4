//! Notifications of the system: <https://notifications.spec.whatwg.org/>. Not all
//! browsers have them, and pages only where they came over https.

use std::fmt;

use wasm_bindgen::prelude::*;
use web_sys::{EventTarget, window};

use super::listener::Listener;
use super::object::to_object;
use super::promise::let_be;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = EventTarget)]
    type Notification;
    #[wasm_bindgen(constructor, catch)]
    fn new(title: &str, options: &JsValue) -> Result<Notification, JsValue>;
    #[wasm_bindgen(static_method_of = Notification, catch, js_name = requestPermission)]
    fn request_permission() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn close(this: &Notification) -> Result<(), JsValue>;
}

/// A notification, until it is dropped.
#[must_use = "the notification is closed when this is dropped"]
pub struct Notice {
    inner: Notification,
    _clicked: Listener,
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Notice")
    }
}

impl Notice {
    /// Asks the visitor, where the browser has not done so before.
    pub fn ask() {
        if let Ok(answer) = Notification::request_permission() {
            let_be(&answer);
        }
    }

    /// Shows one in the place of that with the same tag. A click brings the page to
    /// the front first. `None` where the visitor has not agreed, or the browser has
    /// none.
    pub fn show(title: &str, body: &str, tag: &str, clicked: impl Fn() + 'static) -> Option<Self> {
        // The page makes a sound of its own.
        let options = [("body", body), ("tag", tag), ("silent", "true")];
        let inner = Notification::new(title, &to_object(options.into_iter())).ok()?;
        let clicked = Listener::new(&inner, "click", move |_| {
            let _ = window().map(|window| window.focus());
            clicked();
        });
        Some(Self {
            inner,
            _clicked: clicked,
        })
    }
}

impl Drop for Notice {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.inner.close();
    }
}
