//! Pictures that came as bytes. They are drawn on a canvas: an `<img>` would need
//! a `blob:` address, which strict pages forbid, and would run what is in an SVG.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, window};

/// A small picture is not larger than this.
const LARGEST: f64 = (8 << 20) as f64;

/// A picture, decoded. Its memory is given back when it is dropped.
#[derive(Debug)]
pub struct Picture(ImageBitmap);

/// How a picture fills a place that has another shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// All of the picture is seen.
    Contain,
    /// All of the place is filled.
    Cover,
}

impl Picture {
    /// Decodes a picture.
    ///
    /// # Errors
    ///
    /// It is none, or too large, or the page does not let us.
    pub async fn decode(blob: &Blob) -> Result<Self, JsValue> {
        if blob.size() > LARGEST {
            return Err(JsValue::from_str("the picture is too large"));
        }
        let window = window().ok_or(JsValue::NULL)?;
        let decoded = JsFuture::from(window.create_image_bitmap_with_blob(blob)?).await?;
        Ok(Self(decoded.dyn_into()?))
    }

    /// Draws it in the middle of a canvas, whose size stays as it is.
    ///
    /// # Errors
    ///
    /// The canvas cannot be drawn on.
    pub fn draw_on(&self, canvas: &HtmlCanvasElement, fill: Fill) -> Result<(), JsValue> {
        let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
        let context: CanvasRenderingContext2d = context.dyn_into()?;
        let own = (f64::from(self.0.width()), f64::from(self.0.height()));
        let place = (f64::from(canvas.width()), f64::from(canvas.height()));
        let (x, y) = (place.0 / own.0, place.1 / own.1);
        let scale = match fill {
            Fill::Contain => x.min(y),
            Fill::Cover => x.max(y),
        };
        let (width, height) = (own.0 * scale, own.1 * scale);
        let (left, top) = ((place.0 - width) / 2.0, (place.1 - height) / 2.0);
        context.draw_image_with_image_bitmap_and_dw_and_dh(&self.0, left, top, width, height)
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        self.0.close();
    }
}
