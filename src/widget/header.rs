//! The window's head: title, who is there, and how to leave.

use yew::prelude::*;

use super::bell::Bell;
use super::hooks::{use_chat, use_chat_selector, use_phase};
use super::icons;
use super::labels::{Labels, use_labels, words};
use crate::engine::{Chat, LinkStatus, Phase, PhaseKind};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct HeaderProps {
    pub is_floating: bool,
    /// A question is open below.
    pub is_inert: bool,
    /// The visitor wants to end the chat, or to leave a form with something in it.
    pub on_end: Callback<()>,
    /// The button for that.
    pub end_button: NodeRef,
}

#[component]
pub(super) fn Header(props: &HeaderProps) -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let phase = use_phase();
    let agents = use_chat_selector(agent_names).map(|names| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        labels.list(&names)
    });
    let link = use_chat_selector(Chat::link_status);

    let subtitle = match (phase, agents) {
        (PhaseKind::Active, Some(names)) => Some((
            Labels::with_name(&labels.with, &names),
            Labels::around_name(&labels.with, &names),
        )),
        // Until the link is up we do not know who came meanwhile.
        (PhaseKind::Active, None) if link == LinkStatus::Live => {
            Some((labels.waiting.to_string(), words(&labels.waiting)))
        }
        _ => None,
    };
    let end = match phase {
        PhaseKind::Active => Some((labels.end.clone(), props.on_end.reform(|_: MouseEvent| ()))),
        PhaseKind::Registering => {
            let (chat, ask) = (chat.clone(), props.on_end.clone());
            let cancel = Callback::from(move |_| {
                if chat.read(has_typed) {
                    ask.emit(());
                } else {
                    chat.cancel();
                }
            });
            Some((labels.cancel.clone(), cancel))
        }
        PhaseKind::Ended => {
            let chat = chat.clone();
            Some((
                labels.close.clone(),
                Callback::from(move |_| chat.dismiss()),
            ))
        }
        PhaseKind::Idle | PhaseKind::Starting => None,
    };
    let skips = (phase == PhaseKind::Registering).then_some("gwc-chat-registration-skip");
    html! {
        <div class="rj-header gwc-chat-head" part="header" inert={props.is_inert}>
            <div class="rj-heading">
                <h2 class="rj-title gwc-chat-title" part="title">{ &labels.title }</h2>
                if let Some((title, words)) = subtitle {
                    <p class="rj-subtitle" part="subtitle" data-testid="rejoin-subtitle" {title}>{ words }</p>
                }
            </div>
            <div class="rj-controls gwc-chat-window-controls gwc-chat-controls">
                if phase == PhaseKind::Active {
                    <Bell />
                }
                if props.is_floating {
                    <button
                        type="button"
                        class="rj-quiet gwc-chat-control gwc-chat-control-minimize"
                        part="control"
                        data-testid="rejoin-minimise"
                        aria-label={labels.minimise.clone()}
                        title={labels.minimise.clone()}
                        onclick={move |_| chat.minimise()}
                    >
                        { icons::minimise() }
                    </button>
                }
                if let Some((label, onclick)) = end {
                    <button
                        ref={props.end_button.clone()}
                        type="button"
                        class={classes!("rj-quiet", "gwc-chat-control", "gwc-chat-control-close", skips)}
                        part="control"
                        data-testid="rejoin-end"
                        aria-label={label.clone()}
                        title={label}
                        {onclick}
                    >
                        { icons::close() }
                    </button>
                }
            </div>
        </div>
    }
}

/// The agents in the chat; `None` when there is none.
fn agent_names(chat: &Chat) -> Option<Vec<String>> {
    let agents = chat.phase().session()?.agents();
    let names: Vec<_> = agents.iter().map(|agent| agent.name.clone()).collect();
    (!names.is_empty()).then_some(names)
}

/// Whether the visitor has entered anything that would be lost.
fn has_typed(chat: &Chat) -> bool {
    let Phase::Registering(registering) = chat.phase() else {
        return false;
    };
    let form = chat.config().registration.form();
    registering.form.values.iter().any(|(name, value)| {
        let field = form.and_then(|form| form.field(name));
        value.trim() != field.map_or("", |field| field.initial.trim())
    })
}
