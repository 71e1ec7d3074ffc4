//! What the visitor's side says.

use serde_json::{Map, Value, json};

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
/// The status of what was too slow to be read.
const TIMEOUT: u16 = 408;
/// Where the server does not say why it takes no message.
const REJECTED: &str = "The chat server did not take the message.";
/// The same for what is told of the visitor.
const DATA_REFUSED: &str = "The chat server did not take the data.";

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
                self.tell_data(Asked::ByTheChat, data.fields);
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
            Answer::Http(200..=299, body) if is_sent(&body) => {
                self.has_come_on();
                self.report(TransportEvent::Accepted(client_id));
            }
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
            // The chat sends it again, before it takes the connection for broken.
            Answer::Http(500.., _) => {}
            answer => self.message_did_not_get_there(client_id, &answer),
        }
    }

    /// The homeserver may not be there yet. But what is refused on its way again, when
    /// all else comes through, always will be.
    fn message_did_not_get_there(&mut self, client_id: ClientId, answer: &Answer) {
        let is_refusal = answer.is_refusal();
        if is_refusal && self.refused.as_ref() == Some(&client_id) {
            let reason = REJECTED.to_owned();
            self.report(TransportEvent::Rejected { client_id, reason });
        } else {
            self.refused = is_refusal.then_some(client_id);
            self.broke();
        }
    }

    /// A message was refused. Somebody who is not in the room has no chat.
    pub(super) fn membership_known(
        &mut self,
        client_id: ClientId,
        reason: String,
        answer: &Answer,
    ) {
        let body = answer.success().unwrap_or_default();
        let answer: Value = serde_json::from_str(body).unwrap_or_default();
        let Some(rooms) = answer.get("joined_rooms").and_then(Value::as_array) else {
            return self.broke();
        };
        let room = self.stub.place.as_ref().map(|place| place.room.as_str());
        if rooms.iter().any(|joined| joined.as_str() == room) {
            self.report(TransportEvent::Rejected { client_id, reason });
        } else {
            self.is_out();
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

    /// As state, for programs, and as the topic, for people. What is there and is
    /// nothing of ours stays.
    pub(super) fn data_known(&mut self, news: News, answer: Answer) {
        let known: Option<Map<String, Value>> = match &answer {
            Answer::Http(200, body) => serde_json::from_str(body).ok(),
            Answer::Http(404, _) => Some(Map::new()),
            _ => None,
        };
        let Some(mut known) = known else {
            return self.data_told(news.asked, answer);
        };
        let fields = news.data.iter();
        known.extend(fields.map(|(name, value)| (name.clone(), value.as_str().into())));
        let texts = known.iter().filter_map(|(name, value)| {
            let text = value.as_str()?;
            Some((name.clone(), text.to_owned()))
        });
        let body = json!({ "topic": topic(&texts.collect()) });
        let path = self.in_room("state/m.room.topic");
        self.call(Call::put(Purpose::Other, path, body));
        let path = self.in_room(&format!("state/{VISITOR}"));
        self.call(Call::put(Purpose::Data(news), path, Value::Object(known)));
    }

    /// What the server refuses it will refuse the next time as well.
    pub(super) fn data_told(&mut self, asked: Asked, answer: Answer) {
        let refused = match answer {
            Answer::Http(200..=299, body) if is_sent(&body) => None,
            Answer::Http(status @ 400..=499, body) if status != TIMEOUT => {
                Some(Trouble::read(&body).or(DATA_REFUSED))
            }
            _ => return self.broke(),
        };
        match (asked, refused) {
            (Asked::ByTheStart, _) => self.introduced(),
            (Asked::ByTheChat, None) => self.report(TransportEvent::DataTaken),
            (Asked::ByTheChat, Some(why)) => self.report(TransportEvent::DataRefused(why)),
        }
    }

    /// The room was made by somebody who gives visitors no power over it.
    pub(super) fn send_data_as_notice(&mut self, news: News) {
        let lines = news
            .data
            .iter()
            .map(|(name, value)| format!("{name}: {value}"));
        let body = lines.collect::<Vec<_>>().join("\n");
        // What is said again is the same notice; what is said once more, after
        // something else, is another.
        let hash = fnv(&body);
        let same = self.notice.filter(|(of, _)| *of == hash);
        let (_, at) = *self.notice.insert(same.unwrap_or((hash, self.now.wall)));
        let path = format!("send/m.room.message/data-{hash:08x}-{}", at.0);
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
/// in words of its own. All else that is not the homeserver's may pass, and so may what
/// is the homeserver's own fault.
fn is_refusal(status: u16, body: &str) -> bool {
    let is_ours = (400..=499).contains(&status) && status != TIMEOUT;
    status == TOO_LARGE || (is_ours && Trouble::read(body).is_the_servers())
}

/// Whether it is the homeserver that has it.
fn is_sent(body: &str) -> bool {
    let answer: Value = serde_json::from_str(body).unwrap_or_default();
    answer.text("event_id").is_some()
}
