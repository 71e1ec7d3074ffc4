//! What is said, and on which way.

use std::time::Duration;

use serde_json::{Value, json};

use super::{ANSWER_WITHIN, Carrier, Client, Connect, Load, SOCKET_WITHIN, Socket, Stage};
use crate::browser::{HttpRequest, Method, Payload};
use crate::transport::protocol::Output;

impl Client {
    pub(super) fn open_socket(&mut self) {
        self.socket = Socket::Opening(self.now.mono + SOCKET_WITHIN);
        // https: becomes wss:, and http: becomes ws:.
        let url = self.settings.url.replacen("http", "ws", 1);
        self.outputs.push_back(Output::OpenSocket(url));
    }

    /// The first word on a connection.
    pub(super) fn begin(&mut self) {
        if self.client_id.is_some() {
            self.stage = Stage::Connecting { is_resumed: true };
            // What was not acknowledged comes again.
            self.ack = Some(0);
            self.send_connect();
        } else {
            self.handshake();
        }
    }

    pub(super) fn handshake(&mut self) {
        self.stage = Stage::Handshaking;
        self.connect = Connect::None;
        self.client_id = None;
        self.ack = None;
        let types = match self.carrier {
            Carrier::Socket => json!(["websocket", "long-polling"]),
            Carrier::Polling => json!(["long-polling"]),
        };
        let handshake = json!({
            "version": "1.0",
            "minimumVersion": "1.0",
            "supportedConnectionTypes": types,
            "advice": { "timeout": 0, "interval": 0 },
            "ext": { "ack": true },
        });
        let message = self.message("/meta/handshake", handshake);
        self.send(Load::Handshake, vec![message], ANSWER_WITHIN);
    }

    pub(super) fn send_connect(&mut self) {
        let mut is_short = self.stage != Stage::Up;
        if self.carrier == Carrier::Polling && matches!(self.socket, Socket::Open(_)) {
            // On probation: it has to answer this one soon.
            self.carrier = Carrier::Socket;
            self.stage_by = Some(self.now.mono + SOCKET_WITHIN);
            is_short = true;
        }
        let held = if is_short {
            Duration::ZERO
        } else {
            self.advice.timeout
        };
        let mut connect = json!({
            "connectionType": match self.carrier {
                Carrier::Socket => "websocket",
                Carrier::Polling => "long-polling",
            },
        });
        if is_short {
            connect["advice"] = json!({ "timeout": 0 });
        }
        if let Some(ack) = self.ack {
            connect["ext"] = json!({ "ack": ack });
        }
        let message = self.message("/meta/connect", connect);
        let within = held + ANSWER_WITHIN;
        self.connect = Connect::Sent {
            at: self.now.mono,
            give_up: self.now.mono + within,
        };
        self.send(Load::Connect, vec![message], within);
    }

    /// Under the next id, and the session's name, if there is one.
    pub(super) fn message(&mut self, channel: &str, mut rest: Value) -> Value {
        self.next_message += 1;
        rest["channel"] = channel.into();
        rest["id"] = self.next_message.to_string().into();
        if let Some(client_id) = &self.client_id {
            rest["clientId"] = client_id.as_str().into();
        }
        rest
    }

    pub(super) fn send(&mut self, load: Load, messages: Vec<Value>, within: Duration) {
        match self.carrier {
            Carrier::Socket => {
                let frame = Value::Array(messages).to_string();
                self.outputs.push_back(Output::SendSocket(frame));
            }
            Carrier::Polling => self.post(load, &messages, within, false),
        }
    }

    pub(super) fn post(
        &mut self,
        load: Load,
        messages: &[Value],
        within: Duration,
        is_farewell: bool,
    ) {
        let id = self.next_request_id();
        self.requests.push((id, load));
        let request = HttpRequest {
            method: Method::Post,
            url: self.settings.url.clone(),
            payload: Payload::Json(json!(messages).to_string()),
            header: None,
            with_cookies: true,
            within,
            is_farewell,
        };
        self.outputs.push_back(Output::Ask(id, request));
    }
}
