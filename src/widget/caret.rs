//! Where the visitor is in a text control, and how to bring them back.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, ShadowRoot};

use crate::engine::Selection;

/// The selected part of a text control; `None` on controls without text, and
/// on those of which browsers do not tell.
pub(super) fn selection(element: &Element) -> Option<Selection> {
    let (start, end) = if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        (input.selection_start(), input.selection_end())
    } else {
        let area = element.dyn_ref::<HtmlTextAreaElement>()?;
        (area.selection_start(), area.selection_end())
    };
    Some(Selection {
        start: start.ok().flatten()?,
        end: end.ok().flatten()?,
    })
}

/// Gives the control the focus, and the caret its place.
pub(super) fn bring_back(element: &HtmlElement, selection: Option<Selection>) {
    if is_taken(element) {
        return;
    }
    let _ = element.focus();
    let Some(Selection { start, end }) = selection else {
        return;
    };
    // Controls without a caret refuse; the focus is there all the same.
    let _ = if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_selection_range(start, end)
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_selection_range(start, end)
    } else {
        Ok(())
    };
}

/// Whether the visitor is already somewhere else on the page: then they stay there.
fn is_taken(element: &Element) -> bool {
    let Some(document) = element.owner_document() else {
        return true;
    };
    let active = document.active_element();
    active.is_some_and(|active| {
        let is_body = document.body().is_some_and(|body| *body == active);
        !is_body && !hosts(&active, element)
    })
}

/// Whether the element is inside the shadow root of `host`, or is it.
fn hosts(host: &Element, element: &Element) -> bool {
    let root = element.get_root_node();
    let in_shadow = root
        .dyn_ref::<ShadowRoot>()
        .is_some_and(|root| root.host() == *host);
    in_shadow || host.contains(Some(element))
}

/// Whether the control still has the focus as far as the page is concerned: a
/// window that is left takes the focus only for the time being.
pub(super) fn has_focus(element: &Element) -> bool {
    let root = element.get_root_node();
    let active = match root.dyn_ref::<ShadowRoot>() {
        Some(shadow) => shadow.active_element(),
        None => root
            .dyn_ref::<Document>()
            .and_then(Document::active_element),
    };
    active.is_some_and(|active| active == *element)
}
