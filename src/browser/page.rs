//! The life of a page: seen or hidden, put away and brought back, online or not.

use std::rc::Rc;

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{PageTransitionEvent, VisibilityState};

use super::listener::Listener;

/// What happened to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageEvent {
    /// The browser has a network again.
    Online,
    /// The browser has lost the network.
    Offline,
    /// Nobody sees the page.
    Hidden,
    /// The page is seen.
    Visible,
    /// The page goes, for good or into the back/forward cache, or is frozen.
    Suspend,
    /// The page has come back from there.
    Wake,
}

/// Hears what happens to the page, as long as it lives.
#[must_use = "nothing is heard when this is dropped"]
#[derive(Debug)]
pub struct Page {
    _listeners: Vec<Listener>,
}

impl Page {
    /// Calls `heard` at each event.
    pub fn watch(heard: impl Fn(PageEvent) + 'static) -> Self {
        let heard = Rc::new(heard);
        let mut listeners = Vec::new();
        let Some(window) = web_sys::window() else {
            return Self {
                _listeners: listeners,
            };
        };
        // Never `unload` nor `beforeunload`: they keep a page out of the
        // back/forward cache.
        let on_window = [
            ("online", PageEvent::Online),
            ("offline", PageEvent::Offline),
            ("pagehide", PageEvent::Suspend),
        ];
        for (kind, event) in on_window {
            let heard = Rc::clone(&heard);
            listeners.push(Listener::new(&window, kind, move |_| heard(event)));
        }
        let woken = Rc::clone(&heard);
        listeners.push(Listener::new(&window, "pageshow", move |event| {
            let from_cache = event
                .dyn_ref::<PageTransitionEvent>()
                .is_some_and(PageTransitionEvent::persisted);
            if from_cache {
                woken(PageEvent::Wake);
            }
        }));
        if let Some(document) = window.document() {
            for (kind, event) in [("freeze", PageEvent::Suspend), ("resume", PageEvent::Wake)] {
                let heard = Rc::clone(&heard);
                listeners.push(Listener::new(&document, kind, move |_| heard(event)));
            }
            listeners.push(Listener::new(&document, "visibilitychange", move |_| {
                heard(if is_visible() {
                    PageEvent::Visible
                } else {
                    PageEvent::Hidden
                });
            }));
        }
        Self {
            _listeners: listeners,
        }
    }

    /// What is true already when the watch begins: a page can be opened hidden
    /// or without a network.
    pub fn present_state() -> impl Iterator<Item = PageEvent> {
        let hidden = (!is_visible()).then_some(PageEvent::Hidden);
        let offline = (!is_online()).then_some(PageEvent::Offline);
        hidden.into_iter().chain(offline)
    }
}

/// Whether somebody may see the page.
pub fn is_visible() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_none_or(|document| document.visibility_state() != VisibilityState::Hidden)
}

/// Whether the browser believes that it has a network.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Whether the page is told before it is frozen. Where it is not, as on phones of
/// Apple's, it may stop at any time once nobody sees it.
pub fn is_told_of_freezing() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| Reflect::has(&document, &"onfreeze".into()).unwrap_or(false))
}
