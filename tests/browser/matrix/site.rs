//! A lab on the Matrix server, which runs on this machine beside the browser.

use rejoin::browser::random_u128;
use rejoin::engine::SessionId;
use rejoin::transport::matrix::{AccountSource, MatrixAddress, MatrixTransport};
use serde_json::{Value, json};

use crate::conformance::Site;
use crate::server::tell;

/// Where the labs are: `.ci/test` starts them there.
const SERVER: &str = match option_env!("REJOIN_MATRIX_SERVER") {
    Some(server) => server,
    None => "http://127.0.0.1:4191",
};

/// A lab, and the way to it.
pub(super) struct MatrixSite {
    lab: String,
    address: MatrixAddress,
}

impl MatrixSite {
    pub(super) async fn by_registration() -> Self {
        let lab = fresh_lab();
        let agents = tell(&format!("{lab}/agent/agents"), json!([])).await;
        let agents = serde_json::from_value(agents).unwrap();
        let address = MatrixAddress::new(lab.as_str(), agents);
        Self { lab, address }
    }

    pub(super) async fn by_endpoint() -> Self {
        let lab = fresh_lab();
        tell(&format!("{lab}/setup"), json!({ "roomFor": "bot" })).await;
        let mut address = MatrixAddress::new(lab.as_str(), Vec::new());
        address.account = AccountSource::Endpoint(format!("{lab}/account"));
        address.bots = vec!["@desk_bot:localhost".to_owned()];
        Self { lab, address }
    }

    async fn agent(&self, method: &str, arguments: Value) -> Value {
        tell(&format!("{}/agent/{method}", self.lab), arguments).await
    }
}

fn fresh_lab() -> String {
    format!("{SERVER}/{:032x}", random_u128())
}

impl Site for MatrixSite {
    type Transport = MatrixTransport;

    fn transport(&self) -> MatrixTransport {
        MatrixTransport::new(Some(self.address.clone()))
    }

    async fn agent_joins(&self, session: &SessionId) {
        self.agent("join", json!([session])).await;
    }

    async fn agent_says(&self, session: &SessionId, text: &str) {
        self.agent("say", json!([session, text])).await;
    }

    async fn agent_types(&self, session: &SessionId, on: bool) {
        self.agent("type", json!([session, on])).await;
    }

    async fn agent_ends(&self, session: &SessionId) {
        let who = match self.address.account {
            AccountSource::Endpoint(_) => "bot",
            _ => "kim",
        };
        self.agent("kick", json!([session, "Goodbye", who])).await;
    }

    async fn forget(&self, session: &SessionId) {
        self.agent("forget", json!([session])).await;
    }

    async fn visitor_said(&self, session: &SessionId) -> Vec<String> {
        let said = self.agent("said", json!([session])).await;
        serde_json::from_value(said).unwrap()
    }

    async fn visitor_types(&self, session: &SessionId) -> bool {
        self.agent("isTyping", json!([session])).await == true
    }

    async fn visitor_data(&self, session: &SessionId, name: &str) -> Option<String> {
        let state = self
            .agent("state", json!([session, "rejoin.visitor"]))
            .await;
        if let Some(value) = state[name].as_str() {
            return Some(value.to_owned());
        }
        // Who has no power over the room says it.
        let said = self.agent("transcript", json!([session])).await;
        let told = said.as_array()?.iter().rev();
        told.map(|event| &event["content"]["rejoin.visitor"][name])
            .find_map(|value| value.as_str().map(str::to_owned))
    }

    async fn is_over(&self, session: &SessionId) -> bool {
        self.agent("isOver", json!([session])).await == true
    }
}
