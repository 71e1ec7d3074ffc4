//! The answer to `/sync`, of which one room counts.

use serde_json::Value;

use super::roster::{LONGEST_ID, MOST};
use crate::transport::json::Look;

/// Longer is no place in a room's history: it goes into addresses.
const LONGEST_TOKEN: usize = 2_000;

/// What a homeserver tells at once.
#[derive(Debug)]
pub struct Sync {
    /// Where to go on from.
    pub next: String,
    /// Of the chat's room, where there is anything.
    pub room: Option<RoomNews>,
}

/// What has happened in the room.
#[derive(Debug, Default)]
pub struct RoomNews {
    /// State as it was before the events.
    pub state: Vec<Value>,
    /// In order.
    pub events: Vec<Value>,
    /// Where what is missing before the events ends; `None` when nothing is.
    pub gap: Option<String>,
    /// Who is typing, where that has changed.
    pub typing: Option<Vec<String>>,
    /// Whether the visitor is in it no more.
    pub is_left: bool,
}

impl Sync {
    /// `None` when it is no such answer.
    pub fn read(body: &str, room: &str) -> Option<Self> {
        let answer: Value = serde_json::from_str(body).ok()?;
        let next = token(&answer, "next_batch")?;
        let rooms = answer.get("rooms");
        let under = |section| rooms?.get(section)?.get(room);
        let room = match (under("join"), under("leave")) {
            (Some(joined), _) => Some(RoomNews::read(joined, false)),
            (None, Some(left)) => Some(RoomNews::read(left, true)),
            (None, None) => None,
        };
        Some(Self { next, room })
    }
}

impl RoomNews {
    fn read(room: &Value, is_left: bool) -> Self {
        let timeline = room.get("timeline").unwrap_or(&Value::Null);
        let events = |of: &str| room.get(of).map_or(&[][..], |part| part.list("events"));
        Self {
            state: events("state").to_vec(),
            events: timeline.list("events").to_vec(),
            gap: token(timeline, "prev_batch").filter(|_| timeline.is_true("limited")),
            typing: events("ephemeral").iter().rev().find_map(typing),
            is_left,
        }
    }
}

/// A place in a room's history.
pub(super) fn token(answer: &Value, name: &str) -> Option<String> {
    let token = answer.get(name)?.as_str()?;
    (token.len() <= LONGEST_TOKEN).then(|| token.to_owned())
}

fn typing(event: &Value) -> Option<Vec<String>> {
    if event.text("type")? != "m.typing" {
        return None;
    }
    let users = event.get("content")?.list("user_ids");
    let ids = users.iter().filter_map(Value::as_str);
    let ids = ids.filter(|id| id.len() <= LONGEST_ID).take(MOST);
    Some(ids.map(str::to_owned).collect())
}

/// The kinds of events that count. Other versions that let others through count
/// otherwise: tickets hold both the count and what it belongs to.
const KINDS: &str = r#"["m.room.message","m.room.member","m.room.redaction","m.reaction","m.sticker","m.room.encryption","m.room.encrypted"]"#;

/// Only that room is told of, and only what matters.
pub(super) fn filter(room: &str) -> String {
    let room = Value::from(room);
    let nothing = r#"{"types":[]}"#;
    format!(
        r#"{{"presence":{nothing},"account_data":{nothing},"room":{{"rooms":[{room}],"account_data":{nothing},"state":{{"types":["m.room.member","m.room.encryption"]}},"ephemeral":{{"types":["m.typing"]}},"timeline":{{"limit":50,"types":{KINDS}}}}}}}"#
    )
}

/// The same kinds for `/messages`.
pub(super) fn page_filter() -> String {
    format!(r#"{{"types":{KINDS}}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_json() {
        let filter: Value = serde_json::from_str(&filter("!a\"b")).unwrap();
        assert_eq!(filter["room"]["rooms"][0], "!a\"b");
        assert_eq!(
            filter["room"]["timeline"]["types"]
                .as_array()
                .unwrap()
                .len(),
            7
        );
        assert!(serde_json::from_str::<Value>(&page_filter()).is_ok());
    }

    #[test]
    fn no_more_type_than_can_be_there() {
        let mut users: Vec<_> = (0..500).map(|n| format!("@{n}:b")).collect();
        users.insert(0, "@".repeat(LONGEST_ID + 1));
        let event = serde_json::json!({ "type": "m.typing", "content": { "user_ids": users } });
        assert_eq!(typing(&event).unwrap(), users[1..=MOST]);
    }

    #[test]
    fn only_the_rooms_own_news_are_taken() {
        let body = r#"{"next_batch":"s2","rooms":{"join":{"!a":{"timeline":{"events":[{}],"limited":true,
            "prev_batch":"p"},"ephemeral":{"events":[{"type":"m.typing","content":{"user_ids":["@a:b",7]}}]}},"!b":{}}}}"#;
        let sync = Sync::read(body, "!a").unwrap();
        assert_eq!(sync.next, "s2");
        let room = sync.room.unwrap();
        assert_eq!((room.events.len(), room.gap.as_deref()), (1, Some("p")));
        assert_eq!(room.typing.as_deref(), Some(&["@a:b".to_owned()][..]));
        assert!(!room.is_left);
        assert!(Sync::read(body, "!c").unwrap().room.is_none());
        let long = |length| format!(r#"{{"next_batch":"{}"}}"#, "s".repeat(length));
        assert!(Sync::read(&long(LONGEST_TOKEN), "!a").is_some());
        assert!(Sync::read(&long(LONGEST_TOKEN + 1), "!a").is_none());
        for nonsense in ["", "{}", "[]", r#"{"next_batch":7}"#] {
            assert!(Sync::read(nonsense, "!a").is_none(), "{nonsense}");
        }
    }
}
