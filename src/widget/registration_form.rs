//! The form before a chat, as the options define it.

use std::collections::BTreeSet;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::caret;
use super::form_field::FormField;
use super::form_summary::FormSummary;
use super::hooks::{use_chat, use_chat_selector};
use super::labels::{Labels, use_labels};
use super::node_hooks::use_node_hook;
use crate::engine::{Chat, ChatError, Code, Field, Focus, FormDefinition, Phase, Registering};

/// Properties of [`RegistrationForm`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct RegistrationFormProps {
    /// Whether the visitor has just come here, and not by a restore: then the
    /// first field takes the focus.
    #[prop_or_default]
    pub takes_focus: bool,
}

/// The registration form of the chat above. Shows nothing unless the chat is
/// registering with the built-in form.
#[component]
pub fn RegistrationForm(props: &RegistrationFormProps) -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let registering = use_chat_selector(registering_in);
    let definition = use_memo((), |()| {
        chat.read(|c| c.config().registration.form().cloned())
    });
    // Nobody is told what is wrong with a field that they have not been in.
    let touched = use_state_eq(BTreeSet::<String>::new);
    // What was wrong when the form was sent last, and how often it was.
    let refused = use_state(|| (Vec::<String>::new(), 0));
    let form = use_node_ref();
    use_node_hook(|hooks| &hooks.form, &form, true);
    use_first_focus(&form, props.takes_focus);

    let on_value = {
        let chat = chat.clone();
        use_callback((), move |(name, value): (String, String), ()| {
            chat.set_field(name, value);
        })
    };
    let on_focus = {
        let chat = chat.clone();
        use_callback((), move |focus, ()| chat.set_focus(focus))
    };
    let on_leave = {
        let (chat, touched) = (chat.clone(), touched.clone());
        Callback::from(move |name: String| {
            let is_in_it = |focus: &Focus| focus.field == name;
            let focus = chat.read(|chat| registering_in(chat)?.form.focus);
            if focus.as_ref().is_some_and(is_in_it) {
                chat.set_focus(None);
            }
            // Just passing through an empty field is no reason to complain.
            let has_value = chat.read(|chat| is_filled(chat, &name));
            if has_value {
                let mut names = (*touched).clone();
                names.insert(name);
                touched.set(names);
            }
        })
    };
    let (Some(registering), Some(definition)) = (registering, definition.as_ref()) else {
        return html! {};
    };
    let state = &registering.form;
    let problems = state.problems(definition);
    let wrong: Vec<_> = problems
        .iter()
        .map(|(field, _)| field.name.clone())
        .collect();
    let invalid = |field: &Field| {
        let problem = problems.iter().find(|(held, _)| held.name == field.name);
        problem
            .filter(|_| touched.contains(&field.name))
            .map(|(_, invalid)| invalid.clone())
    };
    let onsubmit = {
        let (touched, refused, form) = (touched.clone(), refused.clone(), form.clone());
        let names = all_names(definition);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(first) = wrong.first() else {
                return chat.submit();
            };
            touched.set(names.clone());
            refused.set((wrong.clone(), refused.1 + 1));
            focus_field(&form, first);
        })
    };
    let on_pick = {
        let form = form.clone();
        Callback::from(move |name: String| focus_field(&form, &name))
    };
    let (names, round) = &*refused;
    let refused = names.iter().filter_map(|name| definition.field(name));
    let refused: Vec<_> = refused
        .map(|field| (field.name.clone(), labels.of_field(&field.label)))
        .collect();
    html! {
        <form ref={form} class="rj-form" part="form" data-testid="rejoin-form" novalidate={true} {onsubmit}>
            if let Some(problem) = &registering.problem {
                <p class="rj-alert" role="alert" data-testid="rejoin-start-problem">
                    { start_problem(problem, &labels) }
                </p>
            }
            <FormSummary fields={refused} {round} {on_pick} />
            <p class="rj-intro">{ &labels.form_intro }</p>
            for field in definition.fields.iter() {
                <FormField
                    key={field.name.clone()}
                    field={field.clone()}
                    value={state.value(field).to_owned()}
                    focus={state.focus.clone().filter(|focus| focus.field == field.name)}
                    invalid={invalid(field)}
                    on_value={on_value.clone()}
                    on_focus={on_focus.clone()}
                    on_leave={on_leave.clone()}
                />
            }
            <button
                type="submit"
                class="rj-primary gwc-chat-btn gwc-chat-registration-submit"
                part="button primary"
                data-testid="rejoin-submit"
                onmousedown={stay_in_field}
            >
                { &labels.form_submit }
            </button>
        </form>
    }
}

#[hook]
fn use_first_focus(form: &NodeRef, takes_focus: bool) {
    let form = form.clone();
    use_effect_with((), move |()| {
        let first = form.cast::<Element>().filter(|_| takes_focus);
        let first = first.and_then(|f| f.query_selector("input, select, textarea").ok().flatten());
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            caret::enter(&first, None);
        }
    });
}

/// A field that is left may get a complaint, which would move the button away
/// from under the pointer before it is released.
fn stay_in_field(event: MouseEvent) {
    event.prevent_default();
}

/// Why there is no chat, in the visitor's language or in the server's words.
fn start_problem(problem: &ChatError, labels: &Labels) -> AttrValue {
    match problem.code {
        _ if problem.is_servers => problem.description.clone().into(),
        Code::StartIncomplete => labels.start_incomplete.clone(),
        _ => labels.start_refused.clone(),
    }
}

fn registering_in(chat: &Chat) -> Option<Registering> {
    match chat.phase() {
        Phase::Registering(registering) => Some(registering.clone()),
        _ => None,
    }
}

fn is_filled(chat: &Chat, name: &str) -> bool {
    registering_in(chat).is_some_and(|registering| {
        let value = registering.form.values.get(name);
        value.is_some_and(|value| !value.trim().is_empty())
    })
}

fn all_names(definition: &FormDefinition) -> BTreeSet<String> {
    let fields = definition.fields.iter();
    fields.map(|field| field.name.clone()).collect()
}

fn focus_field(form: &NodeRef, name: &str) {
    let id = format!("#rj-field-{name}");
    let control = form.cast::<Element>().and_then(|form| {
        let by_id = form.query_selector(&id).ok().flatten();
        by_id.or_else(|| {
            let radio = format!("[name=\"rj-{name}\"]");
            form.query_selector(&radio).ok().flatten()
        })
    });
    if let Some(control) = control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
        let _ = control.focus();
    }
}
