//! Files of the session: sent, fetched and taken back beside the chat. They are
//! not stored and not tried again; what becomes of them stands in the transcript.

use std::future::Future;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, Response};

use super::handle::ChatHandle;
use crate::browser::{post_form, read};
use crate::engine::{ChatError, Code};
use crate::transport::{FileCall, FileOperation, FileReply};

impl ChatHandle {
    /// Sends a file. Gives the server's name for it.
    ///
    /// # Errors
    ///
    /// [`Code::NoSession`]; [`Code::FileFailed`] in the server's words when it does
    /// not take it; [`Code::Unreachable`].
    pub fn send_file(&self, file: File) -> impl Future<Output = Result<String, ChatError>> + use<> {
        let call = self.file_call(&FileOperation::Upload);
        async move {
            let reply = ask(call?, Some(&file)).await?;
            reply.id.ok_or_else(|| Code::FileFailed.into())
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
        let call = self.file_call(&FileOperation::Limits);
        async move { Ok(ask(call?, None).await?.values) }
    }

    /// Fetches a file.
    ///
    /// # Errors
    ///
    /// As for [`send_file`](Self::send_file).
    pub fn download_file(&self, id: &str) -> impl Future<Output = Result<Blob, ChatError>> + use<> {
        let call = self.file_call(&FileOperation::Download(id.to_owned()));
        async move { download(call?).await }
    }

    /// Takes a file back.
    ///
    /// # Errors
    ///
    /// As for [`send_file`](Self::send_file).
    pub fn delete_file(&self, id: &str) -> impl Future<Output = Result<(), ChatError>> + use<> {
        let call = self.file_call(&FileOperation::Delete(id.to_owned()));
        async move { ask(call?, None).await.map(|_| ()) }
    }
}

pub(super) async fn download(call: FileCall) -> Result<Blob, ChatError> {
    let response = post(&call, None).await?;
    // Instead of the file there may be words about it.
    if let Some("application/json") = content_type(&response).as_deref() {
        return Err(refusal(&call, &response).await);
    }
    let blob = response.blob().map(JsFuture::from);
    let blob = blob.map_err(|_| Code::Unreachable)?.await;
    let blob = blob.map_err(|_| Code::Unreachable)?;
    blob.dyn_into().map_err(|_| Code::Unreachable.into())
}

async fn ask(call: FileCall, file: Option<&File>) -> Result<FileReply, ChatError> {
    let response = post(&call, file).await?;
    let body = read(&response).await.map_err(|_| Code::Unreachable)?;
    (call.read)(&body).map_err(|words| ChatError::new(Code::FileFailed, words))
}

async fn refusal(call: &FileCall, response: &Response) -> ChatError {
    let body = read(response).await.unwrap_or_default();
    let words = (call.read)(&body).err().unwrap_or_default();
    ChatError::new(Code::FileFailed, words)
}

async fn post(call: &FileCall, file: Option<&File>) -> Result<Response, ChatError> {
    let FileCall { url, fields, .. } = call;
    let answer = post_form(url, fields, file, call.header.as_ref(), call.with_cookies).await;
    let response = answer.map_err(|_| Code::Unreachable)?;
    if response.ok() {
        return Ok(response);
    }
    Err(refusal(call, &response).await)
}

fn content_type(response: &Response) -> Option<String> {
    let given = response.headers().get("Content-Type").ok()??;
    Some(given.split(';').next()?.trim().to_ascii_lowercase())
}
