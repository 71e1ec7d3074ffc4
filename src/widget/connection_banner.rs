//! Tells when the link is down, and when the browser stores nothing.

use yew::prelude::*;

use super::hooks::{use_chat_selector, use_link_status, use_phase};
use super::icons;
use super::labels::use_labels;
use crate::engine::{Chat, LinkStatus, PhaseKind};

#[component]
pub(super) fn ConnectionBanner() -> Html {
    let labels = use_labels();
    let phase = use_phase();
    let link = use_link_status();
    let is_not_stored = use_chat_selector(Chat::is_not_stored);
    let is_dismissed = use_state_eq(|| false);

    let words = match link {
        _ if phase != PhaseKind::Active => None,
        LinkStatus::Reconnecting => Some(&labels.reconnecting),
        LinkStatus::Offline => Some(&labels.offline),
        LinkStatus::Idle | LinkStatus::Connecting | LinkStatus::Live => None,
    };
    let dismiss = {
        let is_dismissed = is_dismissed.setter();
        move |_| is_dismissed.set(true)
    };
    html! {
        <>
            // Always there, so that what is put into it is announced.
            <div class="rj-banner" part="banner" role="status" data-testid="rejoin-banner">
                if let Some(words) = words {
                    <p>{ icons::clock() }<span>{ words }</span></p>
                }
            </div>
            if is_not_stored && !*is_dismissed {
                <div class="rj-notice" part="banner" role="status" data-testid="rejoin-not-stored">
                    <p>{ &labels.not_stored }</p>
                    <button
                        type="button"
                        class="rj-quiet"
                        aria-label={labels.close.clone()}
                        onclick={dismiss}
                    >
                        { icons::cross() }
                    </button>
                </div>
            }
        </>
    }
}
