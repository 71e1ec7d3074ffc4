//! Where what is new to the visitor begins.

use std::cell::Cell;

use yew::prelude::*;

use super::hooks::use_chat_selector;
use crate::engine::{Chat, Position};

/// The first entry that the visitor had not read when they came to the window,
/// for as long as it is shown, and while it moves out of sight. Who comes back
/// before it is gone has read what was in it.
#[hook]
pub(super) fn use_news(is_shown: bool, is_leaving: bool) -> Option<Position> {
    let epoch = use_chat_selector(Chat::epoch);
    let unread = use_chat_selector(first_unread);
    let news = use_memo(epoch, |_| Cell::new(None));
    let drawn = use_memo(epoch, |_| Cell::new(None));
    if unread.is_some() || !is_shown {
        news.set(unread);
    }
    if !is_leaving {
        drawn.set(news.get());
    }
    drawn.get()
}

fn first_unread(chat: &Chat) -> Option<Position> {
    let read = chat.window().read;
    let entries = chat.phase().session()?.transcript().entries().rev();
    entries
        .take_while(|entry| Some(entry.position) > read)
        .filter(|entry| entry.counts_as_unread())
        .last()
        .map(|entry| entry.position)
}
