//! One field of the registration form. Uncontrolled, as the composer is.

use std::borrow::Cow;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::caret;
use super::labels::{Labels, use_labels};
use crate::engine::{Choice, Field, FieldKind, Focus, Invalid};

/// The name by which pages know our inputs.
const INPUT: &str = "gwc-chat-registration-input";
/// The value of a ticked checkbox.
const TICKED: &str = "yes";

#[derive(Clone, PartialEq, Properties)]
pub(super) struct FormFieldProps {
    pub field: Field,
    /// What is in it when it is drawn first.
    pub value: String,
    /// Where the visitor was, when they were in this field.
    pub focus: Option<Focus>,
    /// What is wrong, when it is to be told.
    pub invalid: Option<Invalid>,
    pub on_value: Callback<(String, String)>,
    pub on_focus: Callback<Option<Focus>>,
    pub on_leave: Callback<String>,
}

#[component]
pub(super) fn FormField(props: &FormFieldProps) -> Html {
    let labels = use_labels();
    let root = use_node_ref();
    let field = &props.field;

    use_restored_field(&root, props);

    if field.kind == FieldKind::Hidden {
        return html! {};
    }
    let id = format!("rj-field-{}", field.name);
    let complaint = props
        .invalid
        .as_ref()
        .map(|invalid| complaint(invalid, &labels));
    let problem_id = format!("{id}-problem");
    let hint_id = format!("{id}-hint");
    let legend_id = format!("{id}-legend");
    let described_by = [
        complaint.as_ref().map(|_| problem_id.as_str()),
        field.private.then_some(hint_id.as_str()),
    ];
    let described_by: Vec<_> = described_by.into_iter().flatten().collect();
    let described_by = (!described_by.is_empty()).then(|| described_by.join(" "));
    let control = Control {
        field,
        id: &id,
        is_invalid: complaint.is_some(),
        described_by: described_by.clone(),
        choose: &labels.choose,
    };
    let title = html! {
        <>
            { labels.of_field(&field.label) }
            if !field.required && field.kind != FieldKind::Checkbox {
                <span class="rj-optional">{ " " }{ &labels.optional }</span>
            }
        </>
    };
    let body = match &field.kind {
        FieldKind::Radio(choices) => html! {
            // A plain group may not say that it is needed, nor that something is wrong.
            <fieldset
                class="rj-choices"
                role="radiogroup"
                aria-labelledby={legend_id.clone()}
                aria-required={field.required.to_string()}
                aria-invalid={complaint.is_some().to_string()}
                aria-describedby={described_by}
            >
                <legend id={legend_id}>{ title }</legend>
                { control.radios(choices) }
            </fieldset>
        },
        FieldKind::Checkbox => html! {
            <label class="rj-tick gwc-chat-label">{ control.draw() }<span>{ title }</span></label>
        },
        _ => html! {
            <>
                <label for={id.clone()} class="gwc-chat-label" part="label">{ title }</label>
                { control.draw() }
            </>
        },
    };
    let on = Listeners::new(props);
    html! {
        <div
            ref={root}
            class={classes!("rj-field", complaint.is_some().then_some("rj-invalid"))}
            part="field"
            oninput={on.value.reform(|event: InputEvent| event.into())}
            onchange={on.value}
            onkeyup={on.place.reform(|event: KeyboardEvent| event.into())}
            onpointerup={on.place.reform(|event: PointerEvent| event.into())}
            onfocusin={on.place.reform(|event: FocusEvent| event.into())}
            onfocusout={on.leave}
        >
            { body }
            if field.private {
                <p class="rj-hint" id={hint_id}>{ &labels.private_hint }</p>
            }
            if let Some(complaint) = complaint {
                <p class="rj-problem gwc-chat-validation-error" id={problem_id} data-testid={format!("rejoin-problem-{}", field.name)}>
                    { complaint }
                </p>
            }
        </div>
    }
}

/// What is common to the controls of a field.
struct Control<'a> {
    field: &'a Field,
    id: &'a str,
    is_invalid: bool,
    described_by: Option<String>,
    choose: &'a AttrValue,
}

impl Control<'_> {
    fn draw(&self) -> Html {
        match &self.field.kind {
            FieldKind::TextArea => self.text_area(),
            FieldKind::Select(choices) => self.select(choices),
            FieldKind::Checkbox => self.input("checkbox"),
            FieldKind::Tel => self.input("tel"),
            _ => self.input("text"),
        }
    }

    /// An e-mail address goes into a text control with the keyboard for it:
    /// browsers do not tell where the caret is in one of type `email`.
    fn input(&self, kind: &'static str) -> Html {
        let is_email = self.field.kind == FieldKind::Email;
        html! {
            <input
                id={self.id.to_owned()}
                class={classes!(if kind == "checkbox" { "rj-box" } else { "rj-input" }, INPUT)}
                part={(kind != "checkbox").then_some("input")}
                type={kind}
                name={self.field.name.clone()}
                dir={(kind == "text").then_some("auto")}
                inputmode={is_email.then_some("email")}
                autocapitalize={is_email.then_some("off")}
                spellcheck={is_email.then_some("false")}
                autocomplete={self.autocomplete()}
                aria-required={self.field.required.to_string()}
                aria-invalid={self.is_invalid.to_string()}
                aria-describedby={self.described_by.clone()}
            />
        }
    }

    fn text_area(&self) -> Html {
        html! {
            <textarea
                id={self.id.to_owned()}
                class={classes!("rj-input", INPUT)}
                part="input"
                name={self.field.name.clone()}
                rows="3"
                dir="auto"
                aria-required={self.field.required.to_string()}
                aria-invalid={self.is_invalid.to_string()}
                aria-describedby={self.described_by.clone()}
            />
        }
    }

    fn select(&self, choices: &[Choice]) -> Html {
        html! {
            <select
                id={self.id.to_owned()}
                class={classes!("rj-input", INPUT)}
                part="input"
                name={self.field.name.clone()}
                aria-required={self.field.required.to_string()}
                aria-invalid={self.is_invalid.to_string()}
                aria-describedby={self.described_by.clone()}
            >
                <option value="">{ self.choose }</option>
                for choice in choices.iter() {
                    <option value={choice.value.clone()}>{ &choice.label }</option>
                }
            </select>
        }
    }

    fn radios(&self, choices: &[Choice]) -> Html {
        html! {
            for choice in choices.iter() {
                <label class="rj-tick gwc-chat-label">
                    <input
                        type="radio"
                        class={classes!("rj-box", INPUT)}
                        name={format!("rj-{}", self.field.name)}
                        value={choice.value.clone()}
                    />
                    <span>{ &choice.label }</span>
                </label>
            }
        }
    }

    /// What is private is not for the browser to remember either.
    fn autocomplete(&self) -> Option<Cow<'static, str>> {
        if self.field.private {
            return Some("off".into());
        }
        self.field.autocomplete.clone()
    }
}

/// What the field reports.
struct Listeners {
    value: Callback<Event>,
    place: Callback<Event>,
    leave: Callback<FocusEvent>,
}

impl Listeners {
    fn new(props: &FormFieldProps) -> Self {
        let name = props.field.name.clone();
        let place = {
            let (name, on_focus) = (name.clone(), props.on_focus.clone());
            Callback::from(move |event: Event| {
                if let Some(element) = control_of(&event) {
                    on_focus.emit(Some(Focus {
                        field: name.clone(),
                        selection: caret::selection(&element),
                    }));
                }
            })
        };
        let value = {
            let (name, on_value, place) = (name.clone(), props.on_value.clone(), place.clone());
            Callback::from(move |event: Event| {
                if let Some(value) = control_of(&event).as_ref().and_then(value_of) {
                    on_value.emit((name.clone(), value));
                }
                place.emit(event);
            })
        };
        let leave = {
            let on_leave = props.on_leave.clone();
            Callback::from(move |event: FocusEvent| {
                if let Some(control) = control_of(&event) {
                    let (on_leave, name) = (on_leave.clone(), name.clone());
                    caret::if_left(control, move || on_leave.emit(name));
                }
            })
        };
        Self {
            value,
            place,
            leave,
        }
    }
}

/// Asked during dispatch only: later the target is another.
fn control_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn value_of(control: &Element) -> Option<String> {
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        return Some(match input.type_().as_str() {
            "checkbox" if input.checked() => TICKED.to_owned(),
            "checkbox" => String::new(),
            _ => input.value(),
        });
    }
    if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
        return Some(select.value());
    }
    Some(control.dyn_ref::<HtmlTextAreaElement>()?.value())
}

/// Puts back what was entered, and the caret where it was.
#[hook]
fn use_restored_field(root: &NodeRef, props: &FormFieldProps) {
    let root = root.clone();
    let (value, focus) = (props.value.clone(), props.focus.clone());
    use_effect_with((), move |()| {
        let Some(root) = root.cast::<Element>() else {
            return;
        };
        let Ok(controls) = root.query_selector_all("input, select, textarea") else {
            return;
        };
        let controls =
            (0..controls.length()).filter_map(|index| controls.item(index)?.dyn_into().ok());
        let controls: Vec<Element> = controls.collect();
        for control in &controls {
            fill(control, &value);
        }
        if let Some(focus) = focus {
            let chosen = controls.iter().find(|control| is_chosen(control));
            let control = chosen.or(controls.first());
            if let Some(control) = control.and_then(|control| control.dyn_ref()) {
                caret::bring_back(control, focus.selection);
            }
        }
    });
}

fn is_chosen(control: &Element) -> bool {
    control
        .dyn_ref::<HtmlInputElement>()
        .is_some_and(HtmlInputElement::checked)
}

/// An effect comes a moment after the drawing: what has been typed already is
/// not overwritten.
fn fill(control: &Element, value: &str) {
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        match input.type_().as_str() {
            "checkbox" => input.set_checked(value == TICKED),
            "radio" => input.set_checked(!value.is_empty() && input.value() == value),
            _ if input.value().is_empty() => input.set_value(value),
            _ => {}
        }
    } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
        select.set_value(value);
    } else if let Some(area) = control.dyn_ref::<HtmlTextAreaElement>()
        && area.value().is_empty()
    {
        area.set_value(value);
    }
}

fn complaint(invalid: &Invalid, labels: &Labels) -> String {
    match invalid {
        Invalid::Missing => labels.invalid_missing.to_string(),
        Invalid::Email => labels.invalid_email.to_string(),
        Invalid::Phone => labels.invalid_phone.to_string(),
        Invalid::Pattern(words) if words.is_empty() => labels.invalid_pattern.to_string(),
        Invalid::Pattern(words) => words.clone(),
    }
}
