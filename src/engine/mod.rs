//! The chat itself: a state machine that does no I/O and has no clock.
//!
//! [`Chat::handle`] takes what happened, [`Chat::poll`] gives what is to be done
//! about it, [`Chat::next_deadline`] says when to come back though nothing
//! happened. Whoever drives it carries the effects out in order.
//!
//! What holds at any time, whatever is lost, doubled, late, or killed:
//!
//! 1. A message that the visitor sent is shown ever after, and ends as sent or
//!    as failed with its text.
//! 2. It goes under one client id at every try.
//! 3. A message that the agent sent is shown once, in the server's order.
//! 4. One visitor action starts at most one session.
//! 5. State is stored before it is acted on.
//! 6. Nothing is told to the host twice, and restored history not at all.

mod amending;
mod attention;
mod chat;
mod config;
mod entry;
mod error;
mod form;
mod gap;
mod ids;
mod io;
mod letter;
mod link;
mod markdown;
mod message_limit;
mod older;
mod outbox;
mod owner;
mod phase;
mod restore;
mod rich;
mod snapshot;
mod tabs;
mod time;
mod transcript;
mod typing;
mod visitor_news;
mod window;

pub use chat::Chat;
pub use config::{Config, Registration};
pub use entry::{
    Content, Entry, ImageSize, LONGEST_REPLY, MOST_REPLIES, Marks, MessageKind, Party, Reaction,
    Role,
};
pub use error::{ChatError, Code};
pub use form::{
    Choice, Field, FieldKind, FieldLabel, Focus, FormDefinition, FormState, Invalid, Pattern,
    RegistrationData, Selection,
};
pub use ids::{ClientId, EntryId, Generation, Position, SessionId, Ticket};
pub use io::{ChatEvent, Command, Effect, Input, Intent, Life, Refusal, Request, TransportEvent};
pub(crate) use letter::is_letter;
pub use link::{Link, LinkStatus, Pulse};
pub use markdown::markdown;
pub use message_limit::MessageLimit;
pub use outbox::{Delivery, Failure, Outbox, Outgoing};
pub use owner::Owner;
pub use phase::{EndReason, Ended, Phase, PhaseKind, Registering, Session, Starting};
pub use rich::{DEEPEST_PIECE, Piece, Style};
pub use snapshot::{Change, Path, Snapshot, VERSION};
pub use tabs::{LastWords, Standing, Tabs, Word};
pub use time::{Mono, Now, Wall};
pub use transcript::{Chunk, ChunkNumber, Transcript};
pub use window::{Draft, Scroll, Window};
