//! What the server asks of its clients, within reason.

use std::time::Duration;

use serde_json::Value;

use crate::transport::json::Look;

/// A server may hold a connect this long at most, and have clients wait this long.
const LONGEST: Duration = Duration::from_secs(120);

/// What to do about a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reconnect {
    /// Connect again.
    #[default]
    Retry,
    /// The session is not known: begin with a handshake.
    Handshake,
    /// Neither.
    None,
}

/// The server's last word about how to connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Advice {
    /// What to do next.
    pub(super) reconnect: Reconnect,
    /// How long to wait before it.
    pub(super) interval: Duration,
    /// How long the server holds a connect that has nothing to say.
    pub(super) timeout: Duration,
}

impl Default for Advice {
    fn default() -> Self {
        Self {
            reconnect: Reconnect::Retry,
            interval: Duration::ZERO,
            timeout: Duration::from_secs(30),
        }
    }
}

impl Advice {
    /// Takes in what a message says; what it does not mention stays.
    pub(super) fn update(&mut self, given: &Value) {
        match given.text("reconnect").as_deref() {
            Some("retry") => self.reconnect = Reconnect::Retry,
            Some("handshake") => self.reconnect = Reconnect::Handshake,
            Some("none") => self.reconnect = Reconnect::None,
            _ => {}
        }
        let millis = |name| given.number(name).map(Duration::from_millis);
        if let Some(interval) = millis("interval") {
            self.interval = interval.min(LONGEST);
        }
        if let Some(timeout) = millis("timeout") {
            self.timeout = timeout.min(LONGEST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_mentioned_stays() {
        let mut advice = Advice::default();
        advice.update(
            &json!({ "reconnect": "handshake", "interval": 2000, "multiple-clients": true }),
        );
        advice.update(&json!({ "timeout": 4000 }));
        let expected = Advice {
            reconnect: Reconnect::Handshake,
            interval: Duration::from_secs(2),
            timeout: Duration::from_secs(4),
        };
        assert_eq!(advice, expected);
    }

    #[test]
    fn nonsense_changes_nothing_and_nobody_waits_for_ever() {
        let mut advice = Advice::default();
        advice.update(&json!({ "reconnect": "perhaps", "interval": -5, "timeout": "soon" }));
        assert_eq!(advice, Advice::default());
        advice.update(&json!({ "interval": u64::MAX }));
        assert_eq!(advice.interval, LONGEST);
        advice.update(&json!("retry"));
        assert_eq!(advice.reconnect, Reconnect::Retry);
    }
}
