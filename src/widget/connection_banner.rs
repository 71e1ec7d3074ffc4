//! Tells when the link is down, and when the browser stores nothing.

use yew::prelude::*;

use super::hooks::{use_chat_selector, use_link_status, use_phase};
use super::icons;
use super::labels::use_labels;
use crate::engine::{Chat, LinkStatus, PhaseKind};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ConnectionBannerProps {
    /// The visitor has put away the notice that nothing is stored.
    pub is_dismissed: bool,
    pub on_dismiss: Callback<()>,
}

#[component]
pub(super) fn ConnectionBanner(props: &ConnectionBannerProps) -> Html {
    let labels = use_labels();
    let phase = use_phase();
    let link = use_link_status();
    let is_not_stored = use_chat_selector(Chat::is_not_stored);

    let words = match link {
        _ if phase != PhaseKind::Active => None,
        LinkStatus::Reconnecting => Some(&labels.reconnecting),
        LinkStatus::Offline => Some(&labels.offline),
        LinkStatus::Idle | LinkStatus::Connecting | LinkStatus::Live => None,
    };
    html! {
        <>
            // Always there, so that what is put into it is announced.
            <div class="rj-banner" part="banner" role="status" data-testid="rejoin-banner">
                if let Some(words) = words {
                    <p>{ icons::clock() }<span>{ words }</span></p>
                }
            </div>
            if is_not_stored && !props.is_dismissed {
                // Screen readers are told by the announcer, once.
                <div class="rj-notice" part="banner" data-testid="rejoin-not-stored">
                    <p>{ &labels.not_stored }</p>
                    <button
                        type="button"
                        class="rj-quiet"
                        aria-label={labels.close.clone()}
                        onclick={props.on_dismiss.reform(|_| ())}
                    >
                        { icons::cross() }
                    </button>
                </div>
            }
        </>
    }
}
