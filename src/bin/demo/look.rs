//! What all pages look alike in: colours, type, focus. Each component brings
//! the rest with it.

use stylist::{GlobalStyle, css};
use yew::prelude::*;

/// Puts the site's sheet into the document.
#[hook]
pub(crate) fn use_look() {
    use_memo((), |()| GlobalStyle::new(sheet()).ok());
}

fn sheet() -> stylist::StyleSource {
    css!(
        r#"
        --paper: #f6f7f4;
        --card: #ffffff;
        --ink: #1b231f;
        --soft: #525d57;
        --line: #dbe0da;
        --edge: #7c8881;
        --accent: #1c6b50;
        --on-accent: #ffffff;
        --tint: #e4f0ea;
        --alarm: #a3312a;
        --sun: #c98a1b;
        --round: 14px;
        --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
        --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "DejaVu Sans Mono", "Liberation Mono", monospace;
        color-scheme: light dark;

        @media (prefers-color-scheme: dark) {
            --paper: #111513;
            --card: #191f1c;
            --ink: #e9eeeb;
            --soft: #a7b2ac;
            --line: #2d3631;
            --edge: #75817b;
            --accent: #83d3b2;
            --on-accent: #0c1f17;
            --tint: #1e2e27;
            --alarm: #ff9d94;
            --sun: #e8b45a;
        }

        *, *::before, *::after {
            box-sizing: border-box;
        }

        body {
            margin: 0;
            background: var(--paper);
            color: var(--ink);
            font: 400 17px/1.6 var(--sans);
            -webkit-text-size-adjust: 100%;
        }

        a {
            color: var(--accent);
            text-underline-offset: 0.2em;
        }

        :focus-visible {
            outline: 3px solid var(--accent);
            outline-offset: 3px;
            border-radius: 4px;
        }

        .unseen {
            position: absolute;
            width: 1px;
            height: 1px;
            overflow: hidden;
            clip-path: inset(50%);
            white-space: nowrap;
        }

        .button {
            display: inline-block;
            padding: 10px 20px;
            border: 1px solid var(--accent);
            border-radius: 999px;
            background: transparent;
            color: var(--accent);
            font: inherit;
            font-weight: 600;
            line-height: 1.4;
            text-decoration: none;
            cursor: pointer;
        }

        .button.main {
            background: var(--accent);
            color: var(--on-accent);
        }

        .button:hover:not(:disabled) {
            box-shadow: 0 0 0 3px var(--tint);
        }

        .button:disabled, .button.main:disabled {
            border-color: var(--line);
            background: transparent;
            color: var(--soft);
            cursor: not-allowed;
        }

        body .rejoin {
            --rj-accent: var(--accent);
            --rj-on-accent: var(--on-accent);
        }
        "#
    )
}
