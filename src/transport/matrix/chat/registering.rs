//! How a visitor gets an account: by registering, or from the site's own endpoint.

use serde_json::{Value, json};

use super::super::address::AccountSource;
use super::super::ticket::Account;
use super::super::trouble::Trouble;
use super::MatrixChat;
use super::calls::{Call, Purpose};
use super::renewing::DEVICE_NAME;
use super::{Stage, starting::Start};
use crate::transport::json::Look;

const DUMMY_STAGE: &str = "m.login.dummy";
const TOKEN_STAGE: &str = "m.login.registration_token";
/// A registration has no more stages than this.
const MOST_STAGES: u8 = 4;

impl MatrixChat {
    /// Where registration is open there is one stage, which goes with the first
    /// question. A token wants a session, which the first answer gives.
    pub(super) fn register(&mut self) {
        self.register_with(match self.stub.address.account {
            AccountSource::Token(_) => None,
            _ => Some(json!({ "type": DUMMY_STAGE })),
        });
    }

    fn register_by(&mut self, stage: &str, session: &str) {
        let mut auth = json!({ "type": stage, "session": session });
        if let (TOKEN_STAGE, AccountSource::Token(token)) = (stage, &self.stub.address.account) {
            auth["token"] = token.as_str().into();
        }
        self.register_with(Some(auth));
    }

    fn register_with(&mut self, auth: Option<Value>) {
        let mut body = json!({
            "username": self.user_name(),
            "password": self.stub.secret.password,
            "initial_device_display_name": DEVICE_NAME,
            "refresh_token": true,
        });
        if let Some(auth) = auth {
            body["auth"] = auth;
        }
        self.call(Call::post(Purpose::Register, "/register".to_owned(), body).without_token());
    }

    /// The answer to a stage says which come next.
    pub(super) fn pass_stage(&mut self, body: &str) {
        let answer: Value = serde_json::from_str(body).unwrap_or_default();
        let trouble = Trouble::read(body);
        let Some(Start { stages, .. }) = self.under_way() else {
            return;
        };
        *stages += 1;
        let is_refused = trouble.is_the_servers() || *stages > MOST_STAGES;
        let Some(session) = answer.text("session").filter(|_| !is_refused) else {
            return self.refused_by(trouble, "The homeserver did not let the visitor register.");
        };
        let has_token = matches!(self.stub.address.account, AccountSource::Token(_));
        match next_stage(&answer, has_token) {
            Some(stage) => self.register_by(stage, &session),
            None => self.refused(
                "The homeserver asks for more to register than a visitor can give. See the guide for site owners: accounts.",
            ),
        }
    }

    pub(super) fn log_in_to_ours(&mut self) {
        let user = self.user_name();
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
        let user = self.user_name();
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

    pub(super) fn has_account(&mut self, body: &str, purpose: &Purpose) {
        let Some(account) = Account::read(body, self.now.wall) else {
            return self.broke();
        };
        self.room.me.clone_from(&account.user);
        self.stub.account = Some(account);
        self.renew_ticket();
        if !self.parked.is_empty() {
            return self.release_parked();
        }
        let answer: Value = serde_json::from_str(body).unwrap_or_default();
        match (purpose, answer.text("room_id")) {
            (Purpose::Account, Some(room)) => self.join(&room),
            // The account may have been there before, and a room too.
            (Purpose::Login | Purpose::Account, _) => self.find_room(),
            _ => self.tell_name(),
        }
    }
}

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
            let stages = flow.list("stages").iter();
            stages.map(stage).collect::<Option<Vec<_>>>()
        })
        .max_by_key(|stages| stages.contains(&TOKEN_STAGE))?;
    let done = answer.list("completed");
    stages
        .into_iter()
        .find(|stage| !done.iter().any(|done| done == stage))
}
