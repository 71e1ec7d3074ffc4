//! The chats of a server, whatever the way to it.

use serde_json::{Value, json};

/// One chat.
#[derive(Debug, Default)]
pub(crate) struct Chat {
    pub(crate) events: Vec<Value>,
    pub(crate) ended: bool,
    pub(crate) forgotten: bool,
    pub(crate) data: Value,
    pub(crate) typing: bool,
    pub(crate) preview: Option<String>,
    pub(crate) read: Option<String>,
}

/// All of them; a chat's number is in its id and its key.
#[derive(Debug, Default)]
pub(crate) struct Chats {
    pub(crate) all: Vec<Chat>,
    /// Whether the type under which a message came is told with it.
    pub(crate) echoes_types: bool,
    /// How the next operations go.
    pub(crate) status: Vec<u64>,
    pub(crate) alias: u64,
}

impl Chats {
    pub(crate) fn key(chat: usize) -> String {
        format!("key-{chat}")
    }

    fn by_key(&self, key: &str) -> Option<usize> {
        let number: usize = key.strip_prefix("key-")?.parse().ok()?;
        let chat = self.all.get(number)?;
        (!chat.forgotten).then_some(number)
    }

    pub(crate) fn add(&mut self, chat: usize, kind: &str, from: Value, more: Value) -> Value {
        let events = &mut self.all[chat].events;
        let mut event = json!({ "type": kind, "from": from, "index": events.len() + 1, "utcTime": 1_800_000_000_000_u64 });
        for (name, value) in more.as_object().unwrap() {
            event[name] = value.clone();
        }
        events.push(event.clone());
        event
    }

    pub(crate) fn visitor() -> Value {
        json!({ "nickname": "Ann", "participantId": 1, "type": "Client" })
    }

    pub(crate) fn agent() -> Value {
        json!({ "nickname": "Kim", "participantId": 2, "type": "Agent" })
    }

    pub(crate) fn envelope(&self, chat: usize, events: Vec<Value>) -> Value {
        let all = &self.all[chat];
        json!({
            "messages": events,
            "chatEnded": all.ended,
            "statusCode": 0,
            "alias": self.alias.to_string(),
            "secureKey": Self::key(chat),
            "userId": format!("user-{chat}"),
            "chatId": format!("chat-{chat}"),
            "nextPosition": all.events.len() + 1,
        })
    }

    fn failure(code: u64, words: &str, status: u64, ended: bool) -> Value {
        json!({ "statusCode": status, "chatEnded": ended, "messages": [], "errors": [{ "code": code, "message": words }] })
    }

    /// Does an operation: the envelope, and the chat with the events that came of it.
    pub(crate) fn operate(&mut self, data: &Value) -> (Value, Option<(usize, Vec<Value>)>) {
        match self.status.pop() {
            None | Some(0) => {}
            Some(status) => return (Self::failure(1, "Not now.", status, false), None),
        }
        let text = |name: &str| data[name].as_str().unwrap_or_default().to_owned();
        let operation = text("operation");
        if operation == "requestChat" {
            self.all.push(Chat {
                data: data.clone(),
                ..Chat::default()
            });
            let chat = self.all.len() - 1;
            let joined = self.add(chat, "ParticipantJoined", Self::visitor(), json!({}));
            return (self.envelope(chat, vec![joined]), None);
        }
        let Some(chat) = self.by_key(&text("secureKey")) else {
            return (Self::failure(8210, "Bad secure key.", 2, true), None);
        };
        if operation == "requestNotifications" || operation == "refresh" {
            let from: usize = text("transcriptPosition").parse().unwrap_or(0);
            let events = self.all[chat].events.iter().skip(from.max(1) - 1);
            let events = events.cloned().collect();
            return (self.envelope(chat, events), None);
        }
        let mut more = json!({ "text": text("message") });
        if self.echoes_types {
            more["messageType"] = data["messageType"].clone();
        }
        let me = Self::visitor();
        let events = match operation.as_str() {
            _ if self.all[chat].ended => Vec::new(),
            "sendMessage" => vec![self.add(chat, "Message", me, more)],
            "customNotice" => vec![self.add(chat, "CustomNotice", me, more)],
            "pushUrl" => vec![self.add(chat, "PushUrl", me, json!({ "text": text("pushUrl") }))],
            "updateNickname" => vec![self.add(chat, "NicknameUpdated", me, json!({}))],
            "startTyping" | "stopTyping" => {
                self.all[chat].typing = operation == "startTyping";
                self.all[chat].preview = data["message"].as_str().map(str::to_owned);
                Vec::new()
            }
            "updateData" => {
                for (name, value) in data["userData"].as_object().unwrap() {
                    self.all[chat].data["userData"][name] = value.clone();
                }
                Vec::new()
            }
            "readReceipt" => {
                self.all[chat].read = Some(text("transcriptPosition"));
                Vec::new()
            }
            "disconnect" => {
                self.all[chat].ended = true;
                vec![self.add(chat, "ParticipantLeft", me, json!({}))]
            }
            other => panic!("no operation {other}"),
        };
        (self.envelope(chat, events.clone()), Some((chat, events)))
    }

    /// What the visitor has said.
    pub(crate) fn said(&self, chat: usize) -> Vec<String> {
        let events = self.all[chat].events.iter();
        let said =
            events.filter(|event| event["from"]["type"] == "Client" && event["type"] == "Message");
        said.map(|event| event["text"].as_str().unwrap().to_owned())
            .collect()
    }
}
