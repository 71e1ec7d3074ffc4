//! A visitor's page, its storage, the server, the agent at the desk, and the
//! network between them.
//!
//! The page runs the real engine, the other end is the real server of the desk.
//! Nothing happens by itself: time passes in [`World::run`].

use std::collections::{BTreeMap, BTreeSet};

use rejoin::engine::{
    Change, Chat, ChatEvent, ChunkNumber, ClientId, Code, Command, Config, Delivery, Draft, Effect,
    Entry, Generation, Input, Intent, Life, Mono, Now, Outgoing, Party, Path, Phase, PhaseKind,
    Position, Refusal, Request, Role, Scroll, Session, SessionId, Snapshot, Tabs, Ticket,
    TransportEvent, Wall, Word,
};
use rejoin::transport::desk::{Answer, Call, Faults, News, Push, Room, Server};

/// When every story begins.
const MORNING: u64 = 1_800_000_000_000;
/// Each way over the network, unless a test says otherwise.
const ONE_WAY: u32 = 20;
/// What others have written shows by then; milliseconds.
const LOOKS_AFTER: u64 = 60;
const HEAD: &str = "2/head";
/// More than this in one go is no work but a loop.
const TOO_BUSY: usize = 100_000;

/// One way over the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Leg {
    Call,
    Answer,
    News,
}

/// Which connection of which page.
type LineId = (u32, Generation);

/// What a call was made for; it decides what its answer means.
#[derive(Clone, Copy, Debug)]
enum Purpose {
    Start,
    Resume,
    Sync,
    Message,
    Typing,
    Data,
    Leave,
}

#[derive(Clone, Debug)]
enum Parcel {
    Call(LineId, Purpose, Call),
    Report(LineId, Vec<TransportEvent>),
    Chunk(u32, ChunkNumber, Option<String>),
    /// From page to page.
    Word(u32, Word),
    /// A page that has heard that the chat is forgotten sees what is stored of it.
    Look(u32),
    /// A page may see what another has written.
    Stored(u32),
    /// The lead is this page's.
    Lead(u32),
}

impl Parcel {
    /// Whether it goes over the network.
    fn travels(&self) -> bool {
        matches!(self, Self::Call(..) | Self::Report(..))
    }
}

/// What belongs to one page.
#[derive(Debug)]
struct Tab {
    chat: Chat,
    events: Vec<ChatEvent>,
    effects: Vec<Effect>,
    page: u32,
    tab: u32,
    born: u64,
    is_suspended: bool,
    strength: Option<usize>,
    is_dead: bool,
    write_failed: bool,
    room_for: Option<usize>,
    held: BTreeMap<String, String>,
    skew: i64,
}

/// A connection as the transport sees it.
#[derive(Debug, Default)]
struct Line {
    is_open: bool,
    session: Option<SessionId>,
    ticket: Option<Ticket>,
}

/// The smallest thing that a storage does; the page can die between two.
#[derive(Debug)]
enum Step {
    Put(Path, String),
    Delete(String),
}

/// The ways in which the network fails.
#[derive(Debug)]
pub(crate) struct Net {
    /// Chances by the hundred, the delay, and the switches.
    pub(crate) faults: Faults,
    /// Up to this much is added to each delay, so that what was sent later may
    /// come sooner; milliseconds.
    pub(crate) jitter: u64,
    /// News come once, and in order, whatever happens to the rest.
    pub(crate) news_are_safe: bool,
    to_lose: BTreeMap<Leg, u32>,
    rng: fastrand::Rng,
}

impl Net {
    fn new() -> Self {
        Self {
            faults: Self::healthy(),
            jitter: 0,
            news_are_safe: false,
            to_lose: BTreeMap::new(),
            rng: fastrand::Rng::with_seed(1),
        }
    }

    fn healthy() -> Faults {
        Faults {
            delay: ONE_WAY,
            ..Faults::default()
        }
    }

    /// The next so many on that way get lost.
    pub(crate) fn lose_next(&mut self, leg: Leg, count: u32) {
        self.to_lose.insert(leg, count);
    }

    pub(crate) fn heal(&mut self) {
        self.faults = Self::healthy();
        self.jitter = 0;
        self.to_lose.clear();
    }

    fn copies(&mut self, leg: Leg) -> usize {
        if let Some(left) = self.to_lose.get_mut(&leg).filter(|left| **left > 0) {
            *left -= 1;
            return 0;
        }
        if leg == Leg::News && self.news_are_safe {
            return 1;
        }
        // Whether anything goes through at all is decided on arrival.
        let reachable = Faults {
            unreachable: false,
            ..self.faults.clone()
        };
        reachable.copies(|| self.rng.u8(0..100))
    }

    fn delay(&mut self, leg: Leg) -> u64 {
        let in_order = leg == Leg::News && self.news_are_safe;
        let extra = if in_order {
            0
        } else {
            self.rng.u64(0..=self.jitter)
        };
        u64::from(self.faults.delay) + extra
    }
}

/// Everything that the visitor sees, to compare before with after.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct View {
    phase: PhaseKind,
    transcript: Vec<Entry>,
    outbox: Vec<Outgoing>,
    draft: Option<Draft>,
    agents: Vec<Party>,
    window: rejoin::engine::Window,
    unread: usize,
}

/// With one page, or with several of which one is looked at.
pub(crate) struct World {
    pub(crate) chat: Chat,
    /// Change it to change the settings of the pages to come.
    pub(crate) config: Config,
    pub(crate) storage: BTreeMap<String, String>,
    pub(crate) storage_works: bool,
    pub(crate) server: Server,
    pub(crate) net: Net,
    /// What the host was told on this page.
    pub(crate) events: Vec<ChatEvent>,
    /// What was carried out on this page.
    pub(crate) effects: Vec<Effect>,
    /// Entries that hosts were told of, each with the tab in which one page
    /// followed the other.
    pub(crate) announced: Vec<(u32, SessionId, Position)>,
    /// Answers that some page has told the visitor of.
    pub(crate) alerted: Vec<(SessionId, Position)>,
    /// Messages that were stored, and with that sent for good.
    pub(crate) given: BTreeSet<ClientId>,
    /// Messages that the server would not have.
    pub(crate) rejected: BTreeSet<ClientId>,
    /// Ids under which a session was asked for.
    pub(crate) starts: BTreeSet<ClientId>,
    is_online: bool,
    is_suspended: bool,
    /// Somebody sits at the desk, so that the script keeps quiet.
    pub(crate) is_attended: bool,
    now: u64,
    page: u32,
    tab: u32,
    /// So many pages there were.
    pages: u32,
    born: u64,
    /// The pages that are not looked at.
    tabs: Vec<Tab>,
    /// The page that leads, and those that wait for it.
    queue: Vec<u32>,
    lines: BTreeMap<LineId, Line>,
    post: BTreeMap<(u64, u64), Parcel>,
    posted: u64,
    /// How much more this page may do before it is killed.
    strength: Option<usize>,
    is_dead: bool,
    write_failed: bool,
    /// How many records more the storage takes from this page.
    room_for: Option<usize>,
    /// What it has not taken.
    held: BTreeMap<String, String>,
    /// How wrong this page's calendar is, in milliseconds.
    skew: i64,
    /// The storage was too small for a page: each may have a connection.
    was_full: bool,
}

// Making worlds, and going through the motions.
impl World {
    pub(crate) fn new() -> Self {
        Self::with(Config::default())
    }

    /// With a server that counts without gaps, as the desk's does.
    pub(crate) fn with(config: Config) -> Self {
        let contiguous = Config {
            contiguous: true,
            ..config
        };
        Self::as_configured(contiguous)
    }

    pub(crate) fn as_configured(config: Config) -> Self {
        Self {
            chat: Chat::new(config.clone(), 1),
            config,
            storage: BTreeMap::new(),
            storage_works: true,
            server: Server::default(),
            net: Net::new(),
            events: Vec::new(),
            effects: Vec::new(),
            announced: Vec::new(),
            alerted: Vec::new(),
            given: BTreeSet::new(),
            rejected: BTreeSet::new(),
            starts: BTreeSet::new(),
            is_online: true,
            is_suspended: false,
            is_attended: true,
            now: 0,
            page: 1,
            tab: 1,
            pages: 1,
            born: 0,
            tabs: Vec::new(),
            queue: Vec::new(),
            lines: BTreeMap::new(),
            post: BTreeMap::new(),
            posted: 0,
            strength: None,
            is_dead: false,
            write_failed: false,
            room_for: None,
            held: BTreeMap::new(),
            skew: 0,
            was_full: false,
        }
    }

    /// A chat is going on, with Ann.
    pub(crate) fn chatting() -> Self {
        let mut world = Self::new();
        world.begin();
        world
    }

    /// From nothing to a chat with Ann.
    pub(crate) fn begin(&mut self) {
        self.start();
        self.fill();
        self.submit();
        self.run(200);
        self.agent_joins();
        self.run(200);
        assert_eq!(self.phase(), PhaseKind::Active);
    }

    /// A chat in which the agent has said so much, and all has come.
    pub(crate) fn chatting_at_length(messages: usize) -> Self {
        let mut world = Self::chatting();
        for number in 0..messages {
            world.agent_says(&format!("line {number}"));
        }
        world.run(200);
        world
    }
}

// The visitor.
impl World {
    pub(crate) fn command(&mut self, command: Command) {
        self.input(Input::Command(command));
    }

    pub(crate) fn start(&mut self) {
        let snapshot = self.snapshot();
        self.command(Command::Start(snapshot));
    }

    pub(crate) fn restore(&mut self) {
        let snapshot = self.snapshot();
        self.command(Command::Restore(snapshot));
    }

    pub(crate) fn fill_in(&mut self, name: &str, value: &str) {
        self.command(Command::SetField {
            name: name.to_owned(),
            value: value.to_owned(),
        });
    }

    /// All that is required.
    pub(crate) fn fill(&mut self) {
        self.fill_in("firstName", "Vera");
        self.fill_in("email", "vera@example.org");
    }

    pub(crate) fn submit(&mut self) {
        self.command(Command::Submit);
    }

    pub(crate) fn send(&mut self, text: &str) {
        self.command(Command::Send(text.to_owned()));
    }

    pub(crate) fn draft(&mut self, text: &str) {
        self.command(Command::SetDraft(Draft {
            text: text.to_owned(),
            selection: None,
        }));
    }

    pub(crate) fn retry(&mut self, text: &str) {
        if let Some(id) = self.id_of(text) {
            self.command(Command::Retry(id));
        }
    }

    /// Retries the first message that has failed.
    pub(crate) fn retry_any(&mut self) {
        let session = self.chat.phase().session();
        let mut items = session.into_iter().flat_map(|s| s.outbox().items());
        let failed = items.find(|item| matches!(item.delivery, Delivery::Failed { .. }));
        if let Some(id) = failed.map(|item| item.client_id.clone()) {
            self.command(Command::Retry(id));
        }
    }

    pub(crate) fn discard(&mut self, text: &str) {
        if let Some(id) = self.id_of(text) {
            self.command(Command::Discard(id));
        }
    }

    pub(crate) fn scroll_to(&mut self, entry: u64) {
        self.command(Command::SetScroll(Scroll::At {
            entry: Position(entry),
            offset: -3,
        }));
    }
}

// The page and its network.
impl World {
    pub(crate) fn life(&mut self, life: Life) {
        self.input(Input::Life(life));
    }

    pub(crate) fn offline(&mut self) {
        self.is_online = false;
        self.net.faults.unreachable = true;
        self.life(Life::Offline);
    }

    pub(crate) fn online(&mut self) {
        self.is_online = true;
        self.net.faults.unreachable = false;
        self.life(Life::Online);
    }

    pub(crate) fn suspend(&mut self) {
        self.life(Life::Suspend);
        self.is_suspended = true;
    }

    /// Comes back as the page that was suspended.
    pub(crate) fn wake(&mut self) {
        self.wake_in_sight(true);
    }

    /// The same, and the page can be seen or not.
    pub(crate) fn wake_in_sight(&mut self, is_visible: bool) {
        self.is_suspended = false;
        let snapshot = self.snapshot();
        self.life(Life::Wake {
            snapshot,
            is_visible,
        });
    }

    /// Whether something that happens to this page happens.
    pub(crate) fn is_awake(&self) -> bool {
        !self.is_suspended && !self.is_dead
    }

    pub(crate) fn is_asleep(&self) -> bool {
        self.is_suspended && !self.is_dead
    }

    /// How late it is, from the beginning of the story.
    pub(crate) fn elapsed(&self) -> u64 {
        self.now
    }

    /// The page gets round to nothing, and does not know it, until it catches up.
    pub(crate) fn fall_behind(&mut self) {
        self.is_suspended = true;
    }

    /// See [`fall_behind`](Self::fall_behind).
    pub(crate) fn catch_up(&mut self) {
        self.is_suspended = false;
    }

    /// The page goes in good order, and a new one comes and restores.
    pub(crate) fn reload(&mut self) {
        self.close();
        self.open();
        self.restore();
    }

    /// The page goes without a word, and a new one comes and restores.
    pub(crate) fn kill(&mut self) {
        self.open();
        self.restore();
    }

    /// The page is killed after so many of the changes and effects that follow
    /// from `act`, and a new one comes and restores.
    pub(crate) fn kill_within(&mut self, steps: usize, act: impl FnOnce(&mut Self)) {
        self.weaken(steps);
        act(self);
        self.kill();
    }

    /// From here on the page does so many things more, then no more.
    pub(crate) fn weaken(&mut self, steps: usize) {
        self.strength = Some(steps);
    }

    /// The page goes in good order.
    pub(crate) fn close(&mut self) {
        self.suspend();
    }

    /// A new page comes.
    pub(crate) fn open(&mut self) {
        let page = self.page;
        self.lines.retain(|(of, _), _| *of != page);
        self.leave_queue(page);
        self.pages += 1;
        self.page = self.pages;
        self.born = self.now;
        self.events.clear();
        self.effects.clear();
        self.strength = None;
        self.is_dead = false;
        self.is_suspended = false;
        self.room_for = None;
        self.held.clear();
        self.skew = 0;
        self.chat = self.new_chat();
        if !self.is_online {
            self.life(Life::Offline);
        }
    }

    /// Reads all old chunks, in no time.
    pub(crate) fn load_all(&mut self) {
        self.command(Command::LoadAll);
        while let Some(key) = self.next_chunk() {
            if let Some(parcel) = self.post.remove(&key) {
                self.arrive(parcel);
            }
        }
    }

    fn next_chunk(&self) -> Option<(u64, u64)> {
        let mut post = self.post.iter();
        let (key, _) = post.find(|(_, parcel)| matches!(parcel, Parcel::Chunk(..)))?;
        Some(*key)
    }

    /// Something that a connection says, whether or not it is the present one.
    pub(crate) fn hear(&mut self, generation: Generation, event: TransportEvent) {
        self.input(Input::Transport(generation, event));
    }

    /// What the present connection says, past the network.
    pub(crate) fn hear_now(&mut self, event: TransportEvent) {
        let generation = self.generation();
        self.hear(generation, event);
    }

    /// Of the newest connection of this page.
    pub(crate) fn generation(&self) -> Generation {
        let newest = self.lines.keys().next_back();
        newest.expect("no connection was made").1
    }
}

// What goes wrong around a page.
impl World {
    /// The storage takes so many records more from this page.
    pub(crate) fn fill_storage_after(&mut self, records: usize) {
        self.room_for = Some(records);
    }

    /// The calendar of this page jumps to so many days from what is right.
    pub(crate) fn set_calendar(&mut self, days: i64) {
        self.skew = days * 86_400_000;
    }

    /// All pages see what is stored, as when something else than they has written.
    pub(crate) fn tell_stored(&mut self) {
        for page in self.tabs_open() {
            self.mail(2, Parcel::Stored(page));
        }
    }
}

// The other pages of the site.
impl World {
    fn new_chat(&self) -> Chat {
        Chat::new(self.config.clone(), u128::from(self.page))
    }

    /// One more page of the site, which is looked at from here on. Gives its number.
    pub(crate) fn open_tab(&mut self) -> u32 {
        self.pages += 1;
        let mut tab = Tab {
            chat: Chat::new(self.config.clone(), u128::from(self.pages)),
            events: Vec::new(),
            effects: Vec::new(),
            page: self.pages,
            tab: self.pages,
            born: self.now,
            is_suspended: false,
            strength: None,
            is_dead: false,
            write_failed: false,
            room_for: None,
            held: BTreeMap::new(),
            skew: 0,
        };
        self.swap(&mut tab);
        self.tabs.push(tab);
        self.page
    }

    /// The number of the page that is looked at.
    pub(crate) fn page(&self) -> u32 {
        self.page
    }

    /// Looks at another page.
    pub(crate) fn look_at(&mut self, page: u32) {
        if let Some(place) = self.tabs.iter().position(|tab| tab.page == page) {
            let mut tab = self.tabs.remove(place);
            self.swap(&mut tab);
            self.tabs.push(tab);
        }
    }

    /// Another page has said that.
    pub(crate) fn hear_word(&mut self, word: Word) {
        let is_forgotten = word == Word::Forgotten;
        self.input(Input::Heard(word));
        if is_forgotten {
            let snapshot = self.snapshot();
            self.input(Input::Forgotten(snapshot));
        }
    }

    /// The page that is looked at dies without a word, and another is looked at.
    pub(crate) fn lose_tab(&mut self) {
        let page = self.page;
        let next = *self.others().last().expect("another page");
        self.look_at(next);
        self.tabs.retain(|tab| tab.page != page);
        self.lines.retain(|(of, _), _| *of != page);
        self.leave_queue(page);
    }

    /// The page that is looked at is closed, and another is looked at.
    pub(crate) fn close_tab(&mut self) {
        self.close();
        self.lose_tab();
    }

    /// Does something on a page, if it is there, and looks at the same page as before.
    pub(crate) fn on(&mut self, page: u32, act: impl FnOnce(&mut Self)) {
        let before = self.page;
        if page == before || self.others().contains(&page) {
            self.look_at(page);
            act(self);
            self.look_at(before);
        }
    }

    /// Whether there is more than one.
    pub(crate) fn has_tabs(&self) -> bool {
        !self.tabs.is_empty()
    }

    /// Looks at the page that was not looked at for the longest.
    pub(crate) fn next_tab(&mut self) {
        if let Some(next) = self.tabs.first().map(|tab| tab.page) {
            self.look_at(next);
        }
    }

    /// All pages, the one that is looked at last.
    pub(crate) fn tabs_open(&self) -> Vec<u32> {
        let mut pages = self.others();
        pages.push(self.page);
        pages
    }

    /// The page that leads.
    pub(crate) fn leader(&self) -> Option<u32> {
        self.queue.first().copied()
    }

    fn swap(&mut self, tab: &mut Tab) {
        use std::mem::swap;
        swap(&mut self.chat, &mut tab.chat);
        swap(&mut self.events, &mut tab.events);
        swap(&mut self.effects, &mut tab.effects);
        swap(&mut self.page, &mut tab.page);
        swap(&mut self.tab, &mut tab.tab);
        swap(&mut self.born, &mut tab.born);
        swap(&mut self.is_suspended, &mut tab.is_suspended);
        swap(&mut self.strength, &mut tab.strength);
        swap(&mut self.is_dead, &mut tab.is_dead);
        swap(&mut self.write_failed, &mut tab.write_failed);
        swap(&mut self.room_for, &mut tab.room_for);
        swap(&mut self.held, &mut tab.held);
        swap(&mut self.skew, &mut tab.skew);
    }
}

// The desk.
impl World {
    pub(crate) fn desk(&mut self, call: Call) -> Answer {
        if self.is_attended {
            self.server.apply(self.wall(), Call::Attend(true));
        }
        let outcome = self.server.apply(self.wall(), call);
        for push in outcome.pushes {
            self.spread(&push);
        }
        outcome.answer
    }

    /// An agent does something in the newest session, if there is one.
    fn at_desk(&mut self, call: impl FnOnce(SessionId) -> Call) {
        if let Some(session) = self.server.rooms().last().map(|room| room.id.clone()) {
            self.desk(call(session));
        }
    }

    pub(crate) fn agent_joins(&mut self) {
        self.at_desk(|session| Call::Join {
            session,
            name: "Ann".to_owned(),
        });
    }

    pub(crate) fn agent_says(&mut self, text: &str) {
        self.agent_asks(text, &[]);
    }

    pub(crate) fn agent_asks(&mut self, text: &str, replies: &[&str]) {
        let text = text.to_owned();
        let replies = replies.iter().map(|reply| (*reply).to_owned()).collect();
        self.at_desk(|session| Call::Say {
            session,
            text,
            replies,
        });
    }

    pub(crate) fn agent_types(&mut self, on: bool) {
        self.at_desk(|session| Call::AgentTyping { session, on });
    }

    pub(crate) fn agent_leaves(&mut self) {
        self.at_desk(|session| Call::AgentLeave { session });
    }

    pub(crate) fn agent_ends(&mut self) {
        self.at_desk(|session| Call::End { session });
    }

    pub(crate) fn server_forgets(&mut self) {
        self.at_desk(|session| Call::Forget { session });
    }

    pub(crate) fn refuse_messages(&mut self, on: bool) {
        self.desk(Call::SetFaults(Faults {
            refuse_messages: on,
            ..Faults::default()
        }));
    }

    pub(crate) fn refuse_starts(&mut self, on: bool) {
        self.desk(Call::SetFaults(Faults {
            refuse_starts: on,
            ..Faults::default()
        }));
    }

    /// The visitor's session on the server, or the newest there is.
    pub(crate) fn room(&self) -> &Room {
        let own = self.chat.phase().session().map(Session::id);
        let rooms = self.server.rooms();
        let room = rooms.iter().find(|room| Some(&room.id) == own);
        room.or(rooms.last()).expect("there is no session")
    }
}

// Looking.
impl World {
    pub(crate) fn wall(&self) -> Wall {
        Wall(MORNING + self.now)
    }

    fn clock(&self) -> Now {
        Now {
            wall: Wall(self.wall().0.saturating_add_signed(self.skew)),
            // Every page has a stopwatch of its own.
            mono: Mono(self.now - self.born),
        }
    }

    /// What this page reads: what the storage has not taken it remembers.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let keys: BTreeSet<_> = self.storage.keys().chain(self.held.keys()).collect();
        Snapshot::read(keys.into_iter().map(String::as_str), |key| self.get(key))
    }

    fn get(&self, key: &str) -> Option<String> {
        self.held
            .get(key)
            .or_else(|| self.storage.get(key))
            .cloned()
    }

    pub(crate) fn phase(&self) -> PhaseKind {
        self.chat.phase().kind()
    }

    pub(crate) fn session(&self) -> &Session {
        let session = self.chat.phase().session();
        session.expect("there is no session")
    }

    /// The form, while it is asked.
    pub(crate) fn form(&self) -> &rejoin::engine::Registering {
        match self.chat.phase() {
            Phase::Registering(registering) => registering,
            other => panic!("no form is open: {other:?}"),
        }
    }

    pub(crate) fn transcript(&self) -> Vec<Entry> {
        let session = self.chat.phase().session();
        let entries = session.into_iter().flat_map(|s| s.transcript().entries());
        entries.map(|entry| (**entry).clone()).collect()
    }

    /// The words in the visitor's transcript.
    pub(crate) fn shown(&self) -> Vec<String> {
        words(&self.transcript())
    }

    /// The words in the server's transcript.
    pub(crate) fn said(&self) -> Vec<String> {
        words(&self.room().entries)
    }

    /// The outbox as words and how far they have come.
    pub(crate) fn outbox(&self) -> Vec<(&str, &str)> {
        let items = self.session().outbox().items().iter();
        let fate = |delivery: &Delivery| match delivery {
            Delivery::Queued => "queued",
            Delivery::Sending { .. } => "sending",
            Delivery::Sent => "sent",
            Delivery::Failed { .. } => "failed",
        };
        items
            .map(|item| (item.text.as_str(), fate(&item.delivery)))
            .collect()
    }

    fn id_of(&self, text: &str) -> Option<ClientId> {
        let mut items = self.chat.phase().session()?.outbox().items().iter();
        let item = items.find(|item| item.text == text)?;
        Some(item.client_id.clone())
    }

    /// What the visitor sees. What is in flight is seen as waiting.
    pub(crate) fn view(&self) -> View {
        let session = self.chat.phase().session();
        let mut outbox = session.map_or_else(Vec::new, |s| s.outbox().items().to_vec());
        for item in &mut outbox {
            if matches!(item.delivery, Delivery::Sending { .. }) {
                item.delivery = Delivery::Queued;
            }
        }
        View {
            phase: self.phase(),
            transcript: self.transcript(),
            outbox,
            draft: session.map(|session| session.draft().clone()),
            agents: session.map_or_else(Vec::new, |session| session.agents().to_vec()),
            window: *self.chat.window(),
            unread: self.chat.unread(),
        }
    }

    /// How calls to start and restore have failed on this page.
    pub(crate) fn failures(&self) -> Vec<Option<Code>> {
        let events = self.events.iter();
        events
            .filter_map(|event| match event {
                ChatEvent::Failed(error) => Some(error.as_ref().map(|error| error.code)),
                _ => None,
            })
            .collect()
    }

    /// How often the host was told that on this page.
    pub(crate) fn told(&self, event: &ChatEvent) -> usize {
        self.events.iter().filter(|told| *told == event).count()
    }

    /// How often the session was reported as ready on this page.
    pub(crate) fn readies(&self) -> usize {
        let ready = |event: &&ChatEvent| matches!(event, ChatEvent::Ready(_));
        self.events.iter().filter(ready).count()
    }

    /// The words that the host was told of on this page.
    pub(crate) fn announcements(&self) -> Vec<String> {
        let entries = self.events.iter().filter_map(|event| match event {
            ChatEvent::Entry(entry) => Some((**entry).clone()),
            _ => None,
        });
        words(&entries.collect::<Vec<_>>())
    }

    /// What connections were made for on this page.
    pub(crate) fn intents(&self) -> Vec<Intent> {
        let effects = self.effects.iter();
        effects
            .filter_map(|effect| match effect {
                Effect::Connect(_, intent) => Some(intent.clone()),
                _ => None,
            })
            .collect()
    }

    /// What the server was told on this page.
    pub(crate) fn requests(&self) -> Vec<Request> {
        let effects = self.effects.iter();
        effects
            .filter_map(|effect| match effect {
                Effect::Send(_, request) => Some(request.clone()),
                _ => None,
            })
            .collect()
    }

    /// The messages handed to the transport on this page, each time anew.
    pub(crate) fn tries(&self) -> Vec<String> {
        let requests = self.requests().into_iter();
        requests
            .filter_map(|request| match request {
                Request::Message { text, .. } => Some(text),
                _ => None,
            })
            .collect()
    }

    /// The keys that were written or deleted on this page.
    pub(crate) fn writes(&self) -> Vec<String> {
        let effects = self.effects.iter();
        let changes = effects.filter_map(|effect| match effect {
            Effect::Store(changes) => Some(changes),
            _ => None,
        });
        changes
            .flatten()
            .map(|change| match change {
                Change::Put(path, _) | Change::Delete(path) => path.to_string(),
                Change::Erase => "erase".to_owned(),
                Change::EraseOlder => "erase older".to_owned(),
                Change::EraseAll => "erase all".to_owned(),
            })
            .collect()
    }

    /// From here on only what is new counts.
    pub(crate) fn look_away(&mut self) {
        self.effects.clear();
        self.events.clear();
    }
}

fn words(entries: &[Entry]) -> Vec<String> {
    use rejoin::engine::Content;
    let words = entries.iter().filter_map(|entry| match &entry.content {
        Content::Text(text) => Some(text.clone()),
        _ => None,
    });
    words.collect()
}

// The works.
impl World {
    /// Lets time pass, and happen what it brings.
    pub(crate) fn run(&mut self, millis: u64) {
        let until = self.now + millis;
        for _ in 0..TOO_BUSY {
            match self.next_time() {
                Some(at) if at <= until => {
                    self.now = self.now.max(at);
                    self.happen();
                }
                _ => {
                    self.now = until;
                    return;
                }
            }
        }
        panic!("busy at {}: {:?}", self.now, self.chat.link());
    }

    fn deadline(&self) -> Option<u64> {
        if self.is_dead || self.is_suspended {
            return None;
        }
        Some(self.born + self.chat.next_deadline()?.0)
    }

    fn deadline_elsewhere(&self) -> Option<(u64, u32)> {
        let tabs = self.tabs.iter();
        let alive = tabs.filter(|tab| !tab.is_dead && !tab.is_suspended);
        alive
            .filter_map(|tab| Some((tab.born + tab.chat.next_deadline()?.0, tab.page)))
            .min()
    }

    fn next_time(&self) -> Option<u64> {
        let parcel = self.post.keys().next().map(|(at, _)| *at);
        let script = self.server.next_due().map(|due| due.0 - MORNING);
        let elsewhere = self.deadline_elsewhere().map(|(at, _)| at);
        [parcel, script, self.deadline(), elsewhere]
            .into_iter()
            .flatten()
            .min()
    }

    fn happen(&mut self) {
        while let Some(entry) = self.post.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            let parcel = entry.remove();
            self.arrive(parcel);
        }
        if self.server.next_due().is_some_and(|due| due <= self.wall()) {
            self.desk(Call::Tick);
        }
        if self.deadline().is_some_and(|at| at <= self.now) {
            self.input(Input::Tick);
        }
        if let Some((at, page)) = self.deadline_elsewhere()
            && at <= self.now
        {
            self.on(page, |world| world.input(Input::Tick));
        }
    }

    pub(crate) fn input(&mut self, input: Input) {
        if self.is_dead || (self.is_suspended && !matches!(input, Input::Life(Life::Wake { .. }))) {
            return;
        }
        self.chat.handle(self.clock(), input);
        self.carry_out_all();
        if std::mem::take(&mut self.write_failed) {
            self.chat.handle(self.clock(), Input::StorageLost);
            self.carry_out_all();
        }
        if let Some(deadline) = self.chat.next_deadline()
            && !self.is_dead
        {
            assert!(
                deadline > self.clock().mono,
                "there is still something to do"
            );
        }
    }

    fn carry_out_all(&mut self) {
        while let Some(effect) = self.chat.poll() {
            self.carry_out(effect);
            if self.is_dead {
                return;
            }
        }
    }

    /// False when the page is killed before it can do that.
    fn can_do_more(&mut self) -> bool {
        match &mut self.strength {
            Some(0) => self.die(),
            Some(left) => *left -= 1,
            None => {}
        }
        !self.is_dead
    }

    /// What a page has dies with it.
    fn die(&mut self) {
        let page = self.page;
        self.is_dead = true;
        self.lines.retain(|(of, _), _| *of != page);
        self.leave_queue(page);
    }

    fn carry_out(&mut self, effect: Effect) {
        if let Effect::Store(changes) = &effect {
            self.effects.push(effect.clone());
            for change in changes
                .iter()
                .flat_map(|change| self.in_steps(change))
                .collect::<Vec<_>>()
            {
                if !self.can_do_more() {
                    return;
                }
                self.store(&change);
            }
            return;
        }
        if !self.can_do_more() {
            return;
        }
        self.effects.push(effect.clone());
        match effect {
            Effect::Store(_) => {}
            Effect::Load(number) => {
                let text = self.get(&Path::Log(number).to_string());
                self.mail(1, Parcel::Chunk(self.page, number, text));
            }
            Effect::Connect(generation, intent) => self.connect(generation, intent),
            Effect::Send(generation, request) => self.tell_server(generation, request),
            Effect::Disconnect(generation) => {
                let line = self.lines.get_mut(&(self.page, generation));
                line.expect("a connection that was made").is_open = false;
            }
            Effect::Emit(event) => self.tell_host(event),
            Effect::SeekLead => {
                assert!(!self.queue.contains(&self.page), "waits already");
                self.queue.push(self.page);
                self.let_lead();
            }
            Effect::GiveLead => self.leave_queue(self.page),
            // Pages that share nothing are told of that alone.
            Effect::Post(word) if self.config.tabs != Tabs::Shared && word != Word::Forgotten => {}
            Effect::Post(word) => {
                let word = Word::decode(&word.encode()).expect("a word of ours");
                for page in self.others() {
                    self.mail(1, Parcel::Word(page, word.clone()));
                }
            }
        }
    }

    fn leave_queue(&mut self, page: u32) {
        let is_first = self.queue.first() == Some(&page);
        self.queue.retain(|waiting| *waiting != page);
        if is_first {
            self.let_lead();
        }
    }

    /// The first in the queue leads. Told again it does no harm.
    fn let_lead(&mut self) {
        if let Some(page) = self.queue.first() {
            self.mail(1, Parcel::Lead(*page));
        }
    }

    fn others(&self) -> Vec<u32> {
        self.tabs.iter().map(|tab| tab.page).collect()
    }

    /// To erase is to delete one key after the other.
    fn in_steps(&self, change: &Change) -> Vec<Step> {
        let keys = self.storage.keys();
        let delete = |key: &String| Step::Delete(key.clone());
        match change {
            Change::Put(path, text) => vec![Step::Put(path.clone(), text.clone())],
            Change::Delete(path) => vec![Step::Delete(path.to_string())],
            Change::Erase => keys
                .filter(|key| Path::is_of_chat(key))
                .map(delete)
                .collect(),
            Change::EraseOlder => keys.filter(|key| Path::is_older(key)).map(delete).collect(),
            Change::EraseAll => keys.map(delete).collect(),
        }
    }

    fn store(&mut self, step: &Step) {
        if !self.storage_works {
            self.write_failed = true;
            return;
        }
        if let (Step::Put(path, text), Some(left)) = (step, &mut self.room_for) {
            if *left == 0 {
                self.held.insert(path.to_string(), text.clone());
                self.write_failed = true;
                self.was_full = true;
                return;
            }
            *left -= 1;
        }
        for page in self.others() {
            self.mail(2, Parcel::Stored(page));
        }
        match step {
            Step::Put(path, text) => {
                if let Path::Out(id) = path {
                    self.given.insert(id.clone());
                }
                self.held.remove(&path.to_string());
                self.storage.insert(path.to_string(), text.clone());
            }
            Step::Delete(key) => {
                self.held.remove(key);
                self.storage.remove(key);
            }
        }
    }

    fn tell_host(&mut self, event: ChatEvent) {
        if let ChatEvent::Entry(entry) = &event {
            let session = self.session().id().clone();
            self.announced.push((self.tab, session, entry.position));
        }
        if let ChatEvent::Attention { entry, .. } = &event {
            let session = self.session().id().clone();
            self.alerted.push((session, entry.position));
        }
        self.events.push(event);
    }

    fn connect(&mut self, generation: Generation, intent: Intent) {
        let id = (self.page, generation);
        assert!(
            self.lines
                .keys()
                .all(|older| older.0 != id.0 || *older < id),
            "generations grow"
        );
        assert!(
            !self.storage_works || self.was_full || self.lines.values().all(|line| !line.is_open),
            "one connection at a time"
        );
        let mut line = Line {
            is_open: true,
            ..Line::default()
        };
        let (purpose, call) = match intent {
            Intent::Start {
                id, data, complete, ..
            } => {
                self.expect_stored(HEAD, id.as_str());
                self.starts.insert(id.clone());
                let secret = self.net.rng.u64(..);
                let call = Call::Start {
                    id,
                    data,
                    complete,
                    secret,
                };
                (Purpose::Start, call)
            }
            Intent::Resume { ticket, after } => {
                line.admit(&ticket);
                (Purpose::Resume, Call::Fetch { ticket, after })
            }
        };
        self.lines.insert(id, line);
        self.ask(id, purpose, call);
    }

    fn tell_server(&mut self, generation: Generation, request: Request) {
        let id = (self.page, generation);
        let line = self.lines.get(&id).filter(|line| line.is_open);
        let line = line.expect("only an open connection is told anything");
        let Some(ticket) = line.ticket.clone() else {
            return;
        };
        let (purpose, call) = match request {
            Request::Message {
                client_id, text, ..
            } => {
                self.expect_stored(&format!("2/out/{client_id}"), &text);
                let call = Call::Message {
                    ticket,
                    client_id,
                    text,
                };
                (Purpose::Message, call)
            }
            Request::Preview(_) | Request::Read { .. } | Request::Part => return,
            Request::Typing(on) => (Purpose::Typing, Call::VisitorTyping { ticket, on }),
            Request::Sync { after } => (Purpose::Sync, Call::Fetch { ticket, after }),
            Request::Data(data) => (Purpose::Data, Call::VisitorData { ticket, data }),
            Request::Leave => (Purpose::Leave, Call::Leave { ticket }),
        };
        self.ask(id, purpose, call);
    }

    /// Nothing is acted on before it is stored.
    fn expect_stored(&self, key: &str, part: &str) {
        let is_to_hear =
            |parcel: &Parcel| matches!(parcel, Parcel::Stored(page) if *page == self.page);
        // Another page may have erased it in this very moment.
        if self.storage_works && !self.post.values().any(is_to_hear) {
            let text = self.get(key);
            assert!(
                text.as_ref().is_some_and(|text| text.contains(part)),
                "{key} is {text:?}"
            );
        }
    }

    fn mail(&mut self, delay: u64, parcel: Parcel) {
        self.posted += 1;
        self.post.insert((self.now + delay, self.posted), parcel);
    }

    fn mail_over(&mut self, leg: Leg, parcel: &Parcel) {
        for _ in 0..self.net.copies(leg) {
            let delay = self.net.delay(leg);
            self.mail(delay, parcel.clone());
        }
    }

    fn ask(&mut self, line: LineId, purpose: Purpose, call: Call) {
        self.mail_over(Leg::Call, &Parcel::Call(line, purpose, call));
    }

    fn spread(&mut self, push: &Push) {
        let Some(event) = from_news(&push.news) else {
            return;
        };
        let concerned = |line: &Line| line.is_open && line.session == push.session;
        let lines = self.lines.iter().filter(|(_, line)| concerned(line));
        let lines: Vec<LineId> = lines.map(|(id, _)| *id).collect();
        for line in lines {
            self.mail_over(Leg::News, &Parcel::Report(line, vec![event.clone()]));
        }
    }

    fn arrive(&mut self, parcel: Parcel) {
        match parcel {
            Parcel::Chunk(page, number, text) => {
                self.on(page, |world| world.input(Input::Loaded(number, text)));
            }
            Parcel::Word(page, word) => {
                if word == Word::Forgotten {
                    self.mail(LOOKS_AFTER, Parcel::Look(page));
                }
                self.on(page, |world| world.input(Input::Heard(word)));
            }
            Parcel::Look(page) => self.on(page, |world| {
                let snapshot = world.snapshot();
                world.input(Input::Forgotten(snapshot));
            }),
            Parcel::Stored(page) => self.on(page, |world| {
                let snapshot = world.snapshot();
                world.input(Input::Stored(snapshot));
            }),
            Parcel::Lead(page) => {
                if self.queue.first() == Some(&page) {
                    self.on(page, |world| {
                        let snapshot = world.snapshot();
                        world.input(Input::Lead(snapshot));
                    });
                }
            }
            held if held.travels() && self.net.faults.hold => self.mail(50, held),
            Parcel::Call(line, ..) | Parcel::Report(line, _) if self.net.faults.unreachable => {
                self.lose(line);
            }
            Parcel::Call(line, purpose, call) => {
                let answer = self.desk(call);
                if let Answer::Rejected(id, _) = &answer {
                    self.rejected.insert(id.clone());
                }
                if let (Answer::Started { ticket, .. }, Some(line)) =
                    (&answer, self.lines.get_mut(&line))
                {
                    line.admit(ticket);
                }
                let events = from_answer(purpose, answer);
                if !events.is_empty() {
                    self.mail_over(Leg::Answer, &Parcel::Report(line, events));
                }
            }
            // Also what comes on a connection that was dropped since: the
            // engine knows better than to listen.
            Parcel::Report((page, generation), events) => {
                for event in events {
                    self.on(page, |world| world.hear(generation, event));
                }
            }
        }
    }

    fn lose(&mut self, id: LineId) {
        let was_open = self.lines.get(&id).is_some_and(|line| line.is_open);
        if was_open {
            self.on(id.0, |world| world.hear(id.1, TransportEvent::Lost));
        }
    }
}

impl Line {
    fn admit(&mut self, ticket: &Ticket) {
        let session = ticket.reveal().split(':').next().unwrap_or_default();
        self.session = Some(SessionId::new(session));
        self.ticket = Some(ticket.clone());
    }
}

/// What the transport makes of an answer.
fn from_answer(purpose: Purpose, answer: Answer) -> Vec<TransportEvent> {
    use TransportEvent as Event;
    let with_end = |event, ended: bool| {
        let end = ended.then_some(Event::Ended);
        [event].into_iter().chain(end).collect()
    };
    match (purpose, answer) {
        (Purpose::Start, Answer::Started { session, ticket }) => {
            vec![Event::Started { session, ticket }]
        }
        (Purpose::Start, Answer::Refused(words)) => vec![Event::Refused(Refusal::Server(words))],
        (Purpose::Start, Answer::Incomplete) => vec![Event::Refused(Refusal::Incomplete)],
        (Purpose::Start, _) => vec![Event::Lost],
        (Purpose::Resume, Answer::Entries { entries, ended }) => {
            with_end(Event::Resumed { missed: entries }, ended)
        }
        (Purpose::Sync, Answer::Entries { entries, ended }) => {
            with_end(Event::Synced { missed: entries }, ended)
        }
        (Purpose::Message, Answer::Accepted(id)) => vec![Event::Accepted(id)],
        (Purpose::Message, Answer::Rejected(client_id, reason)) => {
            vec![Event::Rejected { client_id, reason }]
        }
        (Purpose::Data, Answer::Done) => vec![Event::DataTaken],
        (Purpose::Typing | Purpose::Data, _) => Vec::new(),
        (Purpose::Leave, _) => vec![Event::Ended],
        (Purpose::Resume | Purpose::Sync | Purpose::Message, _) => vec![Event::Gone],
    }
}

/// What the transport makes of news.
fn from_news(news: &News) -> Option<TransportEvent> {
    match news.clone() {
        News::Entry(entry) => Some(TransportEvent::Entries(vec![entry])),
        News::Typing(party, on) => {
            (party.role != Role::Visitor).then_some(TransportEvent::Typing { party, on })
        }
        News::Ended => Some(TransportEvent::Ended),
        News::Forgotten => Some(TransportEvent::Gone),
        News::Changed => None,
    }
}
