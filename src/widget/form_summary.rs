//! What is to be looked at in a form that was sent too early: the names of its fields, each a way to it.

use yew::prelude::*;

use super::announcer::use_voice;
use super::labels::use_labels;

/// One complaint is where the visitor is taken to; more need an overview.
const NEEDED_FROM: usize = 2;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct FormSummaryProps {
    /// Names and labels of the fields, as they were when the form was sent: nothing moves while somebody mends them.
    pub fields: Vec<(String, AttrValue)>,
    /// Counts how often the form was sent.
    pub round: u32,
    /// The visitor wants to go to the field of that name.
    pub on_pick: Callback<String>,
}

#[component]
pub(super) fn FormSummary(props: &FormSummaryProps) -> Html {
    let labels = use_labels();
    let voice = use_voice();
    let fields = &props.fields;
    let is_needed = fields.len() >= NEEDED_FROM;

    let names: Vec<&str> = fields.iter().map(|(_, label)| &**label).collect();
    let words = [&*labels.invalid_form, &*labels.list(&names)].join(" ");
    use_effect_with(props.round, move |_| {
        if is_needed {
            voice.emit(words);
        }
    });
    if !is_needed {
        return html! {};
    }
    html! {
        <div
            class="rj-alert"
            role="group"
            aria-labelledby="rj-invalid-form"
            data-testid="rejoin-form-summary"
        >
            <p id="rj-invalid-form">{ &labels.invalid_form }</p>
            <ul>
                for (name, label) in fields.iter() {
                    <li key={name.clone()}>{ way_to(name, label, &props.on_pick) }</li>
                }
            </ul>
        </div>
    }
}

fn way_to(name: &str, label: &AttrValue, on_pick: &Callback<String>) -> Html {
    let name = name.to_owned();
    html! {
        <button type="button" class="rj-link" onclick={on_pick.reform(move |_| name.clone())}>
            { label }
        </button>
    }
}
