//! Files of the session: sent, fetched and taken back beside the chat. They are
//! not stored; what becomes of them stands in the transcript.

use std::future::Future;
use std::time::Duration;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, Response};

use super::handle::ChatHandle;
use crate::browser::{FileRequest, image_size, read, sleep};
use crate::engine::{ChatError, Code};
use crate::transport::{FileCall, FileOperation, FileReply, SharedFile};

/// A file that has been sent is worth some patience. The pauses between tries.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(3)];
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
        let limits = self.call_for(&FileOperation::Limits);
        let upload = self.call_for(&FileOperation::Upload { name: file.name() });
        let chat = self.clone();
        let session = self.session_id();
        async move {
            let upload = upload?;
            if let Ok(limits) = limits {
                check(limits, &file).await?;
            }
            let id = ask(&upload, Some(&file)).await?.id;
            let id = id.ok_or(Code::FileFailed)?;
            // In the next chat it would be shown to somebody else.
            if chat.session_id() != session {
                return Err(Code::NoSession.into());
            }
            chat.share(&id, &file).await?;
            Ok(id)
        }
    }

    /// Tells the others of a file, where that is not done by sending it.
    async fn share(&self, id: &str, file: &File) -> Result<(), ChatError> {
        let mut shared = SharedFile {
            id: id.to_owned(),
            name: file.name(),
            mime: file.type_(),
            size: bytes(file),
            image: None,
        };
        if self
            .file_call(&FileOperation::Share(shared.clone()))?
            .is_none()
        {
            return Ok(());
        }
        shared.image = image_size(file).await;
        let Some(call) = self.file_call(&FileOperation::Share(shared))? else {
            return Ok(());
        };
        for pause in PAUSES {
            match ask(&call, None).await {
                Err(error) if error.code == Code::Unreachable => sleep(pause).await,
                answer => return answer.map(|_| ()),
            }
        }
        ask(&call, None).await.map(|_| ())
    }

    /// What may be sent, as the server names and counts it.
    ///
    /// # Errors
    ///
    /// As for [`send_file`](Self::send_file).
    pub fn file_limits(
        &self,
    ) -> impl Future<Output = Result<Vec<(String, String)>, ChatError>> + use<> {
        let call = self.call_for(&FileOperation::Limits);
        async move { Ok(ask(&call?, None).await?.values) }
    }

    /// Fetches a file.
    ///
    /// # Errors
    ///
    /// As for [`send_file`](Self::send_file).
    pub fn download_file(&self, id: &str) -> impl Future<Output = Result<Blob, ChatError>> + use<> {
        let call = self.call_for(&FileOperation::Download(id.to_owned()));
        async move { download(call?).await }
    }

    /// Takes a file back.
    ///
    /// # Errors
    ///
    /// As for [`send_file`](Self::send_file).
    pub fn delete_file(&self, id: &str) -> impl Future<Output = Result<(), ChatError>> + use<> {
        let call = self.call_for(&FileOperation::Delete(id.to_owned()));
        async move { ask(&call?, None).await.map(|_| ()) }
    }

    pub(super) fn call_for(&self, operation: &FileOperation) -> Result<FileCall, ChatError> {
        let call = self.file_call(operation)?;
        call.ok_or_else(|| ChatError::new(Code::FileFailed, "This transport carries no files."))
    }
}

/// A file that is too large is not sent for nothing. A server that does not say
/// how large it may be says so when it has it.
async fn check(limits: FileCall, file: &File) -> Result<(), ChatError> {
    let largest = ask(&limits, None)
        .await
        .ok()
        .and_then(|reply| reply.largest);
    match largest {
        Some(most) if bytes(file) > most => {
            let words = format!("The file is too large: at most {}.", size_in_words(most));
            Err(ChatError::new(Code::FileFailed, words))
        }
        _ => Ok(()),
    }
}

pub(super) async fn download(call: FileCall) -> Result<Blob, ChatError> {
    let response = fetch(&call, None).await?;
    // Instead of the file there may be words about it.
    if let Some("application/json") = content_type(&response).as_deref() {
        let copy = response.clone().map_err(|_| Code::Unreachable)?;
        let body = read(&copy).await.map_err(|_| Code::Unreachable)?;
        (call.read)(&body).map_err(|words| ChatError::new(Code::FileFailed, words))?;
    }
    let blob = response.blob().map(JsFuture::from);
    let blob = blob.map_err(|_| Code::Unreachable)?.await;
    let blob = blob.map_err(|_| Code::Unreachable)?;
    blob.dyn_into().map_err(|_| Code::Unreachable.into())
}

async fn ask(call: &FileCall, file: Option<&File>) -> Result<FileReply, ChatError> {
    let response = fetch(call, file).await?;
    let body = read(&response).await.map_err(|_| Code::Unreachable)?;
    (call.read)(&body).map_err(|words| ChatError::new(Code::FileFailed, words))
}

async fn refusal(call: &FileCall, response: &Response) -> ChatError {
    let body = read(response).await.unwrap_or_default();
    let words = (call.read)(&body).err().unwrap_or_default();
    if words.is_empty() && response.status() == TOO_LARGE {
        return ChatError::new(Code::FileFailed, "The file is too large.");
    }
    ChatError::new(Code::FileFailed, words)
}

async fn fetch(call: &FileCall, file: Option<&File>) -> Result<Response, ChatError> {
    let request = FileRequest {
        method: call.method,
        url: &call.url,
        body: &call.body,
        file,
        header: call.header.as_ref(),
        with_cookies: call.with_cookies,
    };
    let response = request.send().await.map_err(|_| Code::Unreachable)?;
    if response.ok() {
        return Ok(response);
    }
    Err(refusal(call, &response).await)
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
