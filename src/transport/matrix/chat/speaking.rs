//! What the visitor's side says.

use serde_json::{Value, json};

use super::super::event::{KIND, VISITOR};
use super::super::path::encoded;
use super::super::ticket::fnv;
use super::super::trouble::Trouble;
use super::MatrixChat;
use super::calls::{Asked, Call, Fields, News, Purpose};
use super::introduction::topic;
use crate::engine::{ChatError, ClientId, Code, EntryId, MessageKind, Request, TransportEvent};
use crate::transport::json::Look;
use crate::transport::protocol::Answer;

/// The server takes the visitor for typing so long; the chat reminds it sooner.
const TYPES_FOR_MS: u32 = 8_000;
/// The status of what is more than a server takes.
const TOO_LARGE: u16 = 413;
/// Where the server does not say why it takes no message.
const REJECTED: &str = "The chat server did not take the message.";

impl MatrixChat {
    pub(super) fn speak(&mut self, request: Request) {
        match request {
            Request::Message {
                client_id,
                kind,
                text,
            } => self.send_message(client_id, kind, &text),
            Request::Typing(on) => self.send_typing(on),
            Request::Read { id: Some(id), .. } => self.send_receipt(&id),
            Request::Data(data) => {
                self.tell_data(Asked::Yes, data.fields);
            }
            Request::Sync { after } => self.sync_for(after),
            Request::Read { id: None, .. }
            | Request::Preview(_)
            | Request::Part
            | Request::Leave => {}
        }
    }

    /// The path to something in the room.
    pub(super) fn in_room(&self, rest: &str) -> String {
        self.stub.in_room(rest)
    }

    fn send_message(&mut self, id: ClientId, kind: MessageKind, text: &str) {
        let purpose = Purpose::Message(id);
        // The answer to the first time may still come.
        if self.is_asking(|asked| *asked == purpose) {
            return;
        }
        let Purpose::Message(id) = &purpose else {
            return;
        };
        let path = self.in_room(&format!("send/m.room.message/{}", encoded(id.as_str())));
        let content = match kind {
            MessageKind::Text => json!({ "msgtype": "m.text", "body": text }),
            MessageKind::Url => json!({ "msgtype": "m.text", "body": text, KIND: "url" }),
            MessageKind::Notice => json!({ "msgtype": "m.notice", "body": text, KIND: "notice" }),
        };
        self.call(Call::put(purpose, path, content));
    }

    pub(super) fn message_answered(&mut self, client_id: ClientId, answer: Answer) {
        match answer {
            Answer::Http(200..=299, _) => self.report(TransportEvent::Accepted(client_id)),
            Answer::Http(403, body) if is_refusal(403, &body) => {
                let words = Trouble::read(&body).or(REJECTED);
                let purpose = Purpose::IsIn(client_id, words);
                self.call(Call::get(purpose, "/joined_rooms".to_owned()));
            }
            Answer::Http(status, body) if is_refusal(status, &body) => {
                let trouble = Trouble::read(&body);
                let reason = if status == TOO_LARGE || trouble.code == "M_TOO_LARGE" {
                    // "Event too large" says little to somebody who has written a message.
                    ChatError::from(Code::MessageTooLong).description
                } else {
                    trouble.or(REJECTED)
                };
                self.report(TransportEvent::Rejected { client_id, reason });
            }
            _ => self.broke(),
        }
    }

    /// A message was refused. Somebody who is not in the room has no chat.
    pub(super) fn membership_known(
        &mut self,
        client_id: ClientId,
        reason: String,
        answer: &Answer,
    ) {
        let Some(body) = answer.success() else {
            return self.broke();
        };
        let answer: Value = serde_json::from_str(body).unwrap_or_default();
        let room = self.stub.place.as_ref().map(|place| place.room.as_str());
        let rooms = answer.list("joined_rooms");
        if rooms.iter().any(|joined| joined.as_str() == room) {
            self.report(TransportEvent::Rejected { client_id, reason });
        } else {
            self.gone();
        }
    }

    fn send_typing(&mut self, on: bool) {
        let path = self.in_room(&format!("typing/{}", encoded(&self.room.me)));
        let body = if on {
            json!({ "typing": true, "timeout": TYPES_FOR_MS })
        } else {
            json!({ "typing": false })
        };
        let call = Call::put(Purpose::Other, path, body);
        // That somebody stopped is said by a page that goes.
        self.call(if on { call } else { call.farewell() });
    }

    fn send_receipt(&mut self, id: &EntryId) {
        let path = self.in_room(&format!("receipt/m.read/{}", encoded(id.as_str())));
        self.call(Call::post(Purpose::Other, path, json!({})));
    }

    /// More about the visitor, over what the room's state says. That is asked for
    /// first: nothing of it is kept here, since some of it is not to be stored.
    pub(super) fn tell_data(&mut self, asked: Asked, data: Fields) {
        let path = self.in_room(&format!("state/{VISITOR}"));
        let purpose = Purpose::KnownData(News { asked, data });
        self.call(Call::get(purpose, path));
    }

    /// As state, for programs, and as the topic, for people.
    pub(super) fn data_known(&mut self, news: News, answer: &Answer) {
        let mut data: Fields = match answer {
            Answer::Http(200, body) => serde_json::from_str(body).unwrap_or_default(),
            Answer::Http(400..=499, _) => Fields::new(),
            _ => return self.data_told(news.asked, answer),
        };
        data.extend(news.data.clone());
        let path = self.in_room("state/m.room.topic");
        let body = json!({ "topic": topic(&data) });
        self.call(Call::put(Purpose::Other, path, body));
        let path = self.in_room(&format!("state/{VISITOR}"));
        self.call(Call::put(Purpose::Data(news), path, json!(data)));
    }

    pub(super) fn data_told(&mut self, asked: Asked, answer: &Answer) {
        match (answer.success(), asked) {
            (Some(_), Asked::Yes) => self.report(TransportEvent::DataTaken),
            (None, Asked::Yes) => self.broke(),
            (_, Asked::No) => {}
        }
    }

    /// The room was made by somebody who gives visitors no power over it.
    pub(super) fn send_data_as_notice(&mut self, news: News) {
        let lines = news
            .data
            .iter()
            .map(|(name, value)| format!("{name}: {value}"));
        let body = lines.collect::<Vec<_>>().join("\n");
        // The same data is the same notice.
        let path = format!("send/m.room.message/data-{:08x}", fnv(&body));
        let content = json!({
            "msgtype": "m.notice",
            "body": body,
            KIND: "notice",
            VISITOR: news.data,
        });
        let path = self.in_room(&path);
        self.call(Call::put(Purpose::DataNotice(news.asked), path, content));
    }
}

/// A message that is too large may be refused by what stands before the homeserver,
/// in words of its own. All else that is not the homeserver's passes.
fn is_refusal(status: u16, body: &str) -> bool {
    status == TOO_LARGE || Trouble::read(body).is_the_servers()
}
