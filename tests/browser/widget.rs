//! The widget on a page: mounted, unmounted, and mounted again.

use rejoin::runtime::ChatOptions;
use rejoin::widget::{ChatProvider, ChatWidget, Labels};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlInputElement};
use yew::prelude::*;

use crate::page::draw;

#[component]
fn App() -> Html {
    let options = use_memo((), |()| ChatOptions::desk().namespace("mounting"));
    let labels = Labels {
        title: "Ask us".into(),
        ..Labels::default()
    };
    html! {
        <ChatProvider options={(*options).clone()}><ChatWidget {labels} /></ChatProvider>
    }
}

const LAUNCHER: &str = "[data-testid=rejoin-launcher]";
const FIRST_NAME: &str = "#rj-field-firstName";

fn type_into(input: &web_sys::HtmlElement, text: &str) {
    let input: &HtmlInputElement = input.unchecked_ref();
    input.focus().unwrap();
    input.set_value(text);
    let bubbling = EventInit::new();
    bubbling.set_bubbles(true);
    let event = Event::new_with_event_init_dict("input", &bubbling).unwrap();
    input.dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn a_half_filled_form_survives_unmounting_with_its_caret() {
    let page = draw::<App>(()).await;
    page.click(LAUNCHER).await;
    assert_eq!(page.text(".rj-title"), "Ask us", "the site's own words");
    let input = page.wait_for(FIRST_NAME).await;
    type_into(&input, "Ann");
    let input: &HtmlInputElement = input.unchecked_ref();
    input.set_selection_range(1, 2).unwrap();
    input
        .dispatch_event(
            &Event::new_with_event_init_dict("pointerup", &{
                let init = EventInit::new();
                init.set_bubbles(true);
                init
            })
            .unwrap(),
        )
        .unwrap();
    drop(page);

    let page = draw::<App>(()).await;
    let input = page.wait_for(FIRST_NAME).await;
    let input: &HtmlInputElement = input.unchecked_ref();
    assert_eq!(input.value(), "Ann");
    assert_eq!(input.selection_start(), Ok(Some(1)));
    assert_eq!(input.selection_end(), Ok(Some(2)));
    page.click("[data-testid=rejoin-end]").await;
    page.click("[data-testid=rejoin-end-yes]").await;
    page.wait_until_gone("[data-testid=rejoin-window]").await;
}

#[wasm_bindgen_test]
async fn nothing_is_left_on_the_page_after_many_rounds() {
    let document = web_sys::window().unwrap().document().unwrap();
    let count = || document.query_selector_all("body *").unwrap().length();
    draw::<App>(()).await;
    let before = count();
    for _ in 0..20 {
        let page = draw::<App>(()).await;
        page.click(LAUNCHER).await;
        page.wait_for(FIRST_NAME).await;
        page.click("[data-testid=rejoin-end]").await;
    }
    assert_eq!(count(), before);
}
