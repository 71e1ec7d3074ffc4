//! The desk: a chat server inside the browser, for demos and tests.
//!
//! Its state is in a database of its own, apart from what the widget stores, so
//! that the "server" survives the visitor's reload as a real one does. Every
//! page that has to do with it runs the same code on it, one transaction at a
//! time, and tells the others on a channel. Agents sit at the desk page; while
//! nobody sits there, a small script answers.
//!
//! | module | what it is |
//! |---|---|
//! | `wire` | what is said to the server and what it answers |
//! | `server`, `room` | the server itself; pure |
//! | `script` | the agent who answers when nobody sits at the desk; pure |
//! | `faults` | the ways in which it can be told to misbehave; pure |
//! | `database` | where the server's state is kept |
//! | `switchboard` | brings calls to the server and its news to every page |
//! | `visitor` | the transport |
//! | `agent` | the agent's side |

mod agent;
mod database;
mod faults;
mod room;
mod script;
mod server;
mod switchboard;
mod visitor;
mod wire;

pub use agent::AgentDesk;
pub use faults::Faults;
pub use room::Room;
pub use server::Server;
pub use visitor::DeskTransport;
pub use wire::{Answer, Call, News, Outcome, Push};
