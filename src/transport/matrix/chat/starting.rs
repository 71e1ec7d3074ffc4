//! From nothing to a room: an account, its name, the room, a look into it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::address::{AccountSource, RoomPlan};
use super::super::event::VISITOR;
use super::super::path::encoded;
use super::super::ticket::{Account, Place};
use super::super::trouble::Trouble;
use super::calls::{Asked, Call, Purpose};
use super::renewing::DEVICE_NAME;
use super::{MatrixChat, Stage};
use crate::engine::{ClientId, Refusal, RegistrationData, TransportEvent};
use crate::transport::json::{Look, NAME_LIMIT, cut};
use crate::transport::protocol::Answer;

/// Who gave no name is called this.
const NOBODY: &str = "Visitor";
/// In later versions nobody can remove a room's maker, and removing the visitor is
/// how agents end a chat.
const ROOM_VERSION: &str = "11";
/// A registration has no more stages than this.
const MOST_STAGES: u8 = 4;

/// A start under way.
#[derive(Debug)]
pub(super) struct Start {
    id: ClientId,
    data: RegistrationData,
    complete: bool,
    /// How many stages the registration has passed.
    stages: u8,
    /// Whether the server does not know the version of room that is wanted.
    plain_room: bool,
}

impl Start {
    pub(super) fn new(id: ClientId, data: RegistrationData, complete: bool) -> Self {
        Self {
            id,
            data,
            complete,
            stages: 0,
            plain_room: false,
        }
    }
}

impl MatrixChat {
    pub(super) fn start(&mut self, start: Start) {
        let is_complete = start.complete;
        self.stage = Stage::Starting(Box::new(start));
        match (&self.stub.account, &self.stub.place) {
            (_, Some(_)) => self.sync_now(),
            (Some(_), None) => self.find_room(),
            (None, None) if self.asks_endpoint() => self.ask_endpoint(),
            (None, None) if is_complete => self.register(json!({})),
            // What exists already is all that may be given.
            (None, None) => self.log_in_to_ours(),
        }
    }

    /// The start that is under way.
    fn under_way(&mut self) -> Option<&mut Start> {
        match &mut self.stage {
            Stage::Starting(start) => Some(start),
            _ => None,
        }
    }

    fn user(&mut self) -> String {
        let id = self.under_way().map(|start| start.id.clone());
        let id = id.as_ref().map_or("", ClientId::as_str);
        self.stub.secret.user_for(id)
    }

    fn register(&mut self, auth: Value) {
        let mut body = json!({
            "username": self.user(),
            "password": self.stub.secret.password,
            "initial_device_display_name": DEVICE_NAME,
            "refresh_token": true,
        });
        if auth.get("type").is_some() {
            body["auth"] = auth;
        }
        self.call(Call::post(Purpose::Register, "/register".to_owned(), body).without_token());
    }

    fn log_in_to_ours(&mut self) {
        let user = self.user();
        self.log_in(&user, "");
    }

    pub(super) fn asks_endpoint(&self) -> bool {
        matches!(self.stub.address.account, AccountSource::Endpoint(_))
    }

    /// The endpoint is asked under an id that nobody else can know.
    pub(super) fn ask_endpoint(&mut self) {
        let AccountSource::Endpoint(url) = &self.stub.address.account else {
            return;
        };
        let url = url.clone();
        let user = self.user();
        let start = self.under_way();
        let data = start.as_ref().map(|start| start.data.fields.clone());
        let complete = start.is_none_or(|start| start.complete);
        let body = json!({
            "id": format!("{user}-{}", self.stub.secret.password),
            "data": data.unwrap_or_default(),
            "complete": complete,
        });
        let purpose = match self.stage {
            Stage::Starting(_) => Purpose::Account,
            // Answered like a login.
            _ => Purpose::Login,
        };
        let mut call = Call::post(purpose, String::new(), body).without_token();
        call.path = url;
        self.call(call);
    }

    pub(super) fn hear_of_start(&mut self, purpose: &Purpose, answer: Answer) {
        match (purpose, answer) {
            (Purpose::Register, Answer::Http(401, body)) => self.pass_stage(&body),
            (Purpose::Register | Purpose::Login | Purpose::Account, Answer::Http(200, body)) => {
                self.has_account(&body, purpose);
            }
            (Purpose::Name, Answer::Http(200..=499, _)) => self.make_room(),
            (Purpose::JoinedRooms, Answer::Http(200, body)) => self.found_rooms(&body),
            (Purpose::CreateRoom | Purpose::Join, Answer::Http(200, body)) => {
                let answer: Value = serde_json::from_str(&body).unwrap_or_default();
                match answer.text("room_id") {
                    Some(room) => self.has_room(room),
                    None => self.broke(),
                }
            }
            (purpose, Answer::Http(status @ 400..=499, body)) if status != 408 => {
                self.start_failed(purpose, Trouble::read(&body));
            }
            _ => self.broke(),
        }
    }

    /// Registering is done in stages, and the first answer says which.
    fn pass_stage(&mut self, body: &str) {
        let answer: Value = serde_json::from_str(body).unwrap_or_default();
        let trouble = Trouble::read(body);
        let Some(start) = self.under_way() else {
            return;
        };
        start.stages += 1;
        let is_refused = !trouble.code.is_empty() || start.stages > MOST_STAGES;
        let Some(session) = answer.text("session").filter(|_| !is_refused) else {
            return self.refused(trouble.or("The homeserver did not let the visitor register."));
        };
        let token = match &self.stub.address.account {
            AccountSource::Token(token) => Some(token.clone()),
            _ => None,
        };
        match next_stage(&answer, token.is_some()) {
            Some(stage) => self.register(json!({
                "type": stage,
                "session": session,
                "token": token.filter(|_| stage == TOKEN_STAGE),
            })),
            None => self.refused(
                "The homeserver asks for more to register than a visitor can give. See the guide for site owners: accounts.",
            ),
        }
    }

    fn has_account(&mut self, body: &str, purpose: &Purpose) {
        let Some(account) = Account::read(body, self.now.wall) else {
            return self.broke();
        };
        self.room.me.clone_from(&account.user);
        self.stub.account = Some(account);
        self.renew_ticket();
        let answer: Value = serde_json::from_str(body).unwrap_or_default();
        let parked = !self.parked.is_empty();
        if parked {
            return self.release_parked();
        }
        match (purpose, answer.text("room_id")) {
            (Purpose::Account, Some(room)) => self.join(&room),
            // The account may have been there before, and a room too.
            (Purpose::Login | Purpose::Account, _) => self.find_room(),
            _ => self.tell_name(),
        }
    }

    /// What somebody is called goes before the room, which then shows it from
    /// the first.
    fn tell_name(&mut self) {
        let user = self.room.me.clone();
        let Some(start) = self.under_way() else {
            return;
        };
        let name = name_of(&start.data.fields);
        self.call(Call::put(
            Purpose::Name,
            format!("/profile/{}/displayname", encoded(&user)),
            json!({ "displayname": name }),
        ));
    }

    fn find_room(&mut self) {
        self.call(Call::get(Purpose::JoinedRooms, "/joined_rooms".to_owned()));
    }

    /// The account is the chat's own: any room it is in is the chat's.
    fn found_rooms(&mut self, body: &str) {
        let answer: Value = serde_json::from_str(body).unwrap_or_default();
        let room = answer.list("joined_rooms").first().and_then(Value::as_str);
        let is_complete = self.under_way().is_some_and(|start| start.complete);
        match room {
            Some(room) => self.has_room(room.to_owned()),
            None if is_complete => self.tell_name(),
            None => self.incomplete(),
        }
    }

    fn incomplete(&mut self) {
        self.close();
        self.report(TransportEvent::Refused(Refusal::Incomplete));
    }

    fn make_room(&mut self) {
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

    fn join(&mut self, room: &str) {
        let path = format!("/join/{}", encoded(room));
        self.call(Call::post(Purpose::Join, path, json!({})));
    }

    fn create_room(&mut self, agents: &[String]) {
        let me = self.room.me.clone();
        let Some(start) = self.under_way() else {
            return;
        };
        let plain = start.plain_room;
        let fields = &start.data.fields;
        // Who answers may do everything, and remove the visitor.
        let mut powers: Map<String, Value> = agents
            .iter()
            .map(|agent| (agent.clone(), 100.into()))
            .collect();
        if !plain {
            powers.insert(me, 50.into());
        }
        let mut body = json!({
            "preset": "private_chat",
            "name": room_name(fields),
            "topic": topic(fields),
            "invite": agents,
            "power_level_content_override": {
                "users": powers,
                // What the room is made with is sent with the visitor's power.
                "events": { "m.room.history_visibility": 50, "m.room.encryption": 100 },
            },
            "initial_state": [{ "type": VISITOR, "state_key": "", "content": fields }],
        });
        if !plain {
            body["room_version"] = ROOM_VERSION.into();
        }
        self.call(Call::post(
            Purpose::CreateRoom,
            "/createRoom".to_owned(),
            body,
        ));
    }

    fn has_room(&mut self, room: String) {
        self.stub.place = Some(Place {
            room,
            ..Place::default()
        });
        self.renew_ticket();
        self.sync_now();
    }

    /// The room has been looked into.
    pub(super) fn start_done(&mut self) {
        let Some(room) = self.stub.place.as_ref().map(|place| place.room.clone()) else {
            return;
        };
        let is_ours =
            matches!(&self.stub.address.room, RoomPlan::Invite(agents) if !agents.is_empty());
        let data = self.under_way().map(|start| start.data.fields.clone());
        self.started(room);
        // Who made the room knows nothing of the visitor yet.
        if let (false, Some(data)) = (is_ours, data) {
            self.tell_data(Asked::No, data);
        }
    }

    fn start_failed(&mut self, purpose: &Purpose, trouble: Trouble) {
        let is_complete = self.under_way().is_some_and(|start| start.complete);
        match (purpose, trouble.code.as_str()) {
            // An earlier page has registered it, and its answer was lost.
            (Purpose::Register, "M_USER_IN_USE") => self.log_in_to_ours(),
            (Purpose::Login | Purpose::Account, _) if !is_complete => self.incomplete(),
            (Purpose::CreateRoom, "M_UNSUPPORTED_ROOM_VERSION") if self.takes_plain_room() => {
                self.make_room();
            }
            (Purpose::Register, "M_FORBIDDEN") => {
                self.refused(
                    "The homeserver lets nobody register. See the guide for site owners: accounts.",
                );
            }
            (Purpose::Register, "M_UNRECOGNIZED" | "") => {
                self.refused("There is no Matrix homeserver at the address that the page gives.");
            }
            _ => self.refused(trouble.or("The homeserver refused to start a chat.")),
        }
    }

    fn takes_plain_room(&mut self) -> bool {
        self.under_way()
            .is_some_and(|start| !std::mem::replace(&mut start.plain_room, true))
    }
}

const DUMMY_STAGE: &str = "m.login.dummy";
const TOKEN_STAGE: &str = "m.login.registration_token";

/// The next stage of a flow that we can go through.
fn next_stage(answer: &Value, has_token: bool) -> Option<&'static str> {
    let stage = |name: &Value| match name.as_str()? {
        DUMMY_STAGE => Some(DUMMY_STAGE),
        TOKEN_STAGE if has_token => Some(TOKEN_STAGE),
        _ => None,
    };
    let flows = answer.list("flows").iter();
    let stages: Vec<_> = flows
        .filter_map(|flow| {
            flow.list("stages")
                .iter()
                .map(stage)
                .collect::<Option<Vec<_>>>()
        })
        .max_by_key(|stages| stages.contains(&TOKEN_STAGE))?;
    let done = answer.list("completed");
    stages
        .into_iter()
        .find(|stage| !done.iter().any(|done| done == stage))
}

fn name_of(fields: &BTreeMap<String, String>) -> String {
    let given = |name: &str| fields.get(name).map(|name| name.trim()).unwrap_or_default();
    let full = format!("{} {}", given("firstName"), given("lastName"));
    let names = [given("username"), given("nickname"), full.trim()];
    let name = names.into_iter().find(|name| !name.is_empty());
    cut(name.unwrap_or(NOBODY), NAME_LIMIT).to_owned()
}

/// What agents see in their list of rooms.
fn room_name(fields: &BTreeMap<String, String>) -> String {
    match fields.get("subject") {
        Some(subject) => format!("{} · {}", name_of(fields), cut(subject, NAME_LIMIT)),
        None => name_of(fields),
    }
}

/// All there is to know, for agents who read and not for programs.
pub(super) fn topic(fields: &BTreeMap<String, String>) -> String {
    let lines: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("{name}: {}", cut(value, NAME_LIMIT)))
        .collect();
    lines.join(" · ")
}
