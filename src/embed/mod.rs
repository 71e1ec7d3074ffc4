//! The widget for pages that know nothing of Rust.
//!
//! For now there is one function, [`mount`], which puts the widget, with the
//! desk behind it, on a page. The `chat` object with `startChat` and
//! `restoreChat` will stand on it.

mod mount;
mod shadow;

pub use mount::{Mounted, mount};
