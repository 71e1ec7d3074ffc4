//! The driver: takes effects from the engine, gives them to the edges, hands
//! results back. Nothing here decides anything about the chat.

mod driver;
mod files;
mod handle;
mod options;
mod pictures;
mod registration;
mod session;
mod tabs;
mod uploads;
mod watch;

pub use handle::ChatHandle;
pub use options::ChatOptions;
pub use registration::RegistrationContext;
pub use session::ChatSession;
pub use uploads::{Upload, UploadProblem};
pub use watch::Watch;
