//! Measures and moves a scrolled transcript. Rows tell their position in the
//! transcript in `data-position`.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::engine::{Position, Scroll};

/// This near to the end counts as at the end.
const NEAR: i32 = 24;
const ROWS: &str = "[data-position]";

/// Where the transcript is scrolled to now. `None` while there is nothing to go
/// by: a list that the page hides, or one whose rows are still to come, says
/// nothing about where the visitor was.
pub(super) fn measure(list: &Element) -> Option<Scroll> {
    let in_sight = first_in_sight(list)?;
    let to_end = list.scroll_height() - list.client_height() - list.scroll_top();
    Some(if to_end <= NEAR {
        Scroll::Latest
    } else {
        in_sight
    })
}

/// Whether less than one and a half of what is in sight is above it. A list that
/// the page hides is nowhere.
pub(super) fn is_near_top(list: &Element) -> bool {
    list.scroll_top() * 2 < list.client_height() * 3
}

/// By halving: ten thousand rows are asked fourteen times.
fn first_in_sight(list: &Element) -> Option<Scroll> {
    let rows = list.query_selector_all(ROWS).ok()?;
    let row = |index: u32| rows.item(index)?.dyn_into::<Element>().ok();
    let top = list.get_bounding_client_rect().top();
    let (mut low, mut high) = (0, rows.length());
    while low < high {
        let middle = low + (high - low) / 2;
        if row(middle)?.get_bounding_client_rect().bottom() > top {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let found = row(low)?;
    let entry = found.get_attribute("data-position")?.parse().ok()?;
    Some(Scroll::At {
        entry: Position(entry),
        offset: pixels(found.get_bounding_client_rect().top() - top),
    })
}

/// Scrolls there. False when the entry is not there (yet).
pub(super) fn bring_back(list: &HtmlElement, scroll: Scroll) -> bool {
    match scroll {
        Scroll::Latest => {
            list.set_scroll_top(list.scroll_height());
            true
        }
        Scroll::At { entry, offset } => {
            let row = list.query_selector(&format!("[data-position=\"{}\"]", entry.0));
            let Some(row) = row.ok().flatten() else {
                return false;
            };
            let top = list.get_bounding_client_rect().top();
            let place = row.get_bounding_client_rect();
            let is_at = pixels(place.top() - top);
            // On a wider screen it may be lower than what was above the edge: it stays in sight.
            let offset = offset.max(1 - pixels(place.height()));
            list.set_scroll_top(list.scroll_top() + is_at - offset);
            true
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "pixels on a screen")]
fn pixels(number: f64) -> i32 {
    number.round() as i32
}
