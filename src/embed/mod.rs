//! The chat for pages that know nothing of Rust.
//!
//! The `chat` object itself is JavaScript, in `static/chat/`: promises, options
//! and their errors, events in the shape that pages expect. It gives its checked
//! [`Settings`] to an [`Embedded`], which runs the chat and draws it, and tells
//! what happens to the [`Host`] it was given.

mod embedded;
mod host;
mod place;
mod server;
mod settings;
mod view;

pub use embedded::Embedded;
pub use host::Host;
pub use settings::{Settings, UiSettings};
