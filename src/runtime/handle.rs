//! The chat, for those who use it.

use std::fmt;
use std::rc::Rc;

use super::driver::Driver;
use super::options::ChatOptions;
use super::pictures::Pictures;
use super::session::ChatSession;
use super::uploads::Uploads;
use super::watch::Watch;
use crate::engine::{
    Chat, ChatError, ChatEvent, ClientId, Command, Draft, Focus, Input, Life, MessageKind, Owner,
    PhaseKind, RegistrationData, Scroll, SessionId, Snapshot,
};
use crate::transport::{FileCall, FileOperation};

/// One chat on one page. Clones are the same chat.
#[derive(Clone)]
pub struct ChatHandle {
    driver: Rc<Driver>,
    lasts: bool,
}

impl PartialEq for ChatHandle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.driver, &other.driver)
    }
}

impl fmt::Debug for ChatHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChatHandle")
    }
}

impl ChatHandle {
    /// A chat with these settings. Nothing is read, written or requested yet.
    pub fn new(options: &ChatOptions) -> Self {
        Self::new_for(Driver::new(options))
    }

    pub(super) fn new_for(driver: Rc<Driver>) -> Self {
        let lasts = false;
        Self { driver, lasts }
    }

    /// The same chat, for what is drawn as it was when there is no chat any more.
    pub(crate) fn lasting(&self) -> Self {
        let driver = Rc::clone(&self.driver);
        Self {
            driver,
            lasts: true,
        }
    }

    /// Whether it is over and done with, and is to be drawn as it was.
    pub(crate) fn is_past(&self) -> bool {
        self.lasts && self.read(|chat| chat.phase().kind() == PhaseKind::Idle)
    }

    fn command(&self, command: Command) {
        self.driver.handle(Input::Command(command));
    }

    /// Brings back the chat that was stored. Tells [`ChatEvent::Ready`] once the
    /// server has confirmed the session, or [`ChatEvent::Failed`].
    pub fn restore(&self) {
        self.command(Command::Restore(self.driver.store().snapshot()));
    }

    /// Starts a chat: opens the registration, where there is one. Tells
    /// [`ChatEvent::Ready`] or [`ChatEvent::Failed`].
    pub fn start(&self) {
        self.command(Command::Start(self.driver.store().snapshot()));
    }

    /// Shows the chat; starts one where there is none.
    pub fn open(&self) {
        match self.read(|chat| chat.phase().kind()) {
            PhaseKind::Idle => self.start(),
            _ => self.command(Command::Open),
        }
    }

    /// Shrinks the chat to its launcher.
    pub fn minimise(&self) {
        self.command(Command::Minimise);
    }

    /// Changes a field of the form.
    pub fn set_field(&self, name: impl Into<String>, value: impl Into<String>) {
        self.command(Command::SetField {
            name: name.into(),
            value: value.into(),
        });
    }

    /// Tells where in the form the visitor is, so that a reload brings them back.
    pub fn set_focus(&self, focus: Option<Focus>) {
        self.command(Command::SetFocus(focus));
    }

    /// Sends the form, unless it has problems.
    pub fn submit(&self) {
        self.command(Command::Submit);
    }

    /// Starts the chat with data from a registration of the host's own.
    pub fn register(&self, data: RegistrationData) {
        self.command(Command::Register(data));
    }

    /// Gives up registering; what was entered is erased. While the chat is
    /// starting: back to the registration.
    pub fn cancel(&self) {
        self.command(Command::Cancel);
    }

    /// Keeps a half-typed message.
    pub fn set_draft(&self, draft: Draft) {
        self.command(Command::SetDraft(draft));
    }

    /// Sends a message. It is stored first, and sent until the server has it:
    /// [`ChatEvent::Sent`] tells when, under the id given here. `None` when there
    /// is no running session, nothing to send, or too much ([`Chat::excess`]).
    pub fn send(&self, text: impl Into<String>) -> Option<ClientId> {
        self.send_by(Command::Send(text.into()))
    }

    /// The same for something of another kind.
    pub fn send_as(&self, kind: MessageKind, text: impl Into<String>) -> Option<ClientId> {
        self.send_by(Command::SendAs(kind, text.into()))
    }

    /// Sends one of the answers that the other side suggests; the draft stays. `None`
    /// when it does not suggest that, or no longer.
    pub fn answer(&self, text: impl Into<String>) -> Option<ClientId> {
        self.send_by(Command::Answer(text.into()))
    }

    fn send_by(&self, command: Command) -> Option<ClientId> {
        let newest = |chat: &Chat| {
            let outbox = chat.phase().session()?.outbox();
            outbox.items().last().map(|item| item.client_id.clone())
        };
        let before = self.read(newest);
        self.command(command);
        self.read(newest).filter(|id| Some(id) != before.as_ref())
    }

    /// Tells the server more about the visitor, over what it knows already, until
    /// it knows: [`ChatEvent::DataTaken`].
    pub fn set_data(&self, data: RegistrationData) {
        self.command(Command::SetData(data));
    }

    pub(super) fn file_call(
        &self,
        operation: &FileOperation,
    ) -> Result<Option<FileCall>, ChatError> {
        self.driver.file_call(operation)
    }

    pub(super) fn renew_ticket(&self) {
        self.driver.renew_ticket();
    }

    /// Whether the visitor can send files.
    pub fn carries_files(&self) -> bool {
        self.driver.carries_files()
    }

    pub(super) fn uploads_held(&self) -> &Uploads {
        &self.driver.uploads
    }

    pub(super) fn tell_changed(&self) {
        self.driver.changes.tell(&());
    }

    pub(super) fn pictures(&self) -> &Pictures {
        &self.driver.pictures
    }

    /// Tries a failed message again.
    pub fn retry(&self, id: &ClientId) {
        self.command(Command::Retry(id.clone()));
    }

    /// Forgets a failed message.
    pub fn discard(&self, id: &ClientId) {
        self.command(Command::Discard(id.clone()));
    }

    /// Tells the agent that the visitor types, for hosts with a composer of
    /// their own that keep no draft here.
    pub fn set_typing(&self, on: bool) {
        self.command(Command::SetTyping(on));
    }

    /// Keeps where the transcript is scrolled to.
    pub fn set_scroll(&self, scroll: Scroll) {
        self.command(Command::SetScroll(scroll));
    }

    /// Reads the next older part of the transcript, where a restore has left some
    /// in the storage ([`Chat::is_whole`]).
    pub fn load_older(&self) {
        self.command(Command::LoadOlder);
    }

    /// Reads all older parts of the transcript.
    pub fn load_all(&self) {
        self.command(Command::LoadAll);
    }

    /// Whether the visitor wants to be told of answers that they do not see come: by
    /// [`ChatEvent::Attention`] with [`Chat::wants_alerts`].
    pub fn set_alerts(&self, on: bool) {
        self.command(Command::SetAlerts(on));
    }

    /// Ends the chat and erases what is stored of it. During registration:
    /// gives it up.
    pub fn leave(&self) {
        self.command(Command::Leave);
    }

    /// The visitor has logged out: ends the chat that is here or stored, takes it off
    /// all pages of the site, and leaves nothing of it in the browser.
    pub fn forget(&self) {
        self.command(Command::Forget(self.driver.store().snapshot()));
    }

    /// The visitor has become known, under that name: a chat that is nobody's is theirs
    /// from now on. False when it is somebody else's.
    pub fn name_visitor(&self, name: &str) -> bool {
        let owner = Owner::of(name);
        let is_theirs = |chat: &Chat| chat.config().owner.as_ref().is_none_or(|o| *o == owner);
        let is_theirs = self.read(is_theirs);
        if is_theirs {
            self.command(Command::Name(owner));
        }
        is_theirs
    }

    /// The same for a chat of which somebody has read these records, with their whole
    /// keys, and then erased them.
    pub fn forget_erased(&self, records: &[(String, String)]) {
        let prefix = self.driver.store().prefix();
        let keys = records
            .iter()
            .filter_map(|(key, _)| key.strip_prefix(prefix));
        let snapshot = Snapshot::read(keys, |wanted| {
            let mut records = records.iter();
            let is_wanted = |(key, _): &&(String, String)| key.strip_prefix(prefix) == Some(wanted);
            Some(records.find(is_wanted)?.1.clone())
        });
        self.command(Command::Forget(snapshot));
    }

    /// Puts an ended chat away.
    pub fn dismiss(&self) {
        self.command(Command::Dismiss);
    }

    /// The session, once the server has confirmed on this page that it exists,
    /// and as long as it runs.
    pub fn session(&self) -> Option<ChatSession> {
        Some(ChatSession::new(self.clone(), self.session_id()?))
    }

    pub(super) fn session_id(&self) -> Option<SessionId> {
        self.read(|chat| chat.confirmed_session().map(|s| s.id().clone()))
    }

    /// Looks at the chat as it is now. `read` must not use this handle.
    pub fn read<R>(&self, read: impl FnOnce(&Chat) -> R) -> R {
        self.driver.read(read)
    }

    /// Calls `changed` whenever something may have changed.
    pub fn watch(&self, changed: impl Fn() + 'static) -> Watch {
        self.driver.changes.add(move |()| changed())
    }

    /// Calls `heard` at each event.
    pub fn on_event(&self, heard: impl Fn(&ChatEvent) + 'static) -> Watch {
        self.driver.events.add(heard)
    }

    /// Writes what is unsaved and drops the connection, as when the page goes.
    /// The chat itself goes on; another handle can restore it.
    pub fn put_away(&self) {
        self.driver.handle(Input::Life(Life::Suspend));
    }
}
