//! The workshop's sign: a wheel.

use std::f64::consts::TAU;

use yew::prelude::*;

/// Spokes around a hub, from `inner` to `outer`.
pub(crate) fn spokes(x: f64, y: f64, inner: f64, outer: f64, count: u8) -> Html {
    let lines = (0..count).map(|number| {
        let (sin, cos) = (TAU * f64::from(number) / f64::from(count)).sin_cos();
        let at = |radius: f64, part: f64, from: f64| format!("{:.1}", from + radius * part);
        html! {
            <line
                x1={at(inner, cos, x)}
                y1={at(inner, sin, y)}
                x2={at(outer, cos, x)}
                y2={at(outer, sin, y)}
            />
        }
    });
    lines.collect()
}

#[component]
pub(crate) fn Wheel() -> Html {
    html! {
        <svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true" fill="none" stroke="currentColor">
            <circle cx="16" cy="16" r="13" stroke-width="3" />
            <circle cx="16" cy="16" r="2.5" fill="currentColor" stroke="none" />
            <g stroke-width="1.2">{ spokes(16.0, 16.0, 2.5, 12.0, 8) }</g>
        </svg>
    }
}
