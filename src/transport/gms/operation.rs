//! What the server is asked to do: names and fields, the same over both ways.

use serde_json::{Map, Value};

use super::envelope::message_type;
use crate::engine::{ClientId, MessageKind, RegistrationData, Request};

/// Fields of a registration that the server has names of its own for; all others
/// go as user data.
const NAMES: [(&str, &str); 6] = [
    ("username", "nickname"),
    ("nickname", "nickname"),
    ("firstName", "firstName"),
    ("lastName", "lastName"),
    ("email", "emailAddress"),
    ("subject", "subject"),
];
/// The server wants a name; who gave none is called this.
const NOBODY: &str = "Visitor";

/// An operation: its name over CometD, which is the end of its path over REST.
#[derive(Clone, PartialEq)]
pub(super) struct Operation {
    pub name: &'static str,
    /// Without the session's secret.
    pub fields: Map<String, Value>,
}

impl Operation {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            fields: Map::new(),
        }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }

    pub(super) fn request_chat(data: &RegistrationData) -> Self {
        let mut operation = Self::new("requestChat");
        let mut user_data = Map::new();
        for (name, value) in &data.fields {
            match NAMES.iter().find(|(ours, _)| ours == name) {
                Some((_, theirs)) => operation = operation.with(theirs, value.as_str()),
                None => drop(user_data.insert(name.clone(), value.as_str().into())),
            }
        }
        let has = |name| operation.fields.contains_key(name);
        let has_name = has("nickname") || (has("firstName") && has("lastName"));
        if !has_name {
            let given = |name| data.get(name).filter(|name| !name.trim().is_empty());
            let name = given("firstName").or(given("lastName")).unwrap_or(NOBODY);
            operation = operation.with("nickname", name);
        }
        if !user_data.is_empty() {
            operation = operation.with("userData", user_data);
        }
        operation
    }

    fn message(id: &ClientId, kind: MessageKind, text: &str) -> Self {
        match kind {
            MessageKind::Text => Self::new("sendMessage")
                .with("message", text)
                .with("messageType", message_type(id)),
            MessageKind::Notice => Self::new("customNotice")
                .with("message", text)
                .with("messageType", message_type(id)),
            // There is no place for an id; the engine knows its own words.
            MessageKind::Url => Self::new("pushUrl").with("pushUrl", text),
        }
    }

    /// Everything from that index on.
    pub(super) fn refresh(name: &'static str, from: u64) -> Self {
        Self::new(name).with("transcriptPosition", from.to_string())
    }

    /// What the visitor's side has to say: most often one operation.
    pub(super) fn of(request: &Request) -> Vec<Self> {
        vec![match request {
            Request::Message {
                client_id,
                kind,
                text,
            } => Self::message(client_id, *kind, text),
            Request::Preview(text) => Self::new("startTyping").with("message", text.as_str()),
            Request::Read { position, .. } => {
                Self::new("readReceipt").with("transcriptPosition", position.0.to_string())
            }
            Request::Typing(true) => Self::new("startTyping"),
            Request::Typing(false) => Self::new("stopTyping"),
            Request::Data(data) => {
                return Self::update(data);
            }
            Request::Leave => Self::new("disconnect"),
            Request::Sync { .. } | Request::Part => return Vec::new(),
        }]
    }

    /// A name has an operation of its own. What is told last is waited for.
    fn update(data: &RegistrationData) -> Vec<Self> {
        let rename = |name| Self::new("updateNickname").with("nickname", name);
        let mut operations: Vec<_> = data.get("nickname").map(rename).into_iter().collect();
        let fields = data.fields.iter().filter(|(name, _)| *name != "nickname");
        let data: Map<String, Value> = fields
            .map(|(name, value)| (name.clone(), value.as_str().into()))
            .collect();
        if !data.is_empty() {
            operations.push(Self::new("updateData").with("userData", data));
        }
        operations
    }
}
