//! Rejoin: a live chat that survives the page.

pub mod browser;
pub mod engine;
pub mod transport;
