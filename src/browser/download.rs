//! Gives the visitor a file.

use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlAnchorElement, Url, window};

/// The browser saves it under that name, in its own way. Never opened: it came
/// from somebody else.
///
/// # Errors
///
/// The page does not let us.
pub fn save(blob: &Blob, name: &str) -> Result<(), JsValue> {
    let document = window().and_then(|window| window.document());
    let document = document.ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    let url = Url::create_object_url_with_blob(blob)?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}
