//! Tells when an element has another size, until dropped.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Watches the size of one element.
#[must_use = "nothing is watched when this is dropped"]
#[derive(Debug)]
pub struct SizeWatch {
    observer: Option<ResizeObserver>,
    _changed: Closure<dyn Fn()>,
}

impl SizeWatch {
    /// Calls `changed` when the size is known first, and at each change.
    pub fn new(element: &Element, changed: impl Fn() + 'static) -> Self {
        let changed = Closure::<dyn Fn()>::new(changed);
        let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self {
            observer,
            _changed: changed,
        }
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
