//! Shows that the agent is typing.

use yew::prelude::*;

use super::hooks::use_typing;
use super::labels::{Labels, use_labels};

#[component]
pub(super) fn TypingIndicator() -> Html {
    let labels = use_labels();
    let Some(agent) = use_typing() else {
        return html! { <div class="rj-typing" /> };
    };
    html! {
        <div class="rj-typing gwc-chat-typingMessage" part="typing" data-testid="rejoin-typing">
            <span class="rj-dots" aria-hidden="true"><i /><i /><i /></span>
            { Labels::around_name(&labels.typing, &agent.name) }
        </div>
    }
}
