//! The widget on a page, for a chat that is run by somebody else.

use std::cell::RefCell;

use js_sys::{Function, Object};
use stylist::yew::ManagerProvider;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::place::Place;
use super::settings::{UiSettings, pairs};
use rejoin::browser::log;
use rejoin::runtime::ChatHandle;
use rejoin::widget::{
    ChatWidget, ColorScheme, Density, Labels, LinkPreviews, NodeHooks, Placement, Side, Theme,
};

/// Yew tells its roots apart by numbers that begin with 1 in every module. With
/// the roots of other modules in reach, those of each copy of ours are to begin
/// elsewhere.
const ROOTS_A_COPY: u32 = 128;

/// A widget on a page.
///
/// Yew never takes its listeners off a root. So a host element that is taken off
/// the page keeps its root, with nothing in it, for the next widget on it.
pub(super) struct View {
    host: HtmlElement,
    place: Place,
    app: AppHandle<App>,
    shown: Option<Shown>,
}

thread_local! {
    /// Those with nothing in them.
    static SPARE: RefCell<Vec<View>> = const { RefCell::new(Vec::new()) };
}

impl View {
    pub(super) fn show(
        chat: ChatHandle,
        ui: &UiSettings,
        labels: Labels,
        is_opened: bool,
    ) -> Result<Self, JsValue> {
        let mut view = match take_spare(&ui.host()) {
            Some(view) => view,
            None => Self::new(ui)?,
        };
        view.set(Some(Shown {
            place: view.place.clone(),
            chat,
            labels,
            hooks: NodeHooks {
                form: ui.on_form().map(to_callback),
                window: ui.on_window().map(to_callback),
            },
            is_opened,
            on_gone: None,
            is_inline: ui.is_inline(),
            has_launcher: ui.has_launcher(),
            has_title_count: ui.title_count(),
            emoji: ui.emoji().map(AttrValue::from),
            link_previews: ui.link_previews(),
            side: ui.side(),
            theme: Theme::named(&ui.theme_name()),
            color_scheme: ColorScheme::named(&ui.color_scheme()),
            density: Density::named(&ui.density()),
            properties: ui.theme(),
        }));
        Ok(view)
    }

    fn new(ui: &UiSettings) -> Result<Self, JsValue> {
        let host = ui.host();
        let place = Place::on(&host, &ui.shadow())?;
        if ui.shadow() != "closed" {
            use_up_roots(ui.copy());
        }
        let app = yew::Renderer::<App>::with_root(place.root().clone()).render();
        Ok(Self {
            host,
            place,
            app,
            shown: None,
        })
    }

    fn set(&mut self, shown: Option<Shown>) {
        self.shown.clone_from(&shown);
        self.app.update(AppProps { shown });
    }

    pub(super) fn relabel(&mut self, labels: Labels) {
        let shown = self.shown.clone();
        self.set(shown.map(|shown| Shown { labels, ..shown }));
    }

    /// Calls `on_gone` when what floats over the page is out of sight. False where
    /// nothing does.
    pub(super) fn retire(&mut self, on_gone: Callback<()>) -> bool {
        let floating = self.shown.clone().filter(|shown| !shown.is_inline);
        let floats = floating.is_some();
        if let Some(shown) = floating {
            let on_gone = Some(on_gone);
            self.set(Some(Shown { on_gone, ..shown }));
        }
        floats
    }

    pub(super) fn remove(mut self) {
        self.set(None);
        SPARE.with_borrow_mut(|spare| spare.push(self));
    }
}

fn take_spare(host: &HtmlElement) -> Option<View> {
    SPARE.with_borrow_mut(|spare| {
        let at = spare.iter().position(|view| view.host == *host)?;
        Some(spare.swap_remove(at))
    })
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

#[derive(Clone, Default, PartialEq, Properties)]
struct AppProps {
    #[prop_or_default]
    shown: Option<Shown>,
}

#[derive(Clone, PartialEq, Properties)]
struct Shown {
    place: Place,
    chat: ChatHandle,
    labels: Labels,
    hooks: NodeHooks,
    is_opened: bool,
    on_gone: Option<Callback<()>>,
    is_inline: bool,
    has_launcher: bool,
    has_title_count: bool,
    emoji: Option<AttrValue>,
    link_previews: Option<LinkPreviews>,
    side: Option<Side>,
    theme: Theme,
    color_scheme: ColorScheme,
    density: Density,
    properties: Object,
}

#[component]
fn App(props: &AppProps) -> Html {
    match props.shown.clone() {
        Some(shown) => html! { <Widget ..shown /> },
        None => html! {},
    }
}

#[component]
fn Widget(props: &Shown) -> Html {
    // After the widget has drawn itself, and so has told stylist what it needs.
    let (place, properties) = (props.place.clone(), props.properties.clone());
    use_effect_with((), move |()| {
        if let Err(reason) = place.adopt_styles() {
            log::warn_about("the widget has no styles", &reason);
        }
        set_properties(&place, &properties);
        move || {
            // Where that fails the page keeps some rules for nodes that are gone.
            let _ = place.drop_styles();
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
                    is_opened={props.is_opened}
                    side={props.side}
                    theme={props.theme}
                    color_scheme={props.color_scheme}
                    density={props.density}
                    has_launcher={props.has_launcher}
                    has_title_count={props.has_title_count}
                    emoji={props.emoji.clone()}
                    link_previews={props.link_previews.clone()}
                    hooks={props.hooks.clone()}
                    labels={props.labels.clone()}
                    on_gone={props.on_gone.clone()}
                />
            </ContextProvider<ChatHandle>>
        </ManagerProvider>
    }
}

/// Property by property, since a policy may refuse a style attribute.
fn set_properties(place: &Place, properties: &Object) {
    let widget = place.root().first_element_child();
    let Some(widget) = widget.and_then(|w| w.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let styles = place.styles();
    for (name, value) in pairs(properties) {
        if !styles.contains(&format!("{name}:")) {
            log::warn(&format!("no theme has the token {name} (206)"));
        }
        // A value that is none is left out by the browser.
        let _ = widget.style().set_property(&name, &value);
    }
}
