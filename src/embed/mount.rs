//! Putting the widget on a page, and taking it away again.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use yew::AppHandle;

use super::shadow::{Shadow, ShadowApp, ShadowAppProps};

/// A widget on a page.
#[wasm_bindgen]
pub struct Mounted {
    app: RefCell<Option<AppHandle<ShadowApp>>>,
}

impl std::fmt::Debug for Mounted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mounted")
    }
}

#[wasm_bindgen]
impl Mounted {
    /// Takes the widget off the page. The chat stays stored, and is there again
    /// at the next `mount`.
    pub fn destroy(&self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
    }
}

/// Puts the widget on the page, inside a closed shadow root on `host`, and
/// restores the chat that is stored.
///
/// # Errors
///
/// When `host` cannot have a shadow root: it has one already, or it is not a
/// kind of element that can. Pass a fresh `div`.
#[wasm_bindgen]
pub fn mount(host: &HtmlElement) -> Result<Mounted, JsValue> {
    let shadow = Shadow::attach(host)?;
    let root = shadow.root().clone();
    let app = yew::Renderer::<ShadowApp>::with_root_and_props(root, ShadowAppProps { shadow });
    Ok(Mounted {
        app: RefCell::new(Some(app.render())),
    })
}
