//! Lines for the browser's console, so that they can be told from the page's own.

use wasm_bindgen::JsValue;

/// Something that the site's owner should look at.
pub fn warn(line: &str) {
    web_sys::console::warn_2(&"Rejoin:".into(), &line.into());
}

/// The same, with what the browser said.
pub fn warn_about(line: &str, reason: &JsValue) {
    web_sys::console::warn_3(&"Rejoin:".into(), &line.into(), reason);
}

/// Something for those who look closely.
pub fn debug(line: &str) {
    web_sys::console::debug_2(&"Rejoin:".into(), &line.into());
}
