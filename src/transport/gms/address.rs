//! Where a server is, and what a page needs to go on with a chat there.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::engine::Ticket;

/// A server over CometD.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CometdAddress {
    /// The CometD endpoint, as in `https://gms.example.com/genesys/cometd`.
    pub url: String,
    /// The channel of the service, as in `/service/chatV2/customer-support`.
    pub channel: String,
    /// Whether a WebSocket is never opened.
    #[serde(default)]
    pub no_sockets: bool,
}

/// A server over REST.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestAddress {
    /// The chat endpoint with its service, as in
    /// `https://gms.example.com/genesys/2/chat/customer-support`.
    pub url: String,
    /// Sent as the header `apikey` with each request, for gateways that want one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key: Option<String>,
}

/// A server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GmsAddress {
    /// Over CometD.
    Cometd(CometdAddress),
    /// Over REST.
    Rest(RestAddress),
}

/// What is stored of a chat.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stub {
    pub address: GmsAddress,
    /// The Bayeux session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// None before there is a chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<Pass>,
}

/// What lets a visitor back into their chat.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pass {
    pub chat: String,
    pub key: String,
    /// Over REST these are asked for as well.
    #[serde(default)]
    pub user: String,
    #[serde(default)]
    pub alias: String,
}

/// It is a secret.
impl fmt::Debug for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pass(…)")
    }
}

impl Stub {
    /// Of a chat that has not begun.
    pub(super) fn new(address: GmsAddress) -> Self {
        Self {
            address,
            client: None,
            pass: None,
        }
    }

    pub(super) fn to_ticket(&self) -> Ticket {
        // Texts under fixed names can always be written.
        Ticket::new(serde_json::to_string(self).unwrap_or_default())
    }

    /// `None` when another transport made it.
    pub(super) fn read(ticket: &Ticket) -> Option<Self> {
        serde_json::from_str(ticket.reveal()).ok()
    }
}
