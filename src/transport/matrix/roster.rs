//! Who is in the room, as far as names go.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::engine::{Party, Role};
use crate::transport::json::{Look, NAME_LIMIT, cut};

/// Nobody answers in larger groups.
pub(super) const MOST: usize = 50;
/// No user id may be longer.
pub(super) const LONGEST_ID: usize = 255;
/// No address of a picture is.
const LONGEST_ADDRESS: usize = 500;

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
                .filter(|name| !name.trim().is_empty())
                .map(|name| cut(&name, NAME_LIMIT).to_owned()),
            avatar: member
                .text("avatar_url")
                .filter(|avatar| !avatar.is_empty() && avatar.len() <= LONGEST_ADDRESS),
        };
        if let Some(known) = self.0.iter_mut().find(|known| known.id == id) {
            *known = person;
        } else if self.0.len() < MOST && id.len() <= LONGEST_ID {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whatever_people_are_called_it_is_not_much() {
        let long = "x".repeat(8_000);
        let member = json!({ "membership": "join", "displayname": long, "avatar_url": long });
        let mut roster = Roster::default();
        roster.learn(&long, &member);
        for n in 0..100 {
            roster.learn(&format!("@{n}:b"), &member);
        }
        assert_eq!(roster.0.len(), MOST);
        assert!(serde_json::to_string(&roster).unwrap().len() < MOST * 400);
    }
}
