//! A file in the transcript, to be fetched.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::hooks::use_chat;
use super::labels::use_labels;
use super::picture::Picture;
use crate::browser::{Fill, save};
use crate::engine::ImageSize;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct SharedFileProps {
    pub id: String,
    pub name: String,
    /// It is a picture, of that size.
    pub image: Option<ImageSize>,
}

#[component]
pub(super) fn SharedFile(props: &SharedFileProps) -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let failed = use_state(|| false);
    let fetch = {
        let (id, name, failed) = (props.id.clone(), props.name.clone(), failed.clone());
        move |_: MouseEvent| {
            let fetched = chat.download_file(&id);
            let (name, failed) = (name.clone(), failed.clone());
            spawn_local(async move {
                let saved = fetched.await.is_ok_and(|blob| save(&blob, &name).is_ok());
                failed.set(!saved);
            });
        }
    };
    html! {
        <>
            if let Some(size) = props.image {
                <Picture
                    id={props.id.clone()}
                    name={props.name.clone()}
                    {size}
                    fill={Fill::Contain}
                    class="rj-picture"
                />
            }
            <span class="rj-file">{ &props.name }</span>
            {" "}
            <button
                type="button"
                class="rj-link"
                data-testid="rejoin-download"
                aria-label={format!("{} {}", labels.download, props.name)}
                onclick={fetch}
            >
                { &labels.download }
            </button>
            if *failed {
                <span class="rj-failed" role="alert">{ &labels.download_failed }</span>
            }
        </>
    }
}
