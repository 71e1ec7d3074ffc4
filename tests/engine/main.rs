//! The engine on one side, the desk's server on the other, and between them a
//! network that loses, doubles and delays; all in virtual time.
//!
//! Each file is about one thing that a chat does; `world` is what they share.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "this is a test"
)]

mod amending;
mod attention;
mod clocks;
mod composer;
mod foreign;
mod forgetting;
mod linking;
mod markdown;
mod merging;
mod properties;
mod reading;
mod replying;
mod restoring;
mod saving;
mod sending;
mod starting;
mod storage_faults;
mod tabs;
mod telling;
mod unsaid;
mod world;
