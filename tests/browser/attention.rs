//! Telling the visitor of answers: the number in the title, and the bell.

use rejoin::browser::{StoreMode, TitleCount};
use rejoin::runtime::ChatOptions;
use rejoin::widget::{ChatProvider, ChatWidget, Labels};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::page::draw;

#[component]
fn App() -> Html {
    let options = use_memo((), |()| {
        ChatOptions::desk()
            .store(StoreMode::None)
            .without_registration()
    });
    html! {
        <ChatProvider options={(*options).clone()}><ChatWidget /></ChatProvider>
    }
}

#[wasm_bindgen_test]
async fn the_bell_is_off_until_it_is_pressed() {
    let page = draw::<App>(()).await;
    page.click("[data-testid=rejoin-launcher]").await;
    let bell = page.wait_for("[data-testid=rejoin-alerts]").await;
    let label = bell.get_attribute("aria-label");
    assert_eq!(label.as_deref(), Some(&*Labels::default().alerts));
    for is_on in [false, true, false] {
        let state = format!("[data-testid=rejoin-alerts][aria-pressed={is_on}]");
        page.wait_for(&state).await.click();
    }
    page.wait_for("[data-testid=rejoin-alerts][aria-pressed=true]")
        .await;
}

#[wasm_bindgen_test]
fn a_title_is_as_the_page_wants_it_when_the_number_is_gone() {
    let document = web_sys::window().unwrap().document().unwrap();
    let before = document.title();
    for (set, left) in [
        ("(2) Shop", "Shop"),
        ("(2) Shop, open", "Shop, open"),
        ("Cart", "Cart"),
        ("(2) Cart", "(2) Cart"),
        ("", ""),
    ] {
        document.set_title("Shop");
        let shown = TitleCount::show(2);
        assert_eq!(document.title(), "(2) Shop");
        document.set_title(set);
        drop(shown);
        assert_eq!(document.title(), left);
    }
    document.set_title("");
    assert!(TitleCount::show(2).is_none(), "no title");
    document.set_title("Shop");
    assert!(TitleCount::show(0).is_none(), "nothing to count");
    document.set_title(&before);
}
