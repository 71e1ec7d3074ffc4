//! The storage, on a browser that plays along and on one that does not.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use rejoin::browser::{HostStore, NotStored, Store, StoreMode};
use rejoin::engine::{Change, Path, Snapshot};
use wasm_bindgen_test::wasm_bindgen_test;

fn head(text: &str) -> Change {
    Change::Put(Path::Head, text.to_owned())
}

fn local() -> web_sys::Storage {
    let window = web_sys::window().unwrap();
    window.local_storage().unwrap().unwrap()
}

fn is_empty(store: &Store) -> bool {
    store.snapshot() == Snapshot::default()
}

#[wasm_bindgen_test]
fn opening_and_looking_writes_nothing() {
    local().clear().unwrap();
    let store = Store::open(&StoreMode::Origin, "untouched");
    assert!(is_empty(&store));
    assert_eq!(local().length(), Ok(0));
}

#[wasm_bindgen_test]
fn what_is_stored_is_there_for_the_next_page() {
    let store = Store::open(&StoreMode::Origin, "kept");
    store.apply(&[head("{}")]).unwrap();
    assert_eq!(
        local().get_item("rejoin/kept/2/head").unwrap().as_deref(),
        Some("{}")
    );
    assert!(!is_empty(&Store::open(&StoreMode::Origin, "kept")));
    store.apply(&[Change::Erase]).unwrap();
    assert!(is_empty(&Store::open(&StoreMode::Origin, "kept")));
}

#[wasm_bindgen_test]
fn namespaces_are_kept_apart_and_foreign_keys_are_left_alone() {
    let mine = Store::open(&StoreMode::Origin, "mine");
    let other = Store::open(&StoreMode::Origin, "mine2");
    other.apply(&[head("{}")]).unwrap();
    local().set_item("mine", "the site's own").unwrap();
    local()
        .set_item("rejoin/mine/9/head", "a newer version's")
        .unwrap();
    mine.apply(&[head("{}"), Change::Erase]).unwrap();
    assert!(!is_empty(&other));
    assert!(local().get_item("mine").unwrap().is_some());
    assert!(local().get_item("rejoin/mine/9/head").unwrap().is_some());
}

#[wasm_bindgen_test]
fn the_mode_for_one_tab_uses_the_tabs_own_storage() {
    let store = Store::open(&StoreMode::Tab, "tab");
    store.apply(&[head("{}")]).unwrap();
    assert_eq!(local().get_item("rejoin/tab/2/head"), Ok(None));
    let window = web_sys::window().unwrap();
    let session = window.session_storage().unwrap().unwrap();
    assert!(session.get_item("rejoin/tab/2/head").unwrap().is_some());
}

#[wasm_bindgen_test]
fn the_mode_without_storage_keeps_it_for_this_page_only() {
    let store = Store::open(&StoreMode::None, "none");
    assert!(!store.is_denied(), "that is what was asked for");
    assert_eq!(store.apply(&[head("{}")]), Ok(()));
    assert!(!is_empty(&store));
    assert!(is_empty(&Store::open(&StoreMode::None, "none")));
    assert_eq!(store.apply(&[Change::Erase]), Ok(()));
    assert!(is_empty(&store));
}

/// A store that can be made to refuse.
#[derive(Default)]
struct Moody {
    held: RefCell<BTreeMap<String, String>>,
    refuses: Cell<bool>,
}

impl Moody {
    fn mood(&self) -> Result<(), NotStored> {
        if self.refuses.get() {
            Err(NotStored)
        } else {
            Ok(())
        }
    }
}

impl HostStore for Moody {
    fn keys(&self, prefix: &str) -> Result<Vec<String>, NotStored> {
        self.mood()?;
        let held = self.held.borrow();
        Ok(held
            .keys()
            .filter(|k| k.starts_with(prefix))
            .cloned()
            .collect())
    }
    fn get(&self, key: &str) -> Result<Option<String>, NotStored> {
        self.mood()?;
        Ok(self.held.borrow().get(key).cloned())
    }
    fn set(&self, key: &str, text: &str) -> Result<(), NotStored> {
        self.mood()?;
        self.held.borrow_mut().insert(key.into(), text.into());
        Ok(())
    }
    fn remove(&self, key: &str) -> Result<(), NotStored> {
        self.mood()?;
        self.held.borrow_mut().remove(key);
        Ok(())
    }
}

#[wasm_bindgen_test]
fn a_store_that_refuses_from_the_start_is_known_as_such() {
    let moody = Rc::new(Moody::default());
    moody.refuses.set(true);
    let store = Store::open(&StoreMode::Host(moody), "x");
    assert!(store.is_denied());
    assert!(store.apply(&[head("{}")]).is_err());
    assert!(!is_empty(&store), "it lives in memory");
}

#[wasm_bindgen_test]
fn what_a_full_store_refuses_lives_in_memory_until_it_takes_it() {
    let moody = Rc::new(Moody::default());
    let store = Store::open(&StoreMode::Host(moody.clone()), "x");
    store.apply(&[head("old")]).unwrap();
    moody.refuses.set(true);
    assert!(store.apply(&[head("new")]).is_err());
    moody.refuses.set(false);
    let from_disk = |store: &Store| format!("{:?}", store.snapshot()).contains("new");
    assert!(from_disk(&store));
    store.apply(&[head("new")]).unwrap();
    assert!(from_disk(&Store::open(&StoreMode::Host(moody), "x")));
}

#[wasm_bindgen_test]
fn what_could_not_be_deleted_is_gone_for_us_all_the_same() {
    let moody = Rc::new(Moody::default());
    let store = Store::open(&StoreMode::Host(moody.clone()), "x");
    store.apply(&[head("{}")]).unwrap();
    moody.refuses.set(true);
    assert!(store.apply(&[Change::Delete(Path::Head)]).is_err());
    moody.refuses.set(false);
    assert!(is_empty(&store));
}

#[wasm_bindgen_test]
fn what_cannot_be_listed_is_not_said_to_be_erased() {
    let moody = Rc::new(Moody::default());
    let store = Store::open(&StoreMode::Host(moody.clone()), "x");
    store.apply(&[head("{}")]).unwrap();
    moody.refuses.set(true);
    assert!(store.apply(&[Change::Erase]).is_err());
}

#[wasm_bindgen_test]
fn where_todays_records_find_no_room_the_older_ones_stay() {
    let older = ("rejoin/x/1/head".to_owned(), "older".to_owned());
    let moody = Rc::new(Moody::default());
    moody.held.borrow_mut().extend([older.clone()]);
    let store = Store::open(&StoreMode::Host(moody.clone()), "x");
    let seen = Change::Put(Path::Seen, "1".to_owned());
    let migration = [seen, head("newer"), Change::EraseOlder];
    moody.refuses.set(true);
    assert!(store.apply(&migration).is_err());
    assert!(store.holds(&Path::Head), "from memory");
    moody.refuses.set(false);
    assert_eq!(
        moody.held.borrow().iter().next(),
        Some((&older.0, &older.1))
    );
    assert_eq!(store.apply(&migration), Ok(()));
    assert!(!moody.held.borrow().contains_key(&older.0));
}

/// Takes only what is small.
#[derive(Default)]
struct Narrow(Moody);

impl HostStore for Narrow {
    fn keys(&self, prefix: &str) -> Result<Vec<String>, NotStored> {
        self.0.keys(prefix)
    }
    fn get(&self, key: &str) -> Result<Option<String>, NotStored> {
        self.0.get(key)
    }
    fn set(&self, key: &str, text: &str) -> Result<(), NotStored> {
        if text.len() > 9 {
            return Err(NotStored);
        }
        self.0.set(key, text)
    }
    fn remove(&self, key: &str) -> Result<(), NotStored> {
        self.0.remove(key)
    }
}

#[wasm_bindgen_test]
fn no_head_is_stored_over_what_did_not_find_room() {
    let narrow = Rc::new(Narrow::default());
    let store = Store::open(&StoreMode::Host(narrow.clone()), "x");
    let draft = Change::Put(Path::Draft, "too much for it".to_owned());
    let migration = [draft, head("newer"), Change::EraseOlder];
    assert!(store.apply(&migration).is_err());
    assert!(narrow.0.held.borrow().is_empty());
}
