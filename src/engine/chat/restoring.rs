//! Bringing a chat back: at a call to restore, and when the page itself comes back.

use std::rc::Rc;

use super::Chat;
use crate::engine::config::Registration;
use crate::engine::error::Code;
use crate::engine::io::{ChatEvent, Effect};
use crate::engine::phase::{Phase, Registering, Session, Starting};
use crate::engine::restore::{Decision, decide};
use crate::engine::snapshot::{Snapshot, decode};
use crate::engine::transcript::{Chunk, ChunkNumber};
use crate::engine::window::Window;

impl Chat {
    /// Puts what was stored in the place of what is here, and goes on from there.
    pub(super) fn adopt(&mut self, snapshot: &Snapshot) {
        let decision = decide(snapshot, self.now.wall, &self.config);
        let (phase, window) = match decision {
            Decision::Nothing => return self.adopt_nothing(None),
            Decision::Newer => return self.adopt_nothing(Some(Code::StateNewer)),
            Decision::Unreadable => {
                self.erase();
                return self.adopt_nothing(Some(Code::StateUnreadable));
            }
            Decision::Expired => {
                self.log("The stored chat was erased: the visitor was away too long.");
                self.erase();
                return self.adopt_nothing(None);
            }
            Decision::Registering(form, window) => {
                if self.config.registration == Registration::Skip {
                    self.erase();
                    return self.adopt_nothing(None);
                }
                let registering = Registering {
                    form,
                    ..Registering::default()
                };
                (Phase::Registering(registering), window)
            }
            Decision::Starting(saved, window) => {
                let starting = Starting {
                    id: saved.id,
                    data: saved.data,
                    complete: saved.complete,
                    form: saved.form,
                };
                (Phase::Starting(starting), window)
            }
            Decision::Active(saved, window) => {
                (Phase::Active(Box::new(Session::restored(*saved))), window)
            }
        };
        self.phase = phase;
        self.window = window;
        self.epoch += 1;
        self.unsaved.clear();
        self.later.clone_from(&snapshot.later);
        if snapshot.migrated {
            self.save_migrated();
        } else {
            self.save([crate::engine::snapshot::Path::Seen]);
        }
        match self.phase {
            Phase::Registering(_) => {
                if self.config.registration == Registration::Custom {
                    self.emit(ChatEvent::RegistrationWanted);
                }
            }
            _ => {
                self.settle_in_time();
                self.connect();
            }
        }
        self.load_next();
    }

    /// There is no chat to go on with.
    fn adopt_nothing(&mut self, error: Option<Code>) {
        self.epoch += 1;
        self.phase = Phase::Idle;
        self.window = Window::default();
        self.drop_link();
        self.fail(error.map(Into::into));
    }

    /// Reads old chunks one at a time, newest first, so that the page stays quick.
    fn load_next(&mut self) {
        if let Some(number) = self.later.pop() {
            self.effects.push_back(Effect::Load(number));
        }
    }

    pub(super) fn loaded(&mut self, number: ChunkNumber, text: Option<&str>) {
        let Some(session) = self.active_mut() else {
            return;
        };
        match text.and_then(decode::<Chunk>) {
            Some(chunk) => {
                session.transcript.extend(&chunk);
                self.load_next();
            }
            None => {
                // From there on everything is asked for again, on a new
                // connection so that no answer to an older question is mistaken.
                session.lost = Some(session.lost.map_or(number, |lost| lost.min(number)));
                self.load_next();
                self.connect();
            }
        }
    }

    /// Takes in an entry. True when it was not there.
    pub(super) fn take_in(&mut self, entry: crate::engine::entry::Entry) -> bool {
        use crate::engine::entry::Content;
        use crate::engine::snapshot::Path;

        let entry = Rc::new(entry);
        let Some(session) = self.active_mut() else {
            return false;
        };
        let Some(chunk) = session.transcript.insert(Rc::clone(&entry)) else {
            return false;
        };
        let is_news = !session.is_history(&entry);
        session.typing.agent_stops(&entry.author.id);
        let mut paths = vec![Path::Log(chunk)];
        // First into the transcript, then out of the outbox: a kill in between
        // leaves it in both, which restoring knows how to read.
        if let Some(id) = &entry.client_id
            && session.outbox.remove(id).is_some()
        {
            paths.push(Path::Out(id.clone()));
        }
        if matches!(entry.content, Content::Joined | Content::Left) {
            session.recount_agents();
            paths.push(Path::Head);
        }
        self.save(paths);
        if is_news {
            self.emit(ChatEvent::Entry(entry));
        }
        true
    }
}
