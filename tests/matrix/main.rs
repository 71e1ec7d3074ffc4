//! The protocol of Matrix with the real engine on one side, a homeserver on the
//! other, and between them a network that loses and cuts; all in virtual time.
//!
//! The homeserver here is small and does what Synapse was seen to do. In browsers
//! the protocol is tested against Synapse itself.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "this is a test"
)]

mod data;
mod events;
mod files;
mod going_on;
mod homeserver;
mod leaving;
mod limits;
mod patience;
mod properties;
mod starting;
mod tokens;
mod world;
