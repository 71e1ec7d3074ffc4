//! The widget on a page, for a chat that is run by somebody else.

use js_sys::{Function, Object};
use stylist::yew::ManagerProvider;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::place::Place;
use super::settings::{UiSettings, pairs};
use rejoin::browser::log;
use rejoin::runtime::ChatHandle;
use rejoin::widget::{ChatWidget, Labels, NodeHooks, Placement, Side};

/// Yew tells its roots apart by numbers that begin with 1 in every module. With
/// the roots of other modules in reach, those of each copy of ours are to begin
/// elsewhere.
const ROOTS_A_COPY: u32 = 128;

/// A widget on a page.
pub(super) struct View {
    app: AppHandle<App>,
    props: AppProps,
}

impl View {
    pub(super) fn show(chat: ChatHandle, ui: &UiSettings, labels: Labels) -> Result<Self, JsValue> {
        let place = Place::on(&ui.host(), &ui.shadow())?;
        if ui.shadow() != "closed" {
            use_up_roots(ui.copy());
        }
        let props = AppProps {
            place,
            chat,
            labels,
            hooks: NodeHooks {
                form: ui.on_form().map(to_callback),
                window: ui.on_window().map(to_callback),
            },
            is_inline: ui.is_inline(),
            has_launcher: ui.has_launcher(),
            side: ui.side(),
            theme: ui.theme(),
        };
        let root = props.place.root().clone();
        let app = yew::Renderer::<App>::with_root_and_props(root, props.clone()).render();
        Ok(Self { app, props })
    }

    pub(super) fn relabel(&mut self, labels: Labels) {
        self.props.labels = labels;
        self.app.update(self.props.clone());
    }

    pub(super) fn remove(self) {
        self.app.destroy();
    }
}

/// What the page's function throws harms nobody else.
fn to_callback(function: Function) -> Callback<HtmlElement> {
    Callback::from(move |element: HtmlElement| {
        if let Err(reason) = function.call1(&JsValue::UNDEFINED, &element) {
            log::warn_about("a hook has thrown", &reason);
        }
    })
}

fn use_up_roots(copies: u32) {
    thread_local! {
        static USED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    let document = web_sys::window().and_then(|window| window.document());
    let Some(document) = document.filter(|_| !USED.replace(true)) else {
        return;
    };
    for _ in 0..copies.saturating_mul(ROOTS_A_COPY) {
        if let Ok(element) = document.create_element("i") {
            yew::Renderer::<Nothing>::with_root(element)
                .render()
                .destroy();
        }
    }
}

#[component]
fn Nothing() -> Html {
    html! {}
}

#[derive(Clone, PartialEq, Properties)]
struct AppProps {
    place: Place,
    chat: ChatHandle,
    labels: Labels,
    hooks: NodeHooks,
    is_inline: bool,
    has_launcher: bool,
    side: Option<Side>,
    theme: Object,
}

#[component]
fn App(props: &AppProps) -> Html {
    // After the widget has drawn itself, and so has told stylist what it needs.
    let (place, theme) = (props.place.clone(), props.theme.clone());
    use_effect_with((), move |()| {
        let sheet = place.adopt_styles();
        if let Err(reason) = &sheet {
            log::warn_about("the widget has no styles", reason);
        }
        set_theme(&place, &theme);
        move || {
            // Where that fails the page keeps some rules for nodes that are gone.
            let _ = sheet.map(|sheet| place.drop_styles(&sheet));
        }
    });
    let placement = if props.is_inline {
        Placement::Inline
    } else {
        Placement::Floating
    };
    html! {
        <ManagerProvider manager={props.place.manager.clone()}>
            <ContextProvider<ChatHandle> context={props.chat.clone()}>
                <ChatWidget
                    {placement}
                    side={props.side}
                    has_launcher={props.has_launcher}
                    hooks={props.hooks.clone()}
                    labels={props.labels.clone()}
                />
            </ContextProvider<ChatHandle>>
        </ManagerProvider>
    }
}

/// Property by property, since a policy may refuse a style attribute.
fn set_theme(place: &Place, theme: &Object) {
    let widget = place.root().first_element_child();
    let Some(widget) = widget.and_then(|w| w.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    for (name, value) in pairs(theme) {
        // A value that is none is left out by the browser.
        let _ = widget.style().set_property(&name, &value);
    }
}
