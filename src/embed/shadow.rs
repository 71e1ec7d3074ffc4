//! A shadow root for the widget, with its styles in an adopted style sheet.
//!
//! stylist writes `<style>` elements, which a strict content security policy
//! refuses. Here it writes them into an element that is on no page, and their
//! text goes into a constructed sheet, which no policy refuses.

use stylist::manager::StyleManager;
use stylist::yew::ManagerProvider;
use wasm_bindgen::prelude::*;
use web_sys::{CssStyleSheet, Element, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};
use yew::prelude::*;

use crate::browser::log;
use crate::runtime::ChatOptions;
use crate::widget::{ChatProvider, ChatWidget};

/// Where the widget is drawn.
#[derive(Clone, PartialEq)]
pub(super) struct Shadow {
    shadow: ShadowRoot,
    /// Yew mounts into an element, not into a shadow root.
    root: Element,
    styles: Element,
    manager: StyleManager,
}

impl Shadow {
    pub(super) fn attach(host: &HtmlElement) -> Result<Self, JsValue> {
        let document = host
            .owner_document()
            .ok_or_else(|| JsValue::from_str("The host element is in no document."))?;
        let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed))?;
        let root = document.create_element("div")?;
        shadow.append_child(&root)?;
        let styles = document.create_element("div")?;
        let manager = StyleManager::builder()
            .prefix("rejoin".into())
            .container(styles.clone().into())
            .build()
            .map_err(|error| JsValue::from_str(&error.to_string()))?;
        Ok(Self {
            shadow,
            root,
            styles,
            manager,
        })
    }

    pub(super) fn root(&self) -> &Element {
        &self.root
    }

    /// Takes over what stylist has written.
    fn adopt_styles(&self) -> Result<(), JsValue> {
        let sheet = CssStyleSheet::new()?;
        sheet.replace_sync(&self.styles.text_content().unwrap_or_default())?;
        let sheets = js_sys::Array::of1(&sheet);
        js_sys::Reflect::set(&self.shadow, &"adoptedStyleSheets".into(), &sheets)?;
        Ok(())
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ShadowAppProps {
    pub(super) shadow: Shadow,
}

/// The widget, in the shadow.
#[component]
pub(super) fn ShadowApp(props: &ShadowAppProps) -> Html {
    let options = use_memo((), |()| ChatOptions::desk());
    // After the widget has drawn itself, and so has told stylist what it needs.
    let shadow = props.shadow.clone();
    use_effect_with((), move |()| {
        if let Err(reason) = shadow.adopt_styles() {
            log::warn_about("the widget has no styles", &reason);
        }
    });
    html! {
        <ManagerProvider manager={props.shadow.manager.clone()}>
            <ChatProvider options={(*options).clone()}>
                <ChatWidget />
            </ChatProvider>
        </ManagerProvider>
    }
}
