//! When the visitor is told of an answer: once, by the page that leads.

use std::rc::Rc;

use super::Chat;
use crate::engine::attention::{QUIET_FOR, READ_WITHIN};
use crate::engine::entry::Entry;
use crate::engine::io::ChatEvent;
use crate::engine::link::Link;
use crate::engine::snapshot::{Path, Snapshot};
use crate::engine::tabs::Word;

impl Chat {
    /// Whether the visitor wants to be told of answers that they do not see come.
    pub fn wants_alerts(&self) -> bool {
        self.attention.is_wanted
    }

    pub(super) fn set_alerts(&mut self, on: bool) {
        if self.active().is_some() && self.attention.is_wanted != on {
            self.attention.is_wanted = on;
            self.save([Path::Alerts]);
        }
    }

    /// The wish is stored, by whichever page it was said in.
    pub(super) fn read_alerts(&mut self, snapshot: &Snapshot) {
        self.attention.is_wanted = snapshot.records.contains_key(&Path::Alerts);
    }

    /// Tells of what was not read in time.
    pub(super) fn heed(&mut self) {
        let Some(newest) = self.missed() else {
            self.attention.due = None;
            return;
        };
        let now = self.now.mono;
        match self.attention.due {
            None => {
                let attention = &mut self.attention;
                attention.due = Some((now + READ_WITHIN).max(attention.quiet_until));
                attention.is_seen_elsewhere = false;
                // They have until then to answer.
                self.post(Word::AreYouSeen);
            }
            Some(due) if due <= now => self.tell_missed(newest),
            Some(_) => {}
        }
    }

    /// The newest answer that nobody has read and the visitor was not told of.
    fn missed(&self) -> Option<Rc<Entry>> {
        let session = self.active().filter(|_| self.leads())?;
        if self.link == Link::Suspended {
            return None;
        }
        let known = self.window.read.max(session.alerted);
        let mut entries = session.transcript.entries().rev();
        let missed = entries.find(|entry| Some(entry.position) <= known || entry.is_answer())?;
        let is_news = Some(missed.position) > known && !session.is_history(missed);
        is_news.then(|| Rc::clone(missed))
    }

    fn tell_missed(&mut self, newest: Rc<Entry>) {
        self.attention.due = None;
        self.attention.quiet_until = self.now.mono + QUIET_FOR;
        // Stored first: a page that is killed in between has told nobody, and
        // nobody is told twice.
        self.pass_over();
        self.emit(ChatEvent::Attention {
            entry: newest,
            unread: self.unread(),
            is_seen: self.visible || self.attention.is_seen_elsewhere,
        });
    }

    /// Who comes to a page looks at it: of what was said meanwhile the number on it
    /// tells.
    pub(super) fn pass_over_on_coming(&mut self) {
        if self.attention.has_come && self.visible && self.missed().is_some() {
            self.pass_over();
        }
    }

    /// The visitor is told of nothing that is here.
    fn pass_over(&mut self) {
        if let Some(session) = self.active_mut() {
            session.alerted = session.transcript.newest();
            self.save([Path::Head]);
        }
    }
}
