//! Files that come by other ways than the button: pasted, or dropped on the window.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, FileList};
use yew::prelude::*;

use super::hooks::use_chat;
use crate::engine::PhaseKind;
use crate::runtime::ChatHandle;

/// Sends all of them.
pub(super) fn attach_all(chat: &ChatHandle, files: Option<FileList>) {
    let Some(files) = files else {
        return;
    };
    for file in (0..files.length()).filter_map(|index| files.item(index)) {
        chat.attach(file);
    }
}

/// For the composer. What is words as well is pasted as words.
#[hook]
pub(super) fn use_paste() -> Callback<Event> {
    let chat = use_chat();
    Callback::from(move |event: Event| {
        let pasted = event.dyn_ref().and_then(ClipboardEvent::clipboard_data);
        let pasted = pasted.filter(|data| takes_files(&chat, data) && !has(data, "text/plain"));
        if let Some(data) = pasted {
            event.prevent_default();
            attach_all(&chat, data.files());
        }
    })
}

/// For the window: while something is dragged over it, and when it is dropped.
#[hook]
pub(super) fn use_drop() -> (Callback<DragEvent>, Callback<DragEvent>) {
    let chat = use_chat();
    let taken = move |event: &DragEvent| {
        let data = event
            .data_transfer()
            .filter(|data| takes_files(&chat, data))?;
        // Else the browser would leave the page for the file.
        event.prevent_default();
        Some((chat.clone(), data))
    };
    let over = taken.clone();
    let ondragover = Callback::from(move |event: DragEvent| {
        over(&event);
    });
    let ondrop = Callback::from(move |event: DragEvent| {
        if let Some((chat, data)) = taken(&event) {
            attach_all(&chat, data.files());
        }
    });
    (ondragover, ondrop)
}

fn takes_files(chat: &ChatHandle, data: &DataTransfer) -> bool {
    let is_active = chat.read(|chat| chat.phase().kind() == PhaseKind::Active);
    is_active && chat.carries_files() && has(data, "Files")
}

fn has(data: &DataTransfer, kind: &str) -> bool {
    data.types().iter().any(|held| held == kind)
}
