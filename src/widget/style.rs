//! How the widget looks. One sheet for all of it, since what stylist does at
//! each use costs more than a rule does.
//!
//! A site changes it through the custom properties on `.rejoin`:
//! `--rj-accent`, `--rj-on-accent`, `--rj-surface`, `--rj-text`, `--rj-muted`,
//! `--rj-line`, `--rj-bubble`, `--rj-radius`, `--rj-font`, `--rj-z`.
//! Lengths are in pixels: `rem` is the host page's. The resets weigh more than a
//! page's own rules for its elements, and do not reach what a page draws into
//! the widget (`.rj-slot`).

use stylist::{StyleSource, css};
use yew::prelude::*;

/// The class under which all rules of the widget stand.
#[hook]
pub(super) fn use_widget_style() -> Classes {
    stylist::yew::use_style(source()).into()
}

fn source() -> StyleSource {
    css!(
        r#"
        --rj-accent: #3b5bdb;
        --rj-on-accent: #ffffff;
        --rj-surface: #ffffff;
        --rj-text: #1d2230;
        --rj-muted: #5a6172;
        --rj-line: #dfe3ea;
        --rj-bubble: #f0f2f6;
        --rj-warn: #fff4dc;
        --rj-on-warn: #6b4700;
        --rj-danger: #c42b2b;
        --rj-radius: 16px;
        --rj-font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
        --rj-z: 2147483000;
        color: var(--rj-text);
        font: 400 15px/1.45 var(--rj-font);
        text-align: start;
        overflow-wrap: anywhere;
        letter-spacing: normal;
        -webkit-text-size-adjust: 100%;

        @media (prefers-color-scheme: dark) {
            --rj-accent: #8ba3ff;
            --rj-on-accent: #10162b;
            --rj-surface: #191c24;
            --rj-text: #eceef3;
            --rj-muted: #a5adbd;
            --rj-line: #333845;
            --rj-bubble: #272b36;
            --rj-warn: #3d3216;
            --rj-on-warn: #ffdf94;
            --rj-danger: #ff8a8a;
        }

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

        .rj-window:focus {
            outline: none;
        }

        .rj-slot {
            flex: 1;
            min-height: 0;
            overflow-y: auto;
        }

        & :focus-visible {
            outline: 3px solid var(--rj-accent);
            outline-offset: 2px;
        }

        .rj-icon {
            width: 20px;
            height: 20px;
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

        .rj-launcher {
            position: fixed;
            inset-block-end: 20px;
            inset-inline-end: 20px;
            z-index: var(--rj-z);
            display: grid;
            place-items: center;
            width: 56px;
            height: 56px;
            border-radius: 50%;
            color: var(--rj-on-accent);
            background: var(--rj-accent);
            box-shadow: 0 2px 6px rgba(16, 22, 43, 0.18), 0 10px 28px rgba(16, 22, 43, 0.22);
            transition: transform 0.15s ease;
        }

        .rj-launcher:hover {
            transform: translateY(-2px);
        }

        .rj-launcher .rj-icon {
            width: 26px;
            height: 26px;
        }

        .rj-badge {
            position: absolute;
            inset-block-start: -3px;
            inset-inline-end: -3px;
            min-width: 22px;
            height: 22px;
            padding: 0 6px;
            border-radius: 11px;
            border: 2px solid var(--rj-surface);
            font-size: 12px;
            font-weight: 700;
            line-height: 18px;
            text-align: center;
            color: #ffffff;
            background: #c42b2b;
        }

        .rj-window {
            display: flex;
            flex-direction: column;
            overflow: hidden;
            position: relative;
            background: var(--rj-surface);
        }

        &.rj-floating .rj-window {
            position: fixed;
            inset-block-end: 92px;
            inset-inline-end: 20px;
            z-index: var(--rj-z);
            width: 384px;
            height: 640px;
            max-height: calc(100dvh - 112px);
            max-width: calc(100vw - 40px);
            border: 1px solid var(--rj-line);
            border-radius: var(--rj-radius);
            box-shadow: 0 4px 12px rgba(16, 22, 43, 0.08), 0 18px 50px rgba(16, 22, 43, 0.2);
            animation: rj-appear 0.18s ease;
        }

        &.rj-bare .rj-window {
            inset-block-end: 20px;
        }

        &.rj-left .rj-launcher,
        &.rj-left.rj-floating .rj-window {
            left: 20px;
            right: auto;
        }

        &.rj-right .rj-launcher,
        &.rj-right.rj-floating .rj-window {
            left: auto;
            right: 20px;
        }

        &.rj-inline {
            height: 100%;
            min-height: 420px;
            display: flex;
        }

        &.rj-inline .rj-window {
            flex: 1;
            min-width: 0;
            border: 1px solid var(--rj-line);
            border-radius: var(--rj-radius);
        }

        @media (max-width: 480px) {
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

            .rj-transcript, .rj-form, .rj-uploads, .rj-slot, textarea {
                overscroll-behavior: contain;
                touch-action: pan-y pinch-zoom;
            }

            .rj-window ~ .rj-launcher {
                display: none;
            }
        }

        .rj-header {
            display: flex;
            align-items: center;
            gap: 4px;
            min-height: 60px;
            padding: 10px 10px 10px 18px;
            border-block-end: 1px solid var(--rj-line);
        }

        .rj-controls {
            display: flex;
            gap: 4px;
        }

        .rj-heading {
            flex: 1;
            min-width: 0;
        }

        .rj-title {
            font-size: 16px;
            font-weight: 650;
            line-height: 1.3;
            color: inherit;
        }

        .rj-subtitle {
            overflow: hidden;
            font-size: 13px;
            line-height: 1.4;
            white-space: nowrap;
            text-overflow: ellipsis;
            color: var(--rj-muted);
        }

        .rj-quiet {
            display: grid;
            place-items: center;
            flex: none;
            width: 36px;
            height: 36px;
            border-radius: 10px;
            color: var(--rj-muted);
        }

        .rj-bell[aria-pressed="true"] {
            color: var(--rj-accent);
        }

        .rj-quiet:hover {
            color: var(--rj-text);
            background: var(--rj-bubble);
        }

        .rj-body {
            flex: 1;
            min-height: 0;
            display: flex;
            flex-direction: column;
        }

        .rj-banner p, .rj-notice {
            padding: 9px 18px;
            font-size: 13px;
            color: var(--rj-on-warn);
            background: var(--rj-warn);
        }

        .rj-banner p {
            animation: rj-late 0.8s step-end;
        }

        .rj-notice {
            display: flex;
            align-items: center;
            gap: 8px;
            padding-inline-end: 8px;
        }

        .rj-notice .rj-quiet {
            color: inherit;
        }

        .rj-panel {
            margin: auto;
            padding: 32px 28px;
            display: grid;
            justify-items: center;
            gap: 16px;
            text-align: center;
            color: var(--rj-muted);
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
            min-height: 42px;
            padding: 8px 18px;
            border-radius: 12px;
            font-weight: 600;
        }

        .rj-primary {
            color: var(--rj-on-accent);
            background: var(--rj-accent);
        }

        .rj-secondary {
            color: var(--rj-text);
            border: 1px solid var(--rj-line);
        }

        .rj-danger {
            color: var(--rj-surface);
            background: var(--rj-danger);
        }

        .rj-primary:hover, .rj-danger:hover {
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
            color: var(--rj-accent);
        }

        .rj-form {
            flex: 1;
            min-height: 0;
            overflow-y: auto;
            display: flex;
            flex-direction: column;
            gap: 14px;
            padding: 18px;
        }

        .rj-form > .rj-primary {
            margin-block-start: 4px;
            flex: none;
        }

        .rj-intro {
            color: var(--rj-muted);
        }

        .rj-alert {
            padding: 10px 14px;
            border-radius: 12px;
            color: var(--rj-on-warn);
            background: var(--rj-warn);
        }

        .rj-field {
            display: grid;
            gap: 5px;
        }

        .rj-field > label, .rj-field legend {
            font-size: 14px;
            font-weight: 550;
        }

        .rj-optional {
            font-weight: 400;
            color: var(--rj-muted);
        }

        .rj-input {
            width: 100%;
            min-height: 42px;
            padding: 9px 12px;
            border: 1px solid var(--rj-line);
            border-color: color-mix(in srgb, var(--rj-muted) 70%, transparent);
            border-radius: 10px;
            font-size: 16px;
            line-height: 1.4;
            background: var(--rj-surface);
        }

        .rj-input:focus-visible {
            outline-offset: 0;
            outline-width: 2px;
        }

        textarea.rj-input {
            resize: vertical;
        }

        .rj-choices {
            display: grid;
            gap: 2px;
        }

        .rj-tick {
            display: flex;
            align-items: center;
            gap: 10px;
            min-height: 30px;
            font-size: 15px;
            font-weight: 400;
            cursor: pointer;
        }

        .rj-box {
            width: 18px;
            height: 18px;
            margin: 0;
            flex: none;
            accent-color: var(--rj-accent);
        }

        .rj-hint, .rj-problem {
            font-size: 13px;
            color: var(--rj-muted);
        }

        .rj-problem {
            color: var(--rj-danger);
        }

        .rj-invalid .rj-input {
            border-color: var(--rj-danger);
        }

        .rj-conversation {
            position: relative;
            flex: 1;
            min-height: 0;
            display: flex;
        }

        .rj-transcript {
            flex: 1;
            min-width: 0;
            overflow-y: auto;
            overscroll-behavior: contain;
            padding: 16px 18px 6px;
        }

        .rj-transcript:focus-visible {
            outline-offset: -3px;
        }

        .rj-chunk {
            display: flex;
            flex-direction: column;
        }

        .rj-chunk:nth-last-child(n + 4) {
            content-visibility: auto;
            contain-intrinsic-size: auto 1800px;
        }

        .rj-message {
            position: relative;
            display: grid;
            gap: 3px;
            max-width: 84%;
            margin-block-end: 10px;
        }

        .rj-own {
            align-self: flex-end;
            justify-items: end;
        }

        .rj-theirs {
            align-self: flex-start;
            justify-items: start;
        }

        .rj-author {
            padding-inline: 4px;
            font-size: 13px;
            font-weight: 600;
            color: var(--rj-muted);
        }

        .rj-bubble {
            max-width: 100%;
            padding: 9px 14px;
            border-radius: 16px;
            white-space: pre-wrap;
            overflow-wrap: anywhere;
            background: var(--rj-bubble);
        }

        .rj-theirs .rj-bubble {
            border-end-start-radius: 5px;
        }

        .rj-own .rj-bubble {
            border-end-end-radius: 5px;
            color: var(--rj-on-accent);
            background: var(--rj-accent);
        }

        .rj-bubble .rj-link {
            color: inherit;
        }

        .rj-bubble a {
            color: inherit;
            text-decoration: underline;
            text-underline-offset: 2px;
        }

        .rj-from {
            display: flex;
            align-items: center;
            gap: 4px;
            min-width: 0;
            max-width: 100%;
        }

        .rj-avatar canvas {
            display: block;
            width: 24px;
            height: 24px;
            border-radius: 50%;
        }

        .rj-tag {
            flex: none;
            padding: 0 6px;
            border: 1px solid var(--rj-line);
            border-radius: 8px;
            font-size: 11px;
            color: var(--rj-muted);
        }

        .rj-picture {
            display: block;
            max-width: 240px;
            margin-block-end: 4px;
        }

        .rj-picture canvas {
            display: block;
            max-width: 100%;
            max-height: 320px;
            border-radius: 8px;
        }

        .rj-removed {
            opacity: 0.8;
        }

        .rj-rich > * + *, .rj-rich li > p + p {
            margin-block-start: 6px;
        }

        .rj-rich :is(ul, ol) {
            margin-block-end: 0;
            padding-inline-start: 22px;
        }

        .rj-rich ul {
            list-style: disc;
        }

        .rj-rich ol {
            list-style: decimal;
        }

        .rj-rich li {
            display: list-item;
            list-style: inherit;
        }

        .rj-rich blockquote {
            margin: 0;
            padding-inline-start: 10px;
            border-inline-start: 3px solid currentColor;
            opacity: 0.85;
        }

        .rj-rich :is(pre, code) {
            font: 13px/1.45 ui-monospace, Consolas, monospace;
            white-space: pre-wrap;
        }

        .rj-rich pre {
            margin-block-end: 0;
        }

        .rj-signs {
            display: flex;
            flex-wrap: wrap;
            gap: 4px;
            max-width: 100%;
        }

        .rj-sign {
            max-width: 100%;
            padding: 0 8px;
            border: 1px solid var(--rj-line);
            border-radius: 12px;
            font-size: 13px;
        }

        .rj-outgoing .rj-bubble {
            opacity: 0.92;
        }

        .rj-meta {
            display: flex;
            flex-wrap: wrap;
            align-items: center;
            gap: 6px;
            padding-inline: 4px;
            font-size: 12px;
            color: var(--rj-muted);
        }

        .rj-meta .rj-icon {
            width: 14px;
            height: 14px;
        }

        .rj-state {
            display: inline-flex;
            flex-wrap: wrap;
            align-items: center;
            gap: 4px;
        }

        .rj-own .rj-meta, .rj-own .rj-state {
            justify-content: flex-end;
            text-align: end;
        }

        .rj-failed {
            color: var(--rj-danger);
        }

        .rj-event {
            display: flex;
            justify-content: center;
            gap: 8px;
            margin-block: 4px 14px;
            font-size: 13px;
            text-align: center;
            color: var(--rj-muted);
        }

        .rj-event .rj-time {
            font-size: 12px;
            line-height: 19px;
        }

        .rj-jump {
            position: absolute;
            inset-block-end: 8px;
            inset-inline-end: 18px;
            display: flex;
            align-items: center;
            gap: 6px;
            min-width: 36px;
            min-height: 36px;
            padding: 0 8px;
            border: 1px solid var(--rj-line);
            border-radius: 18px;
            font-size: 13px;
            font-weight: 600;
            background: var(--rj-surface);
            box-shadow: 0 3px 12px rgba(16, 22, 43, 0.16);
        }

        .rj-jump span {
            padding-inline-end: 4px;
        }

        .rj-typing {
            display: flex;
            align-items: center;
            gap: 8px;
            min-height: 24px;
            padding: 0 22px 4px;
            font-size: 13px;
            color: var(--rj-muted);
        }

        .rj-dots {
            display: inline-flex;
            gap: 3px;
        }

        .rj-dots i {
            width: 6px;
            height: 6px;
            border-radius: 50%;
            background: currentColor;
            animation: rj-beat 1.2s ease-in-out infinite;
        }

        .rj-dots i:nth-child(2) {
            animation-delay: 0.15s;
        }

        .rj-dots i:nth-child(3) {
            animation-delay: 0.3s;
        }

        .rj-too-long {
            margin: 8px 18px 0;
            animation: rj-appear 0.2s;
        }

        .rj-composer {
            display: flex;
            align-items: flex-end;
            gap: 8px;
            padding: 8px 12px 12px;
        }

        .rj-composer .rj-input {
            flex: 1;
            min-width: 0;
            max-height: 132px;
            resize: none;
            field-sizing: content;
            border-radius: 21px;
            padding-inline: 16px;
        }

        .rj-attach {
            margin-block-end: 3px;
        }

        .rj-uploads {
            max-height: 40%;
            overflow-y: auto;
            padding: 4px 18px;
        }

        .rj-upload {
            display: flex;
            flex-wrap: wrap;
            align-items: center;
            gap: 2px 8px;
            padding-block: 2px;
            font-size: 13px;
            color: var(--rj-muted);
        }

        .rj-upload .rj-file {
            color: var(--rj-text);
        }

        .rj-upload .rj-spinner {
            width: 14px;
            height: 14px;
            border-width: 2px;
        }

        .rj-send {
            display: grid;
            place-items: center;
            flex: none;
            width: 42px;
            height: 42px;
            border-radius: 50%;
            color: var(--rj-on-accent);
            background: var(--rj-accent);
        }

        .rj-send:disabled {
            cursor: default;
            color: var(--rj-muted);
            background: var(--rj-bubble);
        }

        .rj-ended {
            display: grid;
            justify-items: center;
            gap: 12px;
            padding: 16px 18px 20px;
            border-block-start: 1px solid var(--rj-line);
            text-align: center;
            color: var(--rj-muted);
        }

        .rj-question {
            position: absolute;
            inset: auto 0 0 0;
            display: grid;
            gap: 8px;
            padding: 22px 18px 18px;
            border-block-start: 1px solid var(--rj-line);
            border-radius: var(--rj-radius) var(--rj-radius) 0 0;
            background: var(--rj-surface);
            box-shadow: 0 -12px 40px rgba(16, 22, 43, 0.22);
            animation: rj-appear 0.15s ease;
        }

        .rj-question-title {
            font-size: 16px;
            font-weight: 650;
        }

        .rj-answers {
            display: flex;
            flex-wrap: wrap;
            gap: 8px;
            margin-block-start: 8px;
        }

        .rj-answers button {
            flex: 1;
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
        }

        @keyframes rj-appear {
            from {
                opacity: 0;
                transform: translateY(8px);
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
