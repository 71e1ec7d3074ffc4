//! A bicycle, and somebody asking about it.

use stylist::yew::use_style;
use yew::prelude::*;

use super::spokes;

#[component]
pub(crate) fn Bicycle() -> Html {
    let style = use_style!(
        r#"
        display: block;
        width: 100%;
        height: auto;
        fill: none;
        stroke: var(--ink);
        stroke-linecap: round;
        stroke-linejoin: round;

        .ground { stroke: var(--line); stroke-width: 3; }
        .spokes { stroke: var(--edge); stroke-width: 1; opacity: 0.6; }
        .tyres { stroke-width: 7; }
        .frame { stroke: var(--accent); stroke-width: 8; }
        .parts { stroke-width: 6; }
        .said { fill: var(--tint); stroke: var(--accent); stroke-width: 3; }
        .dots { fill: var(--accent); stroke: none; }
        "#
    );
    html! {
        <svg class={style} viewBox="0 0 480 320" aria-hidden="true">
            <path class="ground" d="M10 292 H470" />
            <g class="spokes">
                { spokes(118.0, 208.0, 8.0, 76.0, 20) }
                { spokes(362.0, 208.0, 8.0, 76.0, 20) }
            </g>
            <g class="tyres">
                <circle cx="118" cy="208" r="80" />
                <circle cx="362" cy="208" r="80" />
            </g>
            <path class="frame" d="M118 208 L222 212 L190 108 L118 208 M222 212 L324 122 L195 122 M318 92 L362 208" />
            <g class="parts">
                <path d="M164 96 Q192 90 214 97" />
                <path d="M190 108 L187 96" />
                <path d="M318 92 L314 80 Q334 72 346 82 Q354 92 344 102" />
                <circle cx="222" cy="212" r="20" />
                <path d="M222 212 L240 244 M232 246 L250 242" />
                <path d="M222 212 L204 180 M194 182 L212 178" />
            </g>
            <path class="said" d="M238 14 H300 Q318 14 318 32 V44 Q318 62 300 62 H262 L244 78 L246 62 H238 Q220 62 220 44 V32 Q220 14 238 14 Z" />
            <g class="dots">
                <circle cx="249" cy="38" r="5" />
                <circle cx="269" cy="38" r="5" />
                <circle cx="289" cy="38" r="5" />
            </g>
        </svg>
    }
}
