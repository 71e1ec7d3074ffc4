//! The whole: pages, the storage that they share, the server, and what is on
//! its way between them. Nothing happens by itself: what can happen next is in
//! [`World::actions`], and one of it is done by [`World::apply`].

use std::collections::BTreeMap;

use rejoin::engine::{
    Change, Command, Config, Effect, Generation, Input, Intent, Life, Path, Registration, Request,
    Snapshot, Tabs, TransportEvent, Word,
};

use super::action::{Act, Action};
use super::budget::{Budget, take};
use super::claims::{Claim, Fact, Record};
use super::page::{Line, LineId, Page};
use super::server::{Call, Outcome, Server, number_of};

/// A page that has so much to do in one go will never be done.
const TOO_BUSY: usize = 1_000;
/// Records that are only about when the chat was in use fall due so often
/// between two things that matter, and more.
const DULL_TICKS: usize = 20;

/// How a story begins, and what may happen in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene {
    /// Pages of the site that are open at the same time.
    pub(crate) pages: usize,
    /// The server counts without gaps. One that does not tells its news in order.
    pub(crate) is_contiguous: bool,
    /// A chat is going on when the story begins.
    pub(crate) is_chatting: bool,
    /// Parcels on their way at the same time.
    pub(crate) parcels: usize,
    pub(crate) budget: Budget,
    /// What must come up, or the stories show nothing.
    pub(crate) facts: &'static [Fact],
}

/// Something on its way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Parcel {
    Call(LineId, Call),
    Answer(LineId, Vec<TransportEvent>),
    News(LineId, TransportEvent),
    /// Within the browser, to the page in that place.
    Local(usize, Local),
}

/// What the pages of a site have from each other. None of it gets lost.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Local {
    /// Another page has written.
    Stored,
    /// It is that page's turn to lead.
    Lead,
    Word(Word),
}

impl Parcel {
    /// The connection that it is on.
    pub(crate) fn line(&self) -> Option<LineId> {
        match self {
            Self::Call(line, _) | Self::Answer(line, _) | Self::News(line, _) => Some(*line),
            Self::Local(..) => None,
        }
    }

    /// Where its page is.
    pub(crate) fn place(&self) -> usize {
        match self {
            Self::Call(line, _) | Self::Answer(line, _) | Self::News(line, _) => line.place,
            Self::Local(place, _) => *place,
        }
    }

    /// Whether nothing comes of it but an answer.
    pub(crate) fn is_question(&self) -> bool {
        matches!(self, Self::Call(_, Call::Resume(..) | Call::Sync(..)))
    }
}

/// The smallest thing that a storage does; the page can die between two.
enum Step {
    Put(Path, String),
    Delete(String),
}

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) scene: Scene,
    config: Config,
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
    strength: Option<usize>,
    /// What pages have done in the last action.
    pub(crate) steps: usize,
}

// How it begins, and goes on.
impl World {
    pub(crate) fn new(scene: Scene) -> Self {
        let config = Config {
            registration: Registration::Skip,
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
            server: Server::new(scene.is_contiguous),
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
        self.act(action.page, &action.act);
        if action.killed_after.is_some() {
            take(&mut self.left.crashes);
            self.strength = None;
            self.replace(action.page);
        }
        let rooms = self.server.rooms.len();
        self.pass_words();
        if action.act == Act::Forget && !self.storage.contains_key("2/head") {
            // A page that dies of it may leave something to the next.
            let is_for_good = action.killed_after.is_none();
            self.record.forget(if is_for_good { rooms } else { 0 });
        }
        self.judge();
    }

    /// What pages say to each other is heard before anything else happens.
    fn pass_words(&mut self) {
        let is_word = |parcel: &Parcel| matches!(parcel, Parcel::Local(_, Local::Word(_)));
        for _ in 0..TOO_BUSY {
            let Some(at) = self.net.iter().position(is_word) else {
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
                take(&mut self.left.losses);
                self.net.remove(*at);
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
            Act::Wait => {
                take(&mut self.left.ticks);
                self.wait(place);
            }
            Act::Crash => {
                take(&mut self.left.crashes);
                self.replace(place);
            }
            Act::Reload => {
                take(&mut self.left.reloads);
                self.input(place, Input::Life(Life::Suspend));
                self.replace(place);
            }
            Act::Suspend => {
                take(&mut self.left.sleeps);
                self.input(place, Input::Life(Life::Suspend));
                self.pages[place].is_suspended = true;
            }
            Act::Wake => {
                self.pages[place].is_suspended = false;
                let snapshot = self.snapshot();
                self.input(place, Input::Life(Life::Wake(snapshot)));
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

// The visitor.
impl World {
    fn start(&mut self, place: usize) {
        take(&mut self.left.starts);
        self.record.started += 1;
        let snapshot = self.snapshot();
        self.command(place, Command::Start(snapshot));
    }

    fn send(&mut self, place: usize) {
        let text = format!("m{}", take_number(&mut self.left.sends));
        self.command(place, Command::Send(text.clone()));
        let page = &self.pages[place];
        if !page.is_dead
            && let Some(session) = page.running()
        {
            self.record.give(&text, session.id(), place, page.life);
        }
    }

    fn retry(&mut self, place: usize) {
        take(&mut self.left.retries);
        if let Some(id) = self.pages[place].failed() {
            self.command(place, Command::Retry(id));
        }
    }

    fn leave(&mut self, place: usize) {
        take(&mut self.left.leaves);
        self.record.wanted = false;
        match self.pages[place].running() {
            Some(session) => _ = self.record.left.insert(session.id().clone()),
            // It may have come about all the same.
            None => self.record.given_up += 1,
        }
        self.command(place, Command::Leave);
    }

    /// The chat may be one that only another page shows, or that is only stored.
    fn forget(&mut self, place: usize) {
        take(&mut self.left.forgets);
        let snapshot = self.snapshot();
        self.command(place, Command::Forget(snapshot));
    }

    fn command(&mut self, place: usize, command: Command) {
        self.input(place, Input::Command(command));
    }
}

// The page.
impl World {
    /// The page is gone, and a new one comes in its place.
    fn replace(&mut self, place: usize) {
        self.pages[place] = self.new_page();
        // Only what the server does about it still matters.
        self.net.retain(|parcel| {
            let is_heard = matches!(parcel, Parcel::Call(..)) && !parcel.is_question();
            is_heard || parcel.place() != place
        });
        self.leave_queue(place);
        self.restore(place);
    }

    fn new_page(&mut self) -> Page {
        self.lives += 1;
        Page::new(&self.config, self.lives, u128::from(self.lives))
    }

    fn restore(&mut self, place: usize) {
        let snapshot = self.snapshot();
        self.command(place, Command::Restore(snapshot));
        let page = &mut self.pages[place];
        page.history = page.shown();
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot::read(self.storage.keys().map(String::as_str), |key| {
            self.storage.get(key).cloned()
        })
    }

    /// Time passes until the page has something to do that can be noticed.
    fn wait(&mut self, place: usize) {
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
    fn input(&mut self, place: usize, input: Input) -> bool {
        let page = &mut self.pages[place];
        let is_asleep = page.is_suspended && !matches!(input, Input::Life(Life::Wake(_)));
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
                self.record.told(place, page, &self.storage, event);
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
                .filter(|key| Path::is_ours(key))
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
                if path == Path::Head {
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

// The pages among each other.
impl World {
    fn others(&self, place: usize) -> Vec<usize> {
        (0..self.pages.len())
            .filter(|other| *other != place)
            .collect()
    }

    /// However much was written, it is one look at the storage.
    fn tell_stored(&mut self, place: usize) {
        for other in self.others(place) {
            let parcel = Parcel::Local(other, Local::Stored);
            if !self.net.contains(&parcel) {
                self.net.push(parcel);
            }
        }
    }

    fn leave_queue(&mut self, place: usize) {
        let was_first = self.queue.first() == Some(&place);
        self.queue.retain(|waiting| *waiting != place);
        self.net
            .retain(|parcel| *parcel != Parcel::Local(place, Local::Lead));
        if was_first {
            self.let_lead();
        }
    }

    /// The first in the queue leads. Told again it does no harm.
    fn let_lead(&mut self) {
        if let Some(first) = self.queue.first() {
            let parcel = Parcel::Local(*first, Local::Lead);
            if !self.net.contains(&parcel) {
                self.net.push(parcel);
            }
        }
    }

    fn arrive_local(&mut self, place: usize, what: Local) {
        let snapshot = self.snapshot();
        let input = match what {
            Local::Stored => Input::Stored(snapshot),
            Local::Lead => Input::Lead(snapshot),
            Local::Word(Word::Forgotten) => {
                self.input(place, Input::Heard(Word::Forgotten));
                Input::Forgotten(self.snapshot())
            }
            Local::Word(word) => Input::Heard(word),
        };
        self.input(place, input);
    }
}

// The network.
impl World {
    fn connect(&mut self, place: usize, generation: Generation, intent: Intent) {
        let call = match &intent {
            Intent::Start { id, .. } => {
                self.record
                    .expect_stored(&self.storage, "2/head", id.as_str());
                Call::Start(id.clone())
            }
            Intent::Resume { ticket, after } => Call::Resume(number_of(ticket.reveal()), *after),
        };
        let room = intent.ticket().map(|ticket| number_of(ticket.reveal()));
        let mut others = self.pages.iter();
        let is_only = others.all(|page| page.line.as_ref().is_none_or(|line| !line.is_open));
        let page = &mut self.pages[place];
        let is_newer = page
            .line
            .as_ref()
            .is_none_or(|line| line.generation < generation);
        if !is_only || !is_newer {
            self.record.broken.insert(Claim::OneConnection);
        }
        page.line = Some(Line {
            generation,
            room,
            is_open: true,
        });
        self.post_call(place, call);
    }

    fn ask(&mut self, place: usize, generation: Generation, request: Request) {
        let line = self.pages[place].line.as_ref();
        let line = line.filter(|line| line.is_open && line.generation == generation);
        let Some(room) = line.and_then(|line| line.room) else {
            self.record.broken.insert(Claim::OneConnection);
            return;
        };
        let call = match request {
            Request::Message {
                client_id, text, ..
            } => {
                let key = Path::Out(client_id.clone()).to_string();
                self.record.expect_stored(&self.storage, &key, &text);
                self.record.tried(&text, &client_id);
                Call::Message(room, client_id, text)
            }
            Request::Sync { after } => Call::Sync(room, after),
            Request::Leave => Call::Leave(room),
            Request::Typing(_)
            | Request::Preview(_)
            | Request::Read { .. }
            | Request::Data(_)
            | Request::Part => return,
        };
        self.post_call(place, call);
    }

    fn post_call(&mut self, place: usize, call: Call) {
        let line = self.pages[place].line_id(place);
        let line = line.expect("only an open connection carries calls");
        self.net.push(Parcel::Call(line, call));
    }

    fn arrive(&mut self, parcel: Parcel) {
        match parcel {
            Parcel::Call(line, call) => {
                let outcome = self.server.answer(&call);
                self.record.heard(&call, &outcome, line);
                if let Some(open) = self.line_mut(line)
                    && let Some(room) = outcome.admitted
                {
                    open.room = Some(room);
                }
                self.spread(&outcome);
                self.answer(line, outcome.answer);
            }
            Parcel::Answer(line, events) => {
                for event in events {
                    self.hear(line, event);
                }
            }
            Parcel::News(line, event) => self.hear(line, event),
            Parcel::Local(place, what) => self.arrive_local(place, what),
        }
    }

    /// Also on a connection that was dropped since: the engine knows better
    /// than to listen.
    fn hear(&mut self, line: LineId, event: TransportEvent) {
        if self.pages[line.place].life == line.life {
            self.input(line.place, Input::Transport(line.generation, event));
        }
    }

    fn refuse(&mut self, parcel: Parcel) {
        if let Parcel::Call(line, Call::Message(_, client_id, _)) = parcel {
            let reason = "not now".to_owned();
            self.answer(line, vec![TransportEvent::Rejected { client_id, reason }]);
        }
    }

    fn answer(&mut self, line: LineId, events: Vec<TransportEvent>) {
        if self.pages[line.place].life == line.life {
            self.net.push(Parcel::Answer(line, events));
        }
    }

    fn spread(&mut self, outcome: &Outcome) {
        let Some((room, event)) = &outcome.news else {
            return;
        };
        for (place, page) in self.pages.iter().enumerate() {
            let is_in = page
                .line
                .as_ref()
                .is_some_and(|line| line.room == Some(*room));
            if let Some(line) = page.line_id(place).filter(|_| is_in) {
                self.net.push(Parcel::News(line, event.clone()));
            }
        }
    }

    /// The connection is dead, and what was coming over it with it.
    fn break_line(&mut self, place: usize) {
        let line = self.pages[place].line_id(place);
        let line = line.expect("only an open connection breaks");
        self.net
            .retain(|parcel| matches!(parcel, Parcel::Call(..)) || parcel.line() != Some(line));
        self.hear(line, TransportEvent::Lost);
    }

    fn line_mut(&mut self, id: LineId) -> Option<&mut Line> {
        let page = &mut self.pages[id.place];
        let is_it = |line: &&mut Line| line.generation == id.generation;
        let line = page.line.as_mut().filter(is_it);
        line.filter(|_| page.life == id.life)
    }
}

/// Counts up what is counted down, for names.
fn take_number(left: &mut u8) -> u8 {
    let number = *left;
    take(left);
    number
}
