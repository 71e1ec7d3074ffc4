//! The window: its head, and what the phase of the chat calls for.

use yew::prelude::*;

use super::composer::Composer;
use super::connection_banner::ConnectionBanner;
use super::end_chat::EndChat;
use super::ended_panel::EndedPanel;
use super::header::Header;
use super::hooks::{use_chat, use_chat_selector, use_phase};
use super::icons;
use super::labels::use_labels;
use super::registration_form::RegistrationForm;
use super::starting_panel::StartingPanel;
use super::transcript::Transcript;
use super::typing_indicator::TypingIndicator;
use crate::engine::{Chat, PhaseKind, Registration};
use crate::runtime::RegistrationContext;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ChatWindowProps {
    pub is_inline: bool,
    pub registration: Option<Callback<RegistrationContext, Html>>,
}

#[component]
pub(super) fn ChatWindow(props: &ChatWindowProps) -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let phase = use_phase();
    let epoch = use_chat_selector(Chat::epoch);
    let asks_to_end = use_state_eq(|| false);

    let is_floating = !props.is_inline;
    let asking = *asks_to_end && phase == PhaseKind::Active;
    let ask = {
        let asks_to_end = asks_to_end.setter();
        Callback::from(move |asks| asks_to_end.set(asks))
    };
    let onkeydown = {
        let chat = chat.clone();
        let ask = ask.clone();
        Callback::from(move |event: KeyboardEvent| {
            // The page's own shortcuts are not for what is typed here.
            event.stop_propagation();
            if event.key() == "Escape" && !event.is_composing() {
                if asking {
                    ask.emit(false);
                } else if is_floating {
                    chat.minimise();
                }
            }
        })
    };
    let body = match phase {
        PhaseKind::Idle => html! { <Invitation /> },
        PhaseKind::Registering => registration(&chat, props.registration.as_ref(), epoch),
        PhaseKind::Starting => html! { <StartingPanel /> },
        PhaseKind::Active | PhaseKind::Ended => html! {
            <>
                <Transcript key={format!("transcript-{epoch}")} />
                <TypingIndicator />
                if phase == PhaseKind::Active {
                    <Composer key={format!("composer-{epoch}")} />
                } else {
                    <EndedPanel />
                }
            </>
        },
    };
    html! {
        <section
            class="rj-window"
            data-testid="rejoin-window"
            role={is_floating.then_some("dialog")}
            aria-label={labels.title.clone()}
            {onkeydown}
        >
            <Header {is_floating} on_end={ask.reform(|()| true)} is_inert={asking} />
            <div class="rj-body" inert={asking}>
                <ConnectionBanner />
                { body }
            </div>
            if asking {
                <EndChat on_close={ask.reform(|()| false)} />
            }
        </section>
    }
}

/// The built-in form, or what the site draws instead.
fn registration(
    chat: &crate::runtime::ChatHandle,
    custom: Option<&Callback<RegistrationContext, Html>>,
    epoch: u32,
) -> Html {
    if chat.read(|chat| matches!(chat.config().registration, Registration::Form(_))) {
        return html! { <RegistrationForm key={format!("form-{epoch}")} /> };
    }
    match custom {
        Some(draw) => draw.emit(RegistrationContext::new(chat.clone())),
        // A closure asks elsewhere on the page.
        None => html! {},
    }
}

/// In a page component, before a chat.
#[component]
fn Invitation() -> Html {
    let chat = use_chat();
    let labels = use_labels();
    html! {
        <div class="rj-panel">
            <div class="rj-panel-icon">{ icons::bubble() }</div>
            <p>{ &labels.invitation }</p>
            <button
                type="button"
                class="rj-primary"
                data-testid="rejoin-start"
                onclick={move |_| chat.open()}
            >
                { &labels.form_submit }
            </button>
        </div>
    }
}
