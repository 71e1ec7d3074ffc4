//! What `static/chat/settings.js` makes of a page's options. Every member is
//! there and has its type.

use std::time::Duration;

use js_sys::{Array, Function, Object};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use rejoin::browser::StoreMode;
use rejoin::engine::{Choice, Field, FieldKind, FormDefinition, RegistrationData, Tabs};
use rejoin::runtime::ChatOptions;
use rejoin::transport::custom::{CustomTransport, Port};
use rejoin::transport::server::ServerTransport;
use rejoin::widget::{LinkPreviews, Side};

use super::server::ServerSettings;

#[wasm_bindgen]
extern "C" {
    /// The settings of one chat.
    #[derive(Clone, Debug)]
    pub type Settings;
    #[wasm_bindgen(method, getter)]
    fn namespace(this: &Settings) -> String;
    #[wasm_bindgen(method, getter)]
    fn storage(this: &Settings) -> String;
    /// `shared` or `exclusive`.
    #[wasm_bindgen(method, getter)]
    fn tabs(this: &Settings) -> String;
    /// In seconds.
    #[wasm_bindgen(method, getter, js_name = maxOffline)]
    fn max_offline(this: &Settings) -> f64;
    /// The page's own transport, where it has one.
    #[wasm_bindgen(method, getter)]
    fn port(this: &Settings) -> Option<Port>;
    /// The server that the page names, where it does.
    #[wasm_bindgen(method, getter)]
    fn server(this: &Settings) -> Option<ServerSettings>;
    #[wasm_bindgen(method, getter)]
    fn preset(this: &Settings) -> Object;
    /// Empty: nobody.
    #[wasm_bindgen(method, getter, js_name = visitorId)]
    fn visitor_id(this: &Settings) -> String;
    #[wasm_bindgen(method, getter, js_name = typingPreview)]
    fn typing_preview(this: &Settings) -> bool;
    #[wasm_bindgen(method, getter)]
    fn markdown(this: &Settings) -> bool;
    /// `form`, `skip` or `custom`.
    #[wasm_bindgen(method, getter)]
    fn registration(this: &Settings) -> String;
    /// The fields of the form; none: the form is the default one.
    #[wasm_bindgen(method, getter)]
    fn fields(this: &Settings) -> Array;
    /// Called with what was kept, when the page is to register the visitor.
    #[wasm_bindgen(method, getter)]
    pub(super) fn ask(this: &Settings) -> Option<Function>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn ui(this: &Settings) -> Option<UiSettings>;

    /// How a chat is drawn.
    #[derive(Clone, Debug)]
    pub type UiSettings;
    /// The element to draw into; it is ours.
    #[wasm_bindgen(method, getter)]
    pub(super) fn host(this: &UiSettings) -> HtmlElement;
    /// `closed`, `open` or `none`.
    #[wasm_bindgen(method, getter)]
    pub(super) fn shadow(this: &UiSettings) -> String;
    #[wasm_bindgen(method, getter, js_name = isInline)]
    pub(super) fn is_inline(this: &UiSettings) -> bool;
    #[wasm_bindgen(method, getter, js_name = hasLauncher)]
    pub(super) fn has_launcher(this: &UiSettings) -> bool;
    #[wasm_bindgen(method, getter, js_name = titleCount)]
    pub(super) fn title_count(this: &UiSettings) -> bool;
    /// Where the module with the emoji is, if there are to be any.
    #[wasm_bindgen(method, getter)]
    pub(super) fn emoji(this: &UiSettings) -> Option<String>;
    /// Called with an address, for what is to be told of the page there.
    #[wasm_bindgen(method, getter, js_name = linkPreview)]
    fn link_preview(this: &UiSettings) -> Option<Function>;
    /// Where the module is that draws what is told.
    #[wasm_bindgen(method, getter, js_name = linkPreviewModule)]
    fn link_preview_module(this: &UiSettings) -> String;
    #[wasm_bindgen(method, getter)]
    fn position(this: &UiSettings) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = onForm)]
    pub(super) fn on_form(this: &UiSettings) -> Option<Function>;
    #[wasm_bindgen(method, getter, js_name = onWindow)]
    pub(super) fn on_window(this: &UiSettings) -> Option<Function>;
    /// The names of a theme, a scheme and a density.
    #[wasm_bindgen(method, getter, js_name = themeName)]
    pub(super) fn theme_name(this: &UiSettings) -> String;
    #[wasm_bindgen(method, getter, js_name = colorScheme)]
    pub(super) fn color_scheme(this: &UiSettings) -> String;
    #[wasm_bindgen(method, getter)]
    pub(super) fn density(this: &UiSettings) -> String;
    /// Custom properties and their values.
    #[wasm_bindgen(method, getter)]
    pub(super) fn theme(this: &UiSettings) -> Object;
    /// Which copy of this module it is on the page, from 1.
    #[wasm_bindgen(method, getter)]
    pub(super) fn copy(this: &UiSettings) -> u32;

    /// A field of the form.
    type FieldSettings;
    #[wasm_bindgen(method, getter)]
    fn name(this: &FieldSettings) -> String;
    #[wasm_bindgen(method, getter)]
    fn label(this: &FieldSettings) -> String;
    #[wasm_bindgen(method, getter, js_name = type)]
    fn kind(this: &FieldSettings) -> String;
    #[wasm_bindgen(method, getter)]
    fn required(this: &FieldSettings) -> bool;
    #[wasm_bindgen(method, getter)]
    fn private(this: &FieldSettings) -> bool;
    #[wasm_bindgen(method, getter)]
    fn value(this: &FieldSettings) -> String;
    /// Each a value and its label.
    #[wasm_bindgen(method, getter)]
    fn options(this: &FieldSettings) -> Array;
    /// Whether a value fits.
    #[wasm_bindgen(method, getter)]
    fn fits(this: &FieldSettings) -> Option<Function>;
    #[wasm_bindgen(method, getter, js_name = patternMessage)]
    fn pattern_message(this: &FieldSettings) -> String;
    #[wasm_bindgen(method, getter)]
    fn autocomplete(this: &FieldSettings) -> Option<String>;
}

impl Settings {
    pub(super) fn options(&self) -> ChatOptions {
        let options = match (self.port(), self.server()) {
            (Some(port), _) => ChatOptions::new(move || CustomTransport::new(port.clone())),
            (None, server) => {
                let address = server.map(|server| server.address());
                ChatOptions::new(move || ServerTransport::new(address.clone()))
            }
        };
        let options = options
            .namespace(self.namespace())
            .store(match self.storage().as_str() {
                "tab" => StoreMode::Tab,
                "none" => StoreMode::None,
                _ => StoreMode::Origin,
            })
            .tabs(match self.tabs().as_str() {
                "exclusive" => Tabs::Exclusive,
                _ => Tabs::Shared,
            })
            .visitor_id(&self.visitor_id())
            .typing_preview(self.typing_preview())
            .markdown(self.markdown())
            .max_offline(seconds(self.max_offline()))
            .preset(to_data(&self.preset()));
        match (self.registration().as_str(), self.fields()) {
            ("skip", _) => options.without_registration(),
            ("custom", _) => options.custom_registration_component(),
            (_, fields) if fields.length() == 0 => options,
            (_, fields) => options.form(FormDefinition {
                fields: fields.iter().map(|f| field(f.unchecked_ref())).collect(),
            }),
        }
    }
}

impl UiSettings {
    pub(super) fn link_previews(&self) -> Option<LinkPreviews> {
        let ask = self.link_preview()?;
        Some(LinkPreviews::by_function(self.link_preview_module(), ask))
    }

    pub(super) fn side(&self) -> Option<Side> {
        match self.position()?.as_str() {
            "left" => Some(Side::Left),
            _ => Some(Side::Right),
        }
    }
}

fn seconds(number: f64) -> Duration {
    Duration::try_from_secs_f64(number).unwrap_or(Duration::MAX)
}

fn field(raw: &FieldSettings) -> Field {
    let choices = || {
        let pairs = raw.options();
        let choices = pairs.iter().filter_map(|pair| pair_of(&pair));
        choices
            .map(|(value, label)| Choice::new(value, label))
            .collect()
    };
    let kind = match raw.kind().as_str() {
        "email" => FieldKind::Email,
        "tel" => FieldKind::Tel,
        "textarea" => FieldKind::TextArea,
        "select" => FieldKind::Select(choices()),
        "radio" => FieldKind::Radio(choices()),
        "checkbox" => FieldKind::Checkbox,
        "hidden" => FieldKind::Hidden,
        _ => FieldKind::Text,
    };
    let mut field = Field::new(raw.name(), raw.label(), kind).initial(raw.value());
    field.required = raw.required();
    field.private = raw.private();
    field.autocomplete = raw.autocomplete().map(Into::into);
    match raw.fits() {
        Some(fits) => field.pattern(move |value| is_fitting(&fits, value), raw.pattern_message()),
        None => field,
    }
}

/// A check that fails itself stops nobody.
fn is_fitting(fits: &Function, value: &str) -> bool {
    let answer = fits.call1(&JsValue::UNDEFINED, &value.into());
    answer.map_or(true, |answer| answer.is_truthy())
}

/// Names and texts of an object.
pub(super) fn pairs(object: &Object) -> impl Iterator<Item = (String, String)> {
    let entries: Vec<JsValue> = Object::entries(object).iter().collect();
    entries.into_iter().filter_map(|entry| pair_of(&entry))
}

fn pair_of(pair: &JsValue) -> Option<(String, String)> {
    let pair: &Array = pair.unchecked_ref();
    Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
}

pub(super) fn to_data(object: &Object) -> RegistrationData {
    pairs(object).collect()
}
