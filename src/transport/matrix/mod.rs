//! Matrix, the client-server API: a visitor is an account, a chat is a room.
//!
//! Where facts come from: the public specification of the client-server API,
//! version 1.11 and later (`/_matrix/client/v3`, media under `v1`), and what Synapse
//! was seen to do.
//!
//! - **A start** makes an account, a room, and looks into it. Each step is told by
//!   [`Renewed`] before the next is taken, so that a page that comes after goes on
//!   where this one went. Name and password of the account are drawn before the
//!   first step: an account whose answer was lost is logged in to.
//! - **Positions**: a room's events have ids and no numbers. An event's position is
//!   its place among the events that the filter lets through, counted from the
//!   room's first; the ticket holds the count beside the `next_batch` it belongs to.
//! - **A message** goes under its client id as the transaction id. The server knows
//!   it again, also after a restart, and gives it back with the echo.
//! - **Tokens** are in the header `Authorization`, and nowhere else.
//!
//! [`Renewed`]: crate::engine::TransportEvent::Renewed

mod address;
mod chat;
mod event;
mod files;
mod formatted;
mod path;
mod roster;
mod speaker;
mod sync;
mod ticket;
mod trouble;

pub use address::{AccountSource, MatrixAddress, RoomPlan};
pub use event::{Room, entry};
pub use formatted::pieces;
pub use speaker::MatrixProtocol;
pub use sync::{RoomNews, Sync};

use super::network::Networked;
use crate::browser::random_u128;

/// Speaks to a homeserver.
pub type MatrixTransport = Networked<MatrixProtocol>;

impl MatrixTransport {
    /// To the homeserver at that address. Without one only chats that were started
    /// before can be gone on with: they know where.
    pub fn new(address: Option<MatrixAddress>) -> Self {
        Networked::over(MatrixProtocol::new(address, [random_u128(), random_u128()]))
    }
}
