//! What is said: messages in groups, what is beside them, and the days.

use stylist::{StyleSource, css};

pub(super) fn source() -> StyleSource {
    css!(
        r#"
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
            padding: var(--rj-space-l) var(--rj-space-l) var(--rj-space-xs);
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
            margin-block-end: var(--rj-space-m);
        }

        .rj-goes-on {
            margin-block-end: 3px;
        }

        .rj-fresh {
            animation: rj-pop var(--rj-time) var(--rj-ease);
        }

        .rj-empty {
            position: absolute;
            inset: 0;
            overflow: hidden;
            align-content: center;
            pointer-events: none;
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
            font-size: var(--rj-small);
            font-weight: 600;
            color: var(--rj-muted);
        }

        .rj-bubble {
            text-align: start;
            max-width: 100%;
            padding: var(--rj-space-s) 14px;
            border-radius: var(--rj-radius-bubble);
            white-space: pre-wrap;
            overflow-wrap: anywhere;
            color: var(--rj-on-bubble);
            background: var(--rj-bubble);
        }

        .rj-theirs .rj-bubble {
            border-end-start-radius: var(--rj-radius-joint);
        }

        .rj-theirs.rj-joins .rj-bubble {
            border-start-start-radius: var(--rj-radius-joint);
        }

        .rj-own .rj-bubble {
            border-end-end-radius: var(--rj-radius-joint);
            color: var(--rj-on-own);
            background: var(--rj-own);
        }

        .rj-own.rj-joins .rj-bubble {
            border-start-end-radius: var(--rj-radius-joint);
        }

        .rj-own .rj-bubble ::selection {
            color: var(--rj-own);
            background: var(--rj-on-own);
        }

        .rj-bubble .rj-link {
            color: inherit;
        }

        .rj-bubble a {
            color: inherit;
            text-decoration: underline;
            text-underline-offset: 2px;
        }

        .rj-bubble .rj-page {
            display: flex;
            align-items: center;
            gap: var(--rj-space-m);
            white-space: normal;
            text-decoration: none;
        }

        .rj-page > span {
            display: grid;
            min-width: 0;
        }

        .rj-page-words, .rj-path {
            font-size: var(--rj-small);
        }

        .rj-host, .rj-path {
            justify-self: start;
            max-width: 100%;
        }

        .rj-host {
            font-weight: 600;
            text-decoration: underline;
            text-underline-offset: 2px;
        }

        .rj-path {
            overflow: hidden;
            white-space: nowrap;
            text-overflow: ellipsis;
        }

        .rj-bubble .rj-preview {
            display: grid;
            grid-template-columns: minmax(0, 17em);
            gap: 0;
            width: fit-content;
            margin-block: 6px 4px;
            overflow: hidden;
            border: 1px solid color-mix(in srgb, currentColor 24%, transparent);
            border-radius: 10px;
        }

        .rj-preview img {
            display: block;
            width: 100%;
            aspect-ratio: 1.91;
            object-fit: cover;
        }

        .rj-preview > span {
            gap: 2px;
            padding: 8px 10px;
        }

        .rj-preview-title, .rj-preview-text {
            display: -webkit-box;
            -webkit-box-orient: vertical;
            -webkit-line-clamp: 2;
            overflow: hidden;
        }

        .rj-preview-title {
            font-weight: 600;
        }

        .rj-preview-text, .rj-preview-host {
            font-size: var(--rj-small);
        }

        .rj-preview-host {
            justify-self: start;
            max-width: 100%;
            overflow: hidden;
            white-space: nowrap;
            text-overflow: ellipsis;
            text-decoration: underline;
            text-underline-offset: 2px;
        }

        .rj-bubble :focus-visible {
            outline-color: currentColor;
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

        .rj-letters {
            flex: none;
            display: grid;
            place-items: center;
            width: 2.4em;
            height: 2.4em;
            border: 1px solid transparent;
            border-radius: 50%;
            font-size: 0.6667em;
            font-weight: 650;
            line-height: 1;
            text-transform: uppercase;
            white-space: nowrap;
            color: color-mix(in srgb, var(--rj-hue) 35%, var(--rj-text));
            background: color-mix(in srgb, var(--rj-hue) 20%, var(--rj-surface));
        }

        .rj-letters::before {
            content: attr(data-letters);
        }

        .rj-hue-0 {
            --rj-hue: #3b5bdb;
        }

        .rj-hue-1 {
            --rj-hue: #0c8599;
        }

        .rj-hue-2 {
            --rj-hue: #2f9e44;
        }

        .rj-hue-3 {
            --rj-hue: #f08c00;
        }

        .rj-hue-4 {
            --rj-hue: #e03131;
        }

        .rj-hue-5 {
            --rj-hue: #9c36b5;
        }

        &.rj-ink .rj-letters {
            --rj-hue: var(--rj-text);
        }

        .rj-tag {
            flex: none;
            padding: 0 6px;
            border: 1px solid var(--rj-line);
            border-radius: 1em;
            font-size: 0.7333em;
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

        .rj-rich :where(pre, blockquote) {
            margin: 0;
        }

        .rj-rich > * + *, .rj-rich li > p + p {
            margin-block-start: 6px;
        }

        .rj-rich :is(ul, ol) {
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
            padding-inline-start: 10px;
            border-inline-start: 3px solid currentColor;
            opacity: 0.85;
        }

        .rj-rich :is(pre, code) {
            font: 0.8667em/1.45 ui-monospace, Consolas, monospace;
            white-space: pre-wrap;
        }

        .rj-rich code {
            padding: 1px 4px;
            border-radius: 4px;
        }

        .rj-rich code, .rj-rich pre {
            background: rgb(var(--rj-shade) / 8%);
        }

        .rj-rich pre code {
            padding: 0;
            font-size: 1em;
            background: none;
        }

        .rj-rich pre {
            padding: 6px 10px;
            border-radius: 8px;
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
            border-radius: 1em;
            font-size: var(--rj-small);
        }

        .rj-outgoing .rj-bubble {
            opacity: 0.92;
        }

        .rj-meta {
            display: flex;
            flex-wrap: wrap;
            align-items: center;
            gap: 0 6px;
            padding-inline: 4px;
            font-size: var(--rj-tiny);
            font-variant-numeric: tabular-nums;
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
            text-align: -webkit-match-parent;
            text-align: match-parent;
            color: var(--rj-danger);
        }

        .rj-event {
            display: flex;
            flex-wrap: wrap;
            justify-content: center;
            align-items: baseline;
            gap: 0 var(--rj-space-s);
            margin-block: var(--rj-space-xs) var(--rj-space-m);
            font-size: var(--rj-small);
            text-align: center;
            text-wrap: balance;
            color: var(--rj-muted);
        }

        .rj-event .rj-time {
            font-size: 0.9231em;
        }

        .rj-divider {
            display: flex;
            align-items: center;
            gap: var(--rj-space-m);
            margin-block: var(--rj-space-s) var(--rj-space-m);
            font-size: var(--rj-tiny);
            font-weight: 600;
            color: var(--rj-muted);
        }

        .rj-divider::before, .rj-divider::after {
            content: "";
            flex: 1;
            min-width: var(--rj-space-m);
            border-block-start: 1px solid var(--rj-line);
        }

        .rj-divider time {
            display: block;
        }

        .rj-divider time::first-letter {
            text-transform: uppercase;
        }

        .rj-news {
            color: var(--rj-accent);
        }

        .rj-news::before, .rj-news::after {
            border-color: currentColor;
        }

        .rj-jump {
            position: absolute;
            inset-block-end: var(--rj-space-s);
            inset-inline-end: var(--rj-space-l);
            display: flex;
            align-items: center;
            gap: 6px;
            min-width: 2.8em;
            min-height: 2.8em;
            padding: 0 0.6em;
            border: 1px solid var(--rj-line);
            border-radius: 1.4em;
            font-size: var(--rj-small);
            font-weight: 600;
            background: var(--rj-surface);
            box-shadow: var(--rj-shadow-small);
            animation: rj-appear var(--rj-time) var(--rj-ease);
        }

        .rj-jump span {
            padding-inline-end: 4px;
        }

        .rj-typing {
            display: flex;
            align-items: center;
            gap: var(--rj-space-s);
            min-height: 1.9em;
            padding: 0 22px 4px;
            font-size: var(--rj-small);
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
        "#
    )
}
