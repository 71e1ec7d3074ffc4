//! A Bayeux server, small: sessions, held connects, acknowledgements.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::chats::Chats;

/// Where an answer goes: over HTTP to one request, or to the socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Back {
    Http(u64),
    Socket,
}

/// A connect that waits for something to tell.
#[derive(Clone, Debug)]
struct Held {
    back: Back,
    id: Value,
    until: u64,
}

#[derive(Debug, Default)]
struct Session {
    chats: BTreeSet<usize>,
    /// What is not told, or not acknowledged, with its batch.
    queue: Vec<(u64, Value)>,
    batch: u64,
    held: Option<Held>,
}

/// The server.
#[derive(Debug)]
pub(crate) struct Bayeux {
    sessions: BTreeMap<String, Session>,
    pub(crate) acks: bool,
    /// Publishes are answered with advice too.
    pub(crate) advises_always: bool,
    /// Publishes of that operation are refused, by a policy of the server's.
    pub(crate) refuses: Option<String>,
    pub(crate) timeout: u64,
    /// Nobody's cookie comes back.
    pub(crate) cookie_is_lost: bool,
    pub(crate) handshakes: usize,
    pub(crate) connects: usize,
    /// Operations that are not done, by name.
    pub(crate) drops: BTreeSet<String>,
    /// Events that nobody asked for do not arrive.
    pub(crate) loses_news: bool,
    /// Envelopes that wait, while answers are held.
    pub(crate) holds: bool,
    waiting: Vec<(String, Value)>,
    /// Frames to be sent.
    pub(crate) out: Vec<(Back, Value)>,
}

impl Bayeux {
    pub(crate) fn new() -> Self {
        Self {
            sessions: BTreeMap::new(),
            acks: true,
            advises_always: false,
            refuses: None,
            timeout: 20_000,
            cookie_is_lost: false,
            handshakes: 0,
            connects: 0,
            drops: BTreeSet::new(),
            loses_news: false,
            holds: false,
            waiting: Vec::new(),
            out: Vec::new(),
        }
    }

    /// All sessions are lost, as after a restart.
    pub(crate) fn restart(&mut self) {
        self.sessions.clear();
    }

    /// Somebody else connects in each session: what was held is let go of.
    pub(crate) fn take_over(&mut self) -> Vec<Back> {
        let sessions = self.sessions.values_mut();
        let held = sessions.filter_map(|session| session.held.take());
        held.map(|held| held.back).collect()
    }

    pub(crate) fn release(&mut self) {
        self.holds = false;
        for (client, envelope) in std::mem::take(&mut self.waiting) {
            self.deliver(&client, envelope);
        }
    }

    /// A frame has come.
    pub(crate) fn take_in(&mut self, now: u64, back: Back, frame: &str, chats: &mut Chats) {
        let messages: Vec<Value> = serde_json::from_str(frame).expect("a frame of ours");
        let mut replies = Vec::new();
        for message in messages {
            self.message(now, back, &message, chats, &mut replies);
        }
        if !replies.is_empty() {
            self.out.push((back, Value::Array(replies)));
        }
    }

    fn message(
        &mut self,
        now: u64,
        back: Back,
        message: &Value,
        chats: &mut Chats,
        replies: &mut Vec<Value>,
    ) {
        let (channel, id) = (message["channel"].as_str().unwrap(), message["id"].clone());
        let client = message["clientId"].as_str().unwrap_or_default().to_owned();
        if channel == "/meta/handshake" {
            self.handshakes += 1;
            let client = format!("client-{}", self.handshakes);
            self.sessions.insert(client.clone(), Session::default());
            let mut reply = json!({
                "channel": channel, "id": id, "successful": true, "clientId": client, "version": "1.0",
                "supportedConnectionTypes": ["websocket", "long-polling"],
                "advice": { "reconnect": "retry", "interval": 0, "timeout": self.timeout },
            });
            if self.acks {
                reply["ext"] = json!({ "ack": true });
            }
            return replies.push(reply);
        }
        let is_known = self.sessions.contains_key(&client) && !self.cookie_is_lost;
        if !is_known {
            // Each server has words of its own for it, and advice only for connects.
            let mut reply = json!({
                "channel": channel, "id": id, "successful": false, "error": "402::session_unknown",
            });
            if channel == "/meta/connect" || self.advises_always {
                reply["advice"] = json!({ "reconnect": "handshake", "interval": 0 });
            }
            return replies.push(reply);
        }
        match channel {
            "/meta/connect" => self.connect(now, back, &client, message),
            "/meta/disconnect" => {
                self.sessions.remove(&client);
                replies.push(json!({ "channel": channel, "id": id, "successful": true }));
            }
            "/meta/subscribe" => replies.push(
                json!({ "channel": channel, "id": id, "successful": false, "error": "403::" }),
            ),
            _ => {
                let data = &message["data"];
                let operation = data["operation"].as_str().unwrap_or_default();
                if self.refuses.as_deref() == Some(operation) {
                    return replies
                        .push(json!({ "channel": channel, "id": id, "successful": false }));
                }
                if self.drops.contains(operation) {
                    return;
                }
                let (envelope, news) = chats.operate(data);
                if let Some(chat) = envelope["chatId"].as_str() {
                    let chat: usize = chat["chat-".len()..].parse().unwrap();
                    self.sessions.get_mut(&client).unwrap().chats.insert(chat);
                }
                replies.push(json!({ "channel": channel, "id": id, "successful": true }));
                if self.holds {
                    self.waiting.push((client.clone(), envelope));
                } else {
                    self.deliver(&client, envelope);
                }
                if let Some((chat, events)) = news {
                    for event in events {
                        self.tell_others(chat, &client, chats.envelope(chat, vec![event]));
                    }
                }
            }
        }
    }

    fn connect(&mut self, now: u64, back: Back, client: &str, message: &Value) {
        self.connects += 1;
        let session = self.sessions.get_mut(client).unwrap();
        if let Some(ack) = message["ext"]["ack"].as_u64() {
            session.queue.retain(|(batch, _)| *batch > ack);
        }
        let timeout = message["advice"]["timeout"]
            .as_u64()
            .unwrap_or(self.timeout);
        session.held = Some(Held {
            back,
            id: message["id"].clone(),
            until: now + timeout,
        });
        if timeout == 0 || !session.queue.is_empty() {
            self.flush(client);
        }
    }

    /// The held connect of a session is answered, with what there is to tell.
    fn flush(&mut self, client: &str) {
        let acks = self.acks;
        let Some(session) = self.sessions.get_mut(client) else {
            return;
        };
        let Some(held) = session.held.take() else {
            return;
        };
        let mut frame: Vec<Value> = session
            .queue
            .iter()
            .map(|(_, data)| json!({ "channel": "/service/chatV2/support", "data": data }))
            .collect();
        session.batch += 1;
        let batch = session.batch;
        let mut reply = json!({ "channel": "/meta/connect", "id": held.id, "successful": true });
        if acks {
            for (told_in, _) in &mut session.queue {
                *told_in = (*told_in).min(batch);
            }
            reply["ext"] = json!({ "ack": batch });
        } else {
            session.queue.clear();
        }
        frame.push(reply);
        self.out.push((held.back, Value::Array(frame)));
    }

    fn deliver(&mut self, client: &str, envelope: Value) {
        if let Some(session) = self.sessions.get_mut(client) {
            let batch = session.batch + 1;
            session.queue.push((batch, envelope));
            self.flush(client);
        }
    }

    fn tell_others(&mut self, chat: usize, but: &str, envelope: Value) {
        let others = self
            .sessions
            .iter()
            .filter(|(client, session)| *client != but && session.chats.contains(&chat));
        let others: Vec<String> = others.map(|(client, _)| client.clone()).collect();
        for client in others {
            self.deliver(&client, envelope.clone());
        }
    }

    /// An event that nobody asked for.
    pub(crate) fn tell(&mut self, chat: usize, envelope: Value) {
        if !self.loses_news {
            self.tell_others(chat, "", envelope);
        }
    }

    /// Held connects that have waited long enough.
    pub(crate) fn run(&mut self, now: u64) {
        let due = self
            .sessions
            .iter()
            .filter(|(_, session)| session.held.as_ref().is_some_and(|held| held.until <= now));
        let due: Vec<String> = due.map(|(client, _)| client.clone()).collect();
        for client in due {
            self.flush(&client);
        }
    }

    pub(crate) fn next_due(&self) -> Option<u64> {
        let held = self
            .sessions
            .values()
            .filter_map(|session| session.held.as_ref());
        held.map(|held| held.until).min()
    }
}
