//! When something was said, as the visitor writes the time.

use js_sys::Intl::DateTimeFormat;
use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::engine::Wall;

/// Properties of [`MessageTime`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct MessageTimeProps {
    pub at: Wall,
}

#[component]
pub(super) fn MessageTime(props: &MessageTimeProps) -> Html {
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact for the next 285,000 years"
    )]
    let date = Date::new(&(props.at.0 as f64).into());
    // A date that the browser cannot have is no reason to show no message.
    if date.get_time().is_nan() {
        return html! {};
    }
    html! {
        <time class="rj-time gwc-chat-message-time" datetime={String::from(date.to_iso_string())}>
            { hours_and_minutes(&date) }
        </time>
    }
}

thread_local! {
    /// Made once: making one takes longer than drawing a row.
    static FORMAT: Function = {
        let options = Object::new();
        for (part, digits) in [("hour", "2-digit"), ("minute", "2-digit")] {
            // Setting a property of a fresh object does not fail.
            let _ = Reflect::set(&options, &part.into(), &digits.into());
        }
        DateTimeFormat::new(&Array::new(), &options).format()
    };
}

fn hours_and_minutes(date: &Date) -> String {
    let formatted = FORMAT.with(|format| format.call1(&JsValue::UNDEFINED, date));
    formatted
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
