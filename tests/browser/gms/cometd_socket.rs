//! Over CometD by WebSocket: `faye`.

use serde_json::json;

use super::site::GmsSite;
use crate::conformance::conformance_without_ids_of_starts;

async fn site() -> GmsSite {
    GmsSite::cometd("faye", false, json!({})).await
}

conformance_without_ids_of_starts!(site());
