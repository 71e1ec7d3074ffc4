//! Over CometD by long-polling, with acknowledgements: `cometd-nodejs-server`.

use serde_json::json;

use super::site::GmsSite;
use crate::conformance::conformance_without_ids_of_starts;

async fn site() -> GmsSite {
    GmsSite::cometd("cometd", true, json!({ "ack": true })).await
}

conformance_without_ids_of_starts!(site());
