//! One entry of the transcript.

use std::rc::Rc;

use yew::prelude::*;

use super::author::Author;
use super::divider::{DayDivider, NewsDivider};
use super::formatted_text::said;
use super::icons;
use super::labels::{Labels, use_labels};
use super::message_time::MessageTime;
use super::reactions::Reactions;
use super::shared_file::SharedFile;
use super::suggested_page::suggested_page;
use super::when::Day;
use crate::engine::{Content, Entry, Role};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct MessageProps {
    pub entry: Rc<Entry>,
    /// It is the first of its day; the day that it is now.
    pub begins_day: Option<Day>,
    /// It is the first that is new to the visitor.
    pub is_new: bool,
    /// It has come while the transcript was open.
    pub is_fresh: bool,
    /// Its author has spoken just before.
    pub joins: bool,
    /// Its author goes on.
    pub goes_on: bool,
}

#[component]
pub(super) fn Message(props: &MessageProps) -> Html {
    let labels = use_labels();
    html! {
        <>
            if let Some(today) = props.begins_day {
                <DayDivider at={props.entry.at} {today} />
            }
            if props.is_new {
                <NewsDivider />
            }
            { row(props, &labels) }
        </>
    }
}

fn row(props: &MessageProps, labels: &Labels) -> Html {
    let entry = &props.entry;
    let position = entry.position.0.to_string();
    if !is_bubble(&entry.content) {
        return html! {
            <li class="rj-event gwc-chat-message gwc-chat-systemMessage" part="event" data-position={position}>
                <span>{ event(entry, labels) }</span>
                <MessageTime at={entry.at} />
            </li>
        };
    }
    let is_own = entry.author.role == Role::Visitor;
    let (side, part) = match entry.author.role {
        Role::Visitor => ("rj-own", "message own"),
        Role::Agent | Role::Bot => ("rj-theirs gwc-chat-agentMessage", "message theirs"),
        Role::System => ("rj-theirs gwc-chat-systemMessage", "message theirs"),
    };
    let group = [
        props.joins.then_some("rj-joins"),
        props.goes_on.then_some("rj-goes-on"),
        (props.is_fresh && !is_own).then_some("rj-fresh"),
    ];
    // Once for a group, but for who listens, or has to know of a change.
    let has_meta = !props.goes_on || entry.marks.edited;
    html! {
        <li
            class={classes!("rj-message", "gwc-chat-message", side, group.as_slice())}
            {part}
            data-testid="rejoin-message"
            data-position={position}
        >
            if is_own {
                <span class="rj-unseen gwc-chat-message-author">{ &labels.you }</span>
            } else if props.joins {
                <span class="rj-unseen gwc-chat-message-author">{ &entry.author.name }</span>
            } else {
                <Author author={entry.author.clone()} />
            }
            <div class="rj-bubble gwc-chat-message-text" part="bubble" dir="auto">
                { bubble(entry, labels) }
            </div>
            if !entry.marks.reactions.is_empty() {
                <Reactions reactions={entry.marks.reactions.clone()} />
            }
            <div class={if has_meta { "rj-meta" } else { "rj-unseen" }} part="meta">
                <MessageTime at={entry.at} />
                if entry.marks.edited {
                    <span class="rj-edited">{ &labels.edited }</span>
                }
                if is_own && entry.content != Content::Removed {
                    <span class="rj-sent" title={labels.sent.clone()}>
                        { icons::tick() }
                        <span class="rj-unseen">{ &labels.sent }</span>
                    </span>
                }
            </div>
        </li>
    }
}

/// What has happened.
fn event(entry: &Entry, labels: &Labels) -> Html {
    let name = &entry.author.name;
    match &entry.content {
        Content::Joined => Labels::around_name(&labels.joined, name),
        Content::Left if entry.author.role != Role::Visitor => {
            Labels::around_name(&labels.left, name)
        }
        // In whatever language the server speaks.
        Content::Notice(text) => html! { <bdi>{ text }</bdi> },
        _ => html! { <span class="rj-words">{ words_of(entry, labels) }</span> },
    }
}

/// What stands in the bubble.
fn bubble(entry: &Entry, labels: &Labels) -> Html {
    match &entry.content {
        Content::File { id, name, image } => html! {
            <SharedFile id={id.clone()} name={name.clone()} image={*image} />
        },
        Content::Removed => html! { <em class="rj-removed">{ &labels.removed }</em> },
        Content::Url(url) if entry.author.role != Role::Visitor => {
            let page = suggested_page(url, &entry.author.name, labels);
            page.unwrap_or_else(|| said(&entry.content))
        }
        content => said(content),
    }
}

/// Whether it is drawn as something that somebody says.
pub(super) fn is_bubble(content: &Content) -> bool {
    content.said().is_some() || *content == Content::Removed
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
        Content::Encrypted => labels.encrypted.to_string(),
        // What they change says it.
        Content::Edit { .. } | Content::Removal { .. } | Content::Reaction { .. } => String::new(),
    }
}
