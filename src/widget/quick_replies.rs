//! The answers that the other side suggests, to be sent by a press.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::caret;
use super::hooks::{use_chat, use_chat_selector};
use super::labels::use_labels;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct QuickRepliesProps {
    /// Where the visitor goes on when the answers have gone.
    pub composer: NodeRef,
}

#[component]
pub(super) fn QuickReplies(props: &QuickRepliesProps) -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let replies = use_chat_selector(|chat| chat.offered_replies().to_vec());
    if replies.is_empty() {
        return html! {};
    }
    let answer = move |reply: &str| {
        let (chat, composer) = (chat.clone(), props.composer.clone());
        let reply = reply.to_owned();
        move |_: MouseEvent| {
            chat.answer(&*reply);
            if let Some(area) = composer.cast::<HtmlElement>() {
                caret::focus(&area);
            }
        }
    };
    html! {
        <div
            class="rj-replies"
            part="replies"
            role="group"
            aria-label={labels.replies.clone()}
            data-testid="rejoin-replies"
        >
            for (place, reply) in replies.iter().enumerate() {
                <button
                    key={place}
                    type="button"
                    class="rj-reply"
                    part="reply"
                    dir="auto"
                    onclick={answer(reply)}
                >
                    { reply }
                </button>
            }
        </div>
    }
}
