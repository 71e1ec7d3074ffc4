//! Files that the visitor has attached: on their way to the server, or stuck. They
//! are in memory only; what has arrived stands in the transcript.

use std::cell::{Cell, RefCell};

use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::handle::ChatHandle;
use crate::engine::{ChatError, Code, SessionId};

/// An attached file that has not arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// Its number, unlike those of all others of the page.
    pub id: u32,
    /// What is sent.
    pub file: File,
    /// Why it did not arrive; `None` while it is on its way.
    pub problem: Option<UploadProblem>,
    session: SessionId,
    /// The server's name for it, once it has it. What is left is to tell of it.
    stored: Option<String>,
}

/// Why a file did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadProblem {
    /// It is larger than the server takes: at most so many bytes, where that is known.
    TooLarge(Option<u64>),
    /// Anything else.
    Failed(ChatError),
}

impl From<Code> for UploadProblem {
    fn from(code: Code) -> Self {
        Self::Failed(code.into())
    }
}

impl From<ChatError> for UploadProblem {
    fn from(error: ChatError) -> Self {
        Self::Failed(error)
    }
}

/// Those of one page.
#[derive(Debug, Default)]
pub(super) struct Uploads {
    all: RefCell<Vec<Upload>>,
    count: Cell<u32>,
}

impl Uploads {
    fn add(&self, file: File, session: SessionId) -> u32 {
        let id = self.count.get();
        self.count.set(id + 1);
        let mut all = self.all.borrow_mut();
        // Those of earlier chats are nothing to come back to.
        all.retain(|upload| upload.session == session);
        all.push(Upload {
            id,
            file,
            problem: None,
            session,
            stored: None,
        });
        id
    }

    fn remove(&self, id: u32) {
        self.all.borrow_mut().retain(|upload| upload.id != id);
    }

    /// Gives it as it is then, if it is still there.
    fn change(&self, id: u32, change: impl FnOnce(&mut Upload)) -> Option<Upload> {
        let mut all = self.all.borrow_mut();
        let upload = all.iter_mut().find(|upload| upload.id == id)?;
        change(upload);
        Some(upload.clone())
    }
}

impl ChatHandle {
    /// Sends a file for the visitor, who is told what becomes of it:
    /// [`uploads`](Self::uploads). Without a running session nothing happens.
    pub fn attach(&self, file: File) {
        let session = self.read(|chat| chat.phase().session().map(|s| s.id().clone()));
        if let Some(session) = session {
            let id = self.uploads_held().add(file, session);
            self.upload(id);
        }
    }

    /// The files that were attached in this chat and have not arrived.
    pub fn uploads(&self) -> Vec<Upload> {
        let session = self.read(|chat| chat.phase().session().map(|s| s.id().clone()));
        let all = self.uploads_held().all.borrow();
        let mut uploads = all.clone();
        uploads.retain(|upload| Some(&upload.session) == session.as_ref());
        uploads
    }

    /// Tries one again that did not arrive.
    pub fn retry_upload(&self, id: u32) {
        self.upload(id);
    }

    /// Puts one away that did not arrive.
    pub fn discard_upload(&self, id: u32) {
        self.uploads_held().remove(id);
        self.tell_changed();
    }

    fn upload(&self, id: u32) {
        let begun = self
            .uploads_held()
            .change(id, |upload| upload.problem = None);
        let Some(upload) = begun else {
            return;
        };
        self.tell_changed();
        let chat = self.clone();
        spawn_local(async move {
            match chat.bring(upload).await {
                Ok(()) => chat.uploads_held().remove(id),
                Err(problem) => {
                    let problem = Some(problem);
                    chat.uploads_held()
                        .change(id, |upload| upload.problem = problem);
                }
            }
            chat.tell_changed();
        });
    }

    /// What the server has already is not sent again.
    async fn bring(&self, upload: Upload) -> Result<(), UploadProblem> {
        let (file, session) = (&upload.file, &upload.session);
        let stored = match &upload.stored {
            Some(stored) => stored.clone(),
            None => self.deposit(session, file).await?,
        };
        let known = Some(stored.clone());
        self.uploads_held()
            .change(upload.id, |upload| upload.stored = known);
        self.share(session, &stored, file).await
    }
}
