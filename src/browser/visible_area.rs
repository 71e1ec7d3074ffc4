//! The part of the page that the visitor sees: less than all of it while a keyboard is on the screen.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{EventTarget, window};

use super::listener::Listener;

#[wasm_bindgen]
extern "C" {
    /// <https://drafts.csswg.org/cssom-view/#the-visualviewport-interface>
    #[wasm_bindgen(extends = EventTarget)]
    #[derive(Clone, Debug)]
    type VisualViewport;
    #[wasm_bindgen(method, getter, js_name = offsetTop)]
    fn offset_top(this: &VisualViewport) -> f64;
    #[wasm_bindgen(method, getter)]
    fn height(this: &VisualViewport) -> f64;
    #[wasm_bindgen(method, getter)]
    fn scale(this: &VisualViewport) -> f64;
}

/// Where that part is on the page, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisibleArea {
    /// From the top of what a fixed element can cover.
    pub top: i32,
    /// How high it is.
    pub height: i32,
}

impl VisibleArea {
    /// `None` while the visitor has zoomed in: then they look at a part of their choice.
    fn of(viewport: &VisualViewport) -> Option<Self> {
        ((viewport.scale() - 1.0).abs() < 0.01).then(|| Self {
            top: pixels(viewport.offset_top()),
            height: pixels(viewport.height()),
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "pixels on a screen")]
fn pixels(number: f64) -> i32 {
    number.round() as i32
}

/// Watches the part that the visitor sees, until dropped.
#[must_use = "nothing is watched when this is dropped"]
#[derive(Debug)]
pub struct VisibleAreaWatch {
    _heard: [Listener; 2],
}

impl VisibleAreaWatch {
    /// Calls `changed` at once and at each change. `None` where the browser does not tell.
    pub fn new(changed: impl Fn(Option<VisibleArea>) + Clone + 'static) -> Option<Self> {
        let viewport = Reflect::get(&window()?.into(), &"visualViewport".into()).ok()?;
        // A page may have put something else there, such as a mock of its own.
        let viewport: VisualViewport = viewport.is_object().then(|| viewport.unchecked_into())?;
        changed(VisibleArea::of(&viewport));
        let heard = ["resize", "scroll"].map(|kind| {
            let (seen, changed) = (viewport.clone(), changed.clone());
            Listener::new(&viewport, kind, move |_| changed(VisibleArea::of(&seen)))
        });
        Some(Self { _heard: heard })
    }
}
