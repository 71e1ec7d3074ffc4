//! A channel between the pages of a site, closed when it is dropped.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

use super::log;

/// Text between pages. What a page posts it does not hear itself.
#[derive(Debug)]
pub struct Channel {
    inner: BroadcastChannel,
    _heard: Closure<dyn Fn(MessageEvent)>,
}

impl Channel {
    /// Opens the channel of that name; `None` where the page has none.
    pub fn open(name: &str, heard: impl Fn(String) + 'static) -> Option<Self> {
        let inner = match BroadcastChannel::new(name) {
            Ok(inner) => inner,
            Err(reason) => {
                log::warn_about("no channel between tabs", &reason);
                return None;
            }
        };
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                heard(text);
            }
        });
        inner.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self {
            inner,
            _heard: heard,
        })
    }

    /// Tells the other pages.
    pub fn post(&self, text: &str) {
        if let Err(reason) = self.inner.post_message(&text.into()) {
            log::warn_about("the other tabs could not be told", &reason);
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.inner.set_onmessage(None);
        self.inner.close();
    }
}
