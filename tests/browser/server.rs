//! What the test servers are told, beside the chat.

use serde_json::Value;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/servers/room.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn ask(url: &str, body: &str) -> Result<JsValue, JsValue>;
}

/// Sends JSON, and gives the JSON that is answered.
pub(crate) async fn tell(url: &str, body: Value) -> Value {
    let answer = ask(url, &body.to_string()).await;
    let text = answer
        .unwrap_or_else(|error| panic!("the test server at {url}: {error:?}"))
        .as_string()
        .unwrap_or_default();
    let answer: Value = serde_json::from_str(&text).unwrap_or_default();
    assert_eq!(answer.get("error"), None, "{url} {body}");
    answer
}
