//! What a host sets about a chat.

use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use super::registration::RegistrationContext;
use crate::browser::StoreMode;
use crate::engine::{Config, FormDefinition, Owner, Registration, RegistrationData, Tabs};
use crate::transport::Transport;
use crate::transport::desk::DeskTransport;

type MakeTransport = Rc<dyn Fn() -> Box<dyn Transport>>;
pub(super) type Ask = Rc<dyn Fn(RegistrationContext)>;

/// Settings of a chat, for starting and restoring alike.
#[derive(Clone)]
pub struct ChatOptions {
    pub(super) config: Config,
    pub(super) namespace: String,
    pub(super) store: StoreMode,
    pub(super) make_transport: MakeTransport,
    pub(super) ask: Option<Ask>,
}

impl fmt::Debug for ChatOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatOptions")
            .field("namespace", &self.namespace)
            .field("store", &self.store)
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

impl PartialEq for ChatOptions {
    fn eq(&self, other: &Self) -> bool {
        let same_ask = match (&self.ask, &other.ask) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        same_ask
            && self.config == other.config
            && self.namespace == other.namespace
            && self.store == other.store
            && Rc::ptr_eq(&self.make_transport, &other.make_transport)
    }
}

impl ChatOptions {
    /// A chat over that transport, with the default form.
    pub fn new<T: Transport + 'static>(make_transport: impl Fn() -> T + 'static) -> Self {
        let config = Config {
            tabs: Tabs::Shared,
            ..Config::default()
        };
        Self {
            config,
            namespace: "default".to_owned(),
            store: StoreMode::default(),
            make_transport: Rc::new(move || Box::new(make_transport())),
            ask: None,
        }
    }

    /// A chat with the desk in this browser: no server needed.
    pub fn desk() -> Self {
        Self::new(DeskTransport::new)
    }

    /// The registration form asks for these fields.
    #[must_use]
    pub fn form(mut self, definition: FormDefinition) -> Self {
        self.config.registration = Registration::Form(definition);
        self
    }

    /// Nothing is asked before a chat starts.
    #[must_use]
    pub fn without_registration(mut self) -> Self {
        self.config.registration = Registration::Skip;
        self
    }

    /// The host registers visitors in its own way. `ask` is called when a chat
    /// is to start, and again when a page went away during registration and the
    /// chat is restored.
    #[must_use]
    pub fn custom_registration(mut self, ask: impl Fn(RegistrationContext) + 'static) -> Self {
        self.config.registration = Registration::Custom;
        self.ask = Some(Rc::new(ask));
        self
    }

    /// The host registers visitors with a component of its own, which it gives
    /// to the widget.
    #[must_use]
    pub fn custom_registration_component(mut self) -> Self {
        self.config.registration = Registration::Custom;
        self
    }

    /// What the site knows of the visitor, sent at the start. What they enter
    /// themselves goes over it.
    #[must_use]
    pub fn preset(mut self, data: RegistrationData) -> Self {
        self.config.preset = data;
        self
    }

    /// The agent sees what the visitor is typing, before it is sent. Tell your
    /// visitors. Default: they do not.
    #[must_use]
    pub fn typing_preview(mut self, is_on: bool) -> Self {
        self.config.typing_preview = is_on;
        self
    }

    /// Marks in plain messages give them form, as in `**this**` or `- that`: whatever
    /// server they come over. Default: they are characters like others.
    #[must_use]
    pub fn markdown(mut self, is_on: bool) -> Self {
        self.config.markdown = is_on;
        self
    }

    /// Keeps the chat apart from others on the same site. Default: `default`.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = namespace.into();
        self
    }

    /// Who the visitor is, by any name that the site has for them: a stored chat of
    /// somebody else is erased and not shown. What began while nobody was named goes
    /// on; what began under a name does not go on without one. Default: the empty
    /// name, which is nobody's.
    #[must_use]
    pub fn visitor_id(mut self, name: &str) -> Self {
        self.config.owner = (!name.is_empty()).then(|| Owner::of(name));
        self
    }

    /// What the pages of the site have to do with each other. Default:
    /// [`Tabs::Shared`]. It goes for chats in [`StoreMode::Origin`]; one in
    /// [`StoreMode::Tab`] is its tab's alone, a duplicate of the tab does not have
    /// it, and pages know nothing of each other in the other modes.
    #[must_use]
    pub fn tabs(mut self, tabs: Tabs) -> Self {
        self.config.tabs = tabs;
        self
    }

    /// Where the chat is stored. Default: [`StoreMode::Origin`].
    #[must_use]
    pub fn store(mut self, mode: StoreMode) -> Self {
        self.store = mode;
        self
    }

    /// Away longer than this, the visitor starts anew. Default: 15 minutes.
    #[must_use]
    pub fn max_offline(mut self, duration: Duration) -> Self {
        self.config.max_offline = duration;
        self
    }

    /// A call to start or restore fails when the server was not reached within
    /// this; it is retried beyond it. Default: 30 seconds.
    #[must_use]
    pub fn settle_within(mut self, duration: Duration) -> Self {
        self.config.settle_within = duration;
        self
    }
}
