//! One line of the open chat's transcript.

use rejoin::engine::{Content, Entry, Role};
use yew::prelude::*;

use crate::time::time_of;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct EntryLineProps {
    pub entry: Entry,
}

#[component]
pub(super) fn EntryLine(props: &EntryLineProps) -> Html {
    let entry = &props.entry;
    let role = match entry.author.role {
        Role::Visitor => "visitor",
        Role::Agent | Role::Bot => "agent",
        Role::System => "system",
    };
    let name = entry.author.name.clone();
    let (class, content) = match &entry.content {
        Content::Text(text)
        | Content::Rich { text, .. }
        | Content::Url(text)
        | Content::File { name: text, .. } => {
            let class = if entry.author.role == Role::Agent {
                "own"
            } else {
                "theirs"
            };
            let content = html! {
                <>
                    <span class="who">{ name }{ " · " }{ time_of(entry.at) }</span>
                    <span class="bubble" dir="auto">{ text.clone() }</span>
                    if !entry.replies.is_empty() {
                        <span class="who" data-testid="desk-offered">
                            { "Answers to choose from: " }{ entry.replies.join(" · ") }
                        </span>
                    }
                </>
            };
            (class, content)
        }
        Content::Joined => ("event", html! { <span>{ name }{ " joined" }</span> }),
        Content::Left => ("event", html! { <span>{ name }{ " left" }</span> }),
        Content::Notice(text) => ("event", html! { <span>{ text.clone() }</span> }),
        // The desk knows no such thing.
        Content::Removed
        | Content::Encrypted
        | Content::Edit { .. }
        | Content::Removal { .. }
        | Content::Reaction { .. } => return html! {},
    };
    html! {
        <li
            {class}
            data-testid="desk-entry"
            data-role={role}
            data-position={entry.position.0.to_string()}
        >
            { content }
        </li>
    }
}
