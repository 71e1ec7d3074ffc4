//! The state machine: its state, the way in and the way out.
//!
//! What happens with an input is in the module of its kind.

mod attention;
mod commands;
mod connect;
mod elsewhere;
mod forgetting;
mod life;
mod merging;
mod news;
mod restoring;
mod saving;
mod tabs;
mod unsaid;

use std::collections::VecDeque;

use litemap::LiteMap;

use super::attention::Attention;
use super::config::Config;
use super::error::ChatError;
use super::ids::{ClientIds, Generation, SessionId, Ticket};
use super::io::{ChatEvent, Effect, Input, Intent, TransportEvent};
use super::link::{Link, LinkStatus};
use super::older::Older;
use super::owner::Owner;
use super::phase::{Phase, Session};
use super::snapshot::Path;
use super::tabs::{Lead, Standing};
use super::time::{Mono, Now, Wall};
use super::window::{Scroll, Window};

/// One chat of one visitor on one page.
#[derive(Clone, Debug)]
pub struct Chat {
    config: Config,
    now: Now,
    ids: ClientIds,
    rng: fastrand::Rng,
    phase: Phase,
    window: Window,
    link: Link,
    generation: Generation,
    /// The link was live and is not: the host was told, and is told when it is again.
    link_lost: bool,
    lead: Lead,
    /// How things stand with the leader, where that is another page.
    leader: Option<Standing>,
    /// How things stand here, as the other pages know it.
    told: Option<Box<Standing>>,
    /// A page that can be seen would lead in the place of this one.
    is_claimed: bool,
    /// Since when nobody sees this page.
    hidden_since: Option<Mono>,
    /// The visitor wants to start; stored when this page leads, unless the start
    /// of another page is stored by then.
    is_start_unstored: bool,
    /// What is done when this page leads.
    opening: Option<Opening>,
    /// Whether the host wants a chat on this page, if there is one.
    is_asked_for: bool,
    /// Another page has erased the chat; when to wait no longer for the reason.
    vanished: Option<Mono>,
    /// An open call to start or restore.
    attempt: Option<Attempt>,
    leaving: Option<Leaving>,
    attention: Attention,
    /// What a start goes on with; none once there is a session.
    start_ticket: Option<Ticket>,
    /// The session that this page or another has forgotten: nothing that is stored of
    /// it counts any more.
    forgotten: Option<SessionId>,
    /// Who the visitor is, as this page was told.
    named: Option<Owner>,
    /// What the visitor could not say in the chat before, offered as the draft of
    /// the next.
    carried: String,
    /// The trouble that the host was told of, and that has not gone.
    trouble: Option<ChatError>,
    online: bool,
    visible: bool,
    storage: Storage,
    /// There are words in the draft that are not stored.
    has_typed: bool,
    /// Records to be written, and when.
    unsaved: LiteMap<Path, Mono>,
    /// What is stored of the transcript and not here.
    older: Older,
    epoch: u32,
    drafts: u32,
    /// The latest that the calendar has shown while there was this chat. It may be
    /// set back, and right again on the next page.
    seen: Wall,
    effects: VecDeque<Effect>,
}

/// A call to start or restore that has neither succeeded nor failed.
#[derive(Clone, Copy, Debug)]
struct Attempt {
    /// When it fails for want of an answer; never while the visitor fills the form.
    by: Option<Mono>,
}

/// A call that waits until no other page has the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    Restore,
    Start,
}

/// The visitor has left, and the server does not know yet. Whether the ended
/// chat is still shown does not matter.
#[derive(Clone, Debug)]
struct Leaving {
    resume: Intent,
    /// When to let it be: the server will find out.
    by: Mono,
}

/// Whether what is written will be there on the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Storage {
    Works,
    /// It will not, and the visitor has not been told.
    Lost,
    /// It will not, and the visitor knows.
    LostAndTold,
}

impl Chat {
    /// A chat with nothing in it. `seed` must be random: ids made here must be
    /// unlike those of any other page.
    pub fn new(config: Config, seed: u128) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "any bits will do")]
        let rng = fastrand::Rng::with_seed(seed as u64);
        Self {
            named: config.owner.clone(),
            config,
            now: Now::default(),
            ids: ClientIds::new(seed),
            rng,
            phase: Phase::Idle,
            window: Window::default(),
            link: Link::Idle,
            generation: Generation::default(),
            link_lost: false,
            lead: Lead::Unwanted,
            leader: None,
            told: None,
            is_claimed: false,
            hidden_since: None,
            is_start_unstored: false,
            opening: None,
            is_asked_for: false,
            vanished: None,
            attempt: None,
            leaving: None,
            attention: Attention::default(),
            start_ticket: None,
            forgotten: None,
            carried: String::new(),
            trouble: None,
            online: true,
            visible: true,
            storage: Storage::Works,
            has_typed: false,
            unsaved: LiteMap::new(),
            older: Older::default(),
            epoch: 0,
            drafts: 0,
            seen: Wall::default(),
            effects: VecDeque::new(),
        }
    }

    /// Takes in what happened.
    pub fn handle(&mut self, now: Now, input: Input) {
        self.now = now;
        self.seen = self.seen.max(now.wall);
        match input {
            Input::Command(command) => self.command(command),
            Input::Transport(generation, event) => {
                // The last word of a page that goes.
                let is_parting = self.link == Link::Suspended
                    && self.generation == generation
                    && matches!(event, TransportEvent::Renewed(_));
                if self.link.generation() == Some(generation) || is_parting {
                    self.news(event);
                }
            }
            Input::Life(life) => self.life(life),
            Input::Stored(snapshot) => self.stored_elsewhere(&snapshot),
            Input::Wiped => self.wiped(),
            Input::Lead(snapshot) => self.take_lead(&snapshot),
            Input::LeadLost => self.lose_lead(),
            Input::Heard(word) => self.hear(word),
            Input::Forgotten(snapshot) => self.erase_forgotten(&snapshot),
            Input::Loaded(number, text) => self.loaded(number, text.as_deref()),
            Input::StorageLost => self.storage_lost(),
            Input::Tick => {}
        }
        self.run_due();
        self.send_next();
        self.settle_lead();
    }

    /// What is to be done next; `None` when all is done. In order.
    pub fn poll(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    /// When to come back with [`Input::Tick`] though nothing happened.
    pub fn next_deadline(&self) -> Option<Mono> {
        let session = self.active();
        [
            self.link.deadline(),
            self.attempt.and_then(|attempt| attempt.by),
            self.unsaved.values().min().copied(),
            session.and_then(|session| session.typing.deadline()),
            session
                .filter(|_| self.link.is_live())
                .and_then(|session| Some(session.outbox.in_flight()?.2)),
            self.leaving.as_ref().map(|leaving| leaving.by),
            self.vanished,
            self.yield_due_at(),
            self.attention.due,
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// How far the chat has come.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The visitor's view.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// The session, once the server has confirmed on this page that it exists,
    /// and as long as it runs.
    pub fn confirmed_session(&self) -> Option<&Session> {
        self.active().filter(|session| session.confirmed)
    }

    /// Entries that the visitor has not seen.
    pub fn unread(&self) -> usize {
        self.phase.session().map_or(0, |session| {
            session.transcript.unread_after(self.window.read)
        })
    }

    /// The connection's state.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// The connection's state, as a person needs to know it.
    pub fn link_status(&self) -> LinkStatus {
        match self.link {
            // What goes on behind an ended chat is nothing to worry about.
            _ if self.leaving.is_some() => LinkStatus::Idle,
            Link::Idle if self.follows() && self.has_intent() => self.led_status(),
            Link::Idle => LinkStatus::Idle,
            Link::Live { .. } => LinkStatus::Live,
            Link::Offline { .. } => LinkStatus::Offline,
            Link::Connecting { failed: 0, .. } if !self.link_lost => LinkStatus::Connecting,
            Link::Connecting { .. } | Link::Waiting { .. } | Link::Suspended => {
                LinkStatus::Reconnecting
            }
        }
    }

    /// Whether the visitor was told that this chat will not survive a reload.
    pub fn is_not_stored(&self) -> bool {
        self.storage == Storage::LostAndTold
    }

    /// Whether this page can be seen.
    pub fn is_visible(&self) -> bool {
        self.visible
    }

    /// Whether the server is still to be told that the visitor has left.
    pub fn is_leaving(&self) -> bool {
        self.leaving.is_some()
    }

    /// Whether a call waits until no other page has the chat.
    pub fn is_opening(&self) -> bool {
        self.opening.is_some()
    }

    /// Whether the whole transcript is here; else older parts can be asked for, by
    /// [`Command::LoadOlder`](super::Command::LoadOlder).
    pub fn is_whole(&self) -> bool {
        self.older.is_empty()
    }

    /// The answers that the other side suggests with the last thing that was said;
    /// none when the visitor has said something since. What could not be sent was
    /// not said.
    pub fn offered_replies(&self) -> &[String] {
        let session = self.active().filter(|session| {
            let mut items = session.outbox.items().iter();
            !items.any(|item| item.kind.is_text() && !item.has_failed())
        });
        session.map_or(&[], |session| session.transcript.offered_replies())
    }

    /// How many characters at the end of a message are more than the server takes.
    pub fn excess(&self, text: &str) -> usize {
        let limit = self.config.longest_message;
        limit.map_or(0, |limit| limit.excess(text))
    }

    /// Grows whenever the whole state was replaced by what was stored, or the chat
    /// taken off the page. What shows the form or the draft then shows it anew.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Grows whenever the draft was replaced by what the visitor has typed in
    /// another page.
    pub fn drafts(&self) -> u32 {
        self.drafts
    }

    fn active(&self) -> Option<&Session> {
        match &self.phase {
            Phase::Active(session) => Some(session),
            _ => None,
        }
    }

    fn active_mut(&mut self) -> Option<&mut Session> {
        match &mut self.phase {
            Phase::Active(session) => Some(session),
            _ => None,
        }
    }

    fn emit(&mut self, event: ChatEvent) {
        self.effects.push_back(Effect::Emit(event));
    }

    fn log(&mut self, line: &str) {
        self.emit(ChatEvent::Log(line.to_owned()));
    }

    /// The open call fails; without one the error is only logged.
    fn fail(&mut self, error: Option<ChatError>) {
        if self.attempt.take().is_some() {
            self.emit(ChatEvent::Failed(error));
        } else if let Some(error) = error {
            self.log(&error.to_string());
        }
    }

    /// From now on the open call has to settle in time.
    fn settle_in_time(&mut self) {
        let by = self.now.mono + self.config.settle_within;
        if let Some(attempt) = &mut self.attempt {
            attempt.by = Some(by);
        }
    }

    /// Whether what comes in is seen as it comes.
    fn is_attended(&self) -> bool {
        self.visible && self.window.open && self.window.scroll == Scroll::Latest
    }

    /// What has come is read, if the visitor can see it.
    fn mark_read(&mut self) {
        let Some(newest) = self
            .phase
            .session()
            .and_then(|session| session.transcript.entries().next_back())
        else {
            return;
        };
        let position = newest.position;
        if self.is_attended() && Some(position) > self.window.read {
            self.window.read = Some(position);
            self.save_soon(Path::Window);
            self.tell_read();
        }
    }
}
