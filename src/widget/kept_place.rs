//! Keeps the list where the visitor left it: at the newest, or at the entry they
//! were reading. Older entries are read before they come to them.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Reflect;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::hooks::TranscriptView;
use super::scroll;
use crate::browser::{Listener, SizeWatch, Timer};
use crate::engine::{Chat, Scroll};
use crate::runtime::ChatHandle;

/// Rows that were out of sight are measured when they come into it, which moves
/// the others a little: the place is set right again after that.
const SETTLE: Duration = Duration::from_millis(60);

/// A scrolling goes on after a key was pressed or a wheel was turned, and browsers
/// do not end it when the list is scrolled elsewhere meanwhile.
const SENT: Duration = Duration::from_millis(500);

/// What a visitor scrolls with.
const SCROLLING: [&str; 4] = ["wheel", "touchmove", "pointerdown", "keydown"];

/// How far the list is in coming to where the visitor left it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// Where it is scrolled to is not the visitor's doing.
    Unplaced,
    /// Scrolled there by us, to be set right once more.
    Placed,
    /// Sent to the newest by the visitor. What is left of a scrolling from before
    /// does not take them away again, but a new one does.
    Sent,
    /// From here on it is the visitor's.
    Settled,
}

/// Where a list is scrolled to, and whose doing that is.
struct KeptPlace {
    chat: ChatHandle,
    list: NodeRef,
    stage: Cell<Stage>,
    /// Where it was scrolled to when last we knew: what differs from it is not
    /// our doing.
    top: Cell<i32>,
    /// How wide it was.
    width: Cell<Option<i32>>,
    /// Whether the visitor was at the newest when it was drawn before.
    was_at_latest: Cell<bool>,
    /// Hear of a new scrolling while the visitor is sent.
    listeners: RefCell<Vec<Listener>>,
}

impl KeptPlace {
    fn new(chat: ChatHandle, list: NodeRef) -> Self {
        Self {
            was_at_latest: Cell::new(is_at_latest(&chat)),
            chat,
            list,
            stage: Cell::new(Stage::Unplaced),
            top: Cell::new(0),
            width: Cell::default(),
            listeners: RefCell::default(),
        }
    }

    /// Puts the list where the visitor is. False when that is not there (yet).
    fn put(&self) -> bool {
        let place = self.chat.read(|chat| chat.window().scroll);
        let Some(list) = self.list.cast::<HtmlElement>() else {
            return false;
        };
        let is_there = scroll::bring_back(&list, place);
        self.top.set(list.scroll_top());
        is_there
    }

    /// What is in the list has changed, or where the visitor is. Gives how long it
    /// takes to settle.
    fn drawn(self: &Rc<Self>) -> Duration {
        let is_at_latest = is_at_latest(&self.chat);
        let was_at_latest = self.was_at_latest.replace(is_at_latest);
        let comes = is_at_latest && !was_at_latest;
        let stage = self.stage.get();
        // Once in place, a visitor who has scrolled up is left alone.
        if !is_at_latest && stage != Stage::Unplaced {
            return SETTLE;
        }
        let is_sent = stage == Stage::Sent || (comes && !self.is_at_end());
        if !self.put() {
            self.stage.set(Stage::Unplaced);
            return SETTLE;
        }
        if !is_sent {
            self.stage.set(Stage::Placed);
            return SETTLE;
        }
        self.stage.set(Stage::Sent);
        self.listen();
        SENT
    }

    /// Who scrolls after they were sent means it.
    fn listen(self: &Rc<Self>) {
        let list = self.list.cast::<Element>();
        let listeners = list.iter().flat_map(|list| {
            SCROLLING.map(|kind| {
                let kept = Rc::downgrade(self);
                Listener::new(list, kind, move |_| {
                    if let Some(kept) = kept.upgrade() {
                        kept.stage.set(Stage::Settled);
                    }
                })
            })
        });
        self.listeners.replace(listeners.collect());
    }

    /// It has been drawn for a while.
    fn settles(&self) {
        self.listeners.take();
        let moved = self.list_top().map(|top| top.cmp(&self.top.get()));
        // The event that tells of the visitor's scrolling may still be to come:
        // what they have done is not undone. Nobody leaves the newest by going down.
        let is_ours = match self.stage.get() {
            Stage::Unplaced => return,
            Stage::Settled => false,
            Stage::Sent => true,
            Stage::Placed => match moved {
                Some(Ordering::Equal) => true,
                Some(Ordering::Greater) => is_at_latest(&self.chat),
                _ => false,
            },
        };
        if is_ours {
            self.put();
        }
        self.stage.set(Stage::Settled);
        self.load_if_near();
    }

    /// A banner, a longer draft or a keyboard has taken its room from the list,
    /// or given it back; or a turned screen has wrapped all lines anew.
    fn sized(&self) {
        if self.is_wrapped_anew() || is_at_latest(&self.chat) {
            self.put();
        }
        if self.stage.get() == Stage::Settled {
            self.load_if_near();
        }
    }

    /// What is in it has become larger or smaller, by a font that has come late for
    /// instance. Nothing older is read for that: where older entries have just come
    /// in above, the browser may not have moved the list to where it was yet.
    fn content_sized(&self) {
        if is_at_latest(&self.chat) {
            self.put();
        }
    }

    /// The browser tells that it was scrolled, by whomever.
    fn scrolled(&self) {
        let Some(list) = self.list.cast::<Element>() else {
            return;
        };
        let stage = self.stage.get();
        if stage == Stage::Unplaced {
            return;
        }
        // The browser may tell of what became of the place before it tells of the size.
        if self.is_wrapped_anew() {
            self.put();
            return;
        }
        let top = list.scroll_top();
        let before = self.top.replace(top);
        match stage {
            Stage::Sent if top < before => {
                self.put();
            }
            // Measured now, when the composer has grown or rows have moved, our own
            // scrolling would look like the visitor's.
            Stage::Placed | Stage::Settled
                if top < before || (top > before && !is_at_latest(&self.chat)) =>
            {
                if let Some(place) = scroll::measure(&list) {
                    self.chat.set_scroll(place);
                }
                self.stage.set(Stage::Settled);
            }
            _ => {}
        }
        if stage == Stage::Settled {
            self.load_if_near();
        }
    }

    /// Reads older entries when the visitor may soon see the oldest that are here.
    fn load_if_near(&self) {
        let is_near = self
            .list
            .cast::<Element>()
            .is_some_and(|list| scroll::is_near_top(&list));
        if is_near && !self.chat.read(Chat::is_whole) {
            self.chat.load_older();
        }
    }

    /// Whether it has become wider or narrower since that was last asked.
    fn is_wrapped_anew(&self) -> bool {
        let width = self.list.cast::<Element>().map(|list| list.client_width());
        self.width.replace(width) != width
    }

    fn is_at_end(&self) -> bool {
        let list = self.list.cast::<Element>();
        list.is_some_and(|list| scroll::measure(&list) == Some(Scroll::Latest))
    }

    fn list_top(&self) -> Option<i32> {
        self.list.cast::<Element>().map(|list| list.scroll_top())
    }
}

/// Gives what is to be called when the list was scrolled. What is in the list has
/// one element around it.
#[hook]
pub(super) fn use_kept_place(
    chat: &ChatHandle,
    list: &NodeRef,
    view: &TranscriptView,
    is_at_end: bool,
) -> Callback<Event> {
    let kept = use_memo((), |()| KeptPlace::new(chat.clone(), list.clone()));
    let settle = {
        let kept = Rc::clone(&kept);
        use_memo((), |()| Timer::new(move || kept.settles()))
    };
    use_sizes(&kept);
    use_place_beneath_older(&kept, view);
    let drawn = Rc::clone(&kept);
    use_effect_with((view.clone(), is_at_end), move |_| {
        settle.set(drawn.drawn());
    });
    use_callback((), move |_: Event, ()| kept.scrolled())
}

/// Watches the size of the list, and of the one element around what is in it.
#[hook]
fn use_sizes(kept: &Rc<KeptPlace>) {
    let kept = Rc::clone(kept);
    use_effect_with((), move |()| {
        let list = kept.list.cast::<Element>();
        let content = list.as_ref().and_then(Element::first_element_child);
        let watch = |element: Option<Element>, sized: fn(&KeptPlace)| {
            let kept = Rc::clone(&kept);
            element.map(|element| SizeWatch::new(&element, move || sized(&kept)))
        };
        let watches = (
            watch(list, KeptPlace::sized),
            watch(content, KeptPlace::content_sized),
        );
        move || drop(watches)
    });
}

/// What is drawn above the visitor's place does not move it. Most browsers see to
/// that, but none for a list at its very top.
#[hook]
fn use_place_beneath_older(kept: &Rc<KeptPlace>, view: &TranscriptView) {
    let oldest = view.chunks.first().map(|(number, _)| *number);
    // While drawing, so before anything has moved.
    let before = use_memo(oldest, |_| {
        let list = kept.list.cast::<HtmlElement>()?;
        let is_kept = Reflect::has(&list.style(), &"overflowAnchor".into()).unwrap_or_default();
        let is_ours = list.scroll_top() == 0 || !is_kept;
        scroll::measure(&list).filter(|place| is_ours && *place != Scroll::Latest)
    });
    let kept = Rc::clone(kept);
    use_effect_with(oldest, move |_| {
        if let (Some(place), Some(list)) = (*before, kept.list.cast::<HtmlElement>()) {
            scroll::bring_back(&list, place);
            kept.top.set(list.scroll_top());
        }
    });
}

fn is_at_latest(chat: &ChatHandle) -> bool {
    chat.read(|chat| chat.window().scroll == Scroll::Latest)
}
