//! Rejoin: a live chat that survives the page.

pub mod browser;
pub mod engine;
pub mod runtime;
pub mod transport;
pub mod widget;
