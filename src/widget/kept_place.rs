//! Keeps the list where the visitor left it: at the newest, or at the entry they
//! were reading. Older entries are read before they come to them.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Reflect;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::hooks::TranscriptView;
use super::scroll;
use crate::browser::{SizeWatch, Timer};
use crate::engine::{Chat, Scroll};
use crate::runtime::ChatHandle;

/// Rows that were out of sight are measured when they come into it, which moves
/// the others a little: the place is set right again after that.
const SETTLE: Duration = Duration::from_millis(60);

/// How far the list is in coming to where the visitor left it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// Where it is scrolled to is not the visitor's doing.
    Unplaced,
    /// Scrolled there by us, to be set right once more.
    Placed(i32),
    /// From here on it is the visitor's.
    Settled,
}

/// Gives what is to be called when the list was scrolled.
#[hook]
pub(super) fn use_kept_place(
    chat: &ChatHandle,
    list: &NodeRef,
    view: &TranscriptView,
    is_at_end: bool,
) -> Callback<Event> {
    let stage = use_memo((), |()| Cell::new(Stage::Unplaced));
    let settle = {
        let (chat, list, stage) = (chat.clone(), list.clone(), Rc::clone(&stage));
        use_memo((), move |()| {
            Timer::new(move || {
                // The event that tells of the visitor's scrolling may still be
                // to come; what they have done is not undone.
                if matches!(stage.get(), Stage::Placed(top) if Some(top) == scroll_top(&list)) {
                    keep_place(&chat, &list);
                }
                if stage.get() != Stage::Unplaced {
                    stage.set(Stage::Settled);
                    load_if_near(&chat, &list);
                }
            })
        })
    };
    // A banner, a longer draft or a keyboard takes its room from the list.
    let (sized_chat, sized_list, sized_stage) = (chat.clone(), list.clone(), Rc::clone(&stage));
    use_effect_with((), move |()| {
        let watch = sized_list.cast::<Element>().map(|element| {
            SizeWatch::new(&element, move || {
                if is_at_latest(&sized_chat) {
                    keep_place(&sized_chat, &sized_list);
                }
                if sized_stage.get() == Stage::Settled {
                    load_if_near(&sized_chat, &sized_list);
                }
            })
        });
        move || drop(watch)
    });
    use_place_beneath_older(list, view);
    let (drawn_chat, drawn_list, drawn_stage) = (chat.clone(), list.clone(), Rc::clone(&stage));
    use_effect_with((view.clone(), is_at_end), move |_| {
        // Once in place, a visitor who has scrolled up is left alone.
        if is_at_latest(&drawn_chat) || drawn_stage.get() == Stage::Unplaced {
            let top = keep_place(&drawn_chat, &drawn_list);
            drawn_stage.set(top.map_or(Stage::Unplaced, Stage::Placed));
        }
        settle.set(SETTLE);
    });
    let (chat, list) = (chat.clone(), list.clone());
    let top_before = use_mut_ref(|| 0);
    Callback::from(move |_: Event| {
        let Some(element) = list.cast::<Element>() else {
            return;
        };
        if stage.get() == Stage::Unplaced {
            return;
        }
        // Nobody leaves the newest by going down. Measured now, after the composer
        // has grown, our own scrolling would look like it.
        let top = element.scroll_top();
        let goes_down = top_before.replace(top) <= top;
        let stays = goes_down && is_at_latest(&chat);
        if let Some(place) = scroll::measure(&element).filter(|_| !stays) {
            chat.set_scroll(place);
        }
        if stage.get() == Stage::Settled {
            load_if_near(&chat, &list);
        }
    })
}

/// What is drawn above the visitor's place does not move it. Most browsers see to
/// that, but none for a list at its very top.
#[hook]
fn use_place_beneath_older(list: &NodeRef, view: &TranscriptView) {
    let oldest = view.chunks.first().map(|(number, _)| *number);
    // While drawing, so before anything has moved.
    let before = use_memo(oldest, |_| {
        let list = list.cast::<HtmlElement>()?;
        let is_kept = Reflect::has(&list.style(), &"overflowAnchor".into()).unwrap_or_default();
        let is_ours = list.scroll_top() == 0 || !is_kept;
        scroll::measure(&list).filter(|place| is_ours && *place != Scroll::Latest)
    });
    let list = list.clone();
    use_effect_with(oldest, move |_| {
        if let (Some(place), Some(list)) = (*before, list.cast::<HtmlElement>()) {
            scroll::bring_back(&list, place);
        }
    });
}

/// Reads older entries when the visitor may soon see the oldest that are here.
fn load_if_near(chat: &ChatHandle, list: &NodeRef) {
    let is_near = list
        .cast::<Element>()
        .is_some_and(|list| scroll::is_near_top(&list));
    if is_near && !chat.read(Chat::is_whole) {
        chat.load_older();
    }
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
