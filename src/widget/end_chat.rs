//! Asks back before a chat is ended: it cannot be undone.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::caret;
use super::hooks::use_chat;
use super::labels::use_labels;
use super::save_conversation::SaveConversation;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct EndChatProps {
    pub on_close: Callback<()>,
}

#[component]
pub(super) fn EndChat(props: &EndChatProps) -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let keep = use_node_ref();

    // On the harmless answer.
    let first = keep.clone();
    use_effect_with((), move |()| {
        if let Some(button) = first.cast::<HtmlElement>() {
            caret::focus(&button);
        }
    });
    html! {
        <div
            class="rj-question"
            part="question"
            role="alertdialog"
            aria-modal="true"
            aria-labelledby="rj-end-question"
            aria-describedby="rj-end-consequence"
        >
            <p id="rj-end-question" class="rj-question-title">{ &labels.end_question }</p>
            <p id="rj-end-consequence">{ &labels.end_consequence }</p>
            <SaveConversation />
            <div class="rj-answers">
                <button
                    ref={keep}
                    type="button"
                    class="rj-secondary"
                    part="button secondary"
                    data-testid="rejoin-end-no"
                    onclick={props.on_close.reform(|_| ())}
                >
                    { &labels.end_no }
                </button>
                <button
                    type="button"
                    class="rj-danger"
                    part="button danger"
                    data-testid="rejoin-end-yes"
                    onclick={move |_| chat.leave()}
                >
                    { &labels.end }
                </button>
            </div>
        </div>
    }
}
