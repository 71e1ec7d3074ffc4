//! Help for tests that draw: a place on the page, and waiting for things on it.

use std::time::Duration;

use rejoin::browser::sleep;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::{AppHandle, BaseComponent, Renderer};

/// A component on the page, taken off when dropped.
pub struct Drawn<C: BaseComponent> {
    pub root: Element,
    app: Option<AppHandle<C>>,
}

impl<C: BaseComponent> Drop for Drawn<C> {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

/// Lets be drawn what is to be drawn. Yew's own `scheduler::flush` never ends
/// where that takes longer than a frame.
pub async fn settle() {
    sleep(Duration::from_millis(20)).await;
}

pub async fn draw<C: BaseComponent>(props: C::Properties) -> Drawn<C> {
    let document = web_sys::window().unwrap().document().unwrap();
    let root = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    let app = Renderer::<C>::with_root_and_props(root.clone(), props).render();
    settle().await;
    Drawn {
        root,
        app: Some(app),
    }
}

impl<C: BaseComponent> Drawn<C> {
    pub fn find(&self, selector: &str) -> Option<HtmlElement> {
        let found = self.root.query_selector(selector).unwrap()?;
        Some(found.unchecked_into())
    }

    pub fn text(&self, selector: &str) -> String {
        self.find(selector)
            .and_then(|element| element.text_content())
            .unwrap_or_default()
    }

    pub async fn wait_for(&self, selector: &str) -> HtmlElement {
        for _ in 0..400 {
            settle().await;
            if let Some(element) = self.find(selector) {
                return element;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("no {selector} in {}", self.root.outer_html());
    }

    pub async fn wait_for_text(&self, selector: &str, fits: impl Fn(&str) -> bool) -> String {
        for _ in 0..400 {
            settle().await;
            let text = self.text(selector);
            if fits(&text) {
                return text;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("{selector} says {:?}", self.text(selector));
    }

    pub async fn wait_until_gone(&self, selector: &str) {
        for _ in 0..400 {
            if self.find(selector).is_none() {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("still there: {selector}");
    }

    pub async fn click(&self, selector: &str) {
        self.wait_for(selector).await.click();
        settle().await;
    }
}
