//! Records of which half is left: browsers that crash, storages that break.

use rejoin::engine::{Path, Window};

use super::claims::Fact;
use super::world::World;

impl World {
    /// Half of that record is lost when the page in that place dies, and with it what
    /// is nowhere else.
    pub(crate) fn tear(&mut self, place: usize, at: usize) {
        let record = self.storage.iter_mut().nth(at);
        let (key, text) = record.expect("a record that is there");
        let key = key.clone();
        let rest = text.split_off(text.len() / 2);
        let whole = format!("{text}{rest}");
        match key.split('/').nth(1) {
            Some("head") => self.lose_chat(),
            Some("log") => self.lose_entries(place),
            Some("form") => self.record.form.clear(),
            _ => {}
        }
        // It may come back from the server.
        let given = &mut self.record.given;
        let before = given.len();
        given.retain(|text, _| !whole.contains(&format!("\"{text}\"")));
        if given.len() < before {
            self.record.reached.insert(Fact::Torn);
        }
    }

    /// Without its head nothing is left of a chat, and nobody tells the server.
    fn lose_chat(&mut self) {
        self.record.wanted = false;
        self.record.given_up += 1;
        self.record.reached.insert(Fact::TornAway);
    }

    /// Of what the host was told only as much is known as was read.
    fn lose_entries(&mut self, place: usize) {
        let window = self.storage.get(&Path::Window.to_string());
        let window = window.and_then(|text| serde_json::from_str::<Window>(text).ok());
        let read = window.and_then(|window| window.read);
        let announced = &mut self.record.announced;
        announced.retain(|(at, _, position)| *at != place || Some(*position) <= read);
    }
}
