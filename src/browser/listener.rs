//! A listener for events that is removed when it is dropped.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

use super::log;

/// Hears one kind of event on one target, as long as it lives.
#[must_use = "the listener is removed when this is dropped"]
#[derive(Debug)]
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    heard: Closure<dyn Fn(Event)>,
}

impl Listener {
    /// Calls `heard` at each event of that kind. Where the page does not let us
    /// listen, that is logged, and nothing is heard.
    pub fn new(target: &EventTarget, kind: &'static str, heard: impl Fn(Event) + 'static) -> Self {
        let heard = Closure::new(heard);
        if let Err(reason) =
            target.add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref())
        {
            log::warn_about("an event cannot be listened to", &reason);
        }
        Self {
            target: target.clone(),
            kind,
            heard,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // What cannot be removed was never added.
        let _ = self
            .target
            .remove_event_listener_with_callback(self.kind, self.heard.as_ref().unchecked_ref());
    }
}
