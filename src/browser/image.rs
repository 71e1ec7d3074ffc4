//! What the browser sees in a picture.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageBitmap};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = createImageBitmap, catch)]
    fn create_image_bitmap(blob: &Blob) -> Result<Promise, JsValue>;
}

/// Width and height in pixels; `None` for what is no picture, or none that this
/// browser can show.
pub async fn image_size(blob: &Blob) -> Option<(u32, u32)> {
    if !blob.type_().starts_with("image/") {
        return None;
    }
    let bitmap = JsFuture::from(create_image_bitmap(blob).ok()?).await.ok()?;
    let bitmap: ImageBitmap = bitmap.dyn_into().ok()?;
    let size = (bitmap.width(), bitmap.height());
    bitmap.close();
    Some(size)
}
