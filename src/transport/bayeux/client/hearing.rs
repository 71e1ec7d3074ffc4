//! What is heard, whatever the way.

use std::time::Duration;

use super::super::advice::Reconnect;
use super::super::message::{Message, read};
use super::{
    AT_ONCE, Carrier, Client, Connect, Down, Fate, LONGEST_PAUSE, LOST_COOKIES, News, PAUSE, Stage,
};

impl Client {
    pub(super) fn take_in(&mut self, frame: &str) {
        let Ok(messages) = read(frame) else {
            return self.broke();
        };
        for message in messages {
            if self.stage == Stage::Closed {
                return;
            }
            if let Some(advice) = &message.advice {
                self.advice.update(advice);
            }
            match message.channel.as_str() {
                "/meta/handshake" => self.shook_hands(&message),
                "/meta/connect" => self.connected(&message),
                channel if channel.starts_with("/meta/") => {}
                _ => self.told(message),
            }
        }
        // After what was waiting in the session, and came in the same frame.
        self.news.extend(self.newly_up.take());
    }

    pub(super) fn shook_hands(&mut self, message: &Message) {
        if self.stage != Stage::Handshaking {
            return;
        }
        let (Some(true), Some(client_id)) = (message.successful, &message.client_id) else {
            return self.broke();
        };
        self.client_id = Some(client_id.clone());
        self.ack = message.ack;
        let knows = |kind| message.connection_types.iter().any(|known| known == kind);
        if self.carrier == Carrier::Socket && !knows("websocket") {
            self.health.is_unusable(self.now.mono);
            self.leave_socket();
        }
        self.stage = Stage::Connecting { is_resumed: false };
        self.send_connect();
    }

    pub(super) fn connected(&mut self, message: &Message) {
        let Connect::Sent { at, .. } = self.connect else {
            return;
        };
        if message.successful != Some(true) {
            return self.refused();
        }
        if message.ack.is_some() {
            self.ack = message.ack;
        }
        if let Stage::Connecting { is_resumed } = self.stage {
            self.stage = Stage::Up;
            self.stage_by = None;
            self.unknown_after_handshake = 0;
            self.connect = Connect::DueAt(self.now.mono);
            self.newly_up = Some(News::Up { is_resumed });
            return;
        }
        self.stage_by = None;
        let was_held = at.until(self.now.mono) >= AT_ONCE;
        self.empty_handed = if was_held { 0 } else { self.empty_handed + 1 };
        let pause = match self.empty_handed {
            // One or two in a row happen: a message came in the same moment.
            0..=2 => Duration::ZERO,
            more => LONGEST_PAUSE.min(PAUSE * (1 << (more - 3).min(8))),
        };
        let wait = self.advice.interval.max(pause);
        self.connect = Connect::DueAt(self.now.mono + wait);
        self.try_socket_again();
    }

    /// The server does not know the session, or wants no connect.
    pub(super) fn refused(&mut self) {
        self.connect = Connect::None;
        let is_unknown = self.advice.reconnect != Reconnect::Retry;
        self.advice.reconnect = Reconnect::Retry;
        if is_unknown {
            self.give_up_session();
        }
        match self.stage {
            Stage::Connecting { is_resumed: true } if is_unknown => self.handshake(),
            Stage::Connecting { is_resumed: false } if is_unknown => {
                self.unknown_after_handshake += 1;
                if self.unknown_after_handshake < LOST_COOKIES {
                    self.handshake();
                } else {
                    self.down(Down::CookieLost);
                }
            }
            _ => self.broke(),
        }
    }

    pub(super) fn told(&mut self, message: Message) {
        // What comes with news was sent for a reason.
        self.empty_handed = 0;
        if let Some(data) = message.data {
            self.news.push_back(News::Data(data));
            return;
        }
        let (Some(successful), Some(id)) = (message.successful, message.id) else {
            return;
        };
        let is_advised = self.advice.reconnect == Reconnect::Handshake;
        if !successful && (is_advised || message.is_unknown) {
            // Not this message is refused, the session is not known.
            self.give_up_session();
            self.broke();
        } else if let Ok(id) = id.parse() {
            let fate = if successful {
                Fate::Taken
            } else {
                Fate::Refused
            };
            self.news.push_back(News::Published(id, fate));
        }
    }
}
