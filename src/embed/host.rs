//! What JavaScript is told.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use rejoin::browser::log;
use rejoin::engine::{ChatEvent, Code, Content, EndReason, Entry, Party, Role};

#[wasm_bindgen]
extern "C" {
    /// The object in `static/chat/host.js` to which everything is told. It does
    /// not throw: what a page's callbacks throw it catches.
    #[derive(Clone, Debug)]
    pub type Host;
    #[wasm_bindgen(method, catch)]
    fn ready(this: &Host, session: &str) -> Result<(), JsValue>;
    /// Without a code there was nothing to restore.
    #[wasm_bindgen(method, catch)]
    fn failed(this: &Host, code: Option<u16>, description: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn entry(
        this: &Host,
        index: f64,
        timestamp: f64,
        party_id: &str,
        party_name: &str,
        role: &str,
        kind: &str,
        text: &str,
        message_id: Option<&str>,
        file_id: Option<&str>,
        replies: &Array,
        is_change: bool,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn typing(this: &Host, party_id: &str, party_name: &str, on: bool) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn sent(this: &Host, id: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = notSent)]
    fn not_sent(this: &Host, id: &str, reason: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = dataRefused)]
    fn data_refused(this: &Host, reason: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn trouble(this: &Host, code: u16, description: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn happened(this: &Host, what: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn log(
        this: &Host,
        level: &str,
        line: &str,
        reason: &JsValue,
    ) -> Result<(), JsValue>;
}

impl Host {
    pub(super) fn hear(&self, event: &ChatEvent) {
        let told = match event {
            ChatEvent::Ready(session) => self.ready(session.as_str()),
            ChatEvent::Failed(None) => self.failed(None, ""),
            ChatEvent::Failed(Some(error)) => {
                self.failed(Some(error.code.number()), &error.description)
            }
            ChatEvent::Entry(entry) => self.tell_entry(entry, false),
            ChatEvent::Amended(entry) => self.tell_entry(entry, true),
            ChatEvent::Sent(id) => self.sent(id.as_str()),
            ChatEvent::NotSent { client_id, reason } => self.not_sent(client_id.as_str(), reason),
            ChatEvent::Typing { party, on } => {
                let Party { id, name, .. } = party;
                self.typing(id, name, *on)
            }
            ChatEvent::Trouble(error) => self.trouble(error.code.number(), &error.description),
            ChatEvent::DataTaken => self.happened("dataTaken"),
            ChatEvent::DataRefused(reason) => self.data_refused(reason),
            ChatEvent::ConnectionLost => self.happened("connectionLost"),
            ChatEvent::ConnectionRestored => self.happened("connectionRestored"),
            ChatEvent::Ended(EndReason::Gone) => self.happened("forgotten"),
            ChatEvent::Ended(_) => self.happened("ended"),
            ChatEvent::LeaveSettled => self.happened("leaveSettled"),
            ChatEvent::NotStored => self.happened("notStored"),
            // The first has its own way, the next is the widget's, the last goes to the log.
            ChatEvent::RegistrationWanted | ChatEvent::Attention { .. } | ChatEvent::Log(_) => {
                Ok(())
            }
        };
        if let Err(reason) = told {
            log::warn_about("an event could not be told", &reason);
        }
    }

    /// There is no chat any more.
    pub(super) fn tell_idle(&self) {
        // The host does not throw.
        let _ = self.happened("idle");
    }

    /// Nothing of it is to be seen any more.
    pub(super) fn tell_gone(&self) {
        let _ = self.happened("gone");
    }

    /// Tells one entry of the transcript, as it is now: that it came, or that it
    /// has changed.
    #[expect(clippy::cast_precision_loss, reason = "both came as numbers")]
    pub(super) fn tell_entry(&self, entry: &Entry, is_change: bool) -> Result<(), JsValue> {
        let Party { id, name, role, .. } = &entry.author;
        let role = match role {
            Role::Visitor => "client",
            Role::Agent => "agent",
            Role::Bot | Role::System => "external",
        };
        let (kind, text) = match &entry.content {
            Content::Text(text) | Content::Rich { text, .. } => ("text", text.as_str()),
            Content::Url(url) => ("url", url.as_str()),
            Content::File { name, .. } => ("file", name.as_str()),
            Content::Notice(text) => ("notice", text.as_str()),
            Content::Encrypted => ("notice", Code::Encrypted.sentence()),
            Content::Joined => ("joined", ""),
            Content::Left => ("left", ""),
            Content::Removed => ("removed", ""),
            // What they change is told.
            Content::Edit { .. } | Content::Removal { .. } | Content::Reaction { .. } => {
                return Ok(());
            }
        };
        let (index, at) = (entry.position.0 as f64, entry.at.0 as f64);
        let message_id = entry.client_id.as_ref().map(|id| id.as_str());
        let file_id = match &entry.content {
            Content::File { id, .. } => Some(id.as_str()),
            _ => None,
        };
        let replies: Array = entry.replies.iter().map(JsValue::from).collect();
        self.entry(
            index, at, id, name, role, kind, text, message_id, file_id, &replies, is_change,
        )
    }
}
