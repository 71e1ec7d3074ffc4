//! What a server is asked: plain data, that whoever does no I/O can make too.

use std::fmt;
use std::time::Duration;

/// How something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// For something that is there.
    Get,
    /// To do something.
    Post,
    /// To do something that is done once, however often it is asked for.
    Put,
}

impl Method {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// What is sent. It is a secret.
#[derive(Clone, PartialEq, Eq)]
pub enum Payload {
    /// Nothing.
    None,
    /// As `application/json`.
    Json(String),
    /// As `application/x-www-form-urlencoded`, not encoded yet.
    Form(Vec<(String, String)>),
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payload(…)")
    }
}

/// A request over HTTP.
#[derive(Clone, PartialEq)]
pub struct HttpRequest {
    /// How.
    pub method: Method,
    /// Where to. Holds no secret: addresses end up in logs.
    pub url: String,
    /// What.
    pub payload: Payload,
    /// A header, with its value, which is a secret.
    pub header: Option<(String, String)>,
    /// Whether cookies go with it to another origin.
    pub with_cookies: bool,
    /// Without an answer by then it has failed.
    pub within: Duration,
    /// Whether it is sent though nobody waits for its answer, and even if the page goes.
    pub is_farewell: bool,
}

/// Payload and header are secrets.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.name(), self.url)
    }
}
