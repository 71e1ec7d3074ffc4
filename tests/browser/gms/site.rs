//! A room of the test servers, which run on this machine beside the browser.

use rejoin::browser::random_u128;
use rejoin::engine::SessionId;
use rejoin::transport::gms::{CometdAddress, GmsAddress, GmsTransport, RestAddress};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

use crate::conformance::Site;

#[wasm_bindgen(module = "/tests/servers/room.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn ask(url: &str, body: &str) -> Result<JsValue, JsValue>;
}

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
        let url = format!("{}/{path}", self.room);
        let answer = ask(&url, &body.to_string()).await;
        let text = answer
            .unwrap_or_else(|error| panic!("the test servers at {SERVERS}: {error:?}"))
            .as_string()
            .unwrap_or_default();
        let answer: Value = serde_json::from_str(&text).unwrap_or_default();
        assert_eq!(answer.get("error"), None, "{path} {body}");
        answer
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
