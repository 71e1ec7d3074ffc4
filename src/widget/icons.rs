//! The few pictures of the widget, drawn for it. All are decoration: what they
//! mean is said in the label of the button they stand on.

use yew::prelude::*;

fn icon(paths: &[&'static str]) -> Html {
    icon_of("rj-icon", paths)
}

fn icon_of(class: &'static str, paths: &[&'static str]) -> Html {
    html! {
        <svg {class} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            for path in paths.iter() {
                <path d={*path} />
            }
        </svg>
    }
}

const BELL: &str = "M6 10a6 6 0 0 1 12 0v4l1.7 3H4.3L6 14z";
const CLAPPER: &str = "M10 20a2 2 0 0 0 4 0";

pub(super) fn bubble() -> Html {
    icon(&["M4 12a8 7 0 1 1 3.6 5.9L4 19l.9-3.2A6.6 6.6 0 0 1 4 12z"])
}

const CHEVRON: &str = "M6 9.5l6 6 6-6";
const CROSS: &str = "M6.5 6.5l11 11M17.5 6.5l-11 11";

pub(super) fn chevron_down() -> Html {
    icon(&[CHEVRON])
}

pub(super) fn cross() -> Html {
    icon(&[CROSS])
}

/// On the button that minimises the window.
pub(super) fn minimise() -> Html {
    icon_of("rj-icon gwc-chat-icon-minimize", &[CHEVRON])
}

/// On the button that closes it.
pub(super) fn close() -> Html {
    icon_of("rj-icon gwc-chat-icon-close", &[CROSS])
}

pub(super) fn bell() -> Html {
    icon(&[BELL, CLAPPER])
}

pub(super) fn bell_off() -> Html {
    icon(&[BELL, CLAPPER, "M4.5 4.5l15 15"])
}

pub(super) fn arrow_up() -> Html {
    icon(&["M12 19V5.5M6 11l6-6 6 6"])
}

pub(super) fn tick() -> Html {
    icon(&["M5 12.5l4.5 4.5L19 7.5"])
}

pub(super) fn paper_clip() -> Html {
    icon(&[
        "M19.5 11.5l-7.6 7.6a4.7 4.7 0 0 1-6.6-6.6l8-8a3.1 3.1 0 0 1 4.4 4.4l-7.9 7.9a1.6 1.6 0 0 1-2.2-2.2l7.1-7.1",
    ])
}

pub(super) fn page() -> Html {
    icon(&[
        "M6.5 3.5h7l4 4v13h-11z",
        "M13.5 3.5v4h4M9.5 12h5M9.5 15.5h5",
    ])
}

const CIRCLE: &str = "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z";

pub(super) fn clock() -> Html {
    icon(&[CIRCLE, "M12 8v4.2l2.8 1.8"])
}

pub(super) fn smile() -> Html {
    icon(&[
        CIRCLE,
        "M9.2 10v.01M14.8 10v.01M8.6 14c1.5 2.2 5.3 2.2 6.8 0",
    ])
}
