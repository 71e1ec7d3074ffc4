//! Those who want to know when something happened.

use litemap::LiteMap;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

type Watcher<T> = Rc<dyn Fn(&T)>;

/// A list of watchers. Any of them may add and remove others while it is told.
pub(super) struct Watchers<T> {
    list: Rc<RefCell<LiteMap<u64, Watcher<T>>>>,
    added: Cell<u64>,
}

impl<T> Default for Watchers<T> {
    fn default() -> Self {
        Self {
            list: Rc::default(),
            added: Cell::default(),
        }
    }
}

impl<T> fmt::Debug for Watchers<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Watchers({})", self.list.borrow().len())
    }
}

impl<T: 'static> Watchers<T> {
    pub(super) fn add(&self, watcher: impl Fn(&T) + 'static) -> Watch {
        let key = self.added.replace(self.added.get() + 1);
        self.list.borrow_mut().insert(key, Rc::new(watcher));
        let list = Rc::downgrade(&self.list);
        Watch {
            remove: Some(Box::new(move || {
                // Out of the borrow first: dropping a watcher may drop others.
                let removed = Weak::upgrade(&list).and_then(|l| l.borrow_mut().remove(&key));
                drop(removed);
            })),
        }
    }

    pub(super) fn tell(&self, what: &T) {
        let watchers: Vec<_> = self.list.borrow().values().cloned().collect();
        for watcher in watchers {
            watcher(what);
        }
    }
}

/// Keeps a watcher on the list.
#[must_use = "nothing is heard when this is dropped"]
pub struct Watch {
    remove: Option<Box<dyn FnOnce()>>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(remove) = self.remove.take() {
            remove();
        }
    }
}
