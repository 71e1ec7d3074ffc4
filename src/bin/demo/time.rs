//! When something was said, on the visitor's clock.

use rejoin::engine::Wall;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// Hours and minutes.
pub(crate) fn time_of(at: Wall) -> Html {
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact for the next 285,000 years"
    )]
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    if date.get_time().is_nan() {
        return html! {};
    }
    html! {
        <time datetime={String::from(date.to_iso_string())}>
            { format!("{:02}:{:02}", date.get_hours(), date.get_minutes()) }
        </time>
    }
}
