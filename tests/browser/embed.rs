//! The widget in its shadow.

use rejoin::embed::mount;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Document, HtmlElement};

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

#[wasm_bindgen_test]
async fn the_widget_is_in_a_closed_shadow_and_leaves_nothing_in_the_head() {
    let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&host).unwrap();
    let styles = || document().query_selector_all("style").unwrap().length();
    let before = styles();
    let mounted = mount(&host).unwrap();
    yew::scheduler::flush().await;
    assert!(host.shadow_root().is_none(), "closed");
    assert!(host.first_child().is_none());
    assert_eq!(styles(), before);
    mounted.destroy();
    assert!(
        mount(&host).is_err(),
        "a second shadow on one host is refused"
    );
    host.remove();
}
