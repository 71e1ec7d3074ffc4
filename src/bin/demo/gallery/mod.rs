//! The gallery: every state of every part of the widget, side by side. Each is a
//! chat of its own, brought there by a server that follows a script; nothing is
//! drawn that the widget does not draw. The visual tests look at this page.

mod card;
mod cast;
mod language;
mod link_previews;
mod page;
mod scene;
mod server;
mod stage;
mod state;
mod states;
mod switches;
mod view;

pub(crate) use page::GalleryPage;
