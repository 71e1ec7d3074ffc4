//! Files, over REST and beside CometD. What is seen of them in the transcript is
//! in the envelope.

use serde_json::Value;

use super::address::{CometdAddress, Pass, RestAddress, is_segment};
use super::envelope;
use crate::transport::json::Look;
use crate::transport::{FileAnswer, FileBody, FileCall, FileOperation, FileReply, Method};

/// The limit of a file's size in bytes.
const LARGEST: &str = "upload-max-file-size";

impl CometdAddress {
    /// The endpoint for files beside that of CometD.
    fn files_url(&self) -> Option<String> {
        let own = self.files_url.clone();
        own.or_else(|| Some(format!("{}/2/chat-ntf", self.url.rsplit_once('/')?.0)))
    }

    pub(super) fn file_call(&self, pass: &Pass, operation: &FileOperation) -> Option<FileCall> {
        let (name, file) = match operation {
            FileOperation::Limits => ("fileGetLimits", None),
            FileOperation::Upload { .. } => ("fileUpload", None),
            FileOperation::Download(id) => ("fileDownload", Some(id)),
            FileOperation::Delete(id) => ("fileDelete", Some(id)),
            FileOperation::Share(_) | FileOperation::Picture(_) => return None,
        };
        let read = reader(operation);
        let mut fields = vec![
            ("operation".to_owned(), name.to_owned()),
            ("secureKey".to_owned(), pass.key.clone()),
        ];
        fields.extend(file.map(|id| ("fileId".to_owned(), id.clone())));
        Some(FileCall {
            method: Method::Post,
            url: self.files_url()?,
            body: FileBody::Fields(fields),
            header: None,
            with_cookies: true,
            read,
        })
    }
}

impl RestAddress {
    pub(super) fn file_call(&self, pass: &Pass, operation: &FileOperation) -> Option<FileCall> {
        let path = match operation {
            FileOperation::Limits => "file/limits".to_owned(),
            FileOperation::Upload { .. } => "file".to_owned(),
            FileOperation::Download(id) if is_segment(id) => format!("file/{id}/download"),
            FileOperation::Delete(id) if is_segment(id) => format!("file/{id}/delete"),
            // Whoever sends a file shares it.
            FileOperation::Share(_)
            | FileOperation::Download(_)
            | FileOperation::Delete(_)
            | FileOperation::Picture(_) => return None,
        };
        let read = reader(operation);
        Some(FileCall {
            method: Method::Post,
            url: format!("{}/{}/{path}", self.url, pass.chat),
            body: FileBody::Fields(pass.fields()),
            header: self.header(),
            with_cookies: false,
            read,
        })
    }
}

fn reader(operation: &FileOperation) -> fn(u16, &str) -> FileAnswer {
    match operation {
        FileOperation::Download(_) => read_beside_file,
        _ => read,
    }
}

/// What is no envelope is the file, or there would be a status that says so.
fn read_beside_file(status: u16, body: &str) -> FileAnswer {
    match read(status, body) {
        Err(trouble) if trouble.words.is_empty() && (200..300).contains(&status) => {
            Ok(FileReply::default())
        }
        answer => answer,
    }
}

/// The user data of the answer. Limits were seen in a notice within it.
fn read(_status: u16, body: &str) -> FileAnswer {
    let answer: Value = serde_json::from_str(body).map_err(|_| String::new())?;
    let envelope = envelope::read(&answer).ok_or_else(String::new)?;
    if envelope.status != envelope::Status::Fine {
        return Err(envelope.words().into());
    }
    let notices = answer.list("messages").iter();
    let notices = notices.filter(|event| event.text("type").as_deref() == Some("Notice"));
    let all = std::iter::once(&answer).chain(notices);
    let values = all.filter_map(|holder| holder.get("userData")?.as_object());
    let pairs = values
        .flat_map(|values| values.iter())
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
    let values: Vec<(String, String)> = pairs.collect();
    let is_id = |(name, _): &&(String, String)| envelope::FILE_ID.contains(&name.as_str());
    let id = values.iter().find(is_id).map(|(_, id)| id.clone());
    let limit = values.iter().find(|(name, _)| name == LARGEST);
    let largest = limit.and_then(|(_, bytes)| bytes.parse().ok());
    Ok(FileReply {
        id,
        largest,
        values,
    })
}
