//! Bayeux, the protocol of CometD, as a client without I/O.
//!
//! What it follows is the public Bayeux 1.0 specification; what it guards
//! against was seen with servers (`cometd-nodejs-server` 1.2.1, `faye` 1.4.3):
//!
//! - It looks at `advice.reconnect`, never at the words of an error: each server
//!   has its own.
//! - A WebSocket is tried first. Where the upgrade is refused, nothing comes, or
//!   the socket dies young, the same session goes on by long-polling, and the
//!   socket is tried again later.
//! - A session may go on in another page, under its client id. Where the server
//!   knows it no longer, there is a new handshake.
//! - A handshake that succeeds while the connect after it says that there is no
//!   such session means that the server's cookie does not come back. Clients that
//!   obey the advice then (handshake again, at once) do so a hundred times a second.
//! - Of what the acknowledgement extension brings twice nothing is thrown away
//!   here: who uses this knows what it has seen.

mod advice;
mod client;
mod message;
mod socket_health;

pub use client::{Client, Down, Fate, News, Settings};
pub use message::{Malformed, Message, read};
