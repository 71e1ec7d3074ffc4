//! A knob that is on or off.

use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct KnobSwitchProps {
    pub test_id: AttrValue,
    pub name: AttrValue,
    pub is_on: bool,
    pub on_change: Callback<bool>,
}

#[component]
pub(super) fn KnobSwitch(props: &KnobSwitchProps) -> Html {
    let onchange = {
        let on_change = props.on_change.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on_change.emit(input.checked());
            }
        })
    };
    html! {
        <label>
            { &props.name }
            <input
                type="checkbox"
                checked={props.is_on}
                data-testid={props.test_id.clone()}
                {onchange}
            />
        </label>
    }
}
