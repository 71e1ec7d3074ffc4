//! Where the widget is drawn: inside a shadow root, or in the page itself, with
//! its styles in an adopted style sheet.
//!
//! stylist writes `<style>` elements, which a strict content security policy
//! refuses. Here it writes them into an element that is on no page, and their
//! text goes into a constructed sheet, which no policy refuses.

use js_sys::{Array, Reflect};
use stylist::manager::StyleManager;
use wasm_bindgen::prelude::*;
use web_sys::{CssStyleSheet, Element, HtmlElement, ShadowRootInit, ShadowRootMode};

/// A place for the widget, and the styles that it uses there.
#[derive(Clone, PartialEq)]
pub(super) struct Place {
    /// A shadow root, or the document.
    tree: JsValue,
    /// Yew mounts into an element, not into a shadow root.
    root: Element,
    styles: Element,
    /// `None` in browsers from before such sheets.
    sheet: Option<CssStyleSheet>,
    pub(super) manager: StyleManager,
}

impl Place {
    /// A place on `host`; `shadow` is `closed`, `open` or `none`.
    pub(super) fn on(host: &HtmlElement, shadow: &str) -> Result<Self, JsValue> {
        let document = host
            .owner_document()
            .ok_or_else(|| JsValue::from_str("The host element is in no document."))?;
        let root: HtmlElement = document.create_element("div")?.dyn_into()?;
        // The widget is to fill the host, and not what is between them.
        root.style().set_property("display", "contents")?;
        let mode = match shadow {
            "none" => None,
            "open" => Some(ShadowRootMode::Open),
            _ => Some(ShadowRootMode::Closed),
        };
        let tree: JsValue = match mode {
            Some(mode) => {
                let tree = host.attach_shadow(&ShadowRootInit::new(mode))?;
                tree.append_child(&root)?;
                tree.into()
            }
            None => {
                host.append_child(&root)?;
                document.clone().into()
            }
        };
        let styles = document.create_element("div")?;
        let manager = StyleManager::builder()
            .prefix("rejoin".into())
            .container(styles.clone().into())
            .build()
            .map_err(|error| JsValue::from_str(&error.to_string()))?;
        let sheet = CssStyleSheet::new().ok();
        if sheet.is_none() {
            root.before_with_node_1(&styles)?;
        }
        Ok(Self {
            tree,
            root: root.into(),
            styles,
            sheet,
            manager,
        })
    }

    pub(super) fn root(&self) -> &Element {
        &self.root
    }

    /// What stylist has written.
    pub(super) fn styles(&self) -> String {
        self.styles.text_content().unwrap_or_default()
    }

    /// Takes over what stylist has written, beside the sheets of the page.
    pub(super) fn adopt_styles(&self) -> Result<(), JsValue> {
        let Some(sheet) = &self.sheet else {
            return Ok(());
        };
        sheet.replace_sync(&self.styles())?;
        self.set_sheets(&self.sheets()?.concat(&Array::of1(sheet)))
    }

    /// Leaves a page as it was.
    pub(super) fn drop_styles(&self) -> Result<(), JsValue> {
        let Some(sheet) = &self.sheet else {
            return Ok(());
        };
        let ours: &JsValue = sheet.as_ref();
        let others = self.sheets()?.filter(&mut |held, _, _| held != *ours);
        self.set_sheets(&others)
    }

    fn sheets(&self) -> Result<Array, JsValue> {
        // What browsers give here is like an array, but not one everywhere.
        Ok(Array::from(&Reflect::get(
            &self.tree,
            &"adoptedStyleSheets".into(),
        )?))
    }

    fn set_sheets(&self, sheets: &Array) -> Result<(), JsValue> {
        Reflect::set(&self.tree, &"adoptedStyleSheets".into(), sheets).map(|_| ())
    }
}
