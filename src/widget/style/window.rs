//! The launcher, the window, and what is common to all that is in it.

use stylist::{StyleSource, css};

pub(super) fn source() -> StyleSource {
    css!(
        r#"
        color: var(--rj-text);
        font: 400 medium/1.45 var(--rj-font);
        text-align: start;
        overflow-wrap: anywhere;
        letter-spacing: normal;
        -webkit-text-size-adjust: 100%;

        &.rejoin :where(*) {
            box-sizing: border-box;
        }

        &.rejoin :where(button:not(.rj-slot *)),
        &.rejoin :where(input:not(.rj-slot *)),
        &.rejoin :where(select:not(.rj-slot *)),
        &.rejoin :where(textarea:not(.rj-slot *)) {
            font: inherit;
            color: inherit;
            letter-spacing: inherit;
        }

        &.rejoin :where(button:not(.rj-slot *)) {
            cursor: pointer;
            margin: 0;
            border: 0;
            background: none;
            padding: 0;
            transition: background-color var(--rj-time), color var(--rj-time), transform var(--rj-time);
        }

        &.rejoin :where(ol:not(.rj-slot *)),
        &.rejoin :where(ul:not(.rj-slot *)),
        &.rejoin :where(li:not(.rj-slot *)),
        &.rejoin :where(p:not(.rj-slot *)),
        &.rejoin :where(h2:not(.rj-slot *)),
        &.rejoin :where(fieldset:not(.rj-slot *)),
        &.rejoin :where(legend:not(.rj-slot *)) {
            margin: 0;
            padding: 0;
            border: 0;
            list-style: none;
            display: block;
        }

        .rj-window {
            text-align: -webkit-match-parent;
            text-align: match-parent;
        }

        .rj-window:focus {
            outline: none;
        }

        &.rejoin:not([dir]) :where(h2, p, label, legend, button):where(:not(.rj-slot *, .rj-bubble *, .rj-subtitle)),
        &.rejoin:not([dir]) .rj-words,
        &.rejoin:not([dir]) .rj-banner span,
        &.rejoin:not([dir]) .rj-badge,
        &.rejoin:not([dir]) .rj-edited,
        &.rejoin:not([dir]) .rj-failed {
            unicode-bidi: plaintext;
        }

        .rj-slot {
            flex: 1;
            min-height: 0;
            overflow-y: auto;
        }

        & :focus-visible {
            outline: 2px solid var(--rj-accent);
            outline-offset: 2px;
        }

        .rj-icon {
            width: 1.35em;
            height: 1.35em;
            fill: none;
            stroke: currentColor;
            stroke-width: 2;
            stroke-linecap: round;
            stroke-linejoin: round;
            display: block;
            flex: none;
        }

        .rj-unseen {
            position: absolute;
            width: 1px;
            height: 1px;
            overflow: hidden;
            clip-path: inset(50%);
            white-space: nowrap;
        }

        --rj-foot: max(20px, env(safe-area-inset-bottom, 0px));
        --rj-side: max(20px, env(safe-area-inset-left, 0px), env(safe-area-inset-right, 0px));

        .rj-launcher {
            position: fixed;
            inset-block-end: var(--rj-foot);
            inset-inline-end: var(--rj-side);
            z-index: var(--rj-z);
            display: grid;
            place-items: center;
            width: 56px;
            height: 56px;
            border-radius: 50%;
            color: var(--rj-on-accent);
            background: var(--rj-accent);
            box-shadow: var(--rj-shadow);
        }

        .rj-launcher:hover {
            transform: translateY(-2px);
        }

        .rj-launcher:active, .rj-send:active {
            transform: scale(0.94);
        }

        .rj-launcher:focus-visible {
            outline-width: 3px;
        }

        .rj-launcher .rj-icon {
            width: 26px;
            height: 26px;
        }

        .rj-badge {
            position: absolute;
            inset-block-start: -3px;
            inset-inline-end: -3px;
            min-width: 1.85em;
            padding: 0 0.45em;
            border-radius: 1em;
            border: 2px solid var(--rj-surface);
            font-size: var(--rj-tiny);
            font-weight: 700;
            line-height: 1.55;
            text-align: center;
            color: var(--rj-surface);
            background: var(--rj-danger);
            animation: rj-pop var(--rj-time) var(--rj-ease);
        }

        .rj-window {
            display: flex;
            flex-direction: column;
            overflow: hidden;
            position: relative;
            font-size: var(--rj-size);
            background: var(--rj-surface);
        }

        &.rj-floating .rj-window {
            position: fixed;
            inset-block-end: calc(var(--rj-foot) + 72px);
            inset-inline-end: var(--rj-side);
            z-index: var(--rj-z);
            width: var(--rj-width);
            height: var(--rj-height);
            max-height: calc(100dvh - var(--rj-foot) - 72px - max(20px, env(safe-area-inset-top, 0px)));
            max-width: calc(100% - 2 * var(--rj-side));
            border: 1px solid var(--rj-line);
            border-radius: var(--rj-radius);
            box-shadow: var(--rj-shadow);
            animation: rj-appear var(--rj-time) var(--rj-ease);
        }

        &.rj-floating .rj-leaving {
            animation: rj-leave var(--rj-time) var(--rj-ease) forwards;
        }

        &.rj-bare .rj-window {
            inset-block-end: var(--rj-foot);
        }

        &.rj-left .rj-launcher,
        &.rj-left.rj-floating .rj-window {
            left: var(--rj-side);
            right: auto;
        }

        &.rj-right .rj-launcher,
        &.rj-right.rj-floating .rj-window {
            left: auto;
            right: var(--rj-side);
        }

        &.rj-inline {
            height: 100%;
            display: flex;
            overflow: hidden;
            overflow: clip;
        }

        &.rj-inline::before {
            content: "";
            height: 420px;
        }

        &.rj-inline .rj-window {
            flex: 1;
            min-width: 0;
            border: 1px solid var(--rj-line);
            border-radius: var(--rj-radius);
        }

        @media (max-width: 480px), (max-width: 1000px) and (max-height: 480px) {
            &.rj-floating.rj-floating .rj-window {
                inset: var(--rj-visible-top, 0px) 0 auto 0;
                width: auto;
                height: var(--rj-visible-height, 100dvh);
                max-width: none;
                max-height: none;
                border: 0;
                border-radius: 0;
                padding: env(safe-area-inset-top, 0px) env(safe-area-inset-right, 0px)
                    env(safe-area-inset-bottom, 0px) env(safe-area-inset-left, 0px);
                overscroll-behavior: contain;
                touch-action: pinch-zoom;
            }

            .rj-transcript, .rj-form, .rj-replies, .rj-uploads, .rj-slot, textarea {
                overscroll-behavior: contain;
                touch-action: pan-y pinch-zoom;
            }

            .rj-window:not(.rj-leaving) ~ .rj-launcher {
                display: none;
            }
        }

        .rj-header {
            display: flex;
            flex-wrap: wrap;
            align-items: center;
            gap: var(--rj-space-xs);
            min-height: 60px;
            padding-block: var(--rj-space-s);
            padding-inline: var(--rj-space-l) var(--rj-space-s);
            border-block-end: 1px solid var(--rj-line);
        }

        .rj-controls {
            display: flex;
            gap: var(--rj-space-xs);
            margin-inline-start: auto;
        }

        .rj-heading {
            flex: 1 1 8em;
            min-width: 0;
        }

        .rj-title {
            font-size: var(--rj-large);
            font-weight: 650;
            line-height: 1.3;
            letter-spacing: -0.01em;
            color: inherit;
        }

        .rj-subtitle {
            display: -webkit-box;
            -webkit-box-orient: vertical;
            -webkit-line-clamp: 2;
            overflow: hidden;
            font-size: var(--rj-small);
            line-height: 1.3;
            color: var(--rj-muted);
        }

        .rj-quiet {
            display: grid;
            place-items: center;
            flex: none;
            width: 2.4em;
            height: 2.4em;
            border-radius: var(--rj-radius-control);
            color: var(--rj-muted);
        }

        .rj-bell[aria-pressed="true"] {
            color: var(--rj-accent);
        }

        .rj-quiet:hover {
            color: var(--rj-text);
            background: var(--rj-bubble);
        }

        .rj-header, .rj-body {
            transition: opacity var(--rj-time);
        }

        .rj-body {
            flex: 1;
            min-height: 0;
            display: flex;
            flex-direction: column;
        }

        .rj-moved > :not(.rj-banner):not(.rj-notice) {
            animation: rj-appear var(--rj-time) var(--rj-ease);
        }

        .rj-banner p, .rj-notice {
            display: flex;
            align-items: center;
            gap: var(--rj-space-s);
            padding: var(--rj-space-s) var(--rj-space-l);
            font-size: var(--rj-small);
            color: var(--rj-on-warn);
            background: var(--rj-warn);
        }

        .rj-banner p {
            animation: rj-late 0.8s step-end;
        }

        .rj-notice {
            padding-inline-end: var(--rj-space-s);
        }

        .rj-notice p {
            flex: 1;
        }

        .rj-notice .rj-quiet {
            color: inherit;
        }

        .rj-panel, .rj-ended {
            display: grid;
            justify-items: center;
            gap: var(--rj-space-l);
            text-align: center;
            text-wrap: balance;
            color: var(--rj-muted);
        }

        .rj-panel {
            margin: auto;
            padding: var(--rj-space-xl);
            overflow-y: auto;
        }

        .rj-panel-icon .rj-icon {
            width: 44px;
            height: 44px;
            stroke-width: 1.4;
            color: var(--rj-accent);
        }

        .rj-spinner {
            width: 28px;
            height: 28px;
            border: 3px solid var(--rj-line);
            border-block-start-color: var(--rj-accent);
            border-radius: 50%;
            animation: rj-turn 0.9s linear infinite;
        }

        .rj-primary, .rj-secondary, .rj-danger {
            min-height: var(--rj-control);
            padding: var(--rj-space-s) var(--rj-space-l);
            border-radius: var(--rj-radius-control);
            font-weight: 600;
        }

        .rj-primary {
            color: var(--rj-on-accent);
            background: var(--rj-accent);
        }

        .rj-secondary {
            color: var(--rj-text);
            border: 1px solid var(--rj-edge);
        }

        .rj-danger {
            color: var(--rj-surface);
            background: var(--rj-danger);
        }

        .rj-primary:hover, .rj-danger:hover, .rj-send:hover {
            filter: brightness(1.08);
        }

        .rj-secondary:hover {
            background: var(--rj-bubble);
        }

        .rj-link {
            min-height: 24px;
            padding: 0 4px;
            font-weight: 600;
            text-decoration: underline;
            text-underline-offset: 2px;
            color: var(--rj-accent);
        }

        .rj-ended {
            flex: none;
            max-height: 50%;
            overflow-y: auto;
            gap: var(--rj-space-m);
            padding: var(--rj-space-l);
            border-block-start: 1px solid var(--rj-line);
        }

        .rj-save {
            display: flex;
            flex-wrap: wrap;
            gap: 0 var(--rj-space-m);
        }

        .rj-window > [inert] {
            opacity: 0.5;
        }

        .rj-question {
            position: absolute;
            inset: auto 0 0 0;
            max-height: 100%;
            overflow-y: auto;
            display: grid;
            gap: var(--rj-space-s);
            padding: var(--rj-space-l);
            border-block-start: 1px solid var(--rj-line);
            border-radius: var(--rj-radius) var(--rj-radius) 0 0;
            background: var(--rj-surface);
            box-shadow: 0 -12px 40px rgb(var(--rj-shade) / 22%);
            animation: rj-appear var(--rj-time) var(--rj-ease);
        }

        .rj-question-title {
            font-size: var(--rj-large);
            font-weight: 650;
        }

        .rj-answers {
            display: flex;
            flex-wrap: wrap;
            gap: var(--rj-space-s);
            margin-block-start: var(--rj-space-s);
        }

        .rj-answers button {
            flex: 1;
        }

        @media (max-height: 400px) {
            .rj-header {
                min-height: 0;
                padding-block: var(--rj-space-xs);
            }

            .rj-panel, .rj-ended {
                gap: var(--rj-space-s);
                padding: var(--rj-space-s) var(--rj-space-l);
            }

            .rj-panel-icon {
                display: none;
            }

            .rj-typing:empty {
                display: none;
            }
        }

        @media (prefers-reduced-motion: reduce) {
            & *, & *::before, & *::after {
                animation: none !important;
                transition: none !important;
            }
        }

        @media (forced-colors: active) {
            .rj-bubble, .rj-launcher, .rj-primary, .rj-danger, .rj-send, .rj-badge {
                border: 1px solid ButtonText;
            }

            .rj-bell[aria-pressed="true"] {
                border: 2px solid Highlight;
            }

            .rj-dots i, .rj-spinner {
                forced-color-adjust: none;
                border-color: CanvasText;
            }

            .rj-dots i {
                background: CanvasText;
            }

            .rj-spinner {
                border-block-start-color: Canvas;
            }
        }

        @keyframes rj-appear {
            from {
                opacity: 0;
                transform: translateY(8px);
            }
        }

        @keyframes rj-leave {
            to {
                opacity: 0;
                transform: translateY(8px);
            }
        }

        @keyframes rj-pop {
            from {
                opacity: 0;
                transform: scale(0.95);
            }
        }

        @keyframes rj-late {
            from {
                visibility: hidden;
            }
        }

        @keyframes rj-turn {
            to {
                transform: rotate(1turn);
            }
        }

        @keyframes rj-beat {
            50% {
                opacity: 0.25;
            }
        }
        "#
    )
}
