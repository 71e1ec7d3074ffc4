//! Rejoin: a live chat that survives the page.
//!
//! Most apps need [`widget::ChatProvider`], [`widget::ChatWidget`] and
//! [`runtime::ChatOptions`]; an interface of one's own is built on the hooks in
//! [`widget`], without Yew on [`runtime::ChatHandle`]. A chat server is reached
//! through a [`transport::Transport`]. What holds at any time is written at the
//! top of [`engine`].

pub mod browser;
pub mod engine;
pub mod runtime;
pub mod transport;
pub mod widget;

/// The example in the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
