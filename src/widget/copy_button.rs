//! Takes the words of a message elsewhere.

use std::time::Duration;

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::announcer::use_voice;
use super::labels::use_labels;
use crate::browser::{Timer, copy};

/// Long enough to be seen.
const SHOWN_FOR: Duration = Duration::from_secs(2);

#[derive(Clone, PartialEq, Properties)]
pub(super) struct CopyButtonProps {
    /// What is copied.
    pub text: AttrValue,
}

/// Says by itself what has come of it.
#[component]
pub(super) fn CopyButton(props: &CopyButtonProps) -> Html {
    let labels = use_labels();
    let voice = use_voice();
    let button = use_node_ref();
    let copied = use_state_eq(|| None);

    let forget = {
        let copied = copied.setter();
        use_memo((), |()| Timer::new(move || copied.set(None)))
    };
    let onclick = {
        let (button, copied, labels) = (button.clone(), copied.setter(), labels.clone());
        let text = props.text.to_string();
        move |_| {
            let Some(button) = button.cast::<HtmlElement>() else {
                return;
            };
            // Begun at once: browsers copy only what the visitor has just asked for.
            let copying = copy(text.clone(), button);
            let (copied, labels) = (copied.clone(), labels.clone());
            let (voice, forget) = (voice.clone(), forget.clone());
            spawn_local(async move {
                let is_copied = copying.await;
                copied.set(Some(is_copied));
                if is_copied {
                    forget.set(SHOWN_FOR);
                    voice.emit(labels.copied.to_string());
                } else {
                    forget.clear();
                    voice.emit(labels.copy_failed.to_string());
                }
            });
        }
    };
    html! {
        <>
            if *copied == Some(false) {
                <span class="rj-failed" data-testid="rejoin-copy-failed">{ &labels.copy_failed }</span>
            }
            <button
                ref={button}
                type="button"
                class="rj-link"
                data-testid="rejoin-copy"
                {onclick}
            >
                { if *copied == Some(true) { &labels.copied } else { &labels.copy } }
            </button>
        </>
    }
}
