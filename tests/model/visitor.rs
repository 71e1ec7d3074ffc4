//! What the visitor does in a page.

use rejoin::engine::{Command, Input};

use super::budget::{take, take_number};
use super::claims::Claim;
use super::facts::Fact;
use super::world::World;

impl World {
    pub(crate) fn start(&mut self, place: usize) {
        take(&mut self.left.starts);
        // Where a form is asked, to send it is to start.
        self.record.started += usize::from(!self.scene.asks);
        let snapshot = self.snapshot();
        self.command(place, Command::Start(snapshot));
        if self.do_two_start() {
            self.record.reached.insert(Fact::TwoStarts);
        }
    }

    pub(crate) fn send(&mut self, place: usize) {
        let text = format!("m{}", take_number(&mut self.left.sends));
        self.command(place, Command::Send(text.clone()));
        let page = &self.pages[place];
        if !page.is_dead
            && let Some(session) = page.running()
        {
            self.record.give(&text, session.id(), place, page.life);
        }
    }

    pub(crate) fn retry(&mut self, place: usize) {
        take(&mut self.left.retries);
        if let Some(id) = self.pages[place].failed() {
            self.command(place, Command::Retry(id));
        }
    }

    pub(crate) fn leave(&mut self, place: usize) {
        take(&mut self.left.leaves);
        self.record.wanted = false;
        match self.pages[place].running() {
            Some(session) => _ = self.record.left.insert(session.id().clone()),
            // It may have come about all the same.
            None if self.pages[place].form().is_none() => self.record.given_up += 1,
            None => {}
        }
        self.command(place, Command::Leave);
        if !self.storage.contains_key("2/head") {
            self.record.form.clear();
        }
    }

    /// The chat may be one that only another page shows, or that is only stored.
    /// Where the page dies of it, it goes on in all pages, unless one has heard.
    pub(crate) fn forget(&mut self, place: usize) {
        take(&mut self.left.forgets);
        self.record.forget(self.server.rooms.len());
        let snapshot = self.snapshot();
        let leads = self.queue.first() == Some(&place);
        self.command(place, Command::Forget(snapshot));
        self.record.reached.insert(match self.pages[place].is_dead {
            true => Fact::ForgettingKilled,
            false if leads => Fact::ForgottenByLeader,
            false => Fact::ForgottenByFollower,
        });
        if !self.pages[place].is_dead {
            self.record.forget_for_good();
            let is_erased = self.storage.is_empty();
            self.record.claim(Claim::Forgotten, is_erased);
        }
    }

    pub(crate) fn command(&mut self, place: usize, command: Command) {
        self.input(place, Input::Command(command));
    }
}
