//! Tags of languages, as the browser knows them.

use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Throws where it is no tag.
    #[wasm_bindgen(js_namespace = Intl, js_name = getCanonicalLocales, catch)]
    fn canonical(tag: &str) -> Result<Array, JsValue>;
}

/// A language's [tag](https://www.rfc-editor.org/info/bcp47) as it is to be written. `None` when it is no tag: all that
/// `Intl` has throws there.
pub fn canonical_language(tag: &str) -> Option<String> {
    canonical(tag).ok()?.get(0).as_string()
}
