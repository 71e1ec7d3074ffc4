//! Where the visitor is in a text control, and how to bring them back.

use std::time::Duration;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    Document, Element, FocusOptions, HtmlElement, HtmlInputElement, HtmlTextAreaElement, Node,
    ShadowRoot,
};

use crate::browser::sleep;
use crate::engine::Selection;

/// What of a page a visitor presses, without writing in it.
const PRESSABLE: &str = "a, area, button, summary, \
    [type=button], [type=submit], [type=image], [role=button], [role=link]";

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

/// Gives the control the focus, unless the visitor is elsewhere on the page, and
/// the caret its place.
pub(super) fn bring_back(element: &HtmlElement, selection: Option<Selection>) {
    if is_free(element) {
        focus_at(element, selection);
    }
}

/// The same in a chat that the visitor has just opened, perhaps by something on the
/// page that can be pressed.
pub(super) fn enter(element: &HtmlElement, selection: Option<Selection>) {
    if is_free(element) || focused(element).is_some_and(is_pressable) {
        focus_at(element, selection);
    }
}

fn focus_at(element: &HtmlElement, selection: Option<Selection>) {
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

/// Gives the focus, unless the visitor is elsewhere on the page.
pub(super) fn offer_focus(element: &HtmlElement) {
    if is_free(element) {
        focus(element);
    }
}

/// Whether the focus is in the widget already, or nowhere. Elsewhere the visitor may
/// be writing, and of frames and of other components nobody can tell.
pub(super) fn is_free(element: &Element) -> bool {
    match focused(element) {
        Some(active) => is_nowhere(&active) || is_ours(element, &active),
        None => true,
    }
}

/// What has the focus, as far as the trees know that the element is in.
fn focused(element: &Element) -> Option<Element> {
    let mut tree = element.get_root_node();
    loop {
        let active = focused_in(&tree);
        match tree.dyn_into::<ShadowRoot>() {
            // Then it is outside of this one.
            Ok(shadow) if active.is_none() => tree = shadow.host().get_root_node(),
            _ => return active,
        }
    }
}

/// Whether it is something that opens a chat, in a component that lets itself be
/// looked into too.
fn is_pressable(mut element: Element) -> bool {
    let within = |element: &Element| element.shadow_root()?.active_element();
    while let Some(inner) = within(&element) {
        element = inner;
    }
    matches(&element, PRESSABLE)
}

fn focused_in(tree: &Node) -> Option<Element> {
    match tree.dyn_ref::<ShadowRoot>() {
        Some(shadow) => shadow.active_element(),
        None => tree.dyn_ref::<Document>()?.active_element(),
    }
}

fn is_ours(element: &Element, active: &Element) -> bool {
    let widget = element.closest(".rejoin").ok().flatten();
    widget.is_some_and(|widget| widget.contains(Some(active)))
}

fn is_nowhere(active: &Element) -> bool {
    matches(active, "html, body:not([contenteditable])")
}

fn matches(element: &Element, selector: &str) -> bool {
    element.matches(selector).unwrap_or_default()
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
    focused_in(&element.get_root_node()).is_some_and(|active| active == *element)
}
