//! What the visitor and the host page ask for.

use std::time::Duration;

use super::{Attempt, Chat, Opening};
use crate::engine::attention::Attention;
use crate::engine::config::Registration;
use crate::engine::entry::MessageKind;
use crate::engine::error::{ChatError, Code};
use crate::engine::form::{Focus, RegistrationData};
use crate::engine::ids::ClientId;
use crate::engine::io::{ChatEvent, Command, Request};
use crate::engine::link::LinkStatus;
use crate::engine::older::Older;
use crate::engine::outbox::Delivery;
use crate::engine::phase::{EndReason, Phase, Registering, Session, Starting};
use crate::engine::snapshot::{Path, Snapshot};
use crate::engine::tabs::Tabs;
use crate::engine::time::Mono;
use crate::engine::typing::Typing;
use crate::engine::window::{Draft, Scroll, Window};

/// A page that was just left needs a moment to let go of its chat.
const FREE_WITHIN: Duration = Duration::from_millis(1_500);

impl Chat {
    pub(super) fn command(&mut self, command: Command) {
        match command {
            Command::Restore(snapshot) => self.open_when_free(Opening::Restore, &snapshot),
            Command::Start(snapshot) => self.open_when_free(Opening::Start, &snapshot),
            Command::SetField { name, value } => self.set_field(name, value),
            Command::SetFocus(focus) => self.set_focus(focus),
            Command::Submit => self.submit(),
            Command::Register(data) => self.register(data),
            Command::Cancel => self.cancel(),
            Command::SetDraft(draft) => self.set_draft(draft),
            Command::Send(text) => self.send(MessageKind::Text, &text),
            Command::Answer(text) => self.answer(&text),
            Command::SendAs(kind, text) => self.send(kind, &text),
            Command::Retry(id) => self.retry(&id),
            Command::Discard(id) => self.discard(&id),
            Command::SetTyping(on) => self.set_typing(on),
            Command::SetData(data) => self.set_data(data),
            Command::Open => self.set_open(true),
            Command::Minimise => self.set_open(false),
            Command::SetScroll(scroll) => self.set_scroll(scroll),
            Command::LoadOlder => self.load_older(),
            Command::LoadAll => self.load_all(),
            Command::SetAlerts(on) => self.set_alerts(on),
            Command::Leave => self.leave(),
            Command::Dismiss => self.dismiss(),
            Command::Name(owner) => self.name(owner),
            Command::Forget(snapshot) => self.forget(&snapshot),
        }
    }

    pub(super) fn is_running(&self) -> bool {
        !matches!(self.phase, Phase::Idle | Phase::Ended(_))
    }

    /// A second call while a chat runs fails, and harms neither the chat nor a
    /// first call that is still open.
    fn begin_attempt(&mut self) -> bool {
        self.is_asked_for = true;
        if self.is_running() || self.opening.is_some() {
            self.emit(ChatEvent::Failed(Some(Code::AlreadyRunning.into())));
            return false;
        }
        self.attempt = Some(Attempt { by: None });
        true
    }

    /// At once, or when no other page has the chat, where it is to be in one only.
    fn open_when_free(&mut self, opening: Opening, snapshot: &Snapshot) {
        if !self.begin_attempt() {
            return;
        }
        let is_needed = opening == Opening::Start || !snapshot.is_empty();
        if self.config.tabs == Tabs::Exclusive && self.follows() && is_needed {
            // The page of another visitor lets go of it.
            self.forget_stranger(snapshot);
            self.wait_until_free(opening);
        } else {
            self.open_chat(opening, snapshot);
        }
    }

    pub(super) fn wait_until_free(&mut self, opening: Opening) {
        let by = Some(self.now.mono + FREE_WITHIN);
        self.attempt = Some(Attempt { by });
        self.opening = Some(opening);
    }

    pub(super) fn open_chat(&mut self, opening: Opening, snapshot: &Snapshot) {
        if let Some(attempt) = &mut self.attempt {
            attempt.by = None;
        }
        self.forget_stranger(snapshot);
        let goes_on = opening == Opening::Restore || self.is_restorable(snapshot);
        if goes_on {
            self.adopt(snapshot);
        } else {
            self.start(snapshot);
        }
    }

    fn start(&mut self, snapshot: &Snapshot) {
        self.carried = match &self.phase {
            Phase::Ended(ended) => ended.unsaid(),
            _ => self.left_unsaid(snapshot).unwrap_or_default(),
        };
        self.erase();
        self.seen = self.now.wall;
        self.older = Older::default();
        self.attention = Attention::default();
        self.start_ticket.clone_from(&self.config.start_ticket);
        self.window = Window {
            open: true,
            ..Window::default()
        };
        match self.config.registration {
            Registration::Skip => {
                self.start_with(RegistrationData::default(), Registering::default());
            }
            Registration::Form(_) | Registration::Custom => {
                self.phase = Phase::Registering(Registering::default());
                // The head first: without it the others would lie about.
                self.save_beginning([Path::Head, Path::Form, Path::Window, Path::Seen]);
                if self.config.registration == Registration::Custom {
                    self.emit(ChatEvent::RegistrationWanted);
                }
            }
        }
    }

    fn set_field(&mut self, name: String, value: String) {
        if let Phase::Registering(registering) = &mut self.phase {
            registering.form.values.insert(name, value);
            self.save_soon(Path::Form);
        }
    }

    fn set_focus(&mut self, focus: Option<Focus>) {
        if let Phase::Registering(registering) = &mut self.phase
            && registering.form.focus != focus
        {
            registering.form.focus = focus;
            self.save_soon(Path::Form);
        }
    }

    fn submit(&mut self) {
        let Some(definition) = self.config.registration.form() else {
            return;
        };
        let Phase::Registering(registering) = &self.phase else {
            return;
        };
        if !registering.form.problems(definition).is_empty() {
            return;
        }
        let data = RegistrationData::from_form(&registering.form, definition);
        self.register(data);
    }

    fn register(&mut self, data: RegistrationData) {
        if let Phase::Registering(registering) = &mut self.phase {
            let registering = std::mem::take(registering);
            self.start_with(data, registering);
        }
    }

    fn start_with(&mut self, entered: RegistrationData, from: Registering) {
        let mut data = self.config.preset.clone();
        data.extend(entered);
        let id = match from.given_up {
            Some((id, same)) if same == data => id,
            _ => self.ids.next_id(),
        };
        // A start of the host's own may come without a call that waits for it.
        self.attempt.get_or_insert(Attempt { by: None });
        self.phase = Phase::Starting(Starting {
            id,
            data,
            complete: true,
            form: from.form,
        });
        self.is_start_unstored = self.follows();
        if self.is_start_unstored {
            self.save_all_unsaved();
        } else {
            // The form as it was sent first: a refusal comes back to it.
            self.save_beginning([Path::Form, Path::Head, Path::Window, Path::Seen]);
        }
        self.settle_in_time();
        if !self.waits_for_leaving() {
            self.connect();
        }
    }

    fn cancel(&mut self) {
        match &mut self.phase {
            Phase::Registering(_) => self.give_up(Code::Cancelled.into()),
            Phase::Starting(_) if self.config.registration == Registration::Skip => {
                // There is no form to go back to.
                self.give_up(Code::Cancelled.into());
            }
            Phase::Starting(starting) => {
                let registering = Registering {
                    form: std::mem::take(&mut starting.form),
                    problem: None,
                    given_up: Some((starting.id.clone(), starting.data.clone())),
                };
                self.drop_link();
                if let Some(attempt) = &mut self.attempt {
                    attempt.by = None;
                }
                self.phase = Phase::Registering(registering);
                self.save([Path::Form, Path::Head]);
                // The chat before may still have to be left.
                self.connect();
            }
            _ => {}
        }
    }

    /// No chat will come of it.
    pub(super) fn give_up(&mut self, error: ChatError) {
        if matches!(self.phase, Phase::Starting(_)) {
            self.drop_link();
        }
        self.phase = Phase::Idle;
        self.carried.clear();
        self.window.open = false;
        self.erase();
        self.connect();
        self.fail(Some(error));
    }

    fn set_draft(&mut self, draft: Draft) {
        let now = self.now.mono;
        let Some(session) = self.active_mut() else {
            return;
        };
        let typed = session.draft.text != draft.text;
        let tell = match (typed, draft.text.is_empty()) {
            (false, _) => None,
            (true, true) => session.typing.visitor_stops().then_some(false),
            (true, false) => session.typing.visitor_types(now).then_some(true),
        };
        if session.draft != draft {
            session.draft = draft;
            self.save_soon(Path::Draft);
            self.has_typed |= typed;
        }
        if let Some(on) = tell {
            self.request(Request::Typing(on));
        }
        self.preview();
    }

    /// Shows the agent what is being typed, where the site wants that.
    fn preview(&mut self) {
        if !self.config.typing_preview || self.link_status() != LinkStatus::Live {
            return;
        }
        let now = self.now.mono;
        let Some(session) = self.active_mut() else {
            return;
        };
        if session.typing.is_preview_due(now) && !session.draft.text.is_empty() {
            let text = session.draft.text.clone();
            self.request(Request::Preview(text));
        }
    }

    /// The same for typing in another page, which says when it is over.
    pub(super) fn set_typing_elsewhere(&mut self, on: bool) {
        self.set_typing_by(on, Typing::visitor_types_elsewhere);
    }

    fn set_typing(&mut self, on: bool) {
        self.set_typing_by(on, Typing::visitor_types);
    }

    fn set_typing_by(&mut self, on: bool, types: fn(&mut Typing, Mono) -> bool) {
        let now = self.now.mono;
        let Some(session) = self.active_mut() else {
            return;
        };
        let tell = if on {
            types(&mut session.typing, now)
        } else {
            session.typing.visitor_stops()
        };
        if tell {
            self.request(Request::Typing(on));
        }
    }

    pub(super) fn set_data(&mut self, data: RegistrationData) {
        if let Some(session) = self.active_mut() {
            session.news.add(data);
            self.save([Path::Head]);
            if self.follows() {
                self.tell_leader_data();
            }
            self.tell_data();
        }
    }

    /// Puts it into the outbox, unless it is nothing that can be sent.
    fn enqueue(&mut self, kind: MessageKind, text: &str) -> Option<ClientId> {
        let at = self.now.wall;
        let text = text.trim();
        if text.is_empty() || self.active().is_none() {
            return None;
        }
        if self.excess(text) > 0 {
            self.log(&ChatError::from(Code::MessageTooLong).to_string());
            return None;
        }
        let id = self.ids.next_id();
        let session = self.active_mut()?;
        let since = session.transcript.newest();
        let text = text.to_owned();
        session.outbox.push(id.clone(), since, kind, text, at);
        Some(id)
    }

    /// Pressed twice, or in two pages, it is sent once: with the first nothing is
    /// offered any more.
    fn answer(&mut self, text: &str) {
        if !self.offered_replies().iter().any(|reply| reply == text) {
            return;
        }
        if let Some(id) = self.enqueue(MessageKind::Text, text) {
            self.window.scroll = Scroll::Latest;
            self.mark_read();
            self.save([Path::Out(id), Path::Window]);
        }
    }

    fn send(&mut self, kind: MessageKind, text: &str) {
        let Some(id) = self.enqueue(kind, text) else {
            return;
        };
        if kind != MessageKind::Text {
            self.save([Path::Out(id)]);
            return;
        }
        self.window.scroll = Scroll::Latest;
        self.mark_read();
        // Stored before it is sent, and before the draft is emptied.
        self.save([Path::Out(id), Path::Window]);
        self.empty_draft_of(text);
    }

    /// What the site says for the visitor is not what is being typed; that stays.
    fn empty_draft_of(&mut self, text: &str) {
        let is_of = |session: &&mut Session| session.draft.text.trim() == text.trim();
        let Some(session) = self.active_mut().filter(is_of) else {
            return;
        };
        let selection = session.draft.selection.map(|_| Default::default());
        session.draft = Draft {
            text: String::new(),
            selection,
        };
        let stopped = session.typing.visitor_stops();
        self.save([Path::Draft]);
        if stopped {
            self.request(Request::Typing(false));
        }
    }

    fn retry(&mut self, id: &ClientId) {
        let Some(item) = self
            .active_mut()
            .and_then(|session| session.outbox.get_mut(id))
        else {
            return;
        };
        if item.has_failed() {
            item.delivery = Delivery::Queued;
            self.save([Path::Out(id.clone())]);
        }
    }

    fn discard(&mut self, id: &ClientId) {
        let Some(session) = self.phase.session_mut() else {
            return;
        };
        let outbox = &mut session.outbox;
        let failed = outbox.get_mut(id).is_some_and(|item| item.has_failed());
        if failed {
            outbox.remove(id);
            self.save([Path::Out(id.clone())]);
            self.save_unsaid();
        }
    }

    fn set_open(&mut self, open: bool) {
        if self.window.open != open && !matches!(self.phase, Phase::Idle) {
            self.window.open = open;
            self.mark_read();
            self.save([Path::Window]);
        }
    }

    fn set_scroll(&mut self, scroll: Scroll) {
        if self.window.scroll != scroll && !matches!(self.phase, Phase::Idle) {
            self.window.scroll = scroll;
            self.mark_read();
            self.save_soon(Path::Window);
        }
    }

    fn leave(&mut self) {
        match self.phase {
            Phase::Active(_) => self.end(EndReason::Left),
            Phase::Registering(_) => self.cancel(),
            Phase::Starting(_) => self.give_up(Code::Cancelled.into()),
            Phase::Idle | Phase::Ended(_) => {}
        }
    }

    pub(super) fn dismiss(&mut self) {
        if matches!(self.phase, Phase::Ended(_)) {
            self.phase = Phase::Idle;
            self.window = Window::default();
        }
    }
}
