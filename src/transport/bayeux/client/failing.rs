//! Ways that fail, and sessions that are not ours any more.

use super::{Carrier, Client, Connect, Down, MOST_GIVEN_UP, News, Socket, Stage};
use crate::transport::protocol::Output;

impl Client {
    /// It did not open, says nothing, or was closed.
    pub(super) fn socket_failed(&mut self) {
        let was = std::mem::replace(&mut self.socket, Socket::None);
        self.outputs.push_back(Output::CloseSocket);
        let is_on_probation = self.stage_by.take().is_some();
        let now = self.now.mono;
        match (was, self.stage) {
            (Socket::Open(_), Stage::Up) if is_on_probation => {
                self.health.is_unusable(now);
                self.carrier = Carrier::Polling;
                self.send_connect();
            }
            (Socket::Open(born), Stage::Up) if self.carrier == Carrier::Socket => {
                self.health.has_died(now, born);
                // The session may be another page's by now.
                self.give_up_session();
                self.broke();
            }
            // One that was to take the place of long-polling, which goes on.
            (_, Stage::Up) => self.health.is_unusable(now),
            (_, Stage::Closed) => {}
            _ => {
                self.health.is_unusable(now);
                self.carrier = Carrier::Polling;
                self.begin();
            }
        }
    }

    pub(super) fn leave_socket(&mut self) {
        self.carrier = Carrier::Polling;
        self.socket = Socket::None;
        self.stage_by = None;
        self.outputs.push_back(Output::CloseSocket);
    }

    /// Long-polling goes on until the socket is open.
    pub(super) fn try_socket_again(&mut self) {
        if self.settings.may_use_sockets
            && self.socket == Socket::None
            && self.carrier == Carrier::Polling
            && self.health.may_try(self.now.mono)
        {
            self.open_socket();
        }
    }

    pub(super) fn broke(&mut self) {
        self.down(Down::Lost);
    }

    pub(super) fn down(&mut self, why: Down) {
        if self.stage == Stage::Closed {
            return;
        }
        // What came before it is still to be told.
        let told = std::mem::take(&mut self.news);
        self.drop_connection();
        self.news = told;
        self.news.push_back(News::Down(why));
    }

    /// The session's name, for another page to go on with. Here it is forgotten.
    pub fn take_session(&mut self) -> Option<String> {
        self.client_id.take()
    }

    /// From now on that session is left to whoever has it.
    pub fn give_up_session(&mut self) {
        if let Some(client_id) = self.client_id.take() {
            self.given_up.push_back(client_id);
            if self.given_up.len() > MOST_GIVEN_UP {
                self.given_up.pop_front();
            }
        }
    }

    pub(super) fn drop_connection(&mut self) {
        if self.socket != Socket::None {
            self.outputs.push_back(Output::CloseSocket);
        }
        self.socket = Socket::None;
        self.stage = Stage::Closed;
        self.connect = Connect::None;
        self.stage_by = None;
        self.requests.clear();
        self.newly_up = None;
        self.news.clear();
    }
}
