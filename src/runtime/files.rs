//! Files of the session: sent, fetched and taken back beside the chat. They are
//! not stored; what becomes of them stands in the transcript.

use std::future::Future;
use std::time::Duration;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, Response};

use super::handle::ChatHandle;
use super::uploads::UploadProblem;
use crate::browser::{FileRequest, image_size, read, sleep};
use crate::engine::{ChatError, Code, SessionId};
use crate::transport::{FileCall, FileOperation, FileReply, FileTrouble, Remedy, SharedFile};

/// A file that has been sent is worth some patience. The pauses between tries.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(3)];
/// For so long a server may want to be left alone, or a new ticket be on its way.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(250);
/// In the answers of servers that say no more.
const TOO_LARGE: u16 = 413;

impl ChatHandle {
    /// Sends a file. Gives the server's name for it.
    ///
    /// # Errors
    ///
    /// [`Code::NoSession`]; [`Code::FileFailed`] in the server's words when it does
    /// not take it; [`Code::Unreachable`].
    pub fn send_file(&self, file: File) -> impl Future<Output = Result<String, ChatError>> + use<> {
        let (chat, session) = (self.clone(), self.session_id());
        async move {
            let session = session.ok_or(Code::NoSession)?;
            let id = chat.deposit(&session, &file).await?;
            chat.share(&session, &id, &file).await?;
            Ok(id)
        }
    }

    /// Brings a file to the server; gives the server's name for it.
    pub(super) async fn deposit(
        &self,
        session: &SessionId,
        file: &File,
    ) -> Result<String, UploadProblem> {
        let limits = self.ask(session, FileOperation::Limits, None).await;
        // A file that is too large is not sent for nothing. A server that does not say
        // how large it may be says so when it has it.
        let largest = limits.ok().and_then(|limits| limits.largest);
        if let Some(most) = largest.filter(|most| bytes(file) > *most) {
            return Err(UploadProblem::TooLarge(Some(most)));
        }
        let name = file.name();
        let upload = FileOperation::Upload { name };
        let reply = self.ask(session, upload, Some(file)).await?;
        Ok(reply.id.ok_or(Code::FileFailed)?)
    }

    /// Tells the others of a file, where that is not done by sending it.
    pub(super) async fn share(
        &self,
        session: &SessionId,
        id: &str,
        file: &File,
    ) -> Result<(), UploadProblem> {
        let mut shared = SharedFile {
            id: id.to_owned(),
            name: file.name(),
            mime: file.type_(),
            size: bytes(file),
            image: None,
        };
        let share = FileOperation::Share(shared.clone());
        if self.call_in(session, &share)?.is_none() {
            return Ok(());
        }
        shared.image = image_size(file).await;
        let share = FileOperation::Share(shared);
        let mut pauses = PAUSES.into_iter();
        loop {
            let answer = self.ask(session, share.clone(), None).await;
            let is_unanswered = matches!(&answer, Err(UploadProblem::Failed(error)) if error.code == Code::Unreachable);
            match pauses.next() {
                Some(pause) if is_unanswered => sleep(pause).await,
                _ => return answer.map(|_| ()),
            }
        }
    }

    /// What may be sent, as the server names and counts it.
    ///
    /// # Errors
    ///
    /// As for [`send_file`](Self::send_file).
    pub fn file_limits(
        &self,
    ) -> impl Future<Output = Result<Vec<(String, String)>, ChatError>> + use<> {
        let (chat, session) = (self.clone(), self.session_id());
        async move {
            let session = session.ok_or(Code::NoSession)?;
            let limits = chat.ask(&session, FileOperation::Limits, None).await?;
            Ok(limits.values)
        }
    }

    /// Fetches a file.
    ///
    /// # Errors
    ///
    /// As for [`send_file`](Self::send_file).
    pub fn download_file(&self, id: &str) -> impl Future<Output = Result<Blob, ChatError>> + use<> {
        self.download(FileOperation::Download(id.to_owned()))
    }

    /// Takes a file back.
    ///
    /// # Errors
    ///
    /// As for [`send_file`](Self::send_file).
    pub fn delete_file(&self, id: &str) -> impl Future<Output = Result<(), ChatError>> + use<> {
        let (chat, session) = (self.clone(), self.session_id());
        let delete = FileOperation::Delete(id.to_owned());
        async move {
            let session = session.ok_or(Code::NoSession)?;
            chat.ask(&session, delete, None).await?;
            Ok(())
        }
    }

    pub(super) fn download(
        &self,
        operation: FileOperation,
    ) -> impl Future<Output = Result<Blob, ChatError>> + use<> {
        let (chat, session) = (self.clone(), self.session_id());
        async move {
            let session = session.ok_or(Code::NoSession)?;
            let (call, response) = chat.request(&session, &operation, None).await?;
            // Instead of the file there may be words about it. Longer ones are the file.
            if let Some("application/json") = content_type(&response).as_deref() {
                let copy = response.clone().map_err(|_| Code::Unreachable)?;
                if let Ok(body) = read(&copy).await {
                    (call.read)(response.status(), &body).map_err(error)?;
                }
            }
            let blob = response.blob().map(JsFuture::from);
            let blob = blob.map_err(|_| Code::Unreachable)?.await;
            let blob = blob.map_err(|_| Code::Unreachable)?;
            blob.dyn_into().map_err(|_| Code::Unreachable.into())
        }
    }

    async fn ask(
        &self,
        session: &SessionId,
        operation: FileOperation,
        file: Option<&File>,
    ) -> Result<FileReply, UploadProblem> {
        let (call, response) = self.request(session, &operation, file).await?;
        let body = read(&response).await.map_err(|_| Code::Unreachable)?;
        Ok((call.read)(response.status(), &body).map_err(error)?)
    }

    /// Asks, and asks again where that helps.
    async fn request(
        &self,
        session: &SessionId,
        operation: &FileOperation,
        file: Option<&File>,
    ) -> Result<(FileCall, Response), UploadProblem> {
        let mut call = self.call_for(session, operation)?;
        let mut patience = PATIENCE;
        let mut has_renewed = false;
        loop {
            let response = send(&call, file).await?;
            if response.ok() {
                return Ok((call, response));
            }
            let trouble = refusal(&call, &response).await;
            if trouble.words.is_empty() && response.status() == TOO_LARGE {
                return Err(UploadProblem::TooLarge(None));
            }
            match trouble.remedy {
                Some(Remedy::Wait(time)) if time < patience => {
                    // However short it is, it comes to an end.
                    patience = patience.saturating_sub(time.max(PAUSES[0]));
                    sleep(time).await;
                    call = self.call_for(session, operation)?;
                }
                Some(Remedy::Renew) if !has_renewed => {
                    has_renewed = true;
                    call = self.renewed(session, operation, call).await?;
                }
                _ => return Err(error(trouble).into()),
            }
        }
    }

    /// The same with a new ticket, once there is one. Another page may be the one
    /// that gets it, as soon as it notices.
    async fn renewed(
        &self,
        session: &SessionId,
        operation: &FileOperation,
        old: FileCall,
    ) -> Result<FileCall, ChatError> {
        let mut waited = Duration::ZERO;
        loop {
            let call = self.call_for(session, operation)?;
            if call.header != old.header || waited >= PATIENCE {
                return Ok(call);
            }
            if waited.is_zero() {
                self.renew_ticket();
            }
            sleep(LOOK_AGAIN).await;
            waited += LOOK_AGAIN;
        }
    }

    fn call_for(
        &self,
        session: &SessionId,
        operation: &FileOperation,
    ) -> Result<FileCall, ChatError> {
        let call = self.call_in(session, operation)?;
        call.ok_or_else(|| ChatError::ours(Code::FileFailed, "This transport carries no files."))
    }

    /// In the next chat it would be shown to somebody else.
    fn call_in(
        &self,
        session: &SessionId,
        operation: &FileOperation,
    ) -> Result<Option<FileCall>, ChatError> {
        if self.session_id().as_ref() != Some(session) {
            return Err(Code::NoSession.into());
        }
        self.file_call(operation)
    }
}

impl From<UploadProblem> for ChatError {
    fn from(problem: UploadProblem) -> Self {
        let words = match problem {
            UploadProblem::TooLarge(Some(most)) => {
                format!("The file is too large: at most {}.", size_in_words(most))
            }
            UploadProblem::TooLarge(None) => "The file is too large.".to_owned(),
            UploadProblem::Failed(error) => return error,
        };
        Self::ours(Code::FileFailed, words)
    }
}

fn error(trouble: FileTrouble) -> ChatError {
    ChatError::new(Code::FileFailed, trouble.words)
}

async fn refusal(call: &FileCall, response: &Response) -> FileTrouble {
    let body = read(response).await.unwrap_or_default();
    let answer = (call.read)(response.status(), &body);
    answer.err().unwrap_or_default()
}

async fn send(call: &FileCall, file: Option<&File>) -> Result<Response, ChatError> {
    let request = FileRequest {
        method: call.method,
        url: &call.url,
        body: &call.body,
        file,
        header: call.header.as_ref(),
        with_cookies: call.with_cookies,
    };
    let sent = request.send().await;
    Ok(sent.map_err(|_| Code::Unreachable)?)
}

fn content_type(response: &Response) -> Option<String> {
    let given = response.headers().get("Content-Type").ok()??;
    Some(given.split(';').next()?.trim().to_ascii_lowercase())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bytes are counted in whole numbers"
)]
fn bytes(file: &File) -> u64 {
    file.size() as u64
}

/// As people say it; never more than it is.
fn size_in_words(bytes: u64) -> String {
    const KB: u64 = 1 << 10;
    const MB: u64 = 1 << 20;
    match bytes {
        MB.. if bytes < 10 * MB && bytes % MB >= MB / 10 => {
            format!("{}.{} MB", bytes / MB, bytes % MB * 10 / MB)
        }
        MB.. => format!("{} MB", bytes / MB),
        KB.. => format!("{} KB", bytes / KB),
        _ => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::size_in_words;

    #[test]
    fn a_size_is_said_as_people_say_it() {
        let sizes = [0, 1_023, 1_024, 1 << 20, 1_600_000, 10_485_760, 104_857_600];
        let words = [
            "0 bytes",
            "1023 bytes",
            "1 KB",
            "1 MB",
            "1.5 MB",
            "10 MB",
            "100 MB",
        ];
        assert_eq!(sizes.map(size_in_words), words);
    }
}
