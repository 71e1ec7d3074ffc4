//! What a window needs that covers the whole screen, as it does on small ones: room for the keyboard, and the gestures
//! that close things there. The page itself is left alone.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::caret;
use crate::browser::{CloseWatcher, SizeWatch, VisibleArea, VisibleAreaWatch};

/// Where the styles find what of the screen is in sight.
const TOP: &str = "--rj-visible-top";
const HEIGHT: &str = "--rj-visible-height";

/// Where the keyboard goes; of what a window shows, the first and the last are of these.
const STOPS: &str =
    "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex]";

/// Looks after a window while it covers the screen, where it does so (`is_held`), and tells whether it does. `dismiss` is
/// what the visitor's own way of closing things does;
/// `step` changes when that means something else than before.
#[hook]
pub(super) fn use_full_screen<T: PartialEq + 'static>(
    window: &NodeRef,
    is_held: bool,
    dismiss: Callback<()>,
    step: T,
) -> bool {
    let is_full = use_state_eq(|| false);
    let (seen, told) = (window.clone(), is_full.setter());
    use_effect_with(is_held, move |is_held| {
        let element = seen.cast::<HtmlElement>().filter(|_| *is_held);
        let watch = element.map(|element| {
            let measured = element.clone();
            SizeWatch::new(&element, move || told.set(covers_screen(&measured)))
        });
        move || drop(watch)
    });
    let is_full = is_held && *is_full;
    use_effect_with((is_full, step), move |(is_full, _)| {
        let watch = is_full.then(|| CloseWatcher::new(move || dismiss.emit(())));
        move || drop(watch)
    });
    let window = window.clone();
    use_effect_with(is_full, move |is_full| {
        let element = window.cast::<HtmlElement>().filter(|_| *is_full);
        let watch = element.map(|element| VisibleAreaWatch::new(move |area| fit(&element, area)));
        move || drop(watch)
    });
    is_full
}

/// Takes whoever leaves the window by the keyboard at one end in again at the other: what is beneath it cannot be seen.
pub(super) fn go_round(window: &HtmlElement, event: &KeyboardEvent) {
    if event.key() != "Tab" || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let stops = stops(window);
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else {
        return;
    };
    let (is_leaving, next) = if event.shift_key() {
        (caret::has_focus(first) || caret::has_focus(window), last)
    } else {
        (caret::has_focus(last), first)
    };
    if is_leaving {
        event.prevent_default();
        caret::focus(next);
    }
}

fn stops(window: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(found) = window.query_selector_all(STOPS) else {
        return Vec::new();
    };
    let all = (0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok());
    let is_stop = |element: &HtmlElement| {
        let is_inert = element.closest("[inert]").ok().flatten().is_some();
        element.tab_index() >= 0 && element.offset_width() > 0 && !is_inert
    };
    all.filter(is_stop).collect()
}

/// The width tells: a keyboard takes of the height.
fn covers_screen(window: &HtmlElement) -> bool {
    let page = window
        .owner_document()
        .and_then(|page| page.document_element());
    page.is_some_and(|page| window.offset_width() >= page.client_width())
}

fn fit(window: &HtmlElement, area: Option<VisibleArea>) {
    let style = window.style();
    let values = area.map(|area| [(TOP, area.top), (HEIGHT, area.height)]);
    for (name, value) in values.into_iter().flatten() {
        // Such a value is always taken.
        let _ = style.set_property(name, &format!("{value}px"));
    }
    if area.is_none() {
        for name in [TOP, HEIGHT] {
            let _ = style.remove_property(name);
        }
    }
}
