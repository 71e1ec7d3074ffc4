//! Where a server is, and what a page needs to go on with a chat there.

use std::fmt;

use serde_json::{Value, json};

use super::envelope::Envelope;
use crate::engine::Ticket;
use crate::transport::json::Look;

/// A server over CometD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CometdAddress {
    /// The CometD endpoint, as in `https://gms.example.com/genesys/cometd`.
    pub url: String,
    /// The channel of the service, as in `/service/chatV2/customer-support`.
    pub channel: String,
    /// The endpoint for files, where it is not `2/chat-ntf` beside that of CometD.
    pub files_url: Option<String>,
    /// Whether a WebSocket is never opened.
    pub no_sockets: bool,
}

/// A server over REST.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestAddress {
    /// The chat endpoint with its service, as in
    /// `https://gms.example.com/genesys/2/chat/customer-support`.
    pub url: String,
    /// Sent as the header `apikey` with each request, for gateways that want one.
    pub api_key: Option<String>,
}

/// A server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GmsAddress {
    /// Over CometD.
    Cometd(CometdAddress),
    /// Over REST.
    Rest(RestAddress),
}

/// What is stored of a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stub {
    pub address: GmsAddress,
    /// The Bayeux session.
    pub client: Option<String>,
    /// None before there is a chat.
    pub pass: Option<Pass>,
}

/// What lets a visitor back into their chat.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Pass {
    pub chat: String,
    pub key: String,
    /// Over REST these are asked for as well.
    pub user: String,
    pub alias: String,
}

/// It is a secret.
impl fmt::Debug for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pass(…)")
    }
}

/// Whether that can stand in an address as it is, and is one part of it.
pub(super) fn is_segment(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_plain) && !text.starts_with('.')
}

impl Pass {
    /// What an answer to a start gives; `None` when it gives no chat.
    pub(super) fn of(envelope: &Envelope) -> Option<Self> {
        Some(Self {
            chat: envelope.chat_id.clone()?,
            key: envelope.secure_key.clone()?,
            user: envelope.user_id.clone().unwrap_or_default(),
            alias: envelope.alias.clone().unwrap_or_default(),
        })
    }

    /// As fields of a form, over REST.
    pub(super) fn fields(&self) -> Vec<(String, String)> {
        let fields = [
            ("userId", &self.user),
            ("secureKey", &self.key),
            ("alias", &self.alias),
        ];
        fields
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .into()
    }
}

impl RestAddress {
    /// The header that gateways want.
    pub(super) fn header(&self) -> Option<(String, String)> {
        let key = self.api_key.clone()?;
        Some(("apikey".to_owned(), key))
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
        let mut stub = match &self.address {
            GmsAddress::Cometd(address) => json!({
                "cometd": address.url,
                "channel": address.channel,
                "files": address.files_url,
                "polls": address.no_sockets,
                "client": self.client,
            }),
            GmsAddress::Rest(address) => json!({ "rest": address.url, "apiKey": address.api_key }),
        };
        if let Some(pass) = &self.pass {
            stub["chat"] = pass.chat.as_str().into();
            stub["key"] = pass.key.as_str().into();
            stub["user"] = pass.user.as_str().into();
            stub["alias"] = pass.alias.as_str().into();
        }
        Ticket::new(stub.to_string())
    }

    /// `None` when another transport made it.
    pub(super) fn read(ticket: &Ticket) -> Option<Self> {
        let stub: Value = serde_json::from_str(ticket.reveal()).ok()?;
        let address = match stub.text("cometd") {
            Some(url) => GmsAddress::Cometd(CometdAddress {
                url,
                channel: stub.text("channel")?,
                files_url: stub.text("files"),
                no_sockets: stub.is_true("polls"),
            }),
            None => GmsAddress::Rest(RestAddress {
                url: stub.text("rest")?,
                api_key: stub.text("apiKey"),
            }),
        };
        let pass = stub.text("chat").zip(stub.text("key"));
        Some(Self {
            address,
            client: stub.text("client"),
            pass: pass.map(|(chat, key)| Pass {
                chat,
                key,
                user: stub.text("user").unwrap_or_default(),
                alias: stub.text("alias").unwrap_or_default(),
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass() -> Pass {
        Pass {
            chat: "0001".to_owned(),
            key: "secret".repeat(300),
            user: "0002".to_owned(),
            alias: "117".to_owned(),
        }
    }

    #[test]
    fn a_ticket_holds_all_that_is_needed() {
        let cometd = GmsAddress::Cometd(CometdAddress {
            url: "https://a.example/genesys/cometd".to_owned(),
            channel: "/service/chatV2/x".to_owned(),
            files_url: Some("https://a.example/files".to_owned()),
            no_sockets: true,
        });
        let rest = GmsAddress::Rest(RestAddress {
            url: "https://a.example/genesys/2/chat/x".to_owned(),
            api_key: Some("gate".to_owned()),
        });
        for address in [cometd, rest.clone()] {
            let begun = Stub {
                client: (address != rest).then(|| "client".to_owned()),
                address,
                pass: Some(pass()),
            };
            assert_eq!(Stub::read(&begun.to_ticket()), Some(begun.clone()));
            let new = Stub::new(begun.address);
            assert_eq!(Stub::read(&new.to_ticket()), Some(new));
        }
    }

    #[test]
    fn tickets_of_others_are_not_read_and_secrets_are_not_shown() {
        for text in ["", "nonsense", "7", "{}", "[]", r#"{"cometd":"https://a"}"#] {
            assert_eq!(Stub::read(&Ticket::new(text)), None, "{text}");
        }
        assert!(!format!("{:?}", pass()).contains("secret"));
    }
}
