//! What has been said, in a list that keeps its place.

use std::rc::Rc;
use std::time::Duration;

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::hooks::{
    TranscriptView, use_chat, use_chat_selector, use_phase, use_transcript, use_unread,
};
use super::icons;
use super::labels::{Labels, use_labels};
use super::outgoing_message::OutgoingMessage;
use super::scroll;
use super::transcript_chunk::TranscriptChunk;
use crate::browser::{SizeWatch, Timer};
use crate::engine::{PhaseKind, Scroll};
use crate::runtime::ChatHandle;

/// Rows that were out of sight are measured when they come into it, which moves
/// the others a little: the place is set right again after that.
const SETTLE: Duration = Duration::from_millis(60);

#[component]
pub(super) fn Transcript() -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let view = use_transcript();
    let list = use_node_ref();
    let can_retry = use_phase() == PhaseKind::Active;
    let is_at_end = use_chat_selector(|chat| chat.window().scroll == Scroll::Latest);

    use_kept_place(&chat, &list, &view, is_at_end);

    let onscroll = {
        let (chat, list) = (chat.clone(), list.clone());
        Callback::from(move |_: Event| {
            if let Some(list) = list.cast::<HtmlElement>() {
                chat.set_scroll(scroll::measure(&list));
            }
        })
    };
    html! {
        <div class="rj-conversation">
            <div
                ref={list}
                class="rj-transcript"
                data-testid="rejoin-transcript"
                role="region"
                tabindex="0"
                aria-label={labels.transcript.clone()}
                {onscroll}
            >
                for (number, chunk) in view.chunks.iter() {
                    <TranscriptChunk key={number.0} chunk={Rc::clone(chunk)} />
                }
                if !view.outgoing.is_empty() {
                    <ol class="rj-chunk rj-outbox" key="outbox">
                        for message in view.outgoing.iter() {
                            <OutgoingMessage
                                key={message.client_id.to_string()}
                                message={message.clone()}
                                {can_retry}
                            />
                        }
                    </ol>
                }
            </div>
            if !is_at_end {
                <JumpToLatest />
            }
        </div>
    }
}

/// Keeps the list where the visitor left it: at the newest, or at the entry
/// they were reading.
#[hook]
fn use_kept_place(chat: &ChatHandle, list: &NodeRef, view: &TranscriptView, is_at_end: bool) {
    let settle = {
        let (chat, list) = (chat.clone(), list.clone());
        use_memo((), move |()| {
            Timer::new(move || {
                keep_place(&chat, &list);
            })
        })
    };
    // A banner, a longer draft or a keyboard takes its room from the list.
    let (sized_chat, sized_list) = (chat.clone(), list.clone());
    use_effect_with((), move |()| {
        let watch = sized_list.cast::<Element>().map(|element| {
            SizeWatch::new(&element, move || {
                if is_at_latest(&sized_chat) {
                    keep_place(&sized_chat, &sized_list);
                }
            })
        });
        move || drop(watch)
    });
    let is_placed = use_mut_ref(|| false);
    let (chat, list) = (chat.clone(), list.clone());
    use_effect_with((view.clone(), is_at_end), move |_| {
        // Once in place, a visitor who has scrolled up is left alone.
        if (is_at_latest(&chat) || !*is_placed.borrow()) && keep_place(&chat, &list) {
            is_placed.replace(true);
            settle.set(SETTLE);
        }
    });
}

fn is_at_latest(chat: &ChatHandle) -> bool {
    chat.read(|chat| chat.window().scroll == Scroll::Latest)
}

fn keep_place(chat: &ChatHandle, list: &NodeRef) -> bool {
    let place = chat.read(|chat| chat.window().scroll);
    list.cast::<HtmlElement>()
        .is_some_and(|list| scroll::bring_back(&list, place))
}

#[component]
fn JumpToLatest() -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let unread = use_unread();
    let news = Labels::with_count(&labels.latest_new, unread);
    let name = if unread > 0 {
        format!("{news}. {}", labels.latest)
    } else {
        labels.latest.to_string()
    };
    html! {
        <button
            type="button"
            class="rj-jump"
            data-testid="rejoin-jump"
            aria-label={name}
            onclick={move |_| chat.set_scroll(Scroll::Latest)}
        >
            { icons::chevron_down() }
            if unread > 0 {
                <span>{ news }</span>
            }
        </button>
    }
}
