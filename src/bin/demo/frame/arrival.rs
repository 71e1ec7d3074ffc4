//! What a browser does when a page is loaded, done when one is reached without
//! loading: the title, the top of the page, the focus.

use std::cell::Cell;

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::route::Route;

thread_local! {
    /// Where the visitor is; `None` until the first page is drawn, which the
    /// browser itself has seen to.
    static HERE: Cell<Option<Route>> = const { Cell::new(None) };
}

#[hook]
pub(super) fn use_arrival(route: Route, main: &NodeRef) {
    let main = main.clone();
    use_effect_with(route, move |route| {
        let Some(window) = web_sys::window() else {
            return;
        };
        let Some(document) = window.document() else {
            return;
        };
        document.set_title(route.title());
        let before = HERE.replace(Some(*route));
        if before.is_none_or(|before| before == *route) {
            return;
        }
        // Whoever writes in the chat goes on writing.
        let in_chat = document
            .active_element()
            .and_then(|active| active.closest(".rejoin").ok().flatten());
        if let (None, Some(main)) = (in_chat, main.cast::<HtmlElement>()) {
            let _ = main.focus();
        }
        // Last: focus scrolls to what it is put on.
        window.scroll_to_with_x_and_y(0.0, 0.0);
    });
}
