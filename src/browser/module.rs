//! Modules of JavaScript, fetched when they are needed.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "export const load = (url) => import(url);")]
extern "C" {
    /// Gives what the module at that address exports. An error when it cannot be fetched,
    /// or throws as it runs; some browsers remember for ever that there was nothing.
    #[wasm_bindgen(catch, js_name = load)]
    pub(crate) async fn load_module(url: &str) -> Result<JsValue, JsValue>;
}
