//! A knob with a number.

use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct KnobNumberProps {
    pub test_id: AttrValue,
    pub name: AttrValue,
    pub value: u32,
    pub most: u32,
    pub step: u32,
    pub on_change: Callback<u32>,
}

#[component]
pub(super) fn KnobNumber(props: &KnobNumberProps) -> Html {
    let input = use_node_ref();
    // Uncontrolled: news from the server must not undo what is being typed.
    let shown = input.clone();
    use_effect_with(props.value, move |value| show(&shown, *value));

    let onchange = {
        let (on_change, most, value) = (props.on_change.clone(), props.most, props.value);
        let input = input.clone();
        Callback::from(move |_: Event| {
            let entered = input.cast::<HtmlInputElement>().map(|input| input.value());
            match entered.and_then(|text| text.trim().parse::<u32>().ok()) {
                Some(entered) => {
                    let entered = entered.min(most);
                    show(&input, entered);
                    on_change.emit(entered);
                }
                None => show(&input, value),
            }
        })
    };
    html! {
        <label>
            { &props.name }
            <input
                ref={input}
                type="number"
                inputmode="numeric"
                min="0"
                max={props.most.to_string()}
                step={props.step.to_string()}
                data-testid={props.test_id.clone()}
                {onchange}
            />
        </label>
    }
}

fn show(input: &NodeRef, value: u32) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        input.set_value(&value.to_string());
    }
}
