//! What a site chooses of the widget's looks. Each is a class on the widget, and
//! the tokens of the style follow it.

/// A palette.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Blue.
    #[default]
    Harbour,
    /// Green.
    Meadow,
    /// Red-brown.
    Ember,
    /// Black and white.
    Ink,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorScheme {
    /// As the visitor's device is.
    #[default]
    Auto,
    /// For a site that is always light.
    Light,
    /// For a site that is always dark.
    Dark,
}

/// How much room things take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// Room to breathe.
    #[default]
    Comfortable,
    /// More at once, on sites that are dense themselves.
    Compact,
}

/// The names by which pages choose, which the classes end with.
macro_rules! names {
    ($($type:ident: $($name:literal $variant:ident),*;)*) => {
        $(impl $type {
            /// The one of that name; the default where there is none.
            pub fn named(name: &str) -> Self {
                match name {
                    $($name => Self::$variant,)*
                    _ => Self::default(),
                }
            }

            pub(super) fn class(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some(concat!("rj-", $name)),)*
                    _ => None,
                }
            }
        })*
    };
}

names! {
    Theme: "meadow" Meadow, "ember" Ember, "ink" Ink;
    ColorScheme: "light" Light, "dark" Dark;
    Density: "compact" Compact;
}
