//! Taking in what other pages of the site have stored, without losing what is
//! only here.

use super::Chat;
use crate::engine::form::FormState;
use crate::engine::ids::ClientId;
use crate::engine::io::{Effect, Request};
use crate::engine::link::Link;
use crate::engine::outbox::{Delivery, Outbox, Outgoing};
use crate::engine::phase::Phase;
use crate::engine::restore::{SavedSession, strays};
use crate::engine::snapshot::{Path, Snapshot};
use crate::engine::transcript::{ChunkNumber, Transcript};
use crate::engine::window::{Draft, Window};

impl Chat {
    pub(super) fn merge_form(&mut self, stored: FormState, window: Window) {
        self.merge_window(window);
        let Phase::Registering(registering) = &mut self.phase else {
            return;
        };
        if self.unsaved.contains_key(&Path::Form) || registering.form.values == stored.values {
            return;
        }
        let definition = self.config.registration.form();
        let mut merged = stored;
        for (name, value) in &registering.form.values {
            // Fields that are never stored are only here.
            if definition.is_some_and(|definition| !definition.is_public(name)) {
                merged.values.insert(name.clone(), value.clone());
            }
        }
        if self.visible {
            merged.focus = None;
        }
        registering.form = merged;
        self.epoch += 1;
    }

    pub(super) fn merge_session(
        &mut self,
        stored: SavedSession,
        window: Window,
        snapshot: &Snapshot,
    ) {
        self.vanished = None;
        self.merge_transcript(&stored.transcript, &snapshot.later);
        let follows = self.follows();
        let is_taken_over = self.link == Link::Idle;
        if let Some(session) = self.active_mut()
            && (follows || is_taken_over)
        {
            session.ticket = stored.ticket;
            session.agents = stored.agents;
            session.gap = stored.gap;
            session.alerted = stored.alerted;
            if !follows {
                session.news.add_older(stored.data);
            }
        }
        self.merge_outbox(stored.outbox.items());
        match stored.draft {
            Some(draft) => self.merge_draft(draft),
            None => self.save_soon(Path::Draft),
        }
        self.merge_window(window);
        self.read_alerts(snapshot);
        self.mark_read();
        if self.leads() {
            self.save(strays(snapshot, &stored.id));
            self.save_unstored(&stored.transcript, &stored.outbox, &snapshot.later);
        }
    }

    /// What is here, and cannot be read where it was stored: a page that comes next
    /// would not have it, and pages that follow do not ask the server.
    fn save_unstored(&mut self, stored: &Transcript, outbox: &Outbox, later: &[ChunkNumber]) {
        let Some(session) = self.active() else {
            return;
        };
        let chunks = session.transcript.chunks();
        let chunks = chunks.filter(|(number, chunk)| {
            !later.contains(number) && stored.chunk(*number) != Some(chunk)
        });
        let out = session.outbox.items().iter().map(|item| &item.client_id);
        let out = out.filter(|id| !outbox.holds(id));
        let paths: Vec<_> = chunks
            .map(|(number, _)| Path::Log(number))
            .chain(out.map(|id| Path::Out(id.clone())))
            .collect();
        if !paths.is_empty() {
            self.save(paths);
        }
    }

    fn merge_transcript(&mut self, stored: &Transcript, later: &[ChunkNumber]) {
        let newest = self
            .active()
            .and_then(|session| session.transcript.newest())
            .map(ChunkNumber::of);
        for entry in stored.entries() {
            self.take_in((**entry).clone());
        }
        // So much came at once that the snapshot begins after it.
        let missed = later.iter().filter(|number| Some(**number) >= newest);
        let missed: Vec<_> = missed.copied().collect();
        let asked = self.older.ask_for(&missed);
        self.effects.extend(asked.into_iter().map(Effect::Load));
    }

    fn merge_outbox(&mut self, stored: &[Outgoing]) {
        let leads = self.leads();
        let Some(session) = self.active_mut() else {
            return;
        };
        let (outbox, transcript) = (&mut session.outbox, &session.transcript);
        outbox.retain(|item| {
            let is_stored = stored.iter().any(|other| other.client_id == item.client_id);
            let was_discarded = item.has_failed();
            is_stored || !(was_discarded || transcript.holds(&item.client_id))
        });
        let mut decided: Vec<(ClientId, Delivery)> = Vec::new();
        for other in stored {
            match outbox.get_mut(&other.client_id) {
                None if !transcript.holds(&other.client_id) => outbox.insert(other.clone()),
                None => {}
                // The leader knows better how far it has come, but for the wish to
                // try it again.
                Some(item) if leads => {
                    let failed = item.has_failed();
                    if failed && other.delivery == Delivery::Queued {
                        item.delivery = Delivery::Queued;
                    }
                }
                Some(item) if item.delivery != other.delivery => {
                    item.delivery = other.delivery.clone();
                    decided.push((other.client_id.clone(), other.delivery.clone()));
                }
                Some(_) => {}
            }
        }
        for (id, delivery) in decided {
            self.emit_delivery(&id, delivery);
        }
    }

    /// What is being typed here is newer than what was stored.
    fn merge_draft(&mut self, stored: Draft) {
        let is_typing_here = self.has_typed;
        let visible = self.visible;
        let Some(session) = self.active_mut() else {
            return;
        };
        if is_typing_here || session.draft.text == stored.text {
            return;
        }
        let selection = if visible { None } else { stored.selection };
        session.draft = Draft {
            text: stored.text,
            selection,
        };
        self.drafts += 1;
    }

    /// What was read in one page is read. A page that nobody sees also shows the
    /// chat as the one that somebody sees does.
    pub(super) fn merge_window(&mut self, stored: Window) {
        if stored.read > self.window.read {
            self.window.read = stored.read;
            self.tell_read();
        }
        if !self.visible && !self.unsaved.contains_key(&Path::Window) {
            self.window.open = stored.open;
            self.window.scroll = stored.scroll;
        }
    }

    /// Tells the server how far the visitor has read, where it wants to know.
    pub(super) fn tell_read(&mut self) {
        if !self.config.receipts {
            return;
        }
        let read = self.window.read;
        let entry = self.active().and_then(|session| {
            let mut entries = session.transcript.entries().rev();
            entries.find(|entry| Some(entry.position) <= read)
        });
        if let Some(entry) = entry {
            let (position, id) = (entry.position, entry.id.clone());
            self.request(Request::Read { position, id });
        }
    }
}
