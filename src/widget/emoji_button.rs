//! The button with emoji to choose from, for who has no keyboard with them on the
//! screen. What it opens is in `static/emoji.js`.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::caret;
use super::icons;
use super::labels::use_labels;
use crate::browser::load_module;

#[wasm_bindgen]
extern "C" {
    /// The module.
    #[derive(Clone)]
    type Picker;
    #[wasm_bindgen(method, catch)]
    fn toggle(
        this: &Picker,
        button: &HtmlElement,
        area: &HtmlTextAreaElement,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn key(this: &Picker, button: &HtmlElement, event: &KeyboardEvent) -> bool;
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct EmojiButtonProps {
    /// Where the module is.
    pub module: AttrValue,
    /// Where the chosen one goes.
    pub composer: NodeRef,
}

#[component]
pub(super) fn EmojiButton(props: &EmojiButtonProps) -> Html {
    let labels = use_labels();
    let button = use_node_ref();
    let picker = use_mut_ref(|| None::<Picker>);
    // How often it could not be had, and whether the visitor is to be told.
    let failures = use_state_eq(|| (0, false));

    let press = {
        let (props, button, picker) = (props.clone(), button.clone(), picker.clone());
        let ((failed, is_told), failures) = (*failures, failures.setter());
        Callback::from(move |_: MouseEvent| {
            let (Some(button), Some(area)) = (button.cast(), props.composer.cast()) else {
                return;
            };
            let (picker, failures) = (picker.clone(), failures.clone());
            let url = match failed {
                0 => props.module.to_string(),
                // Some browsers remember for ever that there was nothing.
                times => format!("{}#{times}", props.module),
            };
            if is_told {
                // What was pressed goes.
                caret::focus(&button);
            }
            failures.set((failed, false));
            spawn_local(async move {
                if open(&url, &picker, &button, &area).await.is_err() {
                    failures.set((failed + 1, true));
                }
            });
        })
    };
    let onkeydown = {
        let button = button.clone();
        move |event: KeyboardEvent| {
            // Not borrowed while the module has the focus move.
            let opened = picker.borrow().clone().zip(button.cast());
            if opened.is_some_and(|(picker, button)| picker.key(&button, &event)) {
                // The window stays.
                event.stop_propagation();
                event.prevent_default();
            }
        }
    };
    let onfocusout = {
        let (failed, failures) = (failures.0, failures.setter());
        move |event: FocusEvent| {
            let to = event.related_target();
            let to = to.and_then(|to| to.dyn_into::<Element>().ok());
            if to.is_some_and(|to| to.closest(".rj-emoji").ok().flatten().is_none()) {
                failures.set((failed, false));
            }
        }
    };
    html! {
        <div class="rj-emoji" {onkeydown} {onfocusout}>
            if failures.1 {
                <p class="rj-emoji-panel" part="emoji" role="alert">
                    { &labels.emoji_failed }
                    {" "}
                    <button
                        type="button"
                        class="rj-link"
                        data-testid="rejoin-emoji-retry"
                        onclick={press.clone()}
                    >
                        { &labels.retry }
                    </button>
                </p>
            }
            <button
                ref={button}
                type="button"
                class="rj-quiet rj-smile"
                data-testid="rejoin-emoji"
                aria-label={labels.emoji.clone()}
                aria-expanded="false"
                title={labels.emoji.clone()}
                onclick={press}
            >
                { icons::smile() }
            </button>
        </div>
    }
}

/// Opens it, or closes it. Not where the visitor has gone on writing meanwhile.
async fn open(
    url: &str,
    picker: &RefCell<Option<Picker>>,
    button: &HtmlElement,
    area: &HtmlTextAreaElement,
) -> Result<(), JsValue> {
    let before = area.value();
    let module: Picker = load_module(url).await?.unchecked_into();
    if area.value() == before {
        module.toggle(button, area)?;
    }
    picker.replace(Some(module));
    Ok(())
}
