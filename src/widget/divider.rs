//! A line between messages, with words on it.

use yew::prelude::*;

use super::labels::use_labels;
use super::when::{Day, date_of, day_words};
use crate::engine::Wall;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct DayDividerProps {
    /// Some time on the day that begins.
    pub at: Wall,
    /// The day that it is now.
    pub today: Day,
}

/// A day begins. A row of words and no `separator`, which no list may have in it.
#[component]
pub(super) fn DayDivider(props: &DayDividerProps) -> Html {
    let labels = use_labels();
    let Some(date) = date_of(props.at) else {
        return html! {};
    };
    html! {
        <li class="rj-divider" part="divider" data-testid="rejoin-day">
            <time datetime={String::from(date.to_iso_string())}>{ day_words(&date, props.today, labels.tag()) }</time>
        </li>
    }
}

/// From here on the visitor has not read it before.
#[component]
pub(super) fn NewsDivider() -> Html {
    let labels = use_labels();
    html! {
        <li class="rj-divider rj-news" part="divider news" data-testid="rejoin-news">
            <span>{ &labels.new_messages }</span>
        </li>
    }
}
