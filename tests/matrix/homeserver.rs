//! A homeserver with as much of the client-server API as the protocol uses.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Events in one answer: few, so that gaps are the rule.
const TIMELINE: usize = 5;
const PAGE: usize = 7;
/// How long an answer to `/sync` is given again to the same question.
const REMEMBERS: u64 = 120_000;

/// A request as it arrives.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: &'static str,
    pub(crate) path: Vec<String>,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) token: Option<String>,
    pub(crate) body: Value,
}

/// What becomes of it.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Now(u16, Value),
    /// When there is news after these counts, or at that time.
    Hold(u64),
}

#[derive(Debug, Default)]
pub(crate) struct User {
    pub(crate) password: String,
    pub(crate) name: String,
    pub(crate) is_deactivated: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Token {
    user: String,
    pub(crate) device: String,
    expires_at: u64,
    refresh: String,
    /// The refresh token that this came by; dead once this is used.
    parent: Option<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Room {
    pub(crate) events: Vec<Value>,
    pub(crate) members: BTreeMap<String, String>,
    pub(crate) state: BTreeMap<String, Value>,
    /// How often it changed, and who types now.
    pub(crate) typing: (usize, Vec<String>),
}

#[derive(Debug, Default)]
pub(crate) struct Homeserver {
    pub(crate) users: BTreeMap<String, User>,
    pub(crate) tokens: BTreeMap<String, Token>,
    refreshes: BTreeMap<String, (String, String)>,
    pub(crate) rooms: BTreeMap<String, Room>,
    transactions: BTreeMap<(String, String), String>,
    /// How long an access token lives.
    pub(crate) token_life: Option<u64>,
    /// How long it says that they live, where that is not true.
    pub(crate) told_life: Option<u64>,
    /// Whether it knows nothing any more of a token that is too old.
    pub(crate) forgets_tokens: bool,
    /// Whether a visitor may change nothing of a room's state.
    pub(crate) lets_nobody_change_state: bool,
    /// The room that the endpoint names.
    endpoint_room: Option<String>,
    /// Versions of rooms that it can make.
    pub(crate) knows_version_11: bool,
    pub(crate) flows: Value,
    pub(crate) rejects_old_since: bool,
    aliases: BTreeMap<String, String>,
    /// Whether nobody may name a room.
    pub(crate) names_no_rooms: bool,
    /// Whether everybody is put into a room of the server's own.
    pub(crate) lobby: bool,
    /// As an application service does.
    pub(crate) makes_rooms_of_aliases: bool,
    pub(crate) receipts: Vec<String>,
    answered: BTreeMap<String, (u64, Value)>,
    made: u64,
    now: u64,
}

fn error(status: u16, code: &str) -> Reply {
    Reply::Now(
        status,
        json!({ "errcode": code, "error": format!("It says {code}.") }),
    )
}

fn fine(body: Value) -> Reply {
    Reply::Now(200, body)
}

impl Homeserver {
    pub(crate) fn new() -> Self {
        Self {
            knows_version_11: true,
            flows: json!([{ "stages": ["m.login.dummy"] }]),
            ..Self::default()
        }
    }

    fn make(&mut self, what: &str) -> String {
        self.made += 1;
        format!("{what}{}", self.made)
    }

    pub(crate) fn answer(&mut self, now: u64, asked: &Asked) -> Reply {
        self.now = now;
        let path: Vec<&str> = asked.path.iter().map(String::as_str).collect();
        match (asked.method, &path[..]) {
            ("POST", ["register"]) => return self.register(&asked.body),
            ("POST", ["login"]) => return self.login(&asked.body),
            ("POST", ["refresh"]) => return self.refresh(&asked.body),
            ("POST", ["account"]) => return self.account(&asked.body),
            _ => {}
        }
        let (user, device) = match self.whose(asked.token.as_deref()) {
            Ok(token) => (token.user, token.device),
            Err(is_soft) => {
                let body = json!({ "errcode": "M_UNKNOWN_TOKEN", "soft_logout": is_soft });
                return Reply::Now(401, body);
            }
        };
        match (asked.method, &path[..]) {
            ("PUT", ["profile", _, "displayname"]) => {
                let name = asked.body["displayname"].as_str().unwrap().to_owned();
                self.users.get_mut(&user).unwrap().name = name;
                fine(json!({}))
            }
            ("GET", ["joined_rooms"]) => {
                let is_in = |room: &Room| room.members.get(&user).is_some_and(|m| m == "join");
                let rooms = self.rooms.iter().filter(|(_, room)| is_in(room));
                let ids: Vec<_> = rooms.map(|(id, _)| id).collect();
                fine(json!({ "joined_rooms": ids }))
            }
            ("GET", ["directory", "room", alias]) => match self.aliases.get(*alias) {
                Some(room) => fine(json!({ "room_id": room })),
                None => error(404, "M_NOT_FOUND"),
            },
            ("POST", ["createRoom"]) => self.create_room(&user, &asked.body),
            ("POST", ["join", alias]) if alias.starts_with('#') && self.makes_rooms_of_aliases => {
                let room = alias.replace('#', "!");
                self.room_by_bot(&room);
                self.membership(&room, &user, &user, "join");
                fine(json!({ "room_id": room }))
            }
            ("POST", ["join", room]) => match self.rooms.contains_key(*room) {
                true => {
                    self.membership(room, &user, &user, "join");
                    fine(json!({ "room_id": room }))
                }
                false => error(404, "M_NOT_FOUND"),
            },
            ("GET", ["sync"]) => self.sync_from_memory(&user, &device, &asked.query),
            ("GET", ["rooms", room, "messages"]) => self.messages(room, &device, &asked.query),
            ("PUT", ["rooms", room, "send", kind, txn]) => {
                if self.rooms[*room].members[&user] != "join" {
                    return error(403, "M_FORBIDDEN");
                }
                let key = (device.clone(), (*txn).to_owned());
                if let Some(event) = self.transactions.get(&key) {
                    return fine(json!({ "event_id": event }));
                }
                let unsigned = json!({ "device": device, "transaction_id": txn });
                let id = self.add(room, kind, &user, asked.body.clone(), unsigned);
                self.transactions.insert(key, id.clone());
                fine(json!({ "event_id": id }))
            }
            ("GET", ["rooms", room, "state", kind]) => match self.rooms[*room].state.get(*kind) {
                Some(content) => fine(content.clone()),
                None => error(404, "M_NOT_FOUND"),
            },
            ("PUT", ["rooms", _, "state", ..]) if self.lets_nobody_change_state => {
                error(403, "M_FORBIDDEN")
            }
            ("PUT", ["rooms", room, "state", kind, ..]) => {
                let room = self.rooms.get_mut(*room).unwrap();
                room.state.insert((*kind).to_owned(), asked.body.clone());
                fine(json!({ "event_id": "$state" }))
            }
            ("PUT", ["rooms", room, "typing", _]) => {
                let on = asked.body["typing"] == true;
                self.types(room, &user, on);
                fine(json!({}))
            }
            ("POST", ["rooms", _, "receipt", "m.read", event]) => {
                self.receipts.push((*event).to_owned());
                fine(json!({}))
            }
            ("POST", ["rooms", room, "leave"]) => {
                self.membership(room, &user, &user, "leave");
                fine(json!({}))
            }
            ("POST", ["logout"]) => {
                self.tokens.retain(|_, token| token.device != device);
                fine(json!({}))
            }
            ("POST", ["account", "deactivate"]) => {
                self.deactivate(&user);
                fine(json!({}))
            }
            _ => error(404, "M_UNRECOGNIZED"),
        }
    }

    /// Whether the refusal is a soft one.
    fn whose(&mut self, token: Option<&str>) -> Result<Token, bool> {
        let token = token
            .and_then(|token| self.tokens.get(token))
            .ok_or(false)?;
        if token.expires_at <= self.now {
            return Err(!self.forgets_tokens);
        }
        let token = token.clone();
        if let Some(parent) = &token.parent {
            self.refreshes.remove(parent);
        }
        Ok(token)
    }

    fn register(&mut self, body: &Value) -> Reply {
        let name = body["username"].as_str().unwrap();
        let user = format!("@{name}:hs");
        if self.users.contains_key(&user) {
            return error(400, "M_USER_IN_USE");
        }
        let done: Vec<&str> = match body["auth"]["type"].as_str() {
            Some("m.login.registration_token") if body["auth"]["session"] != "u" => {
                return error(400, "M_MISSING_PARAM");
            }
            Some("m.login.registration_token") if body["auth"]["token"] != "open sesame" => {
                return Reply::Now(
                    401,
                    json!({ "errcode": "M_UNAUTHORIZED", "error": "Invalid token.", "session": "u", "flows": self.flows }),
                );
            }
            Some(stage) => vec![stage],
            None => vec![],
        };
        let is_enough = self.flows.as_array().unwrap().iter().any(|flow| {
            let mut stages = flow["stages"].as_array().unwrap().iter();
            stages.all(|stage| done.contains(&stage.as_str().unwrap()))
        });
        if !is_enough {
            return Reply::Now(
                401,
                json!({ "session": "u", "flows": self.flows, "completed": done }),
            );
        }
        let password = body["password"].as_str().unwrap().to_owned();
        let account = User {
            password,
            ..User::default()
        };
        self.users.insert(user.clone(), account);
        if self.lobby {
            self.room_by_bot("!lobby");
            self.membership("!lobby", &user, &user, "join");
        }
        let device = self.make("D");
        fine(self.tokens_for(&user, &device, None))
    }

    /// As the site's own endpoint answers: the same id is the same account.
    fn account(&mut self, body: &Value) -> Reply {
        let id = body["id"].as_str().unwrap();
        let user = format!("@{}:hs", id.rsplit_once('-').unwrap().0);
        self.users.entry(user.clone()).or_default();
        let device = self.make("D");
        let mut answer = self.tokens_for(&user, &device, None);
        if let Some(room) = &self.endpoint_room {
            answer["room_id"] = room.as_str().into();
        }
        fine(answer)
    }

    fn login(&mut self, body: &Value) -> Reply {
        let name = body["identifier"]["user"].as_str().unwrap();
        let user = match name.starts_with('@') {
            true => name.to_owned(),
            false => format!("@{name}:hs"),
        };
        let known = self.users.get(&user);
        if known.is_none_or(|known| known.is_deactivated || known.password != body["password"]) {
            return error(403, "M_FORBIDDEN");
        }
        let device = match body["device_id"].as_str() {
            Some(device) => device.to_owned(),
            None => self.make("D"),
        };
        self.tokens.retain(|_, token| token.device != device);
        fine(self.tokens_for(&user, &device, None))
    }

    fn refresh(&mut self, body: &Value) -> Reply {
        let old = body["refresh_token"].as_str().unwrap();
        let Some((user, device)) = self.refreshes.get(old).cloned() else {
            return error(403, "M_FORBIDDEN");
        };
        fine(self.tokens_for(&user, &device, Some(old.to_owned())))
    }

    fn tokens_for(&mut self, user: &str, device: &str, parent: Option<String>) -> Value {
        let (access, refresh) = (self.make("access-"), self.make("refresh-"));
        let life = self.token_life.unwrap_or(u64::MAX / 4);
        let token = Token {
            user: user.to_owned(),
            device: device.to_owned(),
            expires_at: self.now + life,
            refresh: refresh.clone(),
            parent,
        };
        self.refreshes
            .insert(token.refresh.clone(), (user.to_owned(), device.to_owned()));
        self.tokens.insert(access.clone(), token);
        let mut answer = json!({ "user_id": user, "device_id": device, "access_token": access });
        if let Some(life) = self.token_life {
            answer["expires_in_ms"] = self.told_life.unwrap_or(life).into();
            answer["refresh_token"] = refresh.into();
        }
        answer
    }

    /// The account and all its tokens are gone.
    pub(crate) fn deactivate(&mut self, user: &str) {
        self.users.get_mut(user).unwrap().is_deactivated = true;
        self.log_out(user);
    }

    /// Everywhere.
    pub(crate) fn log_out(&mut self, user: &str) {
        self.tokens.retain(|_, token| token.user != user);
        self.refreshes.retain(|_, (of, _)| of != user);
    }

    fn create_room(&mut self, user: &str, body: &Value) -> Reply {
        if body.get("room_version").is_some() && !self.knows_version_11 {
            return error(400, "M_UNSUPPORTED_ROOM_VERSION");
        }
        // As Synapse does for all versions before 12.
        if body["power_level_content_override"]["users"]
            .get(user)
            .is_none()
        {
            return error(400, "M_BAD_JSON");
        }
        let alias = body["room_alias_name"]
            .as_str()
            .map(|name| format!("#{name}:hs"));
        if alias.is_some() && self.names_no_rooms {
            return error(403, "M_FORBIDDEN");
        }
        if alias
            .as_ref()
            .is_some_and(|alias| self.aliases.contains_key(alias))
        {
            return error(400, "M_ROOM_IN_USE");
        }
        let id = self.make("!room");
        self.aliases.extend(alias.map(|alias| (alias, id.clone())));
        let mut room = Room::default();
        room.state.insert("name".into(), body["name"].clone());
        let data = body["initial_state"][0]["content"].clone();
        room.state.insert("rejoin.visitor".into(), data);
        self.rooms.insert(id.clone(), room);
        self.membership(&id, user, user, "join");
        for agent in body["invite"].as_array().unwrap() {
            self.membership(&id, agent.as_str().unwrap(), user, "invite");
        }
        fine(json!({ "room_id": id }))
    }

    pub(crate) fn make_room_for_endpoint(&mut self, id: &str) {
        self.room_by_bot(id);
        self.endpoint_room = Some(id.to_owned());
    }

    /// A room that somebody else made.
    fn room_by_bot(&mut self, id: &str) {
        self.rooms.insert(id.to_owned(), Room::default());
        self.membership(id, "@bot:hs", "@bot:hs", "join");
    }

    pub(crate) fn membership(&mut self, room: &str, who: &str, by: &str, membership: &str) {
        let members = &mut self.rooms.get_mut(room).unwrap().members;
        let before = members.insert(who.to_owned(), membership.to_owned());
        let name = self.users.get(who).map(|user| user.name.clone());
        let name = name.unwrap_or_else(|| who[1..2].to_uppercase() + &who[2..who.len() - 3]);
        let mut content = json!({ "membership": membership, "displayname": name });
        if by != who && membership == "leave" {
            content["reason"] = "That was all.".into();
        }
        let unsigned = before.map(|m| json!({ "prev_content": { "membership": m } }));
        let unsigned = unsigned.unwrap_or_default();
        self.add_state(room, "m.room.member", who, by, content, unsigned);
    }

    pub(crate) fn add_state(
        &mut self,
        room: &str,
        kind: &str,
        key: &str,
        by: &str,
        content: Value,
        unsigned: Value,
    ) -> String {
        let id = self.add(room, kind, by, content, unsigned);
        let event = self.rooms.get_mut(room).unwrap().events.last_mut().unwrap();
        event["state_key"] = key.into();
        id
    }

    pub(crate) fn add(
        &mut self,
        room: &str,
        kind: &str,
        sender: &str,
        content: Value,
        unsigned: Value,
    ) -> String {
        let id = self.make("$");
        let event = json!({
            "event_id": id,
            "type": kind,
            "sender": sender,
            "content": content,
            "unsigned": unsigned,
            "origin_server_ts": 1_800_000_000_000_u64 + self.now,
        });
        self.rooms.get_mut(room).unwrap().events.push(event);
        id
    }

    pub(crate) fn types(&mut self, room: &str, user: &str, on: bool) {
        let typing = &mut self.rooms.get_mut(room).unwrap().typing;
        typing.1.retain(|typing| typing != user);
        if on {
            typing.1.push(user.to_owned());
        }
        typing.0 += 1;
    }

    /// An event as that device sees it: who sent it knows by which transaction.
    fn seen(event: &Value, device: &str) -> Value {
        let mut event = event.clone();
        if event["unsigned"]["device"] != device {
            event["unsigned"]["transaction_id"].take();
        }
        event
    }

    /// Synapse remembers its answers for a while, and gives them again to whoever
    /// asks the same.
    fn sync_from_memory(
        &mut self,
        user: &str,
        device: &str,
        query: &BTreeMap<String, String>,
    ) -> Reply {
        let question = format!("{device} {query:?}");
        match self.answered.get(&question) {
            Some((at, answer)) if self.now < at + REMEMBERS => return fine(answer.clone()),
            _ => {}
        }
        let reply = self.sync(user, device, query);
        if let Reply::Now(200, answer) = &reply {
            self.answered.insert(question, (self.now, answer.clone()));
        }
        reply
    }

    fn sync(&mut self, user: &str, device: &str, query: &BTreeMap<String, String>) -> Reply {
        let filter: Value = serde_json::from_str(&query["filter"]).expect("a filter in JSON");
        let id = filter["room"]["rooms"][0].as_str().unwrap();
        let since = query.get("since").map(|since| counts(since));
        if since.is_some() && self.rejects_old_since {
            self.rejects_old_since = false;
            return error(400, "M_UNKNOWN");
        }
        let Some(room) = self.rooms.get(id) else {
            return fine(json!({ "next_batch": "s0_0" }));
        };
        let next = format!("s{}_{}", room.events.len(), room.typing.0);
        let (from, typed) = since.unwrap_or_default();
        let is_quiet = from >= room.events.len() && typed == room.typing.0;
        if since.is_some() && is_quiet {
            let timeout: u64 = query["timeout"].parse().unwrap();
            return match timeout {
                0 => fine(json!({ "next_batch": next })),
                _ => Reply::Hold(self.now + timeout),
            };
        }
        let first = from.max(room.events.len().saturating_sub(TIMELINE));
        let events: Vec<_> = room.events[first..]
            .iter()
            .map(|event| Self::seen(event, device))
            .collect();
        let members = |event: &&Value| event["type"] == "m.room.member";
        let state: Vec<_> = room.events[from..first].iter().filter(members).collect();
        let mut news = json!({
            "state": { "events": state },
            "timeline": { "events": events, "limited": first > from, "prev_batch": format!("p{first}") },
        });
        if typed != room.typing.0 {
            news["ephemeral"]["events"] =
                json!([{ "type": "m.typing", "content": { "user_ids": room.typing.1 } }]);
        }
        let section = match room.members.get(user).map(String::as_str) {
            Some("join") => "join",
            Some("leave") if from < room.events.len() => "leave",
            _ => "none",
        };
        fine(json!({ "next_batch": next, "rooms": { section: { id: news } } }))
    }

    fn messages(&mut self, room: &str, device: &str, query: &BTreeMap<String, String>) -> Reply {
        assert_eq!(query["dir"], "b");
        let room = &self.rooms[room];
        let from = counts(&query["from"]).0;
        let to = query.get("to").map_or(0, |to| counts(to).0);
        let limit = query["limit"].parse::<usize>().unwrap().min(PAGE);
        let first = from.saturating_sub(limit).max(to).min(from);
        let chunk: Vec<_> = room.events[first..from]
            .iter()
            .rev()
            .map(|event| Self::seen(event, device))
            .collect();
        let mut page = json!({ "chunk": chunk, "start": query["from"] });
        if first > to {
            page["end"] = format!("p{first}").into();
        }
        fine(page)
    }

    // What tests want to know.

    pub(crate) fn only_room(&self) -> String {
        let ids: Vec<_> = self.rooms.keys().collect();
        assert_eq!(ids.len(), 1, "{ids:?}");
        ids[0].clone()
    }

    pub(crate) fn visitor(&self) -> String {
        let users: Vec<_> = self.users.keys().collect();
        assert_eq!(users.len(), 1, "{users:?}");
        users[0].clone()
    }

    /// What was said by that user, in order.
    pub(crate) fn said_by(&self, user: &str) -> Vec<String> {
        let events = self.rooms.values().flat_map(|room| &room.events);
        let said = events.filter(|e| e["type"] == "m.room.message" && e["sender"] == user);
        said.filter_map(|event| event["content"]["body"].as_str().map(str::to_owned))
            .collect()
    }
}

/// `s7_2` and `p7` are after seven events.
fn counts(token: &str) -> (usize, usize) {
    let (events, typing) = token[1..].split_once('_').unwrap_or((&token[1..], "0"));
    (events.parse().unwrap(), typing.parse().unwrap())
}
