//! Rooms that are encrypted, or become so.

use serde_json::Value;

use super::{MatrixChat, Stage};
use crate::engine::{ChatError, Code, Content, Entry, Party, Refusal, Role, TransportEvent, Wall};
use crate::transport::json::Look;

/// For the site.
const ENCRYPTED: &str = "This chat's room is encrypted, which a web page cannot take part in. See the guide for site owners: encryption.";

impl MatrixChat {
    /// Tells in the transcript what the encryption means.
    pub(super) fn place_notice(&mut self, event: &Value) -> Option<Entry> {
        let position = self.timeline.place(&event.text("event_id")?)?;
        let at = Wall(event.number("origin_server_ts").unwrap_or_default());
        let system = Party::new("", "", Role::System);
        let entry = Entry::new(position, at, system, Content::Encrypted);
        self.timeline.push(entry.clone());
        Some(entry)
    }

    /// What is said in such a room cannot be read here, and must not be answered in
    /// the clear.
    pub(super) fn refuse_encrypted(&mut self, entries: Vec<Entry>) {
        match self.stage {
            Stage::Starting(_) => {
                let refusal = Refusal::Ours(ENCRYPTED);
                return self.leave_with(TransportEvent::Refused(refusal));
            }
            Stage::Resuming { after } => {
                let missed = self.timeline.after(after).unwrap_or(entries);
                self.report(TransportEvent::Resumed { missed });
            }
            _ => self.report(TransportEvent::Entries(entries)),
        }
        let error = ChatError::ours(Code::Encrypted, ENCRYPTED);
        self.leave_with(TransportEvent::Failed(error));
    }
}
