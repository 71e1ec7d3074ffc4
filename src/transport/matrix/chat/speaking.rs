//! What the visitor's side says.

use serde_json::{Value, json};

use super::super::event::{KIND, VISITOR};
use super::super::path::encoded;
use super::super::ticket::fnv;
use super::super::trouble::Trouble;
use super::MatrixChat;
use super::calls::{Asked, Call, Purpose};
use super::starting::topic;
use crate::engine::{ClientId, EntryId, MessageKind, Request, TransportEvent};
use crate::transport::json::Look;
use crate::transport::protocol::Answer;

/// The server takes the visitor for typing so long; the chat reminds it sooner.
const TYPES_FOR_MS: u32 = 8_000;
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
                if let Some(place) = &mut self.stub.place {
                    place.visitor.extend(data.fields);
                }
                self.tell_data(Asked::Yes);
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
        let place = self.stub.place.as_ref();
        let room = place.map_or("", |place| place.room.as_str());
        format!("/rooms/{}/{rest}", encoded(room))
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
            Answer::Http(403, body) => {
                let words = Trouble::read(&body).or(REJECTED);
                let purpose = Purpose::IsIn(client_id, words);
                self.call(Call::get(purpose, "/joined_rooms".to_owned()));
            }
            Answer::Http(status @ 400..=499, body) if status != 408 => {
                let reason = Trouble::read(&body).or(REJECTED);
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

    /// All that is known of the visitor, as the room's state: for programs, and as
    /// its topic, for people.
    pub(super) fn tell_data(&mut self, asked: Asked) {
        let Some(place) = &self.stub.place else {
            return;
        };
        let topic = json!({ "topic": topic(&place.visitor) });
        let data = json!(place.visitor);
        let path = self.in_room("state/m.room.topic");
        self.call(Call::put(Purpose::Other, path, topic));
        let path = self.in_room(&format!("state/{VISITOR}"));
        self.call(Call::put(Purpose::Data(asked), path, data));
    }

    pub(super) fn data_told(&mut self, asked: Asked, answer: &Answer) {
        match (answer.success(), asked) {
            (Some(_), Asked::Yes) => {
                self.renew_ticket();
                self.report(TransportEvent::DataTaken);
            }
            (None, Asked::Yes) => self.broke(),
            (_, Asked::No) => {}
        }
    }

    /// The room was made by somebody who gives visitors no power over it.
    pub(super) fn send_data_as_notice(&mut self, asked: Asked) {
        let Some(place) = &self.stub.place else {
            return;
        };
        let lines: Vec<_> = place
            .visitor
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        let body = lines.join("\n");
        // The same data is the same notice.
        let path = format!("send/m.room.message/data-{:08x}", fnv(&body));
        let content = json!({
            "msgtype": "m.notice",
            "body": body,
            KIND: "notice",
            VISITOR: place.visitor,
        });
        let path = self.in_room(&path);
        self.call(Call::put(Purpose::DataNotice(asked), path, content));
    }
}
