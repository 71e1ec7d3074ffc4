//! Promises that nobody waits for.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What comes of it, if it is a promise at all, is nobody's business: a failure is
/// not reported as one that nobody has seen to.
pub(super) fn let_be(promise: &JsValue) {
    drop(JsFuture::from(Promise::resolve(promise)));
}
