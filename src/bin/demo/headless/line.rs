//! One entry of the transcript.

use std::rc::Rc;

use rejoin::engine::{Content, Entry, Role};
use yew::prelude::*;

use crate::time::time_of;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct LineProps {
    pub entry: Rc<Entry>,
}

#[component]
pub(super) fn Line(props: &LineProps) -> Html {
    let entry = &props.entry;
    let name = match entry.author.role {
        Role::Visitor => "You",
        Role::Agent | Role::Bot | Role::System => entry.author.name.as_str(),
    };
    let said = match &entry.content {
        Content::Text(text)
        | Content::Rich { text, .. }
        | Content::Url(text)
        | Content::File { name: text, .. } => html! {
            <span class="said"><b>{ name }{ " " }</b>{ text.clone() }</span>
        },
        Content::Removed => html! { <span class="event">{ name }{ " took it back" }</span> },
        // They show in the entries that they change.
        Content::Edit { .. } | Content::Removal { .. } | Content::Reaction { .. } => {
            return html! {};
        }
        Content::Joined => html! { <span class="event">{ name }{ " came in" }</span> },
        Content::Left => html! { <span class="event">{ name }{ " went" }</span> },
        Content::Notice(text) => html! { <span class="event">{ text.clone() }</span> },
        Content::Encrypted => html! { <span class="event">{ "encrypted from here on" }</span> },
    };
    html! {
        <li data-testid="headless-entry" data-position={entry.position.0.to_string()}>
            { time_of(entry.at) }
            { said }
        </li>
    }
}
