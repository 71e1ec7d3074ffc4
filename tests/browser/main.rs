//! What only a browser can tell: storage, hooks, mounting, and the transports
//! against their contract.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    reason = "tests may fail, and are nobody's API"
)]

mod attention;
#[path = "../conformance/mod.rs"]
mod conformance;
mod custom;
mod desk;
mod files;
mod gms;
mod hooks;
mod lease;
mod matrix;
mod messages;
mod outbox;
mod page;
mod registration;
mod server;
mod storage;
mod widget;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
