//! Gives the visitor words to put elsewhere.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, FocusOptions, HtmlElement, HtmlTextAreaElement, ShadowRoot};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_text(text: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = document, js_name = execCommand)]
    fn exec_command(name: &str) -> Result<bool, JsValue>;
}

/// Puts the words on the clipboard; false where the page does not let us. `beside`
/// is what the visitor has just used: browsers ask for such an act.
pub fn copy(text: String, beside: HtmlElement) -> impl Future<Output = bool> {
    // Pages without https have no such thing, and frames may not be allowed to.
    let answer = write_text(&text);
    async move {
        let written = match answer {
            Ok(answer) => JsFuture::from(Promise::resolve(&answer)).await.is_ok(),
            Err(_) => false,
        };
        written || copy_selected(&text, &beside).unwrap_or_default()
    }
}

/// The old way: what is selected in a text area, here one that nobody sees. The
/// focus comes back to where it was.
fn copy_selected(text: &str, beside: &HtmlElement) -> Result<bool, JsValue> {
    let document = beside.owner_document().ok_or(JsValue::NULL)?;
    let parent = beside.parent_node().ok_or(JsValue::NULL)?;
    let focused = focused(beside, &document);
    let area = Area::new(&document, text)?;
    // In the same tree: a closed shadow root has a focus of its own.
    parent.append_child(&area.0)?;
    focus(&area.0)?;
    area.0.select();
    let copied = exec_command("copy");
    drop(area);
    if let Some(focused) = focused {
        focus(&focused)?;
    }
    copied
}

fn focus(element: &HtmlElement) -> Result<(), JsValue> {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    element.focus_with_options(&options)
}

/// What has the focus, within the shadow root if that has it.
fn focused(beside: &Element, document: &Document) -> Option<HtmlElement> {
    let root = beside.get_root_node();
    let inside = root.dyn_ref::<ShadowRoot>();
    let inside = inside.and_then(ShadowRoot::active_element);
    inside
        .or_else(|| document.active_element())?
        .dyn_into()
        .ok()
}

/// A text area that is taken away again when it is dropped.
struct Area(HtmlTextAreaElement);

impl Area {
    fn new(document: &Document, text: &str) -> Result<Self, JsValue> {
        let area: HtmlTextAreaElement = document.create_element("textarea")?.dyn_into()?;
        area.set_value(text);
        // Else a phone would bring its keyboard.
        area.set_read_only(true);
        let style = area.style();
        style.set_property("position", "fixed")?;
        style.set_property("opacity", "0")?;
        Ok(Self(area))
    }
}

impl Drop for Area {
    fn drop(&mut self) {
        self.0.remove();
    }
}
