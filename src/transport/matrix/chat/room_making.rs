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

impl MatrixChat {
    /// Looks for the room that an earlier page has made: it has a name that only
    /// this start gives. An alias of the site's needs no looking: it leads to the
    /// same room again.
    pub(super) fn find_room(&mut self) {
        let name = self.user_name();
        if let RoomPlan::Alias(_) = self.stub.address.room {
            return self.found_none();
        }
        let me = self.room.me.split_once(':');
        let server = me.map_or("", |(_, server)| server);
        let alias = encoded(&format!("#{name}:{server}"));
        self.call(Call::get(
            Purpose::FindRoom,
            format!("/directory/room/{alias}"),
        ));
    }

    pub(super) fn found_room(&mut self, body: &str) {
        let answer: Value = serde_json::from_str(body).unwrap_or_default();
        match answer.text("room_id") {
            Some(room) => self.has_room(room, true),
            None => self.found_none(),
        }
    }

    fn found_none(&mut self) {
        match self.under_way().is_some_and(|start| start.complete) {
            true => self.tell_name(),
            false => self.incomplete(),
        }
    }

    pub(super) fn make_room(&mut self) {
        let user = self.user_name();
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
        let name = self.user_name();
        let Some(start) = self.under_way() else {
            return;
        };
        let fields = &start.data.fields;
        // Who answers may do everything, and remove the visitor.
        let agents_power = agents.iter().map(|agent| (agent.clone(), 100.into()));
        let mut powers: Map<String, Value> = agents_power.collect();
        powers.insert(me, 50.into());
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
        if !start.nameless_room {
            // Asked for twice, the server makes it once.
            body["room_alias_name"] = name.into();
        }
        let path = "/createRoom".to_owned();
        self.call(Call::post(Purpose::CreateRoom, path, body));
    }

    /// A room without what the server does not like. False when it is one already.
    pub(super) fn takes_plainer_room(&mut self, code: &str) -> bool {
        let Some(start) = self.under_way() else {
            return false;
        };
        let wish = match code {
            "M_UNSUPPORTED_ROOM_VERSION" => &mut start.plain_room,
            // It may let nobody name a room.
            "M_FORBIDDEN" | "M_EXCLUSIVE" => &mut start.nameless_room,
            _ => return false,
        };
        !std::mem::replace(wish, true)
    }
}
