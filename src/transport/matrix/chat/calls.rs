//! What the homeserver is asked, and the answers that any question may get:
//! too often, with an old token, none.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::super::trouble::Trouble;
use super::syncing::SyncCall;
use super::{ANSWER_WITHIN, MatrixChat};
use crate::browser::{HttpRequest, Method, Payload};
use crate::engine::{ClientId, Mono};
use crate::transport::protocol::{Answer, Output, RequestId};

/// What a question is for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Purpose {
    Register,
    Login,
    /// To the site's own endpoint.
    Account,
    Refresh,
    Name,
    /// Whether an earlier page has made the room.
    FindRoom,
    CreateRoom,
    Join,
    /// For news.
    Sync(SyncCall),
    Page,
    Message(ClientId),
    /// Whether a message was refused because the visitor is not in the room.
    IsIn(ClientId, String),
    /// What is known of the visitor already.
    KnownData(News),
    /// All that is known, as part of the room's state.
    Data(News),
    /// The same as a notice, where the visitor may not change the state.
    DataNotice(Asked),
    Leave,
    /// The end of the account's use.
    Farewell,
    /// Nobody waits for the answer.
    Other,
}

/// Who waits for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The chat, which has asked for it.
    ByTheChat,
    /// The start, which is not done before those who made the room know the visitor.
    ByTheStart,
}

/// What a site tells of a visitor, by the names of fields.
pub(super) type Fields = BTreeMap<String, String>;

/// News of the visitor.
#[derive(Clone, PartialEq)]
pub(super) struct News {
    pub asked: Asked,
    pub data: Fields,
}

impl fmt::Debug for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("News(…)")
    }
}

/// A question.
#[derive(Clone)]
pub(super) struct Call {
    pub purpose: Purpose,
    pub method: Method,
    /// Behind the homeserver's address; a whole address for an endpoint.
    pub path: String,
    pub body: Option<Value>,
    /// Whether the visitor's token goes with it.
    pub has_token: bool,
    pub within: Duration,
    pub is_farewell: bool,
    /// The token it went with.
    used: String,
}

/// Its body holds secrets.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({:?})", self.purpose)
    }
}

impl Call {
    fn new(purpose: Purpose, method: Method, path: String, body: Option<Value>) -> Self {
        Self {
            purpose,
            method,
            path: format!("/_matrix/client/v3{path}"),
            body,
            has_token: true,
            within: ANSWER_WITHIN,
            is_farewell: false,
            used: String::new(),
        }
    }

    pub(super) fn get(purpose: Purpose, path: String) -> Self {
        Self::new(purpose, Method::Get, path, None)
    }

    pub(super) fn post(purpose: Purpose, path: String, body: Value) -> Self {
        Self::new(purpose, Method::Post, path, Some(body))
    }

    pub(super) fn put(purpose: Purpose, path: String, body: Value) -> Self {
        Self::new(purpose, Method::Put, path, Some(body))
    }

    pub(super) fn without_token(mut self) -> Self {
        self.has_token = false;
        self
    }

    pub(super) fn farewell(mut self) -> Self {
        self.is_farewell = true;
        self
    }
}

/// What the server does not want to be asked yet.
#[derive(Debug, Default)]
pub(super) struct Held {
    calls: Vec<Call>,
    until: Option<Mono>,
}

impl Held {
    pub(super) fn due(&self) -> Option<Mono> {
        self.until.filter(|_| !self.calls.is_empty())
    }

    /// The server is still to be left alone.
    pub(super) fn clear(&mut self) {
        self.calls.clear();
    }
}

impl MatrixChat {
    /// Asks, as soon as the server wants to be asked and there is a token for it.
    pub(super) fn call(&mut self, call: Call) {
        // The last words are few, and there is no later time for them.
        let is_last = matches!(call.purpose, Purpose::Leave | Purpose::Farewell);
        if self.is_silent() && !is_last {
            self.hold(call);
        } else if call.has_token && self.needs_token() {
            self.parked.push(call);
            self.renew();
        } else {
            self.ask(call);
        }
    }

    fn is_silent(&self) -> bool {
        self.held.until.is_some_and(|until| self.now.mono < until)
    }

    fn hold(&mut self, call: Call) {
        if call.purpose != Purpose::Other {
            self.held.calls.push(call);
        }
    }

    fn ask(&mut self, mut call: Call) {
        if let Purpose::Sync(asked) = &mut call.purpose {
            asked.at = self.now.mono;
        }
        self.next_request += 1;
        let id = RequestId(self.next_request);
        let account = self.stub.account.as_ref().filter(|_| call.has_token);
        call.used = account.map_or_else(String::new, |account| account.access.clone());
        let url = if call.path.starts_with('/') {
            format!("{}{}", self.stub.address.homeserver, call.path)
        } else {
            call.path.clone()
        };
        let request = HttpRequest {
            method: call.method,
            url,
            payload: match &call.body {
                Some(body) => Payload::Json(body.to_string()),
                None => Payload::None,
            },
            header: account.map(|account| {
                let token = format!("Bearer {}", account.access);
                ("Authorization".to_owned(), token)
            }),
            with_cookies: false,
            within: call.within,
            is_farewell: call.is_farewell,
        };
        self.outputs.push_back(Output::Ask(id, request));
        self.calls.push((id, call));
    }

    /// Whether that is being asked.
    pub(super) fn is_asking(&self, purpose: impl Fn(&Purpose) -> bool) -> bool {
        let under_way = self.calls.iter().map(|(_, call)| call);
        let waiting = self.held.calls.iter().chain(&self.parked);
        under_way.chain(waiting).any(|call| purpose(&call.purpose))
    }

    pub(super) fn answer(&mut self, id: RequestId, answer: Answer) {
        let Some(place) = self.calls.iter().position(|(asked, _)| *asked == id) else {
            return;
        };
        let (_, call) = self.calls.swap_remove(place);
        match answer {
            Answer::Http(429, body) => self.wait(call, Trouble::read(&body).wait),
            Answer::Http(401, body) if call.has_token => {
                self.unauthorized(call, &Trouble::read(&body));
            }
            answer => {
                if call.has_token && answer.success().is_some() {
                    self.is_token_untried = false;
                }
                self.hear(call, answer);
            }
        }
    }

    fn wait(&mut self, call: Call, wait: Duration) {
        self.asked_in_vain();
        self.be_silent(wait);
        if self.is_silent() {
            self.hold(call);
        } else {
            self.call(call);
        }
    }

    /// Nothing is asked for so long.
    pub(super) fn be_silent(&mut self, wait: Duration) {
        let until = self.now.mono + wait;
        self.held.until = self.held.until.max(Some(until));
    }

    pub(super) fn release_held(&mut self) {
        if self.held.until.is_some_and(|until| until <= self.now.mono) {
            self.held.until = None;
            for call in std::mem::take(&mut self.held.calls) {
                self.call(call);
            }
        }
    }

    fn unauthorized(&mut self, call: Call, trouble: &Trouble) {
        let account = self.stub.account.as_ref();
        if account.is_some_and(|account| account.access != call.used) {
            // There is a new one meanwhile.
            return self.call(call);
        }
        // Of a token that is too old a server may know nothing at all any more.
        if trouble.is_soft || self.is_token_old() {
            self.park(call);
        } else if trouble.is_token_unknown() && self.may_hope() {
            self.is_last_hope |= !self.is_renewing();
            self.park(call);
        } else if trouble.is_hard() {
            self.logged_out();
        } else {
            self.broke();
        }
    }

    /// It is asked again with a new token.
    fn park(&mut self, call: Call) {
        if !self.is_renewing() {
            self.asked_in_vain();
        }
        self.parked.push(call);
        self.renew();
    }

    /// Nothing matters any more but to get out.
    pub(super) fn drop_calls(&mut self) {
        let is_token = |call: &Call| matches!(call.purpose, Purpose::Refresh | Purpose::Login);
        self.calls.retain(|(_, call)| is_token(call));
        self.held.calls.retain(is_token);
        self.parked.clear();
    }

    pub(super) fn release_parked(&mut self) {
        for call in std::mem::take(&mut self.parked) {
            self.call(call);
        }
    }

    fn hear(&mut self, call: Call, answer: Answer) {
        match call.purpose {
            Purpose::Register
            | Purpose::Account
            | Purpose::Name
            | Purpose::FindRoom
            | Purpose::CreateRoom
            | Purpose::Join => self.hear_of_start(&call.purpose, answer),
            Purpose::Login => self.logged_in(answer),
            Purpose::Refresh => self.refreshed(answer),
            Purpose::Sync(asked) => self.synced(&asked, answer),
            Purpose::Page => self.paged(answer),
            Purpose::Message(id) => self.message_answered(id, answer),
            Purpose::IsIn(id, words) => self.membership_known(id, words, &answer),
            Purpose::KnownData(news) => self.data_known(news, answer),
            Purpose::Data(news) if matches!(answer, Answer::Http(403, _)) => {
                self.send_data_as_notice(news);
            }
            Purpose::Data(News { asked, .. }) | Purpose::DataNotice(asked) => {
                self.data_told(asked, answer);
            }
            Purpose::Leave | Purpose::Farewell => self.left(&call.purpose, &answer),
            Purpose::Other => {}
        }
    }
}
