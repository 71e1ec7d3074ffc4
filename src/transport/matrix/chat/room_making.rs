//! How a chat gets its room: one that an earlier page has made, a new one, or one
//! that somebody else makes.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::super::address::RoomPlan;
use super::super::event::VISITOR;
use super::super::path::encoded;
use super::MatrixChat;
use super::calls::{Call, Purpose};
use super::introduction::{room_name, topic};
use crate::transport::json::Look;

/// In later versions nobody can remove a room's maker, and removing the visitor is
/// how agents end a chat.
const ROOM_VERSION: &str = "11";
/// A room that is being made for an alias lets nobody in until it is done.
const KNOCK_AGAIN: Duration = Duration::from_secs(1);
const MOST_KNOCKS: u8 = 3;
/// A homeserver may put everybody into some rooms of its own.
const MOST_ROOMS: usize = 5;

impl MatrixChat {
    /// Looks for the room that an earlier page has made. An alias needs no looking:
    /// it leads to the same room again.
    pub(super) fn find_room(&mut self) {
        match self.stub.address.room {
            RoomPlan::Invite(_) => {
                self.call(Call::get(Purpose::JoinedRooms, "/joined_rooms".to_owned()));
            }
            RoomPlan::Alias(_) => self.found_none(),
        }
    }

    pub(super) fn found_rooms(&mut self, body: &str) {
        let answer: Value = serde_json::from_str(body).unwrap_or_default();
        let rooms = answer.list("joined_rooms").iter().take(MOST_ROOMS);
        let rooms = rooms.filter_map(|room| Some(room.as_str()?.to_owned()));
        if let Some(start) = self.under_way() {
            start.rooms = rooms.collect();
        }
        self.ask_whose();
    }

    /// Ours has what we put into it. In any other somebody may read along.
    fn ask_whose(&mut self) {
        let room = self.under_way().and_then(|start| start.rooms.last());
        match room.map(|room| encoded(room)) {
            Some(room) => {
                let path = format!("/rooms/{room}/state/{VISITOR}");
                self.call(Call::get(Purpose::WhoseRoom, path));
            }
            None => self.found_none(),
        }
    }

    pub(super) fn found_whose(&mut self, body: &str) {
        let answer: Value = serde_json::from_str(body).unwrap_or_default();
        let room = self.under_way().and_then(|start| start.rooms.pop());
        match room {
            Some(room) if answer.get("errcode").is_none() => self.has_room(room),
            _ => self.ask_whose(),
        }
    }

    fn found_none(&mut self) {
        match self.under_way().is_some_and(|start| start.complete) {
            true => self.tell_name(),
            false => self.incomplete(),
        }
    }

    pub(super) fn make_room(&mut self) {
        let user = self.user();
        match self.stub.address.room.clone() {
            RoomPlan::Alias(alias) => {
                let id = user.trim_start_matches("visitor-");
                self.join(&alias.replace("{id}", id));
            }
            RoomPlan::Invite(agents) if agents.is_empty() => self.refused(
                "Nobody is there to answer: the page names neither people to invite nor an alias.",
            ),
            RoomPlan::Invite(agents) => self.create_room(&agents),
        }
    }

    /// An earlier page may have had the room made, and it is not open yet.
    pub(super) fn knocks_again(&mut self) -> bool {
        let is_alias = matches!(self.stub.address.room, RoomPlan::Alias(_));
        let Some(start) = self.under_way().filter(|_| is_alias) else {
            return false;
        };
        start.shut_out += 1;
        let is_patient = start.shut_out <= MOST_KNOCKS;
        self.be_silent(KNOCK_AGAIN);
        is_patient
    }

    pub(super) fn join(&mut self, room: &str) {
        let path = format!("/join/{}", encoded(room));
        self.call(Call::post(Purpose::Join, path, json!({})));
    }

    fn create_room(&mut self, agents: &[String]) {
        let me = self.room.me.clone();
        let Some(start) = self.under_way() else {
            return;
        };
        let fields = &start.data.fields;
        // Who answers may do everything, and remove the visitor.
        let agents_power = agents.iter().map(|agent| (agent.clone(), 100.into()));
        let mut powers: Map<String, Value> = agents_power.collect();
        if !start.plain_room {
            powers.insert(me, 50.into());
        }
        let mut body = json!({
            "preset": "private_chat",
            "name": room_name(fields),
            "topic": topic(fields),
            "invite": agents,
            "power_level_content_override": {
                "users": powers,
                // What a room is made with is sent with the visitor's power; also what
                // a homeserver adds by itself, which is then seen and refused.
                "events": { "m.room.history_visibility": 50, "m.room.encryption": 50 },
            },
            "initial_state": [{ "type": VISITOR, "state_key": "", "content": fields }],
        });
        if !start.plain_room {
            body["room_version"] = ROOM_VERSION.into();
        }
        let path = "/createRoom".to_owned();
        self.call(Call::post(Purpose::CreateRoom, path, body));
    }

    /// False when it is one already.
    pub(super) fn takes_plain_room(&mut self) -> bool {
        self.under_way()
            .is_some_and(|start| !std::mem::replace(&mut start.plain_room, true))
    }
}
