//! What the page is asked to show. All of it stands in the address, so that a view
//! can be passed on, and opened by a test.

use rejoin::widget::{ChatWidget, ColorScheme, Density, Labels, LinkPreviews, Placement, Theme};
use web_sys::UrlSearchParams;
use yew::prelude::*;

/// Something that can be had in several ways.
pub(super) struct Switch {
    /// What it is called in the address.
    pub name: &'static str,
    /// What it is called on the page.
    pub title: &'static str,
    /// What can be had, for the address and for people. The first needs no asking.
    pub options: &'static [(&'static str, &'static str)],
}

/// All switches of the page.
pub(super) static SWITCHES: [Switch; 6] = [THEME, SCHEME, DENSITY, DIRECTION, LANGUAGE, WIDTH];

const THEME: Switch = Switch {
    name: "theme",
    title: "Theme",
    options: &[
        ("harbour", "Harbour"),
        ("meadow", "Meadow"),
        ("ember", "Ember"),
        ("ink", "Ink"),
    ],
};

const SCHEME: Switch = Switch {
    name: "scheme",
    title: "Colours",
    options: &[
        ("auto", "As the device"),
        ("light", "Light"),
        ("dark", "Dark"),
    ],
};

const DENSITY: Switch = Switch {
    name: "density",
    title: "Density",
    options: &[("comfortable", "Comfortable"), ("compact", "Compact")],
};

/// Some, of which each is unlike the others.
const LANGUAGE: Switch = Switch {
    name: "language",
    title: "Language",
    options: &[
        ("en", "English"),
        ("de", "Deutsch"),
        ("pl", "Polski"),
        ("ja", "日本語"),
        ("th", "ไทย"),
        ("ar", "العربية"),
        ("he", "עברית"),
        ("fa", "فارسی"),
        ("ur", "اردو"),
    ],
};

const DIRECTION: Switch = Switch {
    name: "dir",
    title: "Direction",
    options: &[("ltr", "Left to right"), ("rtl", "Right to left")],
};

const WIDTH: Switch = Switch {
    name: "width",
    title: "Width of a card",
    options: &[
        ("auto", "As there is room"),
        ("280", "280 px"),
        ("360", "360 px"),
        ("480", "480 px"),
    ],
};

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct View {
    query: String,
    /// The name of the only state that is shown.
    pub state: Option<String>,
}

impl View {
    /// As the address says.
    pub(super) fn of_page() -> Self {
        let search = web_sys::window().and_then(|window| window.location().search().ok());
        let query = search.unwrap_or_default();
        let state = params(&query).and_then(|params| params.get("state"));
        Self { query, state }
    }

    /// Which of its options that switch has.
    pub(super) fn chosen(&self, switch: &Switch) -> &'static str {
        let asked = params(&self.query).and_then(|params| params.get(switch.name));
        let mut options = switch.options.iter().map(|(value, _)| *value);
        let first = options.clone().next().unwrap_or_default();
        options
            .find(|value| asked.as_deref() == Some(value))
            .unwrap_or(first)
    }

    /// The address of this page with that changed; without `value` it is left out.
    pub(super) fn address(&self, name: &str, value: Option<&str>) -> String {
        let Some(params) = params(&self.query) else {
            return String::new();
        };
        match value {
            Some(value) => params.set(name, value),
            None => params.delete(name),
        }
        let mut address = "/gallery?".to_owned();
        address.push_str(&String::from(params.to_string()));
        address
    }

    /// The direction of the chats.
    pub(super) fn direction(&self) -> &'static str {
        self.chosen(&DIRECTION)
    }

    /// How wide a card is, for a style sheet.
    pub(super) fn width(&self) -> Option<String> {
        let width = self.chosen(&WIDTH);
        (width != "auto").then(|| format!("--narrowest: {width}px; --widest: {width}px"))
    }

    /// The language of the chats.
    pub(super) fn language(&self) -> &'static str {
        self.chosen(&LANGUAGE)
    }

    /// The widget as it is asked for, with those words, emoji from there, and what is
    /// told of pages.
    pub(super) fn widget(
        &self,
        placement: Placement,
        labels: Labels,
        emoji: Option<&'static str>,
        link_previews: Option<LinkPreviews>,
    ) -> Html {
        html! {
            <ChatWidget
                {placement}
                {labels}
                emoji={emoji.map(AttrValue::Static)}
                {link_previews}
                theme={Theme::named(self.chosen(&THEME))}
                color_scheme={ColorScheme::named(self.chosen(&SCHEME))}
                density={Density::named(self.chosen(&DENSITY))}
                has_title_count={false}
            />
        }
    }
}

fn params(query: &str) -> Option<UrlSearchParams> {
    UrlSearchParams::new_with_str(query).ok()
}
