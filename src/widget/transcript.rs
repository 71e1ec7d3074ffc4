//! What has been said, in a list that keeps its place.

use std::cell::Cell;
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

    let placed = use_kept_place(&chat, &list, &view, is_at_end);

    let onscroll = {
        let (chat, list) = (chat.clone(), list.clone());
        Callback::from(move |_: Event| {
            let list = list
                .cast::<HtmlElement>()
                .filter(|_| placed.get().is_some());
            if let Some(place) = list.and_then(|list| scroll::measure(&list)) {
                chat.set_scroll(place);
            }
        })
    };
    html! {
        <div class="rj-conversation">
            <div
                ref={list}
                class="rj-transcript gwc-chat-message-container gwc-persistent-chat-messages"
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
/// they were reading. Tells whether it has been there: until then, where the
/// list is scrolled to is not the visitor's doing.
#[hook]
fn use_kept_place(
    chat: &ChatHandle,
    list: &NodeRef,
    view: &TranscriptView,
    is_at_end: bool,
) -> Rc<Cell<Option<i32>>> {
    // Where the list was scrolled to when it was put in its place.
    let placed = use_memo((), |()| Cell::new(None));
    let settle = {
        let (chat, list, placed) = (chat.clone(), list.clone(), Rc::clone(&placed));
        use_memo((), move |()| {
            Timer::new(move || {
                // The event that tells of the visitor's scrolling may still be
                // to come; what they have done is not undone.
                if placed.get() == scroll_top(&list) {
                    placed.set(keep_place(&chat, &list));
                }
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
    let place = Rc::clone(&placed);
    let (chat, list) = (chat.clone(), list.clone());
    use_effect_with((view.clone(), is_at_end), move |_| {
        // Once in place, a visitor who has scrolled up is left alone.
        if is_at_latest(&chat) || place.get().is_none() {
            place.set(keep_place(&chat, &list));
            settle.set(SETTLE);
        }
    });
    placed
}

fn scroll_top(list: &NodeRef) -> Option<i32> {
    list.cast::<Element>().map(|list| list.scroll_top())
}

fn is_at_latest(chat: &ChatHandle) -> bool {
    chat.read(|chat| chat.window().scroll == Scroll::Latest)
}

/// Puts the list in its place, and tells where that is; `None` when it could
/// not be put there.
fn keep_place(chat: &ChatHandle, list: &NodeRef) -> Option<i32> {
    let place = chat.read(|chat| chat.window().scroll);
    let element = list.cast::<HtmlElement>()?;
    scroll::bring_back(&element, place).then(|| element.scroll_top())
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
