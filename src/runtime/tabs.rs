//! This page among the pages of its site: whose turn it is to have the connection,
//! what the others write and say.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};
use std::time::Duration;

use wasm_bindgen_futures::spawn_local;

use super::driver::Driver;
use crate::browser::{
    Channel, HostStore, Lease, Lock, StorageWatch, Store, StoreMode, now, random_u128, sleep,
};
use crate::engine::{Input, Tabs, VERSION, Word};

/// What another page has written is seen a moment later. Chromium 156 takes one
/// task, some 10 to 40 ms on a slow machine.
pub(super) const STORAGE_CATCHES_UP: Duration = Duration::from_millis(60);
/// A lock that comes so soon was nobody's; milliseconds.
const AT_ONCE: u64 = 15;

/// What a chat that is stored there has to do with other pages.
pub(super) fn tabs_of(wanted: Tabs, mode: &StoreMode, store: &Store) -> Tabs {
    match mode {
        _ if store.is_denied() => Tabs::Apart,
        StoreMode::Origin => wanted,
        // A duplicate of the tab begins with a copy of what is stored.
        StoreMode::Tab => Tabs::Exclusive,
        StoreMode::None | StoreMode::Host(_) => Tabs::Apart,
    }
}

/// The records that are no part of the chat.
const TAB: &str = "tab";
const LEASE: &str = "lease";
const SEEN: &str = "seen";
/// Of no version: pages of all versions hear each other.
const WORD: &str = "word";

/// The lead, or the wait for it.
#[derive(Debug)]
enum Seat {
    Lock { _lock: Lock },
    Lease { _lease: Rc<Lease> },
}

/// The way to the other pages, and theirs to this one.
pub(super) struct TabLink {
    tabs: Tabs,
    is_of_one_tab: bool,
    /// What all keys begin with.
    site: String,
    /// And those of this version.
    prefix: String,
    disk: Option<Rc<dyn HostStore>>,
    seat: RefCell<Option<Seat>>,
    /// Counts the seats: what is said of an earlier one means nothing any more.
    seats: Cell<u32>,
    channel: RefCell<Option<Channel>>,
    _watch: StorageWatch,
    driver: Weak<Driver>,
}

impl fmt::Debug for TabLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TabLink({:?})", self.tabs)
    }
}

impl TabLink {
    pub(super) fn new(tabs: Tabs, mode: &StoreMode, store: &Store, driver: Weak<Driver>) -> Self {
        let prefix = format!("{}{VERSION}/", store.prefix());
        let on_storage = driver.clone();
        let watch = StorageWatch::new(store.prefix().to_owned(), move |key, text| {
            if let Some(driver) = on_storage.upgrade() {
                hear_storage(&driver, key, text);
            }
        });
        let link = Self {
            tabs,
            is_of_one_tab: *mode == StoreMode::Tab,
            site: store.prefix().to_owned(),
            prefix,
            disk: store.disk(),
            seat: RefCell::default(),
            seats: Cell::default(),
            channel: RefCell::default(),
            _watch: watch,
            driver,
        };
        link.open();
        if let Some(disk) = &link.disk {
            Lease::sweep(&**disk, &link.key(LEASE));
        }
        link
    }

    /// The page is there, or there again.
    pub(super) fn open(&self) {
        if self.channel.borrow().is_some() {
            return;
        }
        let driver = self.driver.clone();
        let name = self.shared("tabs");
        let channel = Channel::open(&name, move |text| hear_word(&driver, &text));
        self.channel.replace(channel);
    }

    /// The page goes: an open channel would keep it from coming back as it was.
    pub(super) fn close(&self) {
        drop(self.channel.take());
    }

    /// Tells the other pages. Where there is no channel they see it in the storage.
    /// Those that share nothing are told at least of a visitor who has gone.
    pub(super) fn post(&self, word: &Word) {
        if self.tabs != Tabs::Shared && *word != Word::Forgotten {
            return;
        }
        let text = word.encode();
        match (&*self.channel.borrow(), &self.disk) {
            (Some(channel), _) => channel.post(&text),
            (None, Some(disk)) => {
                let key = self.shared(WORD);
                let _ = disk.set(&key, &text);
                let _ = disk.remove(&key);
            }
            _ => {}
        }
    }

    /// Waits for the lead.
    pub(super) fn seek(&self) {
        let seat = self.seats.get() + 1;
        self.seats.set(seat);
        let (driver, lead) = (self.driver.clone(), self.lead_of(seat));
        let lock = Lock::seek(&self.name(), move |is_ours| {
            if is_ours {
                lead();
            } else if let Some(driver) = driver.upgrade() {
                driver.tabs().seek_lease(seat);
            }
        });
        match lock {
            Some(lock) => drop(self.seat.replace(Some(Seat::Lock { _lock: lock }))),
            None => self.seek_lease(seat),
        }
    }

    /// The same where there are no locks.
    fn seek_lease(&self, seat: u32) {
        let Some(disk) = self.disk.as_ref().filter(|_| self.is_seat(seat)) else {
            return;
        };
        let (driver, lead) = (self.driver.clone(), self.lead_of(seat));
        let lease = Lease::seek(Rc::clone(disk), self.key(LEASE), move |is_ours| {
            if is_ours {
                lead();
            } else if let Some(driver) = driver.upgrade() {
                driver.lose_lead();
            }
        });
        self.seat.replace(Some(Seat::Lease { _lease: lease }));
    }

    /// Takes the lead, once what the leader before has written is to be seen.
    fn lead_of(&self, seat: u32) -> impl Fn() + 'static {
        let (asked, driver) = (now().mono.0, self.driver.clone());
        move || {
            let waited = now().mono.0 - asked;
            let driver = driver.clone();
            spawn_local(async move {
                if waited > AT_ONCE {
                    sleep(STORAGE_CATCHES_UP).await;
                }
                if let Some(driver) = driver.upgrade() {
                    driver.lead(seat);
                }
            });
        }
    }

    /// Lets another page lead, or waits no longer.
    pub(super) fn give(&self) {
        self.seats.set(self.seats.get() + 1);
        drop(self.seat.take());
        self.forget_tab();
    }

    /// Without a chat a tab needs no name.
    fn forget_tab(&self) {
        if let (true, Some(disk)) = (self.is_of_one_tab, &self.disk) {
            let is_over = disk.get(&self.key("head")).is_ok_and(|head| head.is_none());
            if is_over {
                let _ = disk.remove(&self.tab_key());
            }
        }
    }

    /// Not among the records of the chat: it is there before the first of them.
    fn tab_key(&self) -> String {
        self.shared(TAB)
    }

    /// Of all versions.
    fn shared(&self, name: &str) -> String {
        format!("{}{name}", self.site)
    }

    /// Whether that seat is the present one.
    pub(super) fn is_seat(&self, seat: u32) -> bool {
        self.seats.get() == seat
    }

    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// What the pages that are to have one connection know it by.
    fn name(&self) -> String {
        match &self.disk {
            Some(disk) if self.is_of_one_tab => {
                let key = self.tab_key();
                let known = disk.get(&key).ok().flatten();
                let tab = known.unwrap_or_else(|| {
                    let tab = format!("{:032x}", random_u128());
                    let _ = disk.set(&key, &tab);
                    tab
                });
                format!("{}{tab}", self.key("lead/"))
            }
            _ => self.key("lead"),
        }
    }
}

fn hear_word(driver: &Weak<Driver>, text: &str) {
    let Some(driver) = driver.upgrade() else {
        return;
    };
    match Word::decode(text) {
        Some(Word::Forgotten) => forget(&driver),
        Some(word) => driver.handle(Input::Heard(word)),
        None => {}
    }
}

/// At once from the screen. What is stored shows a moment later whose it is.
fn forget(driver: &Rc<Driver>) {
    driver.handle(Input::Heard(Word::Forgotten));
    // Whoever has put the chat away by then: it is to be done.
    let driver = Rc::clone(driver);
    spawn_local(async move {
        sleep(STORAGE_CATCHES_UP).await;
        driver.handle(Input::Forgotten(driver.store().snapshot()));
        driver.tabs().forget_tab();
    });
}

/// `key` is empty when all was deleted.
fn hear_storage(driver: &Rc<Driver>, key: &str, text: Option<String>) {
    if let (WORD, Some(text)) = (key, &text) {
        return hear_word(&Rc::downgrade(driver), text);
    }
    let ours = key.strip_prefix(&format!("{VERSION}/"));
    let is_of_chat = ours.is_some_and(|name| name != LEASE && name != SEEN);
    if key.is_empty() || is_of_chat {
        driver.handle(Input::Stored(driver.store().snapshot()));
    }
}
