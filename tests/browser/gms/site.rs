//! A room of the test servers, which run on this machine beside the browser.

use rejoin::browser::random_u128;
use rejoin::engine::SessionId;
use rejoin::transport::gms::{CometdAddress, GmsAddress, GmsTransport, RestAddress};
use serde_json::{Value, json};

use crate::conformance::Site;
use crate::server::tell;

/// Where the servers listen: `.ci/test` starts them there.
const SERVERS: &str = match option_env!("REJOIN_GMS_SERVERS") {
    Some(servers) => servers,
    None => "http://127.0.0.1:4190",
};

/// A room with its server, and the way to it.
pub(super) struct GmsSite {
    room: String,
    address: GmsAddress,
}

impl GmsSite {
    /// CometD, at the endpoint of that name.
    pub(super) async fn cometd(endpoint: &str, no_sockets: bool, setup: Value) -> Self {
        let room = fresh_room();
        let address = GmsAddress::Cometd(CometdAddress {
            url: format!("{room}/genesys/{endpoint}"),
            channel: "/service/chatV2/support".to_owned(),
            files_url: None,
            no_sockets,
        });
        Self::new(room, address, setup).await
    }

    /// REST.
    pub(super) async fn rest() -> Self {
        let room = fresh_room();
        let address = GmsAddress::Rest(RestAddress {
            url: format!("{room}/genesys/2/chat/support"),
            api_key: None,
        });
        Self::new(room, address, json!({})).await
    }

    async fn new(room: String, address: GmsAddress, setup: Value) -> Self {
        let site = Self { room, address };
        site.tell("setup", setup).await;
        site
    }

    /// The agent does something.
    pub(super) async fn agent(&self, method: &str, arguments: Value) -> Value {
        self.tell(&format!("agent/{method}"), arguments).await
    }

    async fn tell(&self, path: &str, body: Value) -> Value {
        tell(&format!("{}/{path}", self.room), body).await
    }
}

fn fresh_room() -> String {
    format!("{SERVERS}/{:032x}", random_u128())
}

impl Site for GmsSite {
    type Transport = GmsTransport;

    fn transport(&self) -> GmsTransport {
        GmsTransport::new(Some(self.address.clone()))
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
        self.agent("end", json!([session])).await;
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
        let value = self.agent("data", json!([session, name])).await;
        value.as_str().map(str::to_owned)
    }

    async fn is_over(&self, session: &SessionId) -> bool {
        self.agent("isOver", json!([session])).await == true
    }
}
