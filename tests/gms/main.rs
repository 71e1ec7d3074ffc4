//! The protocols of Genesys' servers on one side, a server of that kind on the
//! other, and between them a network that loses and cuts; all in virtual time.
//!
//! The server here is a reading of the documents, like the protocols. In browsers
//! they are tested against engines that others wrote.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "this is a test"
)]

mod bayeux;
mod chats;
mod cometd;
mod firewall;
mod limits;
mod promises;
mod properties;
mod replies;
mod rest;
mod visitor;
mod world;
