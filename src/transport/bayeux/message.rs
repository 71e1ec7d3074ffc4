//! Messages of the wire.

use serde_json::Value;

use crate::transport::json::Look;

/// Nobody says more in one frame.
const LONGEST_FRAME: usize = 2 << 20;
/// What the words begin with that a server has for a session it does not know.
const UNKNOWN: &str = "402";
/// Nor in so many messages.
const MOST_MESSAGES: usize = 2_000;

/// A frame that is no frame: too long, no JSON, or no messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// A message from the server.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its channel.
    pub channel: String,
    /// The id of the message that it answers.
    pub id: Option<String>,
    /// The name of the session, in the answer to a handshake.
    pub client_id: Option<String>,
    /// On answers: whether what was asked was done.
    pub successful: Option<bool>,
    /// On answers: whether the session is not known.
    pub is_unknown: bool,
    /// On the others: what is told.
    pub data: Option<Value>,
    /// How to connect, if it says.
    pub advice: Option<Value>,
    /// The number of the last batch, where the server wants to hear it back; 0 in
    /// the answer to a handshake.
    pub ack: Option<u64>,
    /// The ways in which the server can be spoken to, in the answer to a handshake.
    pub connection_types: Vec<String>,
}

/// The messages of a frame: a list of them, or one.
///
/// # Errors
///
/// The frame cannot be read. What is no message within a frame that can is left out.
pub fn read(frame: &str) -> Result<Vec<Message>, Malformed> {
    if frame.len() > LONGEST_FRAME {
        return Err(Malformed);
    }
    match serde_json::from_str(frame) {
        Ok(Value::Array(messages)) if messages.len() <= MOST_MESSAGES => {
            Ok(messages.into_iter().filter_map(message).collect())
        }
        Ok(value @ Value::Object(_)) => Ok(message(value).into_iter().collect()),
        _ => Err(Malformed),
    }
}

fn message(mut raw: Value) -> Option<Message> {
    let ext = raw.get("ext");
    Some(Message {
        channel: raw.text("channel")?,
        id: raw.text("id"),
        client_id: raw.text("clientId"),
        successful: raw.get("successful").and_then(Value::as_bool),
        is_unknown: raw
            .text("error")
            .is_some_and(|words| words.starts_with(UNKNOWN)),
        ack: ext.and_then(|ext| ext.number("ack").or(ext.is_true("ack").then_some(0))),
        connection_types: raw
            .list("supportedConnectionTypes")
            .iter()
            .filter_map(|kind| Some(kind.as_str()?.to_owned()))
            .collect(),
        data: raw.get_mut("data").map(Value::take),
        advice: raw.get_mut("advice").map(Value::take),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_or_one_message() {
        let list = r#"[{"channel":"/a","data":{"x":1}},{"channel":"/meta/connect","successful":true,"id":7}]"#;
        let messages = read(list).unwrap();
        assert_eq!(messages.len(), 2);
        assert_eq!(messages[1].id.as_deref(), Some("7"));
        assert_eq!(messages[1].successful, Some(true));
        assert_eq!(read(r#"{"channel":"/a"}"#).unwrap().len(), 1);
        assert_eq!(read("[]").unwrap(), []);
    }

    #[test]
    fn what_is_no_message_is_left_out() {
        let frame = r#"[1,null,{"data":{}},{"channel":["x"]},{"channel":"/ok","advice":5}]"#;
        let messages = read(frame).unwrap();
        assert_eq!(messages.len(), 1);
        assert_eq!(messages[0].channel, "/ok");
    }

    #[test]
    fn what_is_no_frame_is_an_error() {
        for frame in ["", "<html>", "7", "null", "[{]", "\"text\""] {
            assert_eq!(read(frame), Err(Malformed), "{frame}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(read(&deep), Err(Malformed));
        let long = format!("[{}]", " ".repeat(LONGEST_FRAME));
        assert_eq!(read(&long), Err(Malformed));
        let many = format!("[{}1]", "1,".repeat(MOST_MESSAGES));
        assert_eq!(read(&many), Err(Malformed));
    }
}
