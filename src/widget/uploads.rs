//! The files that the visitor has attached and that have not arrived, above the
//! composer.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::caret;
use super::hooks::{use_chat, use_watched};
use super::labels::{Labels, use_labels, words};
use crate::runtime::{ChatHandle, Upload, UploadProblem};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct UploadsProps {
    /// Where the visitor goes on when a button has gone that they have pressed.
    pub composer: NodeRef,
}

#[component]
pub(super) fn Uploads(props: &UploadsProps) -> Html {
    let uploads = use_watched(ChatHandle::uploads);
    if uploads.is_empty() {
        return html! {};
    }
    html! {
        <ul class="rj-uploads">
            for upload in uploads {
                <UploadRow key={upload.id} upload={upload.clone()} composer={props.composer.clone()} />
            }
        </ul>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct UploadRowProps {
    upload: Upload,
    composer: NodeRef,
}

#[component]
fn UploadRow(props: &UploadRowProps) -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let id = props.upload.id;
    let name = props.upload.file.name();
    let go_on = {
        let composer = props.composer.clone();
        move || {
            if let Some(area) = composer.cast::<HtmlElement>() {
                caret::focus(&area);
            }
        }
    };
    let retry = {
        let (chat, go_on) = (chat.clone(), go_on.clone());
        move |_: MouseEvent| {
            go_on();
            chat.retry_upload(id);
        }
    };
    let remove = move |_: MouseEvent| {
        go_on();
        chat.discard_upload(id);
    };
    html! {
        <li class="rj-upload" data-testid="rejoin-upload">
            <span class="rj-file" dir="auto">{ &name }</span>
            if let Some(problem) = &props.upload.problem {
                <span class="rj-failed" role="alert">{ words_of(problem, &labels) }</span>
                <button
                    type="button"
                    class="rj-link"
                    data-testid="rejoin-upload-retry"
                    aria-label={format!("{}: {name}", labels.retry)}
                    onclick={retry}
                >
                    { &labels.retry }
                </button>
                <button
                    type="button"
                    class="rj-link"
                    data-testid="rejoin-upload-remove"
                    aria-label={format!("{}: {name}", labels.remove)}
                    onclick={remove}
                >
                    { &labels.remove }
                </button>
            } else {
                <span class="rj-state" role="status">
                    <span class="rj-spinner" aria-hidden="true" />
                    { words(&labels.sending) }
                </span>
            }
        </li>
    }
}

/// Why a file did not arrive, in the visitor's language or in the server's words.
fn words_of(problem: &UploadProblem, labels: &Labels) -> String {
    match problem {
        UploadProblem::TooLarge(None) => labels.file_too_large.to_string(),
        UploadProblem::TooLarge(Some(most)) => {
            let most = labels.file_largest.replace("{size}", &labels.size(*most));
            [&*labels.file_too_large, &*most].join(" ")
        }
        UploadProblem::Failed(error) if error.is_servers => error.description.clone(),
        UploadProblem::Failed(_) => labels.file_failed.to_string(),
    }
}
