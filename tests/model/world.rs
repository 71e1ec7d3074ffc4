//! The whole: pages, the storage that they share, the server, and what is on
//! its way between them. Nothing happens by itself: what can happen next is in
//! [`World::actions`], and one of it is done by [`World::apply`].

use std::collections::BTreeMap;

use rejoin::engine::{Config, Input, Life, Registration, Tabs, Ticket};

use super::action::{Act, Action};
use super::budget::{Budget, take, take_number};
use super::facts::Fact;
use super::form;
use super::page::Page;
use super::parcel::Parcel;
use super::record::Record;
use super::server::{ADDRESS, Server};

/// A page that has so much to do in one go will never be done.
pub(crate) const TOO_BUSY: usize = 1_000;

/// How a story begins, and what may happen in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene {
    /// Pages of the site that are open at the same time.
    pub(crate) pages: usize,
    /// The server counts without gaps. One that does not tells its news in order.
    pub(crate) is_contiguous: bool,
    /// Who starts is asked who they are.
    pub(crate) asks: bool,
    /// A chat is going on when the story begins.
    pub(crate) is_chatting: bool,
    /// What pages say to each other may be heard after other things have happened;
    /// else at once.
    pub(crate) are_words_late: bool,
    /// Parcels on their way at the same time.
    pub(crate) parcels: usize,
    pub(crate) budget: Budget,
    /// What must come up, or the stories show nothing.
    pub(crate) facts: &'static [Fact],
}

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) scene: Scene,
    pub(crate) config: Config,
    pub(crate) pages: Vec<Page>,
    pub(crate) storage: BTreeMap<String, String>,
    pub(crate) server: Server,
    pub(crate) net: Vec<Parcel>,
    /// What may still happen.
    pub(crate) left: Budget,
    /// What has been, to judge by.
    pub(crate) record: Record,
    /// The places whose pages wait to lead; the first does.
    pub(crate) queue: Vec<usize>,
    /// Pages that there have been.
    pub(crate) lives: u32,
    /// How much more the page may do before it is killed.
    pub(crate) strength: Option<usize>,
    /// What pages have done in the last action.
    pub(crate) steps: usize,
}

// How it begins, and goes on.
impl World {
    pub(crate) fn new(scene: Scene) -> Self {
        let config = Config {
            registration: if scene.asks {
                form::registration()
            } else {
                Registration::Skip
            },
            start_ticket: Some(Ticket::new(ADDRESS)),
            contiguous: scene.is_contiguous,
            tabs: if scene.pages > 1 {
                Tabs::Shared
            } else {
                Tabs::Apart
            },
            ..Config::default()
        };
        let mut world = Self {
            scene,
            config,
            pages: Vec::new(),
            storage: BTreeMap::new(),
            server: Server::new(scene.is_contiguous, !scene.is_chatting),
            net: Vec::new(),
            left: scene.budget,
            record: Record::default(),
            queue: Vec::new(),
            lives: 0,
            strength: None,
            steps: 0,
        };
        for place in 0..scene.pages {
            let page = world.new_page();
            world.pages.push(page);
            world.restore(place);
        }
        if scene.is_chatting {
            world.act(0, &Act::Start);
            world.deliver_all();
            world.left = scene.budget;
        }
        world.record.reached.clear();
        world
    }

    pub(crate) fn apply(&mut self, action: &Action) {
        self.steps = 0;
        self.strength = action.killed_after;
        self.note_late(action);
        self.act(action.page, &action.act);
        if action.killed_after.is_some() {
            take(&mut self.left.crashes);
            self.strength = None;
            self.replace(action.page);
        }
        if !self.scene.are_words_late {
            self.pass_words();
        }
        self.judge();
    }

    /// What pages say to each other is heard before anything else happens.
    fn pass_words(&mut self) {
        for _ in 0..TOO_BUSY {
            let Some(at) = self.net.iter().position(Parcel::is_urgent) else {
                return;
            };
            let parcel = self.net.remove(at);
            self.arrive(parcel);
        }
        panic!("the pages never stop talking");
    }

    fn act(&mut self, place: usize, act: &Act) {
        match act {
            Act::Start => self.start(place),
            Act::Type => self.type_in(place),
            Act::Submit => self.submit(place),
            Act::Send => self.send(place),
            Act::Retry => self.retry(place),
            Act::Leave => self.leave(place),
            Act::Forget => self.forget(place),
            Act::AgentSays => {
                let text = format!("a{}", take_number(&mut self.left.says));
                let outcome = self.server.agent_says(&text);
                self.spread(&outcome);
            }
            Act::AgentEnds => {
                take(&mut self.left.ends);
                let outcome = self.server.end();
                self.spread(&outcome);
            }
            Act::Deliver(at) => {
                let parcel = self.net.remove(*at);
                self.arrive(parcel);
            }
            Act::Refuse(at) => {
                take(&mut self.left.refusals);
                let parcel = self.net.remove(*at);
                self.refuse(parcel);
            }
            Act::Lose(at) => {
                let lost = self.net.remove(*at);
                if lost.is_word() {
                    take(&mut self.left.unheard);
                    self.record.reached.insert(Fact::WordLost);
                } else {
                    take(&mut self.left.losses);
                }
            }
            Act::Double(at) => {
                take(&mut self.left.doubles);
                let parcel = self.net[*at].clone();
                self.arrive(parcel);
            }
            Act::Break => {
                take(&mut self.left.losses);
                self.break_line(place);
            }
            Act::Steal => {
                take(&mut self.left.steals);
                self.steal_lead();
            }
            Act::Wait => {
                take(&mut self.left.ticks);
                self.wait(place);
            }
            Act::Pause => self.pause(place),
            Act::Crash => {
                take(&mut self.left.crashes);
                self.replace(place);
            }
            Act::Tear(at) => {
                take(&mut self.left.tears);
                self.tear(place, *at);
                self.replace(place);
            }
            Act::Reload => {
                take(&mut self.left.reloads);
                self.input(place, Input::Life(Life::Suspend));
                self.keep_form(place);
                self.replace(place);
            }
            Act::Suspend => {
                take(&mut self.left.sleeps);
                self.input(place, Input::Life(Life::Suspend));
                self.pages[place].is_suspended = true;
            }
            Act::Wake => {
                self.pages[place].is_suspended = false;
                self.note_waking(place);
                let snapshot = self.snapshot();
                let wake = Life::Wake {
                    snapshot,
                    is_visible: true,
                };
                self.input(place, Input::Life(wake));
            }
        }
    }

    /// All goes well for a while: nothing is lost, and answers come at once.
    pub(crate) fn rest(&mut self) {
        for place in 0..self.pages.len() {
            if self.pages[place].is_suspended {
                self.act(place, &Act::Wake);
            }
        }
        self.deliver_all();
        for place in 0..self.pages.len() {
            self.wait(place);
            self.deliver_all();
            self.submit(place);
            self.deliver_all();
        }
    }

    fn deliver_all(&mut self) {
        for _ in 0..TOO_BUSY {
            if self.net.is_empty() {
                return;
            }
            let parcel = self.net.remove(0);
            self.arrive(parcel);
        }
        panic!("the network never comes to rest");
    }
}
