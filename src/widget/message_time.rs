//! When something was said.

use yew::prelude::*;

use super::labels::use_labels;
use super::when::{date_of, time_words};
use crate::engine::Wall;

/// Properties of [`MessageTime`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct MessageTimeProps {
    pub at: Wall,
}

#[component]
pub(super) fn MessageTime(props: &MessageTimeProps) -> Html {
    let labels = use_labels();
    // A date that the browser cannot have is no reason to show no message.
    let Some(date) = date_of(props.at) else {
        return html! {};
    };
    html! {
        <time class="rj-time gwc-chat-message-time" datetime={String::from(date.to_iso_string())}>
            { time_words(&date, labels.tag()) }
        </time>
    }
}
