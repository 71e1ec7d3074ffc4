//! A transport written in JavaScript keeps the promises of a transport, with
//! what stands between it and us.

use rejoin::engine::SessionId;
use rejoin::transport::custom::{CustomTransport, Port};
use wasm_bindgen::prelude::*;

use crate::conformance::{Site, conformance};

#[wasm_bindgen(module = "/static/chat/transport.js")]
extern "C" {
    #[wasm_bindgen(js_name = createPort)]
    fn create_port(transport: &JsValue, options: &JsValue, log: &js_sys::Function) -> Port;
}

#[wasm_bindgen(module = "/tests/servers/transport.js")]
extern "C" {
    #[wasm_bindgen(js_name = transportOn)]
    fn transport_on(server: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/tests/servers/chat_server.js")]
extern "C" {
    #[wasm_bindgen(js_name = newServer)]
    fn new_server() -> JsValue;
    #[wasm_bindgen(js_name = agentJoins)]
    fn agent_joins(server: &JsValue, session: &str);
    #[wasm_bindgen(js_name = agentSays)]
    fn agent_says(server: &JsValue, session: &str, text: &str);
    #[wasm_bindgen(js_name = agentTypes)]
    fn agent_types(server: &JsValue, session: &str, on: bool);
    #[wasm_bindgen(js_name = agentEnds)]
    fn agent_ends(server: &JsValue, session: &str);
    fn forget(server: &JsValue, session: &str);
    #[wasm_bindgen(js_name = visitorSaid)]
    fn visitor_said(server: &JsValue, session: &str) -> Vec<String>;
    #[wasm_bindgen(js_name = visitorTypes)]
    fn visitor_types(server: &JsValue, session: &str) -> bool;
    #[wasm_bindgen(js_name = visitorData)]
    fn visitor_data(server: &JsValue, session: &str, name: &str) -> Option<String>;
    #[wasm_bindgen(js_name = isOver)]
    fn is_over(server: &JsValue, session: &str) -> bool;
}

/// A server in this page. Its news come through JavaScript's own promises.
struct JsSite {
    server: JsValue,
}

async fn site() -> JsSite {
    JsSite {
        server: new_server(),
    }
}

impl Site for JsSite {
    type Transport = CustomTransport;

    fn transport(&self) -> CustomTransport {
        let silent = js_sys::Function::new_no_args("");
        let transport = transport_on(&self.server);
        let options = js_sys::Object::new();
        CustomTransport::new(create_port(&transport, &options, &silent))
    }

    async fn agent_joins(&self, session: &SessionId) {
        agent_joins(&self.server, session.as_str());
    }

    async fn agent_says(&self, session: &SessionId, text: &str) {
        agent_says(&self.server, session.as_str(), text);
    }

    async fn agent_types(&self, session: &SessionId, on: bool) {
        agent_types(&self.server, session.as_str(), on);
    }

    async fn agent_ends(&self, session: &SessionId) {
        agent_ends(&self.server, session.as_str());
    }

    async fn forget(&self, session: &SessionId) {
        forget(&self.server, session.as_str());
    }

    async fn visitor_said(&self, session: &SessionId) -> Vec<String> {
        visitor_said(&self.server, session.as_str())
    }

    async fn visitor_types(&self, session: &SessionId) -> bool {
        visitor_types(&self.server, session.as_str())
    }

    async fn visitor_data(&self, session: &SessionId, name: &str) -> Option<String> {
        visitor_data(&self.server, session.as_str(), name)
    }

    async fn is_over(&self, session: &SessionId) -> bool {
        is_over(&self.server, session.as_str())
    }
}

conformance!(site());
