//! The window: its head, and what the phase of the chat calls for.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::attached::use_drop;
use super::caret;
use super::composer::Composer;
use super::connection_banner::ConnectionBanner;
use super::end_chat::EndChat;
use super::ended_panel::EndedPanel;
use super::full_screen::{go_round, use_full_screen};
use super::header::Header;
use super::hooks::{use_chat, use_chat_selector, use_phase};
use super::icons;
use super::labels::use_labels;
use super::leaving::use_rest;
use super::link_previews::LinkPreviews;
use super::node_hooks::use_node_hook;
use super::registration_form::RegistrationForm;
use super::starting_panel::StartingPanel;
use super::transcript::Transcript;
use super::typing_indicator::TypingIndicator;
use crate::engine::{Chat, PhaseKind, Position, Registration};
use crate::runtime::RegistrationContext;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ChatWindowProps {
    pub is_inline: bool,
    /// The visitor has just opened it.
    pub takes_focus: bool,
    /// It was minimised, or its chat put away: it is there to be seen, and for nothing else.
    pub is_leaving: bool,
    /// It does not move any more.
    pub on_rest: Callback<()>,
    /// The first entry that is new to the visitor.
    pub news: Option<Position>,
    pub registration: Option<Callback<RegistrationContext, Html>>,
    /// Whether the visitor has put away the notice that nothing is stored: they are
    /// not told again when they open the window.
    pub is_dismissed: UseStateHandle<bool>,
    /// Where the module with the emoji is, if there are to be any.
    pub emoji: Option<AttrValue>,
    /// Tells of the pages that messages lead to, if the site does.
    pub link_previews: Option<LinkPreviews>,
}

#[component]
pub(super) fn ChatWindow(props: &ChatWindowProps) -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let phase = use_phase();
    let epoch = use_chat_selector(Chat::epoch);
    let asks_to_end = use_state_eq(|| false);
    let window = use_node_ref();
    let end_button = use_node_ref();
    let composer = use_node_ref();

    let is_floating = !props.is_inline;
    let asking = *asks_to_end && matches!(phase, PhaseKind::Registering | PhaseKind::Active);
    let moved_on = use_moved_on(phase, epoch);
    // Asked of what is there now: whoever is elsewhere on the page stays there.
    let is_here = || window.cast().is_some_and(|window| caret::is_free(&window));
    let takes_focus = props.takes_focus || moved_on && is_here();
    // What a phase brings moves in; what a restore brings is there.
    let moves = use_mut_ref(|| None);
    if moved_on && phase != PhaseKind::Ended {
        moves.replace(Some("rj-moved"));
    }
    let moves = *moves.borrow();
    use_focus_kept(&window, phase, takes_focus);
    use_focus_returned(&end_button, asking);
    // A question about one chat is not one about the next.
    let is_active = phase == PhaseKind::Active;
    use_node_hook(|hooks| &hooks.window, &window, is_active);
    let answered = asks_to_end.setter();
    use_effect_with((phase, epoch), move |_| answered.set(false));
    let ask = {
        let asks_to_end = asks_to_end.setter();
        Callback::from(move |asks| asks_to_end.set(asks))
    };
    let dismiss = {
        let (chat, ask) = (chat.clone(), ask.clone());
        Callback::from(move |()| {
            if asking {
                ask.emit(false);
            } else if is_floating {
                chat.minimise();
            }
        })
    };
    let on_dismiss = {
        let (window, composer) = (window.clone(), composer.clone());
        let is_dismissed = props.is_dismissed.setter();
        Callback::from(move |()| {
            is_dismissed.set(true);
            // The button goes.
            if let Some(place) = composer.cast::<HtmlElement>().or_else(|| window.cast()) {
                caret::focus(&place);
            }
        })
    };
    let is_held = is_floating && !props.is_leaving;
    let is_full = use_full_screen(&window, is_held, dismiss.clone(), asking);
    use_rest(&window, props.is_leaving, props.on_rest.clone());
    let all = window.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        keep_from_page(event.clone());
        let closes = asking || is_floating;
        if event.key() == "Escape" && closes && !event.is_composing() {
            // Or else the browser would close what is beneath as well.
            event.prevent_default();
            dismiss.emit(());
        }
        if let Some(window) = all.cast().filter(|_| is_full) {
            go_round(&window, &event);
        }
    });
    let (ondragover, ondrop) = use_drop();
    let body = match phase {
        PhaseKind::Idle => html! { <Invitation /> },
        PhaseKind::Registering => registration(&chat, props, takes_focus, epoch),
        PhaseKind::Starting => html! { <StartingPanel /> },
        PhaseKind::Active | PhaseKind::Ended => html! {
            <>
                <Transcript
                    key={format!("transcript-{epoch}")}
                    news={props.news}
                    composer={composer.clone()}
                    link_previews={props.link_previews.clone()}
                />
                <TypingIndicator />
                if phase == PhaseKind::Active {
                    <Composer
                        key={format!("composer-{epoch}")}
                        {takes_focus}
                        area={composer}
                        emoji={props.emoji.clone()}
                    />
                } else {
                    <EndedPanel />
                }
            </>
        },
    };
    let leaving = props.is_leaving.then_some("rj-leaving");
    html! {
        <section
            ref={window}
            tabindex="-1"
            class={classes!("rj-window", "gwc-chat-embedded-window", leaving)}
            part="window"
            data-testid="rejoin-window"
            role={is_floating.then_some("dialog")}
            aria-modal={is_full.then_some("true")}
            aria-label={labels.title.clone()}
            inert={props.is_leaving}
            {onkeydown}
            onkeypress={keep_from_page}
            onkeyup={keep_from_page}
            {ondragover}
            {ondrop}
        >
            <Header {is_floating} on_end={ask.reform(|()| true)} is_inert={asking} {end_button} />
            <div class={classes!("rj-body", "gwc-chat-body", moves)} inert={asking}>
                <ConnectionBanner is_dismissed={*props.is_dismissed} {on_dismiss} />
                { body }
            </div>
            if asking {
                <EndChat is_form={phase == PhaseKind::Registering} on_close={ask.reform(|()| false)} />
            }
        </section>
    }
}

/// The page's own shortcuts are not for what is typed here.
fn keep_from_page(event: KeyboardEvent) {
    event.stop_propagation();
}

/// Whether the chat has come further since the last render, and not by a restore.
#[hook]
fn use_moved_on(phase: PhaseKind, epoch: u32) -> bool {
    let before = use_mut_ref(|| (phase, epoch));
    let (phase_before, epoch_before) = before.replace((phase, epoch));
    phase_before != phase && epoch_before == epoch
}

/// What had the focus goes when the phase changes. Where nothing in the new one
/// takes it, the window keeps it.
#[hook]
fn use_focus_kept(window: &NodeRef, phase: PhaseKind, takes_focus: bool) {
    let window = window.clone();
    use_effect_with(phase, move |phase| {
        let has_place = matches!(phase, PhaseKind::Registering | PhaseKind::Active);
        let element = window.cast::<HtmlElement>();
        if let Some(element) = element.filter(|_| takes_focus && !has_place) {
            caret::enter(&element, None);
        }
    });
}

/// Whoever takes the question back is where they came from.
#[hook]
fn use_focus_returned(button: &NodeRef, asking: bool) {
    let was_asking = use_mut_ref(|| false);
    let button = button.clone();
    use_effect_with(asking, move |asking| {
        let closed = was_asking.replace(*asking) && !asking;
        if let Some(button) = button.cast::<HtmlElement>().filter(|_| closed) {
            caret::offer_focus(&button);
        }
    });
}

/// The built-in form, or what the site draws instead.
fn registration(
    chat: &crate::runtime::ChatHandle,
    props: &ChatWindowProps,
    takes_focus: bool,
    epoch: u32,
) -> Html {
    if chat.read(|chat| matches!(chat.config().registration, Registration::Form(_))) {
        return html! { <RegistrationForm key={format!("form-{epoch}")} {takes_focus} /> };
    }
    match &props.registration {
        Some(draw) => html! {
            <div class="rj-slot">{ draw.emit(RegistrationContext::new(chat.clone())) }</div>
        },
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
        <div class="rj-panel" part="panel">
            <div class="rj-panel-icon">{ icons::bubble() }</div>
            <p>{ &labels.invitation }</p>
            <button
                type="button"
                class="rj-primary"
                part="button primary"
                data-testid="rejoin-start"
                onclick={move |_| chat.open()}
            >
                { &labels.form_submit }
            </button>
        </div>
    }
}
