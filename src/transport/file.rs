//! Files go beside the connection: each by a request of its own.

use std::fmt;

/// Something to do with files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileOperation {
    /// What may be sent.
    Limits,
    /// Send one.
    Upload,
    /// Fetch that one.
    Download(String),
    /// Fetch a small picture of that file, or of a person.
    Picture(String),
    /// Take that one back.
    Delete(String),
}

/// What a server answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReply {
    /// Its name for a file that it took.
    pub id: Option<String>,
    /// Values with the server's names for them: what may be sent.
    pub values: Vec<(String, String)>,
}

/// A server's answer, or its words about what went wrong.
pub type FileAnswer = Result<FileReply, String>;

/// How a server is asked: by `POST`, as `multipart/form-data`, with the file, if
/// there is one, in the field `file`.
#[derive(Clone)]
pub struct FileCall {
    /// Where to. Holds no secret.
    pub url: String,
    /// Fields with their values.
    pub fields: Vec<(String, String)>,
    /// A header, with its value.
    pub header: Option<(String, String)>,
    /// Whether cookies go with it to another origin.
    pub with_cookies: bool,
    /// Reads the answer.
    pub read: fn(&str) -> FileAnswer,
}

/// Its fields are secrets.
impl fmt::Debug for FileCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileCall({})", self.url)
    }
}
