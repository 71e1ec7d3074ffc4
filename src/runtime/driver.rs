//! The loop between the engine and the edges.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::time::Duration;

use wasm_bindgen_futures::spawn_local;

use super::handle::ChatHandle;
use super::options::{Ask, ChatOptions};
use super::pictures::Pictures;
use super::registration::RegistrationContext;
use super::tabs::{STORAGE_CATCHES_UP, TabLink, tabs_of};
use super::uploads::Uploads;
use super::watch::Watchers;
use crate::browser::{
    Page, PageEvent, Store, Timer, is_halted, is_online, is_told_of_freezing, is_visible, log, now,
    random_u128, sleep,
};
use crate::engine::{
    Change, Chat, ChatError, ChatEvent, ChunkNumber, Code, Effect, Generation, Input, Intent, Life,
    Path, Session,
};
use crate::transport::{Events, FileCall, FileOperation, Transport};

/// Where a hidden page may stop without having been told, it leads no longer than this
/// beside one that is seen: it has to give the lead back while it still can.
const YIELDS_AFTER: Duration = Duration::from_secs(3);

/// One chat with everything around it.
///
/// Inputs are queued and worked off one by one. Those outside are told when all
/// is done, in order: what they then ask for is done at once, and what follows
/// from it is told after the rest.
#[derive(Debug)]
pub(super) struct Driver {
    chat: RefCell<Chat>,
    inbox: RefCell<VecDeque<Input>>,
    is_busy: Cell<bool>,
    untold: RefCell<VecDeque<ChatEvent>>,
    is_telling: Cell<bool>,
    transport: AnyTransport,
    store: Store,
    timer: Timer,
    ask: AskVisitor,
    tabs: TabLink,
    pub(super) pictures: Pictures,
    pub(super) uploads: Uploads,
    pub(super) changes: Watchers<()>,
    pub(super) events: Watchers<ChatEvent>,
    _page: Page,
    this: Weak<Self>,
}

struct AnyTransport(Box<dyn Transport>);

impl std::fmt::Debug for AnyTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Transport")
    }
}

/// The host's own registration, where it has one.
struct AskVisitor(Option<Ask>);

impl std::fmt::Debug for AskVisitor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AskVisitor")
    }
}

impl Driver {
    pub(super) fn new(options: &ChatOptions) -> Rc<Self> {
        let transport = (options.make_transport)();
        let mut config = options.config.clone();
        let capabilities = transport.capabilities();
        config.contiguous = capabilities.contiguous;
        config.receipts = capabilities.receipts;
        config.longest_message = capabilities.longest_message;
        config.start_ticket = transport.start_ticket();
        if !is_told_of_freezing() {
            config.yields_after = YIELDS_AFTER;
        }
        let store = Store::open(&options.store, &options.namespace);
        config.tabs = tabs_of(config.tabs, &options.store, &store);
        let tabs = config.tabs;
        let driver = Rc::new_cyclic(|this: &Weak<Self>| {
            let on_timer = this.clone();
            let on_page = this.clone();
            Self {
                chat: RefCell::new(Chat::new(config, random_u128())),
                inbox: RefCell::default(),
                is_busy: Cell::new(false),
                untold: RefCell::default(),
                is_telling: Cell::new(false),
                transport: AnyTransport(transport),
                tabs: TabLink::new(tabs, &options.store, &store, this.clone()),
                store,
                timer: Timer::new(move || {
                    if let Some(driver) = on_timer.upgrade() {
                        driver.handle(Input::Tick);
                    }
                }),
                ask: AskVisitor(options.ask.clone()),
                pictures: Pictures::default(),
                uploads: Uploads::default(),
                changes: Watchers::default(),
                events: Watchers::default(),
                _page: Page::watch(move |event| {
                    if let Some(driver) = on_page.upgrade() {
                        driver.hear_page(event);
                    }
                }),
                this: this.clone(),
            }
        });
        Page::present_state().for_each(|event| driver.hear_page(event));
        if driver.store.is_denied() {
            driver.handle(Input::StorageLost);
        }
        driver
    }

    pub(super) fn read<R>(&self, read: impl FnOnce(&Chat) -> R) -> R {
        read(&self.chat.borrow())
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    pub(super) fn tabs(&self) -> &TabLink {
        &self.tabs
    }

    fn hear_page(&self, event: PageEvent) {
        let life = match event {
            PageEvent::Online => Life::Online,
            PageEvent::Offline => Life::Offline,
            PageEvent::Hidden => Life::Hidden,
            PageEvent::Visible => Life::Visible,
            PageEvent::Suspend => Life::Suspend,
            PageEvent::Wake => return self.wake_soon(),
        };
        self.handle(Input::Life(life));
        if event == PageEvent::Suspend {
            self.tabs.close();
        }
    }

    /// The lead is this page's, unless it has been given back since.
    pub(super) fn lead(&self, seat: u32) {
        if self.tabs.is_seat(seat) {
            self.handle(Input::Lead(self.store.snapshot()));
        }
    }

    pub(super) fn lose_lead(&self) {
        self.handle(Input::LeadLost);
    }

    /// Not at once: a page that wakes sees its storage as it was when it fell
    /// asleep, until it has heard what other pages have written since.
    fn wake_soon(&self) {
        self.tabs.open();
        let this = self.this.clone();
        spawn_local(async move {
            sleep(STORAGE_CATCHES_UP).await;
            if let Some(driver) = this.upgrade() {
                driver.wake();
            }
        });
    }

    /// What has happened to a page while it slept it is not told.
    fn wake(&self) {
        let network = if is_online() {
            Life::Online
        } else {
            Life::Offline
        };
        self.handle(Input::Life(network));
        self.handle(Input::Life(Life::Wake {
            snapshot: self.store.snapshot(),
            is_visible: is_visible(),
        }));
    }

    /// Takes in an input and does what follows from it.
    pub(super) fn handle(&self, input: Input) {
        if is_halted() {
            return;
        }
        self.inbox.borrow_mut().push_back(input);
        if self.is_busy.replace(true) {
            return;
        }
        while let Some(input) = self.next_input() {
            self.chat.borrow_mut().handle(now(), input);
            while let Some(effect) = self.next_effect() {
                self.carry_out(effect);
            }
        }
        self.is_busy.set(false);
        self.wait();
        self.tell();
    }

    fn tell(&self) {
        if self.is_telling.replace(true) {
            return;
        }
        while let Some(event) = self.next_event() {
            self.emit(&event);
        }
        self.is_telling.set(false);
        self.changes.tell(&());
    }

    fn next_event(&self) -> Option<ChatEvent> {
        self.untold.borrow_mut().pop_front()
    }

    fn next_input(&self) -> Option<Input> {
        self.inbox.borrow_mut().pop_front()
    }

    fn next_effect(&self) -> Option<Effect> {
        self.chat.borrow_mut().poll()
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Store(changes) => self.store_changes(&changes),
            Effect::Load(number) => self.load(number),
            Effect::Connect(generation, intent) => self.connect(generation, intent),
            Effect::Send(_, request) => self.transport.0.send(request),
            Effect::Disconnect(_) => self.transport.0.disconnect(),
            Effect::SeekLead => self.tabs.seek(),
            Effect::GiveLead => self.tabs.give(),
            Effect::Post(word) => self.tabs.post(&word),
            Effect::Emit(event) => self.untold.borrow_mut().push_back(event),
        }
    }

    fn store_changes(&self, changes: &[Change]) {
        let mut inbox = self.inbox.borrow_mut();
        if self.store.apply(changes).is_err() {
            inbox.push_back(Input::StorageLost);
        }
        // Looked for every few seconds, then.
        let is_in_use = |change: &Change| matches!(change, Change::Put(Path::Seen, _));
        if changes.iter().any(is_in_use) && !self.store.holds(&Path::Head) {
            inbox.push_back(Input::Wiped);
        }
    }

    fn emit(&self, event: &ChatEvent) {
        match event {
            ChatEvent::Log(line) => log::debug(line),
            ChatEvent::RegistrationWanted => {
                if let (Some(ask), Some(driver)) = (&self.ask.0, self.this.upgrade()) {
                    ask(RegistrationContext::new(ChatHandle::new_for(driver)));
                }
            }
            _ => {}
        }
        self.events.tell(event);
    }

    /// Whether the visitor can send files.
    pub(super) fn carries_files(&self) -> bool {
        self.transport.0.capabilities().files
    }

    /// How to do something with a file of the running session; `None` where that
    /// is not done.
    pub(super) fn file_call(
        &self,
        operation: &FileOperation,
    ) -> Result<Option<FileCall>, ChatError> {
        self.read(|chat| {
            let session = chat.confirmed_session();
            let ticket = session.map(Session::ticket).ok_or(Code::NoSession)?;
            Ok(self.transport.0.file_call(ticket, operation))
        })
    }

    /// What it opens was refused for its age.
    pub(super) fn renew_ticket(&self) {
        self.transport.0.renew();
    }

    fn connect(&self, generation: Generation, intent: Intent) {
        let this = self.this.clone();
        let events = Events::new(move |event| {
            if let Some(driver) = this.upgrade() {
                driver.handle(Input::Transport(generation, event));
            }
        });
        self.transport.0.connect(intent, events);
    }

    /// Reading is quick. Drawing is not, and what is on screen comes first.
    fn load(&self, number: ChunkNumber) {
        let this = self.this.clone();
        let text = self.store.load(number);
        spawn_local(async move {
            sleep(Duration::ZERO).await;
            if let Some(driver) = this.upgrade() {
                driver.handle(Input::Loaded(number, text));
            }
        });
    }

    /// One timer for all deadlines.
    fn wait(&self) {
        match self.chat.borrow().next_deadline() {
            Some(deadline) => self.timer.set(now().mono.until(deadline)),
            None => self.timer.clear(),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.transport.0.disconnect();
    }
}
