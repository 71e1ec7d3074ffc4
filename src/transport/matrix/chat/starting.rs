//! From nothing to a room: an account, its name, the room, a look into it.

use serde_json::{Value, json};

use super::super::path::encoded;
use super::super::ticket::Place;
use super::super::trouble::Trouble;
use super::calls::{Asked, Call, Purpose};
use super::introduction::name_of;
use super::{MatrixChat, Stage};
use crate::engine::{Refusal, RegistrationData, TransportEvent};
use crate::transport::json::Look;
use crate::transport::protocol::Answer;

/// A start under way.
#[derive(Debug)]
pub(super) struct Start {
    pub data: RegistrationData,
    pub complete: bool,
    /// How many stages the registration has passed.
    pub stages: u8,
    /// Whether the server does not know the version of room that is wanted.
    pub plain_room: bool,
    /// Whether the server lets nobody name a room.
    pub nameless_room: bool,
    /// How often the room did not let the visitor in.
    pub shut_out: u8,
}

impl Start {
    pub(super) fn new(data: RegistrationData, complete: bool) -> Self {
        Self {
            data,
            complete,
            stages: 0,
            plain_room: false,
            nameless_room: false,
            shut_out: 0,
        }
    }
}

impl MatrixChat {
    pub(super) fn start(&mut self, start: Start) {
        let is_complete = start.complete;
        self.stage = Stage::Starting(Box::new(start));
        match (&self.stub.account, &self.stub.place) {
            (_, Some(_)) => self.sync_now(),
            // It may know the room, and is asked again without harm.
            (_, None) if self.asks_endpoint() => self.ask_endpoint(),
            (Some(_), None) => self.find_room(),
            (None, None) if is_complete => self.register(),
            // What exists already is all that may be given.
            (None, None) => self.log_in_to_ours(),
        }
    }

    /// The start that is under way.
    pub(super) fn under_way(&mut self) -> Option<&mut Start> {
        match &mut self.stage {
            Stage::Starting(start) => Some(start),
            _ => None,
        }
    }

    /// The name of the account of the chat.
    pub(super) fn user_name(&self) -> String {
        self.stub.secret.user_for(&self.stub.start)
    }

    pub(super) fn hear_of_start(&mut self, purpose: &Purpose, answer: Answer) {
        match (purpose, answer) {
            (Purpose::Register, Answer::Http(401, body)) => self.pass_stage(&body),
            (Purpose::Register | Purpose::Login | Purpose::Account, Answer::Http(200, body)) => {
                self.has_account(&body, purpose);
            }
            (Purpose::Name, Answer::Http(200..=499, _)) => self.make_room(),
            (Purpose::FindRoom, Answer::Http(200 | 404, body)) => self.found_room(&body),
            (Purpose::CreateRoom | Purpose::Join, Answer::Http(200, body)) => {
                let answer: Value = serde_json::from_str(&body).unwrap_or_default();
                match answer.text("room_id") {
                    Some(room) => self.has_room(room, *purpose == Purpose::CreateRoom),
                    None => self.broke(),
                }
            }
            (purpose, Answer::Http(status @ 400..=499, body)) if status != 408 => {
                self.start_failed(purpose, Trouble::read(&body));
            }
            _ => self.broke(),
        }
    }

    /// What somebody is called goes before the room, which then shows it from
    /// the first.
    pub(super) fn tell_name(&mut self) {
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

    pub(super) fn has_room(&mut self, room: String, is_ours: bool) {
        self.stub.place = Some(Place {
            room,
            is_ours,
            ..Place::default()
        });
        self.renew_ticket();
        self.sync.begin_search();
        self.sync_now();
    }

    /// The room has been looked into.
    pub(super) fn start_done(&mut self) {
        let is_ours = self.stub.place.as_ref().is_some_and(|place| place.is_ours);
        let data = self.under_way().map(|start| start.data.fields.clone());
        match data.filter(|data| !is_ours && !data.is_empty()) {
            // Who made the room knows nothing of the visitor yet. What was entered is
            // stored no longer than the start takes.
            Some(data) => self.tell_data(Asked::ByTheStart, data),
            None => self.introduced(),
        }
    }

    /// Whoever made the room knows the visitor.
    pub(super) fn introduced(&mut self) {
        let place = self.stub.place.as_ref();
        let room = place.map(|place| place.room.clone());
        if let (Stage::Starting(_), Some(room)) = (&self.stage, room) {
            self.started(room);
            self.ask_on();
        }
    }

    /// Private fields are missing, and nothing is there that could go on without.
    pub(super) fn incomplete(&mut self) {
        self.close();
        self.report(TransportEvent::Refused(Refusal::Incomplete));
    }

    fn start_failed(&mut self, purpose: &Purpose, trouble: Trouble) {
        let is_complete = self.under_way().is_some_and(|start| start.complete);
        match (purpose, trouble.code.as_str()) {
            // An earlier page has registered it, and its answer was lost.
            (Purpose::Register, "M_USER_IN_USE") => self.log_in_to_ours(),
            (Purpose::Login | Purpose::Account, _) if !is_complete => self.incomplete(),
            // An earlier page has made it, and its answer was lost.
            (Purpose::CreateRoom, "M_ROOM_IN_USE") => {
                self.asked_in_vain();
                self.find_room();
            }
            (Purpose::CreateRoom, code) if self.takes_plainer_room(code) => self.make_room(),
            (Purpose::Join, "M_FORBIDDEN") if self.knocks_again() => self.make_room(),
            (Purpose::Register, "M_FORBIDDEN") => self.refused(
                "The homeserver lets nobody register. See the guide for site owners: accounts.",
            ),
            (Purpose::Register, "M_UNRECOGNIZED" | "") => {
                self.refused("There is no Matrix homeserver at the address that the page gives.")
            }
            _ => self.refused_by(trouble, "The homeserver refused to start a chat."),
        }
    }
}
