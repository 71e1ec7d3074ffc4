//! Over REST.

use super::site::GmsSite;
use crate::conformance::conformance_without_ids_of_starts;

async fn site() -> GmsSite {
    GmsSite::rest().await
}

conformance_without_ids_of_starts!(site());
