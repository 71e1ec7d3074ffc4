//! Every error the chat reports, in one table.
//!
//! 200 and 201 keep the meaning they have in the Genesys chat API, which also
//! reserves 200–249 for the widget; the others are ours.

use std::fmt;

/// What went wrong, as a number that stays the same for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum Code {
    /// A chat already runs on this page. Use it, or end it first.
    AlreadyRunning = 200,
    /// A chat already runs in another page of this site.
    RunningElsewhere = 201,
    /// `embedded: false` asks for the popup mode, which there is not. Leave it out.
    PopupNotSupported = 202,
    /// `restoreChat` was called without `embedded: true`.
    NotEmbedded = 203,
    /// Options of the wrong type or value; the description names each of them.
    InvalidOptions = 204,
    /// There is nothing to carry the chat: give a transport, or a server's address.
    NoTransport = 205,
    /// A warning: an option that means nothing here was ignored.
    OptionIgnored = 206,
    /// A warning: the page has something else under the name of our object.
    /// Give the script another name with `data-name`.
    NameTaken = 207,
    /// The server no longer knows the session. It cannot be resumed; start anew.
    SessionGone = 210,
    /// The server did not answer in time. The chat is kept and retried.
    Unreachable = 211,
    /// The server refused to start a chat. What the visitor entered is kept.
    StartRefused = 212,
    /// The page went away before the form had reached the server, and fields
    /// marked private are never stored: the visitor has to enter them again.
    StartIncomplete = 213,
    /// The server does not get its cookie back from the browser, so that it takes
    /// every request for one of a stranger. Serve it from the site's own domain, or
    /// let it set its cookie with `SameSite=None; Secure; Partitioned`.
    CookieLost = 214,
    /// What was stored cannot be read. It was erased; start anew.
    StateUnreadable = 220,
    /// What is stored was written by a newer version. It was left as it is.
    StateNewer = 221,
    /// The visitor closed the registration form without sending it.
    Cancelled = 230,
    /// There is no running session to do that with.
    NoSession = 231,
    /// The page's own registration failed; the description says how.
    RegistrationFailed = 232,
    /// The server will not take the message. Its text is kept in the chat.
    MessageRejected = 233,
    /// The session is over, or was taken off the page, before it was done.
    SessionOver = 234,
    /// The server does not take the file, or does not have it; or the transport
    /// carries no files. The description says which.
    FileFailed = 235,
    /// The chat's room is encrypted, which a web page cannot take part in. Have
    /// rooms made without encryption.
    Encrypted = 236,
    /// The message is longer than the server takes. It was not sent.
    MessageTooLong = 237,
    /// WebAssembly cannot run: a content security policy, or an old browser. The
    /// description says what is known.
    CannotRun = 240,
    /// The chat broke and was taken down. What is stored is kept: start or
    /// restore again.
    Crashed = 241,
    /// A warning: the texts could not be loaded. English is used.
    LocalizationFailed = 242,
    /// A warning: what the page's transport said makes no sense and was ignored.
    TransportMisbehaved = 243,
    /// The files of the chat could not be fetched: the network, or a content
    /// security policy. Try again.
    NotLoaded = 244,
}

impl Code {
    /// All codes, in the order of their numbers.
    pub const ALL: [Self; 28] = [
        Self::AlreadyRunning,
        Self::RunningElsewhere,
        Self::PopupNotSupported,
        Self::NotEmbedded,
        Self::InvalidOptions,
        Self::NoTransport,
        Self::OptionIgnored,
        Self::NameTaken,
        Self::SessionGone,
        Self::Unreachable,
        Self::StartRefused,
        Self::StartIncomplete,
        Self::CookieLost,
        Self::StateUnreadable,
        Self::StateNewer,
        Self::Cancelled,
        Self::NoSession,
        Self::RegistrationFailed,
        Self::MessageRejected,
        Self::SessionOver,
        Self::FileFailed,
        Self::Encrypted,
        Self::MessageTooLong,
        Self::CannotRun,
        Self::Crashed,
        Self::LocalizationFailed,
        Self::TransportMisbehaved,
        Self::NotLoaded,
    ];

    /// The number given to JavaScript and to logs.
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// The code with that number.
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.number() == number)
    }

    /// Whether the same call can succeed later without anything being changed.
    pub const fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::Unreachable
                | Self::StartRefused
                | Self::CookieLost
                | Self::Crashed
                | Self::NotLoaded
        )
    }

    /// It in a sentence, in English.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::AlreadyRunning => "A chat is already running on this page.",
            Self::RunningElsewhere => "A chat is already running in another page of this site.",
            Self::PopupNotSupported => "There is no popup mode. Leave `embedded` out, or say true.",
            Self::NotEmbedded => "Call restoreChat with `embedded: true`.",
            Self::InvalidOptions => "The options are not as expected.",
            Self::NoTransport => {
                "There is nothing to carry the chat. Give a `transport` or a `serverUrl`."
            }
            Self::OptionIgnored => "An option was ignored.",
            Self::NameTaken => "The page has something else under this name.",
            Self::SessionGone => "The chat server no longer knows this chat. Start a new one.",
            Self::Unreachable => "The chat server could not be reached. We keep trying.",
            Self::StartRefused => "The chat could not be started. Try again in a moment.",
            Self::StartIncomplete => {
                "The page went away before the form was sent. Enter the fields that are not stored, then send it again."
            }
            Self::CookieLost => {
                "The browser does not send the chat server's cookie back. The chat is tried again now and then."
            }
            Self::StateUnreadable => "The stored chat could not be read. Start a new one.",
            Self::StateNewer => "The stored chat was written by a newer version of this page.",
            Self::Cancelled => "The registration form was closed.",
            Self::NoSession => "There is no running chat.",
            Self::RegistrationFailed => "The registration failed.",
            Self::MessageRejected => "The chat server did not take the message.",
            Self::SessionOver => "The chat is over.",
            Self::FileFailed => "The file could not be sent or fetched.",
            Self::Encrypted => {
                "The chat's room is encrypted, which a web page cannot take part in."
            }
            Self::MessageTooLong => "The message is too long. Send it in parts.",
            Self::CannotRun => "The chat cannot run in this browser.",
            Self::Crashed => "The chat broke and was closed. It can be opened again.",
            Self::LocalizationFailed => "The texts could not be loaded.",
            Self::NotLoaded => "The chat could not be loaded. Try again.",
            Self::TransportMisbehaved => "The transport said something that makes no sense.",
        }
    }
}

/// A coded error with a sentence a person can act on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ChatError {
    /// The entry of the table.
    pub code: Code,
    /// In English; the server's own words where it gave some.
    pub description: String,
    /// Whether these are the server's words: then they are for the visitor as they are.
    pub is_servers: bool,
}

impl fmt::Display for ChatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.description, self.code.number())
    }
}

impl ChatError {
    /// An error in the server's words, or in ours where it had none.
    pub fn new(code: Code, description: impl Into<String>) -> Self {
        let description = description.into();
        if description.trim().is_empty() {
            return code.into();
        }
        Self {
            code,
            description,
            is_servers: true,
        }
    }

    /// An error in words of ours that say more than those of the code.
    pub fn ours(code: Code, description: impl Into<String>) -> Self {
        Self {
            code,
            description: description.into(),
            is_servers: false,
        }
    }
}

impl From<Code> for ChatError {
    fn from(code: Code) -> Self {
        Self::ours(code, code.sentence())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_own_number_and_a_sentence() {
        for pair in Code::ALL.windows(2) {
            assert!(pair[0].number() < pair[1].number());
        }
        for code in Code::ALL {
            assert!(ChatError::from(code).description.ends_with('.'));
            assert_eq!(Code::from_number(code.number()), Some(code));
            let said = ChatError::from(code).to_string();
            assert!(said.ends_with(&format!("({})", code.number())));
        }
        assert_eq!(Code::from_number(0), None);
    }

    #[test]
    fn what_may_go_better_the_next_time_is_worth_another_try() {
        assert!(Code::Unreachable.is_retryable());
        assert!(!Code::InvalidOptions.is_retryable());
    }

    #[test]
    fn an_empty_description_becomes_our_own_sentence() {
        let error = ChatError::new(Code::StartRefused, "  ");
        assert_eq!(error, Code::StartRefused.into());
    }
}
