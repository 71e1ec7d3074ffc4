//! Which of the visitor's messages stand in the server's transcript.

use std::collections::VecDeque;

use crate::engine::{ClientId, Entry, TransportEvent};

/// More than wait to be confirmed at any time.
const MOST: usize = 200;

/// The last ones, by their ids.
#[derive(Debug, Default)]
pub(super) struct Seen(VecDeque<ClientId>);

impl Seen {
    /// Remembers those among the entries; of each that is new the chat is told
    /// that the server has it.
    pub(super) fn look(&mut self, entries: &[Entry]) -> Vec<TransportEvent> {
        let ids = entries.iter().filter_map(|entry| entry.client_id.as_ref());
        let mut accepted = Vec::new();
        for id in ids {
            if !self.holds(id) {
                self.0.push_back(id.clone());
                accepted.push(TransportEvent::Accepted(id.clone()));
            }
        }
        while self.0.len() > MOST {
            self.0.pop_front();
        }
        accepted
    }

    pub(super) fn holds(&self, id: &ClientId) -> bool {
        self.0.contains(id)
    }
}
