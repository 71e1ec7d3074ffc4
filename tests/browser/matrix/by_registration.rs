//! The visitor registers, makes the room and invites agents.

use super::site::MatrixSite;
use crate::conformance::conformance;

conformance!(MatrixSite::by_registration());
