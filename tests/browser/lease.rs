//! Whose turn it is, where the browser has no locks.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use rejoin::browser::{HostStore, Lease, NotStored, now, sleep};
use wasm_bindgen_test::wasm_bindgen_test;

fn storage() -> Rc<dyn HostStore> {
    let window = web_sys::window().unwrap();
    Rc::new(window.local_storage().unwrap().unwrap())
}

/// What a page is told, in order.
type Told = Rc<RefCell<Vec<bool>>>;

fn seek(key: &str) -> (Rc<Lease>, Told) {
    seek_in(storage(), key)
}

fn seek_in(storage: Rc<dyn HostStore>, key: &str) -> (Rc<Lease>, Told) {
    let told = Told::default();
    let heard = Rc::clone(&told);
    let lease = Lease::seek(storage, key.to_owned(), move |is_ours| {
        heard.borrow_mut().push(is_ours);
    });
    (lease, told)
}

async fn wait(millis: u64) {
    sleep(Duration::from_millis(millis)).await;
}

/// The record runs out, as when nobody has renewed it for so long.
fn run_out(key: &str, by: u64) {
    let text = storage().get(key).unwrap().unwrap();
    let (page, _) = text.split_once(' ').unwrap();
    let until = now().wall.0 - by;
    storage().set(key, &format!("{page} {until}")).unwrap();
}

#[wasm_bindgen_test]
async fn one_page_has_it_and_then_the_next() {
    let (first, told_first) = seek("turns");
    wait(500).await;
    let (second, told_second) = seek("turns");
    wait(1_000).await;
    assert_eq!(*told_first.borrow(), [true]);
    assert_eq!(*told_second.borrow(), [false; 0]);
    drop(first);
    wait(1_000).await;
    assert_eq!(*told_second.borrow(), [true]);
    drop(second);
    assert_eq!(storage().get("turns"), Ok(None));
}

#[wasm_bindgen_test]
async fn who_has_claimed_it_and_comes_late_has_it_unless_another_has_claimed_it() {
    let (_slow, told) = seek("slow");
    wait(20).await;
    run_out("slow", 60_000);
    wait(500).await;
    assert_eq!(*told.borrow(), [true]);

    let (_beaten, told) = seek("beaten");
    wait(20).await;
    let until = now().wall.0 - 1;
    storage().set("beaten", &format!("other {until}")).unwrap();
    wait(450).await;
    assert_eq!(*told.borrow(), [false; 0]);
}

/// What one page sees of a record: what it has written, and what others have
/// written so long ago.
struct Late {
    page: u32,
    millis: u64,
    written: Rc<RefCell<Vec<Written>>>,
}

/// When, by which page, and what.
type Written = (u64, u32, Option<String>);

impl Late {
    fn write(&self, text: Option<&str>) {
        let written = (now().mono.0, self.page, text.map(str::to_owned));
        self.written.borrow_mut().push(written);
    }
}

impl HostStore for Late {
    fn keys(&self, _: &str) -> Result<Vec<String>, NotStored> {
        Err(NotStored)
    }

    fn get(&self, _: &str) -> Result<Option<String>, NotStored> {
        let by = now().mono.0.saturating_sub(self.millis);
        let written = self.written.borrow();
        let is_seen = |(at, page, _): &&Written| *at <= by || *page == self.page;
        let last = written.iter().rev().find(is_seen);
        Ok(last.and_then(|(_, _, text)| text.clone()))
    }

    fn set(&self, _: &str, text: &str) -> Result<(), NotStored> {
        self.write(Some(text));
        Ok(())
    }

    fn remove(&self, _: &str) -> Result<(), NotStored> {
        self.write(None);
        Ok(())
    }
}

/// Each page claims it a moment later, but before it can see that another has.
#[wasm_bindgen_test]
async fn one_page_has_it_where_the_others_see_late_what_was_written() {
    let written = Rc::default();
    let mut leases = Vec::new();
    for page in 0..3 {
        let written = Rc::clone(&written);
        leases.push(seek_in(
            Rc::new(Late {
                page,
                millis: 140,
                written,
            }),
            "late",
        ));
        wait(60).await;
    }
    wait(1_000).await;
    let mut told: Vec<_> = leases.iter().map(|(_, told)| told.take()).collect();
    told.sort();
    assert_eq!(told, [vec![], vec![], vec![true]]);
}

/// Else a page that has died is not replaced in time.
#[wasm_bindgen_test]
async fn it_is_taken_as_soon_as_it_is_free() {
    let (_lease, told) = seek("soon");
    wait(20).await;
    let until = now().wall.0 + 300;
    storage().set("soon", &format!("other {until}")).unwrap();
    wait(880).await;
    assert_eq!(*told.borrow(), [true]);
}

#[wasm_bindgen_test]
async fn who_is_seen_takes_it_as_soon_as_it_is_not_renewed() {
    let (_lease, told) = seek("seen");
    storage()
        .set("seen", &format!("other {}", now().wall.0 + 300))
        .unwrap();
    wait(150).await;
    assert_eq!(*told.borrow(), [false; 0]);
    wait(1_200).await;
    assert_eq!(*told.borrow(), [true]);
}

#[wasm_bindgen_test]
fn what_a_page_has_left_is_swept_up_unless_it_may_be_in_use() {
    let storage = storage();
    storage
        .set("left", &format!("other {}", now().wall.0 - 30_000))
        .unwrap();
    Lease::sweep(&*storage, "left");
    assert_ne!(storage.get("left"), Ok(None));
    run_out("left", 90_000);
    Lease::sweep(&*storage, "left");
    assert_eq!(storage.get("left"), Ok(None));
}
