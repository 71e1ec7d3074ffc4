//! What moves.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    type Animated;
    #[wasm_bindgen(method, catch, js_name = getAnimations)]
    fn animations(this: &Animated) -> Result<Vec<Animation>, JsValue>;

    type Animation;
    #[wasm_bindgen(method, getter)]
    fn finished(this: &Animation) -> Promise;
}

/// Comes back when the element has come to rest: at once where nothing moves, as for
/// who has asked for less motion, and where the browser does not tell.
pub async fn rest(element: &Element) {
    let moving: &Animated = element.unchecked_ref();
    for animation in moving.animations().unwrap_or_default() {
        // It fails for what was taken away, which is at rest as well.
        let _ = JsFuture::from(animation.finished()).await;
    }
}
