//! A registration of the page's own: a time and a name.

use rejoin::engine::RegistrationData;
use rejoin::runtime::RegistrationContext;
use stylist::yew::use_style;
use web_sys::HtmlInputElement;
use yew::prelude::*;

const SLOTS: [&str; 6] = [
    "Today, 11:00",
    "Today, 15:30",
    "Tomorrow, 8:30",
    "Tomorrow, 12:00",
    "Saturday, 10:00",
    "Saturday, 16:00",
];

/// Properties of [`HandRegistration`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct HandRegistrationProps {
    /// What to hand the answers to.
    pub context: RegistrationContext,
}

#[component]
pub(crate) fn HandRegistration(props: &HandRegistrationProps) -> Html {
    let context = props.context.clone();
    let kept = use_memo((), |()| context.kept());
    let slot = use_state_eq(|| kept.get("slot").cloned().unwrap_or_default());
    let name = use_node_ref();
    let style = use_style!(
        r#"
        display: flex;
        flex-direction: column;
        gap: 16px;
        padding: 20px;
        overflow: auto;

        .slots {
            display: grid;
            grid-template-columns: 1fr 1fr;
            gap: 8px;
            margin-block-start: 6px;
        }

        .slots label {
            display: flex;
            gap: 8px;
            align-items: center;
            padding: 10px;
            border: 1px solid var(--line);
            border-radius: 10px;
        }

        input {
            accent-color: var(--accent);
        }

        .submit {
            padding: 11px 20px;
            font-weight: 600;
        }

        .name input {
            display: block;
            width: 100%;
            margin-block-start: 4px;
            padding: 10px 12px;
            border: 1px solid var(--edge);
            border-radius: 10px;
            background: var(--card);
        }
        "#
    );

    // Written once, and after that the browser's business.
    let into = name.clone();
    use_effect_with((), move |()| {
        let input = into.cast::<HtmlInputElement>();
        if let (Some(input), Some(name)) = (input, kept.get("firstName")) {
            input.set_value(name);
        }
    });

    let keep_name = {
        let context = context.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                context.keep("firstName", input.value());
            }
        })
    };
    let onsubmit = {
        let (context, slot, name) = (context.clone(), (*slot).clone(), name.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let name = name.cast::<HtmlInputElement>().map(|input| input.value());
            let subject = format!("Booking: {slot}");
            let data = [
                ("firstName", name.unwrap_or_default()),
                ("subject", subject),
            ];
            context.done(RegistrationData::from_iter(data));
        })
    };
    let choice = |label: &'static str| {
        let (context, slot) = (context.clone(), slot.clone());
        let is_chosen = *slot == label;
        let onchange = move |_: Event| {
            context.keep("slot", label);
            slot.set(label.to_owned());
        };
        html! {
            <label key={label}>
                <input type="radio" name="slot" checked={is_chosen} required={true} {onchange} />
                { label }
            </label>
        }
    };
    html! {
        <form class={style} data-testid="hand-form" {onsubmit}>
            <fieldset>
                <legend>{ "When would you like to come?" }</legend>
                <div class="slots">{ for SLOTS.into_iter().map(choice) }</div>
            </fieldset>
            <label class="name">
                { "Your name" }
                <input
                    ref={name}
                    data-testid="hand-name"
                    autocomplete="given-name"
                    required={true}
                    oninput={keep_name}
                />
            </label>
            <button type="submit" class="button main submit" data-testid="hand-submit">
                { "Ask for this time" }
            </button>
        </form>
    }
}
