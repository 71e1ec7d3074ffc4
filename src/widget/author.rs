//! Who speaks: with a picture, or letters where there is none.

use yew::prelude::*;

use super::initials::{hue_class, initials};
use super::intl::first_letter;
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
    let letters = letters(&props.author);
    html! {
        <div class="rj-from">
            if let Some(id) = avatar {
                <Picture
                    id={id.clone()}
                    size={SIZE}
                    fill={Fill::Cover}
                    class="rj-avatar"
                    instead={letters}
                />
            } else {
                { letters }
            }
            <span class="rj-author gwc-chat-message-author" part="author">{ name }</span>
            if *role == Role::Bot {
                <span class="rj-tag">{ &labels.bot }</span>
            }
        </div>
    }
}

/// Beside the name, which is read out, they are decoration: drawn by the style sheet,
/// so that nobody finds or copies them.
fn letters(author: &Party) -> Html {
    let letters = initials(&author.name, first_letter);
    if letters.is_empty() || author.role == Role::System {
        return Html::default();
    }
    html! {
        <span
            class={classes!("rj-letters", hue_class(&author.name))}
            part="letters"
            data-letters={letters}
            aria-hidden="true"
        />
    }
}
