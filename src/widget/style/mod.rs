//! How the widget looks: the tokens, and what is made of them. A few sheets and
//! not one for each component, since what stylist does at each use costs more
//! than a rule does.
//!
//! The resets weigh more than a page's own rules for its elements, and do not
//! reach what a page draws into the widget (`.rj-slot`).

mod form;
mod tokens;
mod transcript;
mod window;

use yew::prelude::*;

/// The classes under which all rules of the widget stand.
#[hook]
pub(super) fn use_widget_style() -> Classes {
    let sheets = [
        stylist::yew::use_style(tokens::source()),
        stylist::yew::use_style(window::source()),
        stylist::yew::use_style(form::source()),
        stylist::yew::use_style(transcript::source()),
    ];
    sheets.into_iter().collect()
}
