//! A message of the visitor's that the transcript does not show yet.

use yew::prelude::*;

use super::copy_button::CopyButton;
use super::formatted_text::said;
use super::hooks::{use_chat, use_chat_selector};
use super::icons;
use super::labels::{Labels, use_labels, words};
use super::message_time::MessageTime;
use crate::engine::{Content, Delivery, Failure, MessageKind, Outgoing};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct OutgoingMessageProps {
    pub message: Outgoing,
    /// Once the chat is over there is nothing to try again.
    pub can_retry: bool,
    /// Takes the visitor on when a button has gone that they have pressed.
    pub go_on: Callback<()>,
}

#[component]
pub(super) fn OutgoingMessage(props: &OutgoingMessageProps) -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let message = &props.message;
    let has_form = use_chat_selector(|chat| chat.config().markdown);
    let mut content = Content::Text(message.text.clone());
    if has_form && message.kind == MessageKind::Text {
        content = content.with_form();
    }

    let retry = {
        let (chat, id) = (chat.clone(), message.client_id.clone());
        props.go_on.reform(move |_: MouseEvent| chat.retry(&id))
    };
    let discard = {
        let id = message.client_id.clone();
        props.go_on.reform(move |_: MouseEvent| chat.discard(&id))
    };
    let reason = why_not(message, &labels);
    let state = match &message.delivery {
        Delivery::Queued => html! { <>{ icons::clock() }{ words(&labels.queued) }</> },
        Delivery::Sending { .. } => html! { <>{ icons::clock() }{ words(&labels.sending) }</> },
        Delivery::Sent => html! { <>{ icons::tick() }{ words(&labels.sent) }</> },
        Delivery::Failed { .. } => html! {
            <>
                <span class="rj-failed">{ &labels.failed }{ " " }{ reason }</span>
                if props.can_retry {
                    <button
                        type="button"
                        class="rj-link"
                        data-testid="rejoin-retry"
                        onclick={retry}
                    >
                        { &labels.retry }
                    </button>
                }
                <CopyButton text={message.text.clone()} />
                <button
                    type="button"
                    class="rj-link"
                    data-testid="rejoin-discard"
                    onclick={discard}
                >
                    { &labels.discard }
                </button>
            </>
        },
    };
    html! {
        <li
            class="rj-message rj-own rj-outgoing gwc-chat-message"
            part="message own"
            data-testid="rejoin-outgoing"
        >
            <span class="rj-unseen">{ &labels.you }</span>
            <div class="rj-bubble gwc-chat-message-text" part="bubble" dir="auto">{ said(&content) }</div>
            <div class="rj-meta" part="meta">
                <MessageTime at={message.at} />
                <span class="rj-state" data-testid="rejoin-delivery">{ state }</span>
            </div>
        </li>
    }
}

/// Why it was not taken, in the visitor's language or in the server's words.
pub(super) fn why_not(message: &Outgoing, labels: &Labels) -> String {
    match message.failure() {
        None => String::new(),
        Some(Failure::Over) => labels.ended_closed.to_string(),
        Some(Failure::TooLong) => labels.message_too_long.to_string(),
        Some(Failure::Server(words)) => words.to_owned(),
    }
}
