//! What the engine is told once, when it is made.

use std::time::Duration;

use super::form::{FormDefinition, RegistrationData};
use super::ids::Ticket;
use super::message_limit::MessageLimit;
use super::owner::Owner;
use super::tabs::Tabs;

/// How a visitor registers before a chat starts.
#[derive(Clone, Debug, PartialEq)]
pub enum Registration {
    /// The built-in form asks for these fields.
    Form(FormDefinition),
    /// Nothing is asked.
    Skip,
    /// The host asks in its own way and hands the data over.
    Custom,
}

impl Registration {
    /// The definition of the built-in form, where that is what registers.
    pub fn form(&self) -> Option<&FormDefinition> {
        match self {
            Self::Form(definition) => Some(definition),
            Self::Skip | Self::Custom => None,
        }
    }
}

/// Settings of the engine. The defaults suit a website.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// How a visitor registers.
    pub registration: Registration,
    /// What the site knows of the visitor. What they enter themselves goes over it.
    pub preset: RegistrationData,
    /// Away longer than this, a stored chat is erased instead of restored.
    pub max_offline: Duration,
    /// Within this a call to start or restore succeeds or fails. The link is
    /// retried beyond it.
    pub settle_within: Duration,
    /// A connection that was not made within this is given up and tried again.
    pub connect_timeout: Duration,
    /// A message not answered within this is sent again under its id.
    pub answer_timeout: Duration,
    /// A quiet link is asked for news this often, so that one that is half
    /// dead is noticed.
    pub heartbeat: Duration,
    /// Whether the server counts its entries without gaps, so that a missing
    /// one shows at once. The transport knows.
    pub contiguous: bool,
    /// Whether the agent sees what the visitor is typing.
    pub typing_preview: bool,
    /// Whether marks in plain messages are read as [`markdown`](crate::engine::markdown()).
    pub markdown: bool,
    /// Whether the server wants to know how far the visitor has read. The
    /// transport knows.
    pub receipts: bool,
    /// The longest message that the server takes, where that is known. The
    /// transport knows.
    pub longest_message: Option<MessageLimit>,
    /// What the transport wants to find again when a start goes on in another
    /// page, where it may not be told: the server's address. The transport knows.
    pub start_ticket: Option<Ticket>,
    /// Who the visitor is, where the site knows. A stored chat of somebody else is
    /// forgotten and not shown; one that began before they were known goes on.
    pub owner: Option<Owner>,
    /// What the pages of the site have to do with each other.
    pub tabs: Tabs,
    /// For so long nobody sees the page that leads before one that is seen takes its
    /// place. Not at once: who goes back and forth between two pages does not take the
    /// connection along each time.
    pub yields_after: Duration,
    /// Longest pause between attempts to connect.
    pub longest_pause: Duration,
    /// Typing reaches the storage within this.
    pub save_within: Duration,
}

impl Config {
    /// Whether the visitor may see what is stored of a chat of `owner`.
    pub(crate) fn may_see(&self, owner: Option<&Owner>) -> bool {
        owner.is_none() || owner == self.owner.as_ref()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            registration: Registration::Form(FormDefinition::default()),
            preset: RegistrationData::default(),
            max_offline: Duration::from_secs(900),
            settle_within: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            answer_timeout: Duration::from_secs(8),
            heartbeat: Duration::from_secs(15),
            contiguous: false,
            typing_preview: false,
            markdown: false,
            receipts: false,
            longest_message: None,
            start_ticket: None,
            owner: None,
            tabs: Tabs::default(),
            // After some minutes browsers let timers of hidden pages ring once a minute.
            yields_after: Duration::from_secs(60),
            longest_pause: Duration::from_secs(30),
            save_within: Duration::from_millis(200),
        }
    }
}
