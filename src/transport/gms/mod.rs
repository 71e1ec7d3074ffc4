//! Genesys Mobile Services, Chat API Version 2: over CometD, and over REST.
//!
//! What is known of it, and from where: the public documentation ("Chat API
//! Version 2", "Chat API Version 2 with CometD", "Response Format"), and the code
//! of public clients. Neither was checked against a server of the vendor's; what
//! differs between the two ways is said where it matters.
//!
//! A server of this kind knows nothing of our ids:
//!
//! - A message goes under its client id in `messageType`, which is free text and
//!   comes back with the echo. Where it does not, the engine knows its own words.
//! - A start cannot be asked for twice. Over CometD the Bayeux session is stored
//!   before the chat is asked for, and the answer waits there for the page that
//!   comes after; over REST an answer that is lost is lost, and the next start
//!   makes another chat.

mod address;
mod cometd;
mod envelope;
mod files;
mod operation;
mod rest;
mod seen;
mod speaker;

pub use address::{CometdAddress, GmsAddress, RestAddress};
pub use envelope::{Envelope, Status, read};
pub use speaker::GmsProtocol;

use super::network::Networked;

/// Where nobody says why a message is not taken.
const REFUSED: &str = "The chat server did not take the message.";
/// The same for what is told of the visitor.
const DATA_REFUSED: &str = "The chat server did not take the data.";

/// Speaks to a server of this kind.
pub type GmsTransport = Networked<GmsProtocol>;

impl GmsTransport {
    /// To a server at that address. Without one only chats that were started before
    /// can be gone on with: they know where.
    pub fn new(address: Option<GmsAddress>) -> Self {
        Networked::over(GmsProtocol::new(address))
    }
}
