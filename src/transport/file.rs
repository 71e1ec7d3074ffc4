//! Files go beside the connection: each by requests of its own.

use std::fmt;
use std::time::Duration;

use crate::browser::{FileBody, Method};

/// Something to do with files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileOperation {
    /// What may be sent.
    Limits,
    /// Send one.
    Upload {
        /// What it is called.
        name: String,
    },
    /// Tell the others of one that was sent. Asked again until there is an answer,
    /// so it must do nothing the second time. `None` where sending does that too.
    Share(SharedFile),
    /// Fetch that one.
    Download(String),
    /// Fetch a small picture of that file, or of a person.
    Picture(String),
    /// Take that one back.
    Delete(String),
}

/// A file that a server has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedFile {
    /// The server's name for it.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is, as in `image/png`; empty when nobody knows.
    pub mime: String,
    /// How many bytes it has.
    pub size: u64,
    /// Width and height of a picture, in pixels.
    pub image: Option<(u32, u32)>,
}

/// What a server answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReply {
    /// Its name for a file that it took.
    pub id: Option<String>,
    /// How many bytes a file may have at most.
    pub largest: Option<u64>,
    /// Values with the server's names for them: what may be sent.
    pub values: Vec<(String, String)>,
}

/// A server's answer, or what went wrong.
pub type FileAnswer = Result<FileReply, FileTrouble>;

/// Why a server does not do it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTrouble {
    /// In its words, if it has any.
    pub words: String,
    /// What helps.
    pub remedy: Option<Remedy>,
}

/// What helps where a server does not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// It was asked too often: to ask again after that time.
    Wait(Duration),
    /// The ticket has grown old: to ask again with a new one.
    Renew,
}

impl From<String> for FileTrouble {
    fn from(words: String) -> Self {
        Self {
            words,
            remedy: None,
        }
    }
}

/// How a server is asked.
#[derive(Clone)]
pub struct FileCall {
    /// How.
    pub method: Method,
    /// Where to. Holds no secret.
    pub url: String,
    /// What is sent.
    pub body: FileBody,
    /// A header, with its value.
    pub header: Option<(String, String)>,
    /// Whether cookies go with it to another origin.
    pub with_cookies: bool,
    /// Reads the answer: its status and its text. Of a file that is fetched it tells
    /// whether that is instead of the file.
    pub read: fn(u16, &str) -> FileAnswer,
}

/// Body and header are secrets.
impl fmt::Debug for FileCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileCall({})", self.url)
    }
}
