//! The site's own server makes the account, and its bot the room.

use super::site::MatrixSite;
use crate::conformance::conformance;

conformance!(MatrixSite::by_endpoint());
