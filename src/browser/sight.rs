//! Tells when an element comes into sight, until dropped.

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

/// Watches whether one element is in sight.
#[must_use = "nothing is watched when this is dropped"]
#[derive(Debug)]
pub struct SightWatch {
    observer: Option<IntersectionObserver>,
    _seen: Closure<dyn Fn(Array)>,
}

impl SightWatch {
    /// Calls `seen` whenever the element comes into sight.
    pub fn new(element: &Element, seen: impl Fn() + 'static) -> Self {
        let seen = Closure::<dyn Fn(Array)>::new(move |changes: Array| {
            let is_in_sight = |change: wasm_bindgen::JsValue| {
                let change: IntersectionObserverEntry = change.unchecked_into();
                change.is_intersecting()
            };
            if changes.iter().any(is_in_sight) {
                seen();
            }
        });
        let observer = IntersectionObserver::new(seen.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self {
            observer,
            _seen: seen,
        }
    }
}

impl Drop for SightWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
