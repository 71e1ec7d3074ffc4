//! Opens the browser's own choice of files.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::attached::attach_all;
use super::hooks::use_chat;
use super::icons;
use super::labels::use_labels;

#[component]
pub(super) fn AttachButton() -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let input = use_node_ref();
    let open = {
        let input = input.clone();
        move |_: MouseEvent| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.click();
            }
        }
    };
    let onchange = {
        let input = input.clone();
        move |_: Event| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                attach_all(&chat, input.files());
                // The same file may be chosen again.
                input.set_value("");
            }
        }
    };
    html! {
        <>
            <input
                ref={input}
                type="file"
                multiple=true
                hidden=true
                data-testid="rejoin-files"
                {onchange}
            />
            <button
                type="button"
                class="rj-quiet rj-attach"
                data-testid="rejoin-attach"
                aria-label={labels.attach.clone()}
                title={labels.attach.clone()}
                onclick={open}
            >
                { icons::paper_clip() }
            </button>
        </>
    }
}
