//! What has been said, in a list that keeps its place.

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use super::caret;
use super::hooks::{
    TranscriptView, use_chat, use_chat_selector, use_phase, use_transcript, use_unread,
};
use super::icons;
use super::kept_place::use_kept_place;
use super::labels::use_labels;
use super::link_previews::{LinkPreviews, use_link_previews};
use super::outgoing_message::OutgoingMessage;
use super::speaking::{goes_on, goes_on_sending};
use super::today::use_today;
use super::transcript_chunk::{TranscriptChunk, shown};
use super::when::Day;
use crate::engine::{Chat, ChunkNumber, PhaseKind, Position, Scroll};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct TranscriptProps {
    /// The first entry that is new to the visitor.
    pub news: Option<Position>,
    /// Where the visitor writes, while they can.
    pub composer: NodeRef,
    /// Tells of the pages that messages lead to, if the site does.
    pub link_previews: Option<LinkPreviews>,
}

#[component]
pub(super) fn Transcript(props: &TranscriptProps) -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let view = use_transcript();
    let list = use_node_ref();
    let can_retry = use_phase() == PhaseKind::Active;
    let is_at_end = use_chat_selector(|chat| chat.window().scroll == Scroll::Latest);

    let opened_at = *use_memo((), |()| {
        let (_, newest) = view.chunks.last()?;
        Some(newest.entries().last()?.position)
    });
    let is_whole = use_chat_selector(Chat::is_whole);
    let is_empty = is_whole && view.chunks.is_empty() && view.outgoing.is_empty();

    let go_on = {
        let places = (props.composer.clone(), list.clone());
        use_callback(places, |(), (composer, list)| {
            if let Some(place) = composer.cast::<HtmlElement>().or_else(|| list.cast()) {
                caret::focus(&place);
            }
        })
    };
    let today = use_today();
    let onscroll = use_kept_place(&chat, &list, &view, is_at_end);
    use_link_previews(&list, props.link_previews.as_ref());
    html! {
        <div class="rj-conversation">
            <div
                ref={list.clone()}
                class="rj-transcript gwc-chat-message-container gwc-persistent-chat-messages"
                part="transcript"
                data-testid="rejoin-transcript"
                role="region"
                tabindex="0"
                aria-label={labels.transcript.clone()}
                {onscroll}
            >
                <div>
                    { chunks(&view, props.news, opened_at, today) }
                    if !view.outgoing.is_empty() {
                        <ol class="rj-chunk rj-outbox" key="outbox">
                            for message in view.outgoing.iter() {
                                <OutgoingMessage
                                    key={message.client_id.to_string()}
                                    message={message.clone()}
                                    {can_retry}
                                    go_on={go_on.clone()}
                                />
                            }
                        </ol>
                    }
                </div>
            </div>
            if is_empty {
                <div class="rj-panel rj-empty" part="panel">
                    <div class="rj-panel-icon">{ icons::bubble() }</div>
                    <p>{ &labels.invitation }</p>
                </div>
            }
            if !is_at_end {
                <JumpToLatest {list} />
            }
        </div>
    }
}

/// Each with as much as it has to know of those next to it.
fn chunks(
    view: &TranscriptView,
    news: Option<Position>,
    opened_at: Option<Position>,
    today: Day,
) -> Html {
    let mut before = None;
    let nexts = view.chunks.iter().skip(1).map(Some).chain([None]);
    let chunks = view
        .chunks
        .iter()
        .zip(nexts)
        .map(|((number, chunk), next)| {
            let last = shown(chunk).next_back();
            let first_after = next.and_then(|(_, next)| shown(next).next());
            let goes_on = last.is_some_and(|last| match (first_after, view.outgoing.first()) {
                (Some(after), _) => news != Some(after.position) && goes_on(last, after),
                (None, after) => after.is_some_and(|after| goes_on_sending(last, after)),
            });
            let before = match last {
                Some(last) => before.replace(Rc::clone(last)),
                None => before.clone(),
            };
            let has_news = |news: &Position| ChunkNumber::of(*news) == *number;
            html! {
                <TranscriptChunk
                    key={number.0}
                    chunk={Rc::clone(chunk)}
                    {before}
                    {goes_on}
                    news={news.filter(has_news)}
                    {opened_at}
                    {today}
                />
            }
        });
    chunks.collect()
}

#[derive(Clone, PartialEq, Properties)]
struct JumpToLatestProps {
    /// What it leads to the end of.
    list: NodeRef,
}

#[component]
fn JumpToLatest(props: &JumpToLatestProps) -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let unread = use_unread();
    let news = labels.with_count(&labels.latest_new, unread);
    let name = if unread > 0 {
        format!("{news}. {}", labels.latest)
    } else {
        labels.latest.to_string()
    };
    let list = props.list.clone();
    let onclick = move |_| {
        chat.set_scroll(Scroll::Latest);
        // The button goes; who came by keyboard is not left at the page's beginning.
        if let Some(list) = list.cast::<HtmlElement>() {
            caret::focus(&list);
        }
    };
    html! {
        <button
            type="button"
            class="rj-jump"
            part="jump"
            data-testid="rejoin-jump"
            aria-label={name}
            {onclick}
        >
            { icons::chevron_down() }
            if unread > 0 {
                <span class="rj-words">{ news }</span>
            }
        </button>
    }
}
