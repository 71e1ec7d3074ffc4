//! The pages of the site. Each is a page on a full load and an in-app route.

use yew_router::prelude::*;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Routable)]
pub(crate) enum Route {
    /// What this is, and what to try.
    #[at("/")]
    Home,
    /// An ordinary page.
    #[at("/pricing")]
    Pricing,
    /// An ordinary, long page.
    #[at("/help")]
    Help,
    /// The widget as a part of the page.
    #[at("/contact")]
    Contact,
    /// A second chat with a form of every kind of field.
    #[at("/support")]
    Support,
    /// A chat drawn by the page itself.
    #[at("/headless")]
    Headless,
    /// The widget with a registration drawn by the page.
    #[at("/hand")]
    Hand,
    /// Where the agents sit.
    #[at("/desk")]
    Desk,
    /// Every state of the widget.
    #[at("/gallery")]
    Gallery,
    /// No page.
    #[not_found]
    #[at("/404")]
    Missing,
}

impl Route {
    /// What the browser shows as the page's title.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Home => "Larch & Spoke: a demo of Rejoin",
            Self::Pricing => "Pricing · Larch & Spoke",
            Self::Help => "Help · Larch & Spoke",
            Self::Contact => "Contact · Larch & Spoke",
            Self::Support => "Support · Larch & Spoke",
            Self::Headless => "Headless · Larch & Spoke",
            Self::Hand => "Book a slot · Larch & Spoke",
            Self::Desk => "Desk · Larch & Spoke",
            Self::Gallery => "Gallery · Larch & Spoke",
            Self::Missing => "No such page · Larch & Spoke",
        }
    }
}
