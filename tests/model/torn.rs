//! Records of which half is left: browsers that crash, storages that break.

use rejoin::engine::{Path, Window};

use super::facts::Fact;
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
        // Without the head nothing counts that other pages have not seen.
        let has_others = self.pages.len() > 1;
        let is_head = has_others && key.ends_with("/head");
        let is_torn = |part: &str| is_head || key.ends_with(part) || whole.contains(part);
        self.lose_messages(place, |text| is_torn(&format!("\"{text}\"")));
        let sent = &mut self.record.sent;
        sent.retain(|(at, id)| !has_others || *at != place || !is_torn(id.as_str()));
        let mut others = self.others(place).into_iter();
        let is_elsewhere = others.any(|other| self.pages[other].running().is_some());
        match key.split('/').nth(1) {
            Some("head") if !is_elsewhere => self.lose_chat(),
            Some("head") => {
                self.record.announced.retain(|(at, ..)| *at != place);
                self.record.reached.insert(Fact::TornBeside);
            }
            Some("log") => self.lose_entries(place),
            Some("form") => self.record.form.clear(),
            _ => {}
        }
    }

    /// What another page has of them comes back from there; others perhaps from the
    /// server.
    fn lose_messages(&mut self, place: usize, is_torn: impl Fn(&str) -> bool) {
        let others = self.others(place);
        let pages = &self.pages;
        self.record.given.retain(|text, given| {
            if !is_torn(text) {
                return true;
            }
            let elsewhere = others.iter().find(|other| pages[**other].shows(text));
            let (place, fact) = match elsewhere {
                Some(other) => (*other, Fact::TornBeside),
                None => (given.place, Fact::Torn),
            };
            given.place = place;
            self.record.reached.insert(fact);
            elsewhere.is_some()
        });
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
