//! The page and its network.

use super::{Chat, Opening, Storage};
use crate::engine::io::{Life, Request};
use crate::engine::link::Link;
use crate::engine::phase::Phase;
use crate::engine::restore::Decision;
use crate::engine::snapshot::{Path, Snapshot};
use crate::engine::tabs::Tabs;

impl Chat {
    pub(super) fn life(&mut self, life: Life) {
        match life {
            Life::Online => {
                self.online = true;
                self.try_now();
            }
            Life::Offline => {
                self.online = false;
                if !matches!(self.link, Link::Idle | Link::Suspended) {
                    self.link_broke();
                }
            }
            Life::Hidden => {
                self.set_visible(false);
                // On phones this is often the last that a page hears.
                self.save_all_unsaved();
            }
            Life::Visible => {
                self.set_visible(true);
                self.mark_read();
                self.try_now();
                // After a sleep the link may be dead without having said so.
                self.ask_for_news();
            }
            Life::Suspend => {
                self.save_all_unsaved();
                // A page that is put away writes nothing more.
                self.unsaved.clear();
                self.stop_typing();
                self.request(Request::Part);
                self.drop_link();
                self.link = Link::Suspended;
            }
            Life::Wake {
                snapshot,
                is_visible,
            } => self.wake(snapshot, is_visible),
        }
    }

    /// A page that goes does not go on typing, as far as the agent can tell.
    pub(super) fn stop_typing(&mut self) {
        let stopped = self.active_mut().is_some_and(|s| s.typing.visitor_stops());
        if stopped {
            self.request(Request::Typing(false));
        }
    }

    /// No need to wait for the next attempt.
    fn try_now(&mut self) {
        if matches!(self.link, Link::Waiting { .. } | Link::Offline { .. }) {
            self.connect();
        }
    }

    fn wake(&mut self, mut snapshot: Snapshot, is_visible: bool) {
        // Browsers tell it in more than one way.
        if self.link != Link::Suspended {
            return;
        }
        self.link = Link::Idle;
        self.set_visible(is_visible);
        let typed = self.put_typed_into(&mut snapshot);
        let snapshot = &snapshot;
        self.learn_owner(snapshot);
        // Who comes back to this page is not to harm the chat of who came after.
        if self.decide(snapshot) == Decision::Strangers {
            return self.put_out();
        }
        if self.config.tabs == Tabs::Exclusive && !snapshot.is_empty() {
            // Another page may have it now.
            return self.wait_until_free(Opening::Restore);
        }
        // What could not be stored is only here, and of what is stored some is older
        // than it. The server knows what has happened since.
        if self.storage != Storage::Works && self.active().is_some() {
            return self.connect();
        }
        // An ended chat is not stored. It stays to be read, unless another page
        // of the site has started a new one.
        if matches!(self.phase, Phase::Ended(_)) && snapshot.is_empty() {
            return self.connect();
        }
        self.adopt(snapshot);
        self.save(typed);
    }

    /// Between its waking and its looking what is stored, a page is there to be typed
    /// into. That is newer than what is stored of the same chat. Gives what it was.
    fn put_typed_into(&self, snapshot: &mut Snapshot) -> Vec<Path> {
        if !self.is_of_this_chat(snapshot) {
            return Vec::new();
        }
        let mut typed = Vec::new();
        typed.extend(self.has_typed.then_some(Path::Draft));
        typed.extend(self.unsaved.contains_key(&Path::Form).then_some(Path::Form));
        for path in &typed {
            match self.record(path) {
                Some(text) => snapshot.records.insert(path.clone(), text),
                None => snapshot.records.remove(path),
            };
        }
        typed
    }
}
