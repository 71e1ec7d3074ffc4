//! The form before a chat, and the composer in it.

use stylist::{StyleSource, css};

pub(super) fn source() -> StyleSource {
    css!(
        r#"
        .rj-form {
            flex: 1;
            min-height: 0;
            overflow-y: auto;
            overscroll-behavior: contain;
            display: flex;
            flex-direction: column;
            gap: var(--rj-space-m);
            padding: var(--rj-space-l);
        }

        .rj-form > .rj-primary {
            margin-block-start: var(--rj-space-xs);
            flex: none;
        }

        .rj-intro {
            color: var(--rj-muted);
        }

        .rj-alert {
            border: 1px solid transparent;
            padding: var(--rj-space-s) var(--rj-space-m);
            border-radius: var(--rj-radius-control);
            color: var(--rj-on-warn);
            background: var(--rj-warn);
        }

        .rj-field {
            display: grid;
            gap: var(--rj-space-xs);
        }

        .rj-field > label, .rj-field legend {
            font-size: 0.9333em;
            font-weight: 550;
        }

        .rj-optional {
            font-weight: 400;
            color: var(--rj-muted);
        }

        .rj-input {
            width: 100%;
            min-height: var(--rj-control);
            padding: var(--rj-space-s) var(--rj-space-m);
            border: 1px solid var(--rj-edge);
            border-radius: var(--rj-radius-control);
            font-size: max(16px, 1em);
            line-height: 1.4;
            background: var(--rj-surface);
            transition: border-color var(--rj-time);
        }

        .rj-input::placeholder {
            color: var(--rj-muted);
            opacity: 1;
        }

        .rj-input:hover {
            border-color: var(--rj-muted);
        }

        .rj-input:focus-visible {
            border-color: var(--rj-accent);
            outline-width: 2px;
            outline-offset: -1px;
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
            gap: var(--rj-space-s);
            min-height: 2em;
            font-weight: 400;
            cursor: pointer;
        }

        .rj-field .rj-tick {
            font-size: 1em;
        }

        .rj-box {
            width: 1.2em;
            height: 1.2em;
            margin: 0;
            flex: none;
            accent-color: var(--rj-accent);
        }

        .rj-hint, .rj-problem {
            font-size: var(--rj-small);
            color: var(--rj-muted);
        }

        .rj-problem {
            color: var(--rj-danger);
        }

        .rj-invalid .rj-input {
            border-color: var(--rj-danger);
        }

        .rj-too-long {
            margin: var(--rj-space-s) var(--rj-space-l) 0;
            animation: rj-appear var(--rj-time);
        }

        .rj-composer {
            position: relative;
            display: flex;
            flex-wrap: wrap;
            justify-content: flex-end;
            align-items: flex-end;
            gap: var(--rj-space-s);
            padding: var(--rj-space-s) var(--rj-space-m) var(--rj-space-m);
            font-size: max(16px, 1em);
        }

        .rj-composer .rj-input {
            flex: 1 1 5em;
            min-width: 0;
            max-height: min(8.4em, 25vh);
            resize: none;
            field-sizing: content;
            border-radius: calc(var(--rj-control) / 2);
            padding: calc((var(--rj-control) - 1.4em) / 2 - 1px) 16px;
            font-size: 1em;
        }

        .rj-attach {
            height: var(--rj-control);
        }

        .rj-after {
            display: flex;
            align-items: flex-end;
            gap: var(--rj-space-s);
            max-width: 100%;
        }

        .rj-emoji {
            display: none;
            width: 2.4em;
            min-width: 24px;
        }

        .rj-smile {
            width: 100%;
            height: var(--rj-control);
        }

        .rj-smile .rj-icon {
            max-width: 100%;
        }

        @media (pointer: fine) {
            .rj-emoji {
                display: block;
            }
        }

        .rj-smile[aria-expanded="true"] {
            color: var(--rj-accent);
        }

        .rj-emoji-panel {
            position: absolute;
            inset-block-end: 100%;
            inset-inline-end: var(--rj-space-m);
            z-index: 1;
            width: min(20em, 100% - 2 * var(--rj-space-m));
            max-height: min(14.5em, 45dvh);
            overflow-y: auto;
            overscroll-behavior: contain;
            padding: var(--rj-space-s);
            border: 1px solid var(--rj-line);
            border-radius: var(--rj-radius-control);
            background: var(--rj-surface);
            box-shadow: var(--rj-shadow-small);
            animation: rj-appear var(--rj-time) var(--rj-ease);
        }

        .rj-emoji-panel [role="row"] {
            display: grid;
            grid-template-columns: repeat(8, minmax(0, 1fr));
        }

        .rj-emoji-panel [role="gridcell"] {
            height: 1.65em;
            border-radius: 8px;
            font-size: 1.375em;
            line-height: 1;
        }

        .rj-emoji-panel [role="gridcell"]:hover {
            background: var(--rj-bubble);
        }

        .rj-emoji-panel [role="gridcell"]:focus-visible {
            outline-offset: -2px;
        }

        .rj-replies {
            flex: none;
            display: flex;
            flex-wrap: wrap;
            gap: var(--rj-space-s);
            max-height: 40%;
            overflow-y: auto;
            overscroll-behavior: contain;
            padding: var(--rj-space-xs) var(--rj-space-l);
        }

        .rj-reply {
            max-width: 100%;
            min-height: 32px;
            padding: 4px var(--rj-space-m);
            border: 1px solid var(--rj-accent);
            border-radius: var(--rj-radius-bubble);
            background: var(--rj-surface);
            color: var(--rj-accent);
            font: inherit;
            overflow-wrap: anywhere;
            cursor: pointer;
        }

        .rj-reply:hover {
            background: var(--rj-bubble);
        }

        .rj-uploads {
            max-height: 40%;
            overflow-y: auto;
            padding: var(--rj-space-xs) var(--rj-space-l);
        }

        .rj-upload {
            display: flex;
            flex-wrap: wrap;
            align-items: center;
            gap: 2px var(--rj-space-s);
            padding-block: 2px;
            font-size: var(--rj-small);
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
            width: var(--rj-control);
            height: var(--rj-control);
            border-radius: 50%;
            color: var(--rj-on-accent);
            background: var(--rj-accent);
        }

        .rj-send:disabled {
            cursor: default;
            filter: none;
            transform: none;
            color: var(--rj-muted);
            background: var(--rj-bubble);
        }
        "#
    )
}
