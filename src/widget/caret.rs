//! Where the visitor is in a text control, and how to bring them back.

use std::time::Duration;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    Document, Element, FocusOptions, HtmlElement, HtmlInputElement, HtmlTextAreaElement, ShadowRoot,
};

use crate::browser::sleep;
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
    focus(element);
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

/// Gives the focus without moving the page.
pub(super) fn focus(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // Refused where the element has gone again: then there is nothing to focus.
    let _ = element.focus_with_options(&options);
}

/// Gives the focus, unless the visitor is writing elsewhere on the page.
pub(super) fn offer_focus(element: &HtmlElement) {
    if !is_taken(element) {
        focus(element);
    }
}

/// Whether the visitor is writing somewhere outside the widget: then they stay
/// there.
fn is_taken(element: &Element) -> bool {
    let root = element.get_root_node();
    let host = root.dyn_ref::<ShadowRoot>().map(ShadowRoot::host);
    let document = match &host {
        Some(host) => host.owner_document(),
        None => root.dyn_into::<Document>().ok(),
    };
    let Some(document) = document else {
        return true;
    };
    let is_ours = |active: &Element| {
        if host.as_ref() == Some(active) {
            return true;
        }
        let widget = element.closest(".rejoin").ok().flatten();
        widget.is_some_and(|widget| widget.contains(Some(active)))
    };
    let writes = "input, textarea, select, [contenteditable]";
    document
        .active_element()
        .is_some_and(|active| active.matches(writes).unwrap_or_default() && !is_ours(&active))
}

/// Does `then` if the visitor has left the control. Not if they only left the
/// window, nor if the control itself has gone: where they were is kept then.
pub(super) fn if_left(control: Element, then: impl FnOnce() + 'static) {
    spawn_local(async move {
        // Browsers tell of a control that is taken away while it is still there.
        sleep(Duration::ZERO).await;
        if control.is_connected() && !has_focus(&control) {
            then();
        }
    });
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
