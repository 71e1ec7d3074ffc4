//! A page that draws the registration itself and leaves the rest to the widget.

use rejoin::widget::use_chat;
use yew::prelude::*;

use super::sheet::Sheet;

#[component]
pub(crate) fn HandPage() -> Html {
    let chat = use_chat();
    html! {
        <Sheet
            title="Book a slot"
            lead="Here the page asks in its own way before the chat begins: when would you like to \
                  come? What you choose is kept over a reload, as it would be in the built-in form."
        >
            <button type="button" class="button main" onclick={move |_| chat.open()}>
                { "Choose a time" }
            </button>
        </Sheet>
    }
}
