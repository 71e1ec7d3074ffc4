//! Who speaks: with a picture where there is one.

use yew::prelude::*;

use super::labels::use_labels;
use super::picture::Picture;
use crate::browser::Fill;
use crate::engine::{ImageSize, Party, Role};

/// Twice as large as it looks, for fine screens.
const SIZE: ImageSize = ImageSize {
    width: 48,
    height: 48,
};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct AuthorProps {
    pub author: Party,
}

#[component]
pub(super) fn Author(props: &AuthorProps) -> Html {
    let labels = use_labels();
    let Party {
        name, role, avatar, ..
    } = &props.author;
    html! {
        <div class="rj-from">
            if let Some(id) = avatar {
                <Picture id={id.clone()} size={SIZE} fill={Fill::Cover} class="rj-avatar" />
            }
            <span class="rj-author gwc-chat-message-author" part="author">{ name }</span>
            if *role == Role::Bot {
                <span class="rj-tag">{ &labels.bot }</span>
            }
        </div>
    }
}
