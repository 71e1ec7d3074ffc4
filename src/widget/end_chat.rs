//! Asks back before a chat is ended, or what is in its form is lost: it cannot be undone.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::caret;
use super::hooks::use_chat;
use super::labels::use_labels;
use super::save_conversation::SaveConversation;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct EndChatProps {
    /// There is no chat yet, but a form with something in it.
    pub is_form: bool,
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
    let is_form = props.is_form;
    let [question, consequence, no, yes] = if is_form {
        [
            &labels.form_question,
            &labels.form_consequence,
            &labels.form_no,
            &labels.discard,
        ]
    } else {
        [
            &labels.end_question,
            &labels.end_consequence,
            &labels.end_no,
            &labels.end,
        ]
    };
    let end = move |_| {
        if is_form {
            chat.cancel();
        } else {
            chat.leave();
        }
    };
    html! {
        <div
            class="rj-question"
            part="question"
            role="alertdialog"
            aria-modal="true"
            aria-labelledby="rj-end-question"
            aria-describedby="rj-end-consequence"
        >
            <p id="rj-end-question" class="rj-question-title">{ question }</p>
            <p id="rj-end-consequence">{ consequence }</p>
            if !is_form {
                <SaveConversation />
            }
            <div class="rj-answers">
                <button
                    ref={keep}
                    type="button"
                    class="rj-secondary"
                    part="button secondary"
                    data-testid="rejoin-end-no"
                    onclick={props.on_close.reform(|_| ())}
                >
                    { no }
                </button>
                <button
                    type="button"
                    class="rj-danger"
                    part="button danger"
                    data-testid="rejoin-end-yes"
                    onclick={end}
                >
                    { yes }
                </button>
            </div>
        </div>
    }
}
