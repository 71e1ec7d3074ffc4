//! Files: in the media repository of the homeserver, and a message that tells of them.

use serde_json::{Value, json};

use super::path::{encoded, media};
use super::ticket::Stub;
use super::trouble::Trouble;
use crate::browser::{FileBody, Method};
use crate::transport::json::Look;
use crate::transport::{
    FileAnswer, FileCall, FileOperation, FileReply, FileTrouble, Remedy, SharedFile,
};

/// Pictures are shown in at most so many pixels either way.
const PICTURE: u32 = 320;
/// The limit that a homeserver tells.
const LARGEST: &str = "m.upload.size";

impl Stub {
    /// `None` also for taking a file back, which no visitor can.
    pub(super) fn file_call(&self, operation: &FileOperation) -> Option<FileCall> {
        let account = self.account.as_ref()?;
        let (method, path, body) = match operation {
            FileOperation::Limits => (Method::Get, "client/v1/media/config".into(), FileBody::None),
            FileOperation::Upload { name } => {
                let path = format!("media/v3/upload?filename={}", encoded(name));
                (Method::Post, path, FileBody::File)
            }
            FileOperation::Share(file) => {
                let (_, name) = media(&file.id)?;
                // The same file is the same message.
                let rest = format!("send/m.room.message/file-{}", encoded(name));
                let path = format!("client/v3{}", self.in_room(&rest));
                (Method::Put, path, FileBody::Json(message(file).to_string()))
            }
            FileOperation::Download(id) => (Method::Get, stored("download", id)?, FileBody::None),
            FileOperation::Picture(id) => {
                let path = stored("thumbnail", id)?;
                let path = format!("{path}?width={PICTURE}&height={PICTURE}&method=scale");
                (Method::Get, path, FileBody::None)
            }
            FileOperation::Delete(_) => return None,
        };
        Some(FileCall {
            method,
            url: format!("{}/_matrix/{path}", self.address.homeserver),
            body,
            header: Some((
                "Authorization".to_owned(),
                format!("Bearer {}", account.access),
            )),
            with_cookies: false,
            read,
        })
    }
}

/// With the token, as newer homeservers want it: the address alone opens nothing.
fn stored(how: &str, id: &str) -> Option<String> {
    let (server, name) = media(id)?;
    let (server, name) = (encoded(server), encoded(name));
    Some(format!("client/v1/media/{how}/{server}/{name}"))
}

fn message(file: &SharedFile) -> Value {
    let kind = match file.mime.split('/').next() {
        Some("image") if file.image.is_some() => "m.image",
        Some("audio") => "m.audio",
        Some("video") => "m.video",
        _ => "m.file",
    };
    let mut info = json!({ "size": file.size });
    if !file.mime.is_empty() {
        info["mimetype"] = file.mime.as_str().into();
    }
    if let Some((width, height)) = file.image {
        info["w"] = width.into();
        info["h"] = height.into();
    }
    json!({
        "msgtype": kind,
        "body": file.name,
        "filename": file.name,
        "url": file.id,
        "info": info,
    })
}

fn read(status: u16, body: &str) -> FileAnswer {
    if !(200..300).contains(&status) {
        let trouble = Trouble::read(body);
        let remedy = match status {
            401 if trouble.is_the_servers() => Some(Remedy::Renew),
            429 => Some(Remedy::Wait(trouble.wait)),
            _ => None,
        };
        let words = trouble.words;
        return Err(FileTrouble { words, remedy });
    }
    let answer: Value = serde_json::from_str(body).unwrap_or_default();
    let largest = answer.number(LARGEST);
    let limit = largest.map(|bytes| (LARGEST.to_owned(), bytes.to_string()));
    Ok(FileReply {
        id: answer.text("content_uri"),
        largest,
        values: limit.into_iter().collect(),
    })
}
