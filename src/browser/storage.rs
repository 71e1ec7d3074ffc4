//! Where snapshots live.
//!
//! Talks to the browser's storage through `web_sys` and not through
//! `gloo-storage`: that one panics when access is denied, also in the middle of
//! a session, and a panic would take the page's widget with it.

use litemap::LiteMap;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use web_sys::Storage;

use crate::engine::{Change, ChunkNumber, Path, Snapshot};

/// A store of the host's own. Every method may fail; the chat then goes on from
/// memory.
pub trait HostStore {
    /// All keys that begin with `prefix`.
    fn keys(&self, prefix: &str) -> Result<Vec<String>, NotStored>;
    /// The text under a key, if there is one.
    fn get(&self, key: &str) -> Result<Option<String>, NotStored>;
    /// Puts text under a key.
    fn set(&self, key: &str, text: &str) -> Result<(), NotStored>;
    /// Deletes a key; a missing one is no error.
    fn remove(&self, key: &str) -> Result<(), NotStored>;
}

/// The store is denied, full or gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the store did not take it")]
pub struct NotStored;

/// Where a chat is stored.
#[derive(Clone, Default)]
pub enum StoreMode {
    /// Shared by the tabs of the site, kept when the browser closes.
    #[default]
    Origin,
    /// Of one tab, gone when it closes.
    Tab,
    /// Nowhere: a reload ends the chat.
    None,
    /// In a store of the host's own.
    Host(Rc<dyn HostStore>),
}

impl fmt::Debug for StoreMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Origin => "Origin",
            Self::Tab => "Tab",
            Self::None => "None",
            Self::Host(_) => "Host",
        })
    }
}

impl PartialEq for StoreMode {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Host(a), Self::Host(b)) => Rc::ptr_eq(a, b),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

impl HostStore for Storage {
    fn keys(&self, prefix: &str) -> Result<Vec<String>, NotStored> {
        let mut keys = Vec::new();
        for index in 0..self.length().map_err(|_| NotStored)? {
            let key = self.key(index).map_err(|_| NotStored)?;
            keys.extend(key.filter(|key| key.starts_with(prefix)));
        }
        Ok(keys)
    }

    fn get(&self, key: &str) -> Result<Option<String>, NotStored> {
        self.get_item(key).map_err(|_| NotStored)
    }

    fn set(&self, key: &str, text: &str) -> Result<(), NotStored> {
        self.set_item(key, text).map_err(|_| NotStored)
    }

    fn remove(&self, key: &str) -> Result<(), NotStored> {
        self.remove_item(key).map_err(|_| NotStored)
    }
}

/// The storage of one widget: a part of the browser's storage under a prefix,
/// and memory for what that does not take.
pub struct Store {
    prefix: String,
    disk: Option<Rc<dyn HostStore>>,
    /// What the disk did not take: text, or `None` for what it did not delete.
    memory: RefCell<LiteMap<String, Option<String>>>,
    is_denied: bool,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.prefix)
    }
}

impl Store {
    /// The storage of the widget of that namespace. Writes nothing.
    pub fn open(mode: &StoreMode, namespace: &str) -> Self {
        let window = web_sys::window();
        let browser = |storage: Result<Option<Storage>, _>| {
            let storage: Rc<dyn HostStore> = Rc::new(storage.ok().flatten()?);
            Some(storage)
        };
        let disk = match mode {
            StoreMode::Origin => window.and_then(|w| browser(w.local_storage())),
            StoreMode::Tab => window.and_then(|w| browser(w.session_storage())),
            StoreMode::None => None,
            StoreMode::Host(store) => Some(Rc::clone(store)),
        };
        let prefix = format!("rejoin/{namespace}/");
        let is_denied = match &disk {
            Some(disk) => disk.keys(&prefix).is_err(),
            None => !matches!(mode, StoreMode::None),
        };
        Self {
            prefix,
            disk,
            memory: RefCell::default(),
            is_denied,
        }
    }

    /// Whether it was known from the beginning that nothing will be kept,
    /// although something should be.
    pub fn is_denied(&self) -> bool {
        self.is_denied
    }

    /// What all keys of the widget begin with.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Where it is stored, for what is no part of a chat; nowhere, where nothing is
    /// to be kept.
    pub fn disk(&self) -> Option<Rc<dyn HostStore>> {
        self.disk.clone()
    }

    /// What is stored, as far as it is needed at once.
    pub fn snapshot(&self) -> Snapshot {
        let keys = self.keys();
        Snapshot::read(keys.iter().map(String::as_str), |key| self.get(key))
    }

    /// An old chunk of the transcript.
    pub fn load(&self, number: ChunkNumber) -> Option<String> {
        self.get(&Path::Log(number).to_string())
    }

    /// Carries changes out, in order, and all of them even if one fails: those
    /// that fail are kept in memory. But where older records are to make room for what
    /// was made from them, they stay when it was not taken, and count on the next page.
    pub fn apply(&self, changes: &[Change]) -> Result<(), NotStored> {
        let is_migration = changes.contains(&Change::EraseOlder);
        let mut result = Ok(());
        for change in changes {
            result = match (result, change) {
                (Err(NotStored), Change::EraseOlder) => Err(NotStored),
                (Err(NotStored), Change::Put(path, text)) if is_migration => {
                    self.remember(path.to_string(), Some(text), Err(NotStored))
                }
                (before, change) => before.and(self.carry_out(change)),
            };
        }
        result
    }

    fn carry_out(&self, change: &Change) -> Result<(), NotStored> {
        match change {
            Change::Put(path, text) => self.put(path.to_string(), text),
            Change::Delete(path) => self.delete(path.to_string()),
            Change::Erase => self.delete_all(Path::is_of_chat),
            Change::EraseOlder => self.delete_all(Path::is_older),
            Change::EraseAll => self.delete_all(|_| true),
        }
    }

    /// Whether that record is there.
    pub fn holds(&self, path: &Path) -> bool {
        self.get(&path.to_string()).is_some()
    }

    fn keys_on_disk(&self) -> Result<Vec<String>, NotStored> {
        let Some(disk) = &self.disk else {
            return Ok(Vec::new());
        };
        let keys = disk.keys(&self.prefix)?.into_iter();
        let own = keys.filter_map(|key| Some(key.strip_prefix(&self.prefix)?.to_owned()));
        Ok(own.collect())
    }

    /// Keys without the prefix.
    fn keys(&self) -> Vec<String> {
        let mut keys = self.keys_on_disk().unwrap_or_default();
        let memory = self.memory.borrow();
        keys.retain(|key| !memory.contains_key(key));
        let held = memory.iter().filter(|(_, text)| text.is_some());
        keys.extend(held.map(|(key, _)| key.clone()));
        keys
    }

    fn get(&self, key: &str) -> Option<String> {
        if let Some(held) = self.memory.borrow().get(key) {
            return held.clone();
        }
        self.disk.as_ref()?.get(&self.full(key)).ok().flatten()
    }

    fn put(&self, key: String, text: &str) -> Result<(), NotStored> {
        let result = match &self.disk {
            Some(disk) => disk.set(&self.full(&key), text),
            None if self.is_denied => Err(NotStored),
            // Nobody has asked for more.
            None => Ok(()),
        };
        self.remember(key, Some(text), result)
    }

    fn delete(&self, key: String) -> Result<(), NotStored> {
        let result = match &self.disk {
            Some(disk) => disk.remove(&self.full(&key)),
            None => Ok(()),
        };
        self.remember(key, None, result)
    }

    fn delete_all(&self, which: impl Fn(&str) -> bool) -> Result<(), NotStored> {
        // What is not listed is not deleted.
        let mut result = self.keys_on_disk().map(drop);
        for key in self.keys().into_iter().filter(|key| which(key)) {
            result = result.and(self.delete(key));
        }
        result
    }

    /// Memory holds just what the disk has not taken.
    fn remember(
        &self,
        key: String,
        text: Option<&str>,
        result: Result<(), NotStored>,
    ) -> Result<(), NotStored> {
        let mut memory = self.memory.borrow_mut();
        let is_done = self.disk.is_some() || text.is_none();
        if result.is_ok() && is_done {
            memory.remove(&key);
        } else {
            memory.insert(key, text.map(str::to_owned));
        }
        result
    }

    fn full(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }
}
