//! A window that was minimised, or whose chat was put away, moves out of sight before it
//! goes.

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::browser::rest;
use crate::runtime::ChatHandle;

/// How a window stands, which is not the same one each time.
#[derive(Clone, Copy, Default)]
pub(super) struct Standing {
    /// How often one was opened: what is opened again is another window.
    pub opening: usize,
    is_shown: bool,
    /// It is still to be seen, and good for nothing else.
    pub is_leaving: bool,
}

/// Keeps a window for as long as it moves; gives what is to be called when it rests.
/// One of another chat goes at once, and one whose chat was taken off the page, as when
/// the visitor logs out: `epoch` tells.
#[hook]
pub(super) fn use_leaving(
    is_shown: bool,
    chat: ChatHandle,
    epoch: u32,
) -> (Standing, Callback<()>) {
    let update = use_force_update();
    let kept = use_mut_ref(Standing::default);
    let shown = use_mut_ref(|| None);
    let is_same = shown.replace(Some((chat.clone(), epoch))) == Some((chat, epoch));
    let mut standing = *kept.borrow();
    standing.opening += usize::from(is_shown && !standing.is_shown);
    standing.is_leaving = is_same && !is_shown && (standing.is_shown || standing.is_leaving);
    standing.is_shown = is_shown;
    kept.replace(standing);
    let on_rest = Callback::from(move |()| {
        kept.borrow_mut().is_leaving = false;
        update.force_update();
    });
    (standing, on_rest)
}

/// Calls `then` when a window that leaves has come to rest.
#[hook]
pub(super) fn use_rest(window: &NodeRef, is_leaving: bool, then: Callback<()>) {
    let window = window.clone();
    use_effect_with(is_leaving, move |is_leaving| {
        if let Some(window) = window.cast::<Element>().filter(|_| *is_leaving) {
            spawn_local(async move {
                rest(&window).await;
                then.emit(());
            });
        }
    });
}
