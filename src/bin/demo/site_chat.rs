//! The chats of this site. They are kept apart by their namespaces.

use std::time::Duration;

use rejoin::engine::{Choice, Field, FieldKind, FormDefinition};
use rejoin::runtime::ChatOptions;

use crate::route::Route;

/// One of the chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SiteChat {
    /// The one that all ordinary pages share.
    Main,
    /// With a form of every kind of field.
    Support,
    /// Drawn by the page.
    Headless,
    /// With a registration drawn by the page.
    Hand,
}

impl SiteChat {
    /// The chat of that page; the desk has none, and the gallery many of its own.
    pub(crate) fn of(route: Route) -> Option<Self> {
        match route {
            Route::Support => Some(Self::Support),
            Route::Headless => Some(Self::Headless),
            Route::Hand => Some(Self::Hand),
            Route::Desk | Route::Gallery => None,
            Route::Home | Route::Pricing | Route::Help | Route::Contact | Route::Missing => {
                Some(Self::Main)
            }
        }
    }

    /// What it is kept under.
    pub(crate) fn namespace(self) -> &'static str {
        match self {
            Self::Main => "default",
            Self::Support => "support",
            Self::Headless => "headless",
            Self::Hand => "hand",
        }
    }

    /// Its settings.
    pub(crate) fn options(self) -> ChatOptions {
        let options = ChatOptions::desk().namespace(self.namespace());
        let options = match self {
            Self::Main => options,
            Self::Support => options.form(support_form()),
            Self::Headless => options.without_registration(),
            // The widget is told what to draw; nobody else needs to be asked.
            Self::Hand => options.custom_registration(|_| {}),
        };
        match max_offline() {
            Some(duration) => options.max_offline(duration),
            None => options,
        }
    }
}

/// `?max-offline=60` in the address: away longer than that many seconds, the
/// visitor starts anew. For trying that out.
fn max_offline() -> Option<Duration> {
    let search = web_sys::window()?.location().search().ok()?;
    let mut parts = search.trim_start_matches('?').split('&');
    let seconds = parts.find_map(|part| part.strip_prefix("max-offline="))?;
    seconds.parse().ok().map(Duration::from_secs)
}

/// Every kind of field.
pub(crate) fn support_form() -> FormDefinition {
    let text = |name, label| Field::new(name, label, FieldKind::Text);
    let topics = vec![
        Choice::new("repair", "A repair"),
        Choice::new("order", "An order"),
        Choice::new("fleet", "A company fleet"),
        Choice::new("other", "Something else"),
    ];
    let customer = vec![
        Choice::new("yes", "I am a customer"),
        Choice::new("no", "Not yet"),
    ];
    FormDefinition {
        fields: vec![
            text("firstName", "Your name")
                .required()
                .autocomplete("name"),
            Field::new("email", "E-mail", FieldKind::Email)
                .required()
                .autocomplete("email"),
            Field::new("phone", "Phone", FieldKind::Tel).autocomplete("tel"),
            Field::new("topic", "What is it about?", FieldKind::Select(topics)).required(),
            Field::new(
                "customer",
                "Have you been here before?",
                FieldKind::Radio(customer),
            )
            .required(),
            text("order", "Order number").pattern(
                is_order_number,
                "Two letters and four digits, such as LS2048; it is on your receipt.",
            ),
            Field::new("details", "Details", FieldKind::TextArea),
            text("pin", "Collection PIN").private(),
            Field::new("copy", "Send me a copy by e-mail", FieldKind::Checkbox),
            Field::new("source", "", FieldKind::Hidden).initial("/support"),
        ],
    }
}

fn is_order_number(value: &str) -> bool {
    let value = value.as_bytes();
    value.len() == 6
        && value[..2].iter().all(u8::is_ascii_alphabetic)
        && value[2..].iter().all(u8::is_ascii_digit)
}
