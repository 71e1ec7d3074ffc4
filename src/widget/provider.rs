//! Gives a chat to all children.

use yew::prelude::*;

use crate::runtime::{ChatHandle, ChatOptions};

/// Properties of [`ChatProvider`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ChatProviderProps {
    /// The settings. Read once, when the provider is mounted; to use others,
    /// mount another provider, by a `key` for instance.
    pub options: ChatOptions,
    /// Those who get the chat.
    pub children: Children,
}

/// Gives a chat to all children, and restores it when it is mounted.
#[component]
pub fn ChatProvider(props: &ChatProviderProps) -> Html {
    let options = props.options.clone();
    let chat = use_memo((), move |()| ChatHandle::new(&options));
    let restored = ChatHandle::clone(&chat);
    use_effect_with((), move |()| {
        restored.restore();
        move || restored.put_away()
    });
    html! {
        <ContextProvider<ChatHandle> context={ChatHandle::clone(&chat)}>
            { for props.children.iter() }
        </ContextProvider<ChatHandle>>
    }
}
