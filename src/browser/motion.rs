//! What moves.

use std::time::Duration;

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::Timer;

/// Nothing here moves for so long. In a page that nobody sees nothing moves at all.
const LONGEST: Duration = Duration::from_secs(10);

#[wasm_bindgen]
extern "C" {
    type Animated;
    #[wasm_bindgen(method, catch, js_name = getAnimations)]
    fn animations(this: &Animated) -> Result<Vec<Animation>, JsValue>;

    type Animation;
    #[wasm_bindgen(method, getter)]
    fn finished(this: &Animation) -> Promise;
    #[wasm_bindgen(method, catch)]
    fn cancel(this: &Animation) -> Result<(), JsValue>;
}

/// Comes back when the element has come to rest: at once where nothing moves, as for
/// who has asked for less motion, and where the browser does not tell.
pub async fn rest(element: &Element) {
    let moving: &Animated = element.unchecked_ref();
    for animation in moving.animations().unwrap_or_default() {
        let finished = animation.finished();
        let given_up = Timer::new(move || {
            // What cannot be stopped is waited for.
            let _ = animation.cancel();
        });
        given_up.set(LONGEST);
        // It fails for what was taken away or stopped, which is at rest as well.
        let _ = JsFuture::from(finished).await;
    }
}
