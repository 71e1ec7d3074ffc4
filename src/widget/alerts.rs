//! Tells the visitor of answers while they look elsewhere: by a number in the
//! page's title, and by a sound and a notification where they asked for it.

use yew::prelude::*;

use super::hooks::{use_chat, use_chat_selector, use_unread};
use crate::browser::{Notice, TitleCount, chime};
use crate::engine::{Chat, ChatEvent, Entry, Session};
use crate::runtime::ChatHandle;

/// Of a long answer so many characters are shown.
const LONGEST: usize = 120;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct AlertsProps {
    pub in_title: bool,
}

#[component]
pub(super) fn Alerts(props: &AlertsProps) -> Html {
    let chat = use_chat();
    let unread = use_unread();
    let is_seen = use_chat_selector(Chat::is_visible);
    let notice = use_mut_ref(|| None::<Notice>);

    let count = if is_seen || !props.in_title {
        0
    } else {
        unread
    };
    use_effect_with(count, |count| {
        let shown = TitleCount::show(*count);
        move || drop(shown)
    });
    let held = notice.clone();
    use_effect_with(unread == 0, move |is_read| {
        if *is_read {
            held.take();
        }
    });
    use_effect_with(chat, move |chat| {
        let told = chat.clone();
        let held = notice.clone();
        let watch = chat.on_event(move |event| match event {
            ChatEvent::Attention { entry, is_seen, .. } if told.read(Chat::wants_alerts) => {
                chime();
                if !is_seen {
                    held.replace(notice_of(&told, entry));
                }
            }
            _ => {}
        });
        move || {
            drop(watch);
            notice.take();
        }
    });
    html! {}
}

/// The newest answer, in the place of the one before.
fn notice_of(chat: &ChatHandle, entry: &Entry) -> Option<Notice> {
    let tag = chat.read(|chat| chat.phase().session().map(Session::id).cloned())?;
    let mut words = entry.content.said()?.chars();
    let mut body: String = words.by_ref().take(LONGEST).collect();
    if words.next().is_some() {
        body.push('…');
    }
    let chat = chat.clone();
    Notice::show(&entry.author.name, &body, tag.as_str(), move || chat.open())
}
