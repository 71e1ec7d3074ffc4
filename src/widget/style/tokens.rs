//! What the rest of the look is made of: colours, type, lengths, shadows and
//! motion. `docs/theming.md` explains them for sites, which may set any of them.
//!
//! A colour is written once for both schemes. Of `--rj-in-light` and
//! `--rj-in-dark` one is empty and the other is not set, so that what stands
//! behind it counts. `light-dark()` says the same in fewer letters, but leaves
//! browsers from before the spring of 2024 without any colour.
//!
//! Sizes of text are in `em`, from the size that the visitor has chosen in the
//! browser; `rem` is the host page's.

use stylist::{StyleSource, css};

pub(super) fn source() -> StyleSource {
    css!(
        r#"
        --rj-in-light: initial;
        --rj-in-dark: var(--rj-none,);
        color-scheme: light;

        --rj-accent: var(--rj-in-light, #3b5bdb) var(--rj-in-dark, #8ba3ff);
        --rj-on-accent: var(--rj-in-light, #ffffff) var(--rj-in-dark, #10162b);
        --rj-surface: var(--rj-in-light, #ffffff) var(--rj-in-dark, #191c24);
        --rj-text: var(--rj-in-light, #1d2230) var(--rj-in-dark, #eceef3);
        --rj-warn: var(--rj-in-light, #fff4dc) var(--rj-in-dark, #3d3216);
        --rj-on-warn: var(--rj-in-light, #6b4700) var(--rj-in-dark, #ffdf94);
        --rj-danger: var(--rj-in-light, #c42b2b) var(--rj-in-dark, #ff8a8a);
        --rj-shade: var(--rj-in-light, 16 22 43) var(--rj-in-dark, 0 0 0);
        --rj-muted: color-mix(in srgb, var(--rj-text) 72%, var(--rj-surface));
        --rj-edge: color-mix(in srgb, var(--rj-text) 52%, var(--rj-surface));
        --rj-line: color-mix(in srgb, var(--rj-text) 14%, var(--rj-surface));
        --rj-bubble: color-mix(in srgb, var(--rj-text) 7%, var(--rj-surface));
        --rj-on-bubble: var(--rj-text);
        --rj-own: var(--rj-accent);
        --rj-on-own: var(--rj-on-accent);

        --rj-font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
        --rj-size: 0.9375em;
        --rj-large: 1.0667em;
        --rj-small: 0.8667em;
        --rj-tiny: 0.8em;

        --rj-space-xs: 4px;
        --rj-space-s: 8px;
        --rj-space-m: 12px;
        --rj-space-l: 18px;
        --rj-space-xl: 32px;
        --rj-control: 2.8em;
        --rj-width: 25.6em;
        --rj-height: 42.6em;

        --rj-radius: 16px;
        --rj-radius-bubble: 18px;
        --rj-radius-joint: 5px;
        --rj-radius-control: 12px;
        --rj-shadow-small: 0 1px 2px rgb(var(--rj-shade) / 8%), 0 4px 14px rgb(var(--rj-shade) / 14%);
        --rj-shadow: 0 4px 12px rgb(var(--rj-shade) / 10%), 0 18px 50px rgb(var(--rj-shade) / 22%);
        --rj-time: 0.2s;
        --rj-ease: cubic-bezier(0.2, 0.8, 0.2, 1);
        --rj-z: 2147483000;

        @media (prefers-color-scheme: dark) {
            &:not(.rj-light) {
                --rj-in-light: var(--rj-none,);
                --rj-in-dark: initial;
                color-scheme: dark;
            }
        }

        &.rj-dark {
            --rj-in-light: var(--rj-none,);
            --rj-in-dark: initial;
            color-scheme: dark;
        }

        &.rj-meadow {
            --rj-accent: var(--rj-in-light, #1d7348) var(--rj-in-dark, #82d8a8);
            --rj-on-accent: var(--rj-in-light, #ffffff) var(--rj-in-dark, #0b2416);
            --rj-surface: var(--rj-in-light, #ffffff) var(--rj-in-dark, #161d19);
            --rj-text: var(--rj-in-light, #1a271f) var(--rj-in-dark, #e9f1ec);
        }

        &.rj-ember {
            --rj-accent: var(--rj-in-light, #b3431d) var(--rj-in-dark, #ffab87);
            --rj-on-accent: var(--rj-in-light, #ffffff) var(--rj-in-dark, #331304);
            --rj-surface: var(--rj-in-light, #fffdfb) var(--rj-in-dark, #1e1917);
            --rj-text: var(--rj-in-light, #2c201a) var(--rj-in-dark, #f4ebe6);
        }

        &.rj-ink {
            --rj-accent: var(--rj-in-light, #1b1b1f) var(--rj-in-dark, #f2f2f4);
            --rj-on-accent: var(--rj-in-light, #ffffff) var(--rj-in-dark, #17171a);
            --rj-surface: var(--rj-in-light, #ffffff) var(--rj-in-dark, #17171a);
            --rj-text: var(--rj-in-light, #1b1b1f) var(--rj-in-dark, #f2f2f4);
        }

        &.rj-compact {
            --rj-size: 0.875em;
            --rj-space-xs: 2px;
            --rj-space-s: 6px;
            --rj-space-m: 8px;
            --rj-space-l: 14px;
            --rj-space-xl: 24px;
            --rj-control: 2.4em;
            --rj-radius: 12px;
            --rj-radius-bubble: 14px;
            --rj-radius-control: 9px;
        }
        "#
    )
}
