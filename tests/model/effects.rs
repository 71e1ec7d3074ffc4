//! What goes into the engine of a page, and how what comes out is done.

use rejoin::engine::{Change, Command, Effect, Input, Life, Path, Snapshot};

use super::claims::Claim;
use super::page::Page;
use super::parcel::{Local, Parcel};
use super::world::{TOO_BUSY, World};

/// Records that are only about when the chat was in use fall due so often
/// between two things that matter, and more.
const DULL_TICKS: usize = 20;

/// The smallest thing that a storage does; the page can die between two.
enum Step {
    Put(Path, String),
    Delete(String),
}

impl World {
    /// The page is gone, and a new one comes in its place.
    pub(crate) fn replace(&mut self, place: usize) {
        self.pages[place] = self.new_page();
        // Only what the server does about it still matters.
        self.net.retain(|parcel| {
            let is_heard = matches!(parcel, Parcel::Call(..)) && !parcel.is_question();
            is_heard || parcel.place() != place
        });
        self.leave_queue(place);
        self.restore(place);
    }

    pub(crate) fn new_page(&mut self) -> Page {
        self.lives += 1;
        Page::new(&self.config, self.lives, u128::from(self.lives))
    }

    pub(crate) fn restore(&mut self, place: usize) {
        let snapshot = self.snapshot();
        self.command(place, Command::Restore(snapshot));
        let page = &mut self.pages[place];
        page.history = page.shown();
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot::read(self.storage.keys().map(String::as_str), |key| {
            self.storage.get(key).cloned()
        })
    }

    /// Time passes until the page has something to do that can be noticed.
    pub(crate) fn wait(&mut self, place: usize) {
        for _ in 0..DULL_TICKS {
            if self.pages[place].is_suspended || !self.pages[place].wait() {
                return;
            }
            if self.input(place, Input::Tick) {
                return;
            }
        }
    }

    /// True when more came of it than that something was stored.
    pub(crate) fn input(&mut self, place: usize, input: Input) -> bool {
        let page = &mut self.pages[place];
        let is_asleep = page.is_suspended && !matches!(input, Input::Life(Life::Wake { .. }));
        if page.is_dead || is_asleep {
            return false;
        }
        page.chat.handle(page.now(), input);
        let mut is_notable = false;
        for _ in 0..TOO_BUSY {
            let Some(effect) = self.pages[place].chat.poll() else {
                return is_notable;
            };
            is_notable |= !matches!(effect, Effect::Store(_));
            self.carry_out(place, effect);
            if self.pages[place].is_dead {
                return true;
            }
        }
        panic!("the page never comes to rest");
    }

    /// False when the page is killed before it can do that.
    fn can_do_more(&mut self, place: usize) -> bool {
        self.steps += 1;
        match &mut self.strength {
            Some(0) => self.pages[place].is_dead = true,
            Some(left) => *left -= 1,
            None => {}
        }
        !self.pages[place].is_dead
    }

    fn carry_out(&mut self, place: usize, effect: Effect) {
        if let Effect::Store(changes) = effect {
            for step in changes
                .into_iter()
                .flat_map(|change| self.in_steps(change))
                .collect::<Vec<_>>()
            {
                if !self.can_do_more(place) {
                    return;
                }
                self.store(place, step);
            }
            return;
        }
        if !self.can_do_more(place) {
            return;
        }
        match effect {
            Effect::Store(_) => {}
            Effect::Load(number) => {
                let text = self.storage.get(&Path::Log(number).to_string()).cloned();
                self.input(place, Input::Loaded(number, text));
            }
            Effect::Connect(generation, intent) => self.connect(place, generation, intent),
            Effect::Send(generation, request) => self.ask(place, generation, request),
            Effect::Disconnect(generation) => match &mut self.pages[place].line {
                Some(line) if line.generation == generation => {
                    line.is_open = false;
                    // What an answer that is late does, those on their way show.
                    self.net
                        .retain(|parcel| !parcel.is_question() || parcel.place() != place);
                }
                _ => self.record.broken.extend([Claim::OneConnection]),
            },
            Effect::SeekLead => {
                self.queue.push(place);
                self.let_lead();
            }
            Effect::GiveLead => self.leave_queue(place),
            Effect::Post(word) => {
                for other in self.others(place) {
                    let word = Local::Word(word.clone());
                    self.net.push(Parcel::Local(other, word));
                }
            }
            Effect::Emit(event) => {
                let page = &self.pages[place];
                let look = Parcel::Local(place, Local::Forgotten);
                let is_about_to_erase = self.net.contains(&look);
                self.record
                    .told(place, page, &self.storage, is_about_to_erase, event);
            }
        }
    }

    /// To erase is to delete one key after the other, in whatever order: here what
    /// matters most goes last.
    fn in_steps(&self, change: Change) -> Vec<Step> {
        let keys = self.storage.keys().rev().cloned();
        match change {
            Change::Put(path, text) => vec![Step::Put(path, text)],
            Change::Delete(path) => vec![Step::Delete(path.to_string())],
            Change::Erase => keys
                .filter(|key| Path::is_of_chat(key))
                .map(Step::Delete)
                .collect(),
            Change::EraseOlder => keys
                .filter(|key| Path::is_older(key))
                .map(Step::Delete)
                .collect(),
            Change::EraseAll => keys.map(Step::Delete).collect(),
        }
    }

    fn store(&mut self, place: usize, step: Step) {
        match step {
            Step::Put(path, text) => {
                let page = &self.pages[place];
                if let (Path::Out(id), Some(session)) = (&path, page.running()) {
                    let mut items = session.outbox().items().iter();
                    let item = items.find(|item| item.client_id == *id);
                    let item = item.expect("what is stored is there");
                    self.record.give(&item.text, session.id(), place, page.life);
                }
                // A page that has not heard of it goes on with what is forgotten.
                if path == Path::Head && !self.shows_forgotten(place) {
                    self.record.wanted = true;
                }
                self.tell_stored(place);
                self.storage.insert(path.to_string(), text);
            }
            Step::Delete(key) => {
                self.tell_stored(place);
                self.storage.remove(&key);
            }
        }
    }
}
