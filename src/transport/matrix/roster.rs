//! Who is in the room, as far as names go.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::engine::{Party, Role};
use crate::transport::json::{Look, NAME_LIMIT, cut};

/// Nobody answers in larger groups.
const MOST: usize = 50;

/// The people in the room, but for the visitor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Roster(Vec<Person>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Person {
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    avatar: Option<String>,
}

impl Roster {
    /// Takes in the content of somebody's `m.room.member`.
    pub(super) fn learn(&mut self, id: &str, member: &Value) {
        // Who goes is known by the name they had.
        if !matches!(
            member.text("membership").as_deref(),
            Some("join" | "invite")
        ) {
            return;
        }
        let person = Person {
            id: id.to_owned(),
            name: member
                .text("displayname")
                .filter(|name| !name.trim().is_empty()),
            avatar: member
                .text("avatar_url")
                .filter(|avatar| !avatar.is_empty()),
        };
        if let Some(known) = self.0.iter_mut().find(|known| known.id == id) {
            *known = person;
        } else if self.0.len() < MOST {
            self.0.push(person);
        }
    }

    /// Somebody as a party of the chat.
    pub(super) fn party(&self, id: &str, role: Role) -> Party {
        let person = self.0.iter().find(|known| known.id == id);
        let name = person.and_then(|person| person.name.as_deref());
        // `@kim:example.com` is `kim`, where nothing better is known.
        let local = || id.trim_start_matches('@').split(':').next().unwrap_or(id);
        Party {
            id: id.to_owned(),
            name: cut(name.unwrap_or_else(local), NAME_LIMIT).to_owned(),
            role,
            avatar: person.and_then(|person| person.avatar.clone()),
        }
    }
}
