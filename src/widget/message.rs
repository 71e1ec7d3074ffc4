//! One entry of the transcript.

use std::rc::Rc;

use yew::prelude::*;

use super::icons;
use super::labels::{Labels, use_labels};
use super::message_time::MessageTime;
use super::rich_text::rich_text;
use super::shared_file::SharedFile;
use crate::engine::{Content, Entry, Role};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct MessageProps {
    pub entry: Rc<Entry>,
    /// Whether somebody else spoke before.
    pub shows_author: bool,
}

#[component]
pub(super) fn Message(props: &MessageProps) -> Html {
    let labels = use_labels();
    let entry = &props.entry;
    let position = entry.position.0.to_string();
    if !is_shown(entry) {
        return html! {};
    }
    let Some(text) = entry.content.said() else {
        return html! {
            <li class="rj-event gwc-chat-message gwc-chat-systemMessage" data-position={position}>
                <span>{ words_of(entry, &labels) }</span>
                <MessageTime at={entry.at} />
            </li>
        };
    };
    let is_own = entry.author.role == Role::Visitor;
    let author = if is_own {
        labels.you.to_string()
    } else {
        entry.author.name.clone()
    };
    let author_class = if is_own || !props.shows_author {
        "rj-unseen"
    } else {
        "rj-author"
    };
    let side = match entry.author.role {
        Role::Visitor => classes!("rj-own"),
        Role::Agent | Role::Bot => classes!("rj-theirs", "gwc-chat-agentMessage"),
        Role::System => classes!("rj-theirs", "gwc-chat-systemMessage"),
    };
    html! {
        <li
            class={classes!("rj-message", "gwc-chat-message", side)}
            data-testid="rejoin-message"
            data-position={position}
        >
            <span class={classes!(author_class, "gwc-chat-message-author")}>{ author }</span>
            <div class="rj-bubble gwc-chat-message-text" dir="auto">
                if let Content::File { id, name, .. } = &entry.content {
                    <SharedFile id={id.clone()} name={name.clone()} />
                } else {
                    { rich_text(text) }
                }
            </div>
            <div class="rj-meta">
                <MessageTime at={entry.at} />
                if is_own {
                    <span class="rj-sent" title={labels.sent.clone()}>
                        { icons::tick() }
                        <span class="rj-unseen">{ &labels.sent }</span>
                    </span>
                }
            </div>
        </li>
    }
}

/// Whether there is anything to see: not of what one program says to another,
/// nor of what only changes something said before.
pub(super) fn is_shown(entry: &Entry) -> bool {
    let is_for_programs =
        entry.author.role == Role::Visitor && matches!(entry.content, Content::Notice(_));
    !is_for_programs && !entry.content.is_amendment()
}

/// What an entry says, in words.
pub(super) fn words_of(entry: &Entry, labels: &Labels) -> String {
    let name = &entry.author.name;
    match &entry.content {
        Content::Text(text)
        | Content::Rich { text, .. }
        | Content::Url(text)
        | Content::File { name: text, .. }
        | Content::Notice(text) => text.clone(),
        Content::Joined => Labels::with_name(&labels.joined, name),
        Content::Left if entry.author.role == Role::Visitor => labels.you_left.to_string(),
        Content::Left => Labels::with_name(&labels.left, name),
        Content::Removed => labels.removed.to_string(),
        // What they change says it.
        Content::Edit { .. } | Content::Removal { .. } | Content::Reaction { .. } => String::new(),
    }
}
