//! What goes into the engine and what comes out. Nothing else does.

use std::rc::Rc;

use super::entry::{Entry, MessageKind, Party};
use super::error::ChatError;
use super::form::{Focus, RegistrationData};
use super::ids::{ClientId, EntryId, Generation, Position, SessionId, Ticket};
use super::owner::Owner;
use super::phase::EndReason;
use super::snapshot::{Change, Snapshot};
use super::tabs::Word;
use super::transcript::ChunkNumber;
use super::window::{Draft, Scroll};

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// The visitor or the host page wants something.
    Command(Command),
    /// A connection has news. That of an earlier generation is ignored.
    Transport(Generation, TransportEvent),
    /// The page or the network changed.
    Life(Life),
    /// An old chunk was read; `None` when it is not there.
    Loaded(ChunkNumber, Option<String>),
    /// Other pages of the site have written: what is stored now.
    Stored(Snapshot),
    /// The head of the chat is not stored any more, though this page has not erased it:
    /// somebody has cleared the storage.
    Wiped,
    /// This page leads from here on: it alone has a connection, until it gives the
    /// lead back by [`Effect::GiveLead`]. With what is stored now.
    Lead(Snapshot),
    /// Another page has taken the lead away.
    LeadLost,
    /// Another page of the site has told something.
    Heard(Word),
    /// Another page has told [`Word::Forgotten`], some moments ago. With what is stored
    /// now.
    Forgotten(Snapshot),
    /// A write failed, or there is nowhere to write: from here on the chat lives
    /// in memory as far as it must.
    StorageLost,
    /// A deadline may have passed.
    Tick,
}

/// What the visitor or the host page wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Bring back what was stored.
    Restore(Snapshot),
    /// Start a chat: opens the form, or connects where nothing is asked. A chat
    /// that is stored is gone on with instead.
    Start(Snapshot),
    /// The visitor changed a field of the form.
    SetField {
        /// Its name.
        name: String,
        /// Its new value.
        value: String,
    },
    /// The visitor moved within the form, or left it.
    SetFocus(Option<Focus>),
    /// Send the form. Does nothing while it has problems.
    Submit,
    /// A custom registration hands over its data.
    Register(RegistrationData),
    /// The visitor gave up registering, or starting.
    Cancel,
    /// The visitor typed in the composer.
    SetDraft(Draft),
    /// Send a message; an empty one is ignored, and so is one that is too long
    /// ([`Chat::excess`](super::Chat::excess)). Empties the draft.
    Send(String),
    /// Send an answer that the other side suggests
    /// ([`Chat::offered_replies`](super::Chat::offered_replies)); another is ignored. The draft stays.
    Answer(String),
    /// Send something of another kind. The draft stays.
    SendAs(MessageKind, String),
    /// Try a failed message again.
    Retry(ClientId),
    /// Forget a failed message.
    Discard(ClientId),
    /// Tell the agent, for hosts with a composer of their own.
    SetTyping(bool),
    /// Tell the server more about the visitor, over what it knows already.
    SetData(RegistrationData),
    /// Open the window.
    Open,
    /// Shrink the window to the launcher.
    Minimise,
    /// The transcript was scrolled.
    SetScroll(Scroll),
    /// The visitor comes near the oldest entries that are here: read some more.
    LoadOlder,
    /// Somebody wants the whole transcript: read all that is not here.
    LoadAll,
    /// The visitor wants to be told of answers that they do not see come, or no longer.
    SetAlerts(bool),
    /// End the chat.
    Leave,
    /// Put an ended chat away.
    Dismiss,
    /// The visitor has become known: a chat that is nobody's is theirs from now on.
    Name(Owner),
    /// The visitor has logged out: end the chat that is here or stored, and leave
    /// nothing of it in the browser. Open calls fail.
    Forget(Snapshot),
}

/// How the page and its network are.
#[derive(Clone, Debug, PartialEq)]
pub enum Life {
    /// The browser has a network again.
    Online,
    /// The browser has lost the network.
    Offline,
    /// The page cannot be seen.
    Hidden,
    /// The page can be seen.
    Visible,
    /// The page goes; it may come back. Nothing of ours may stay open.
    Suspend,
    /// The page has come back as it was left. What was stored meanwhile by
    /// other pages of the site is right, not what this page remembers.
    Wake {
        /// What is stored now.
        snapshot: Snapshot,
        /// Whether it can be seen: browsers let hidden pages sleep, and wake them too.
        is_visible: bool,
    },
}

/// News from a connection.
#[derive(Clone, Debug, PartialEq)]
pub enum TransportEvent {
    /// The session asked for by [`Intent::Start`] exists; said again when the
    /// same start is asked for again.
    Started {
        /// The server's name for it.
        session: SessionId,
        /// To resume it with.
        ticket: Ticket,
    },
    /// The session asked for by [`Intent::Resume`] goes on. `missed` are all
    /// entries after the position asked for.
    Resumed {
        /// What was missed, in order.
        missed: Vec<Entry>,
    },
    /// The server will not start a session.
    Refused(Refusal),
    /// The server does not know the session.
    Gone,
    /// The ticket is to be replaced. While a session is being started this is
    /// what the start will go on with if the page dies in the middle of it.
    Renewed(Ticket),
    /// Entries of the transcript, in order; entries seen before do no harm.
    Entries(Vec<Entry>),
    /// The answer to [`Request::Sync`]: everything after the position asked for.
    Synced {
        /// What was missed, in order.
        missed: Vec<Entry>,
    },
    /// The server has a message. Its echo comes as an entry with the client id.
    Accepted(ClientId),
    /// The server will never take a message.
    Rejected {
        /// Which.
        client_id: ClientId,
        /// Why, in the server's words.
        reason: String,
    },
    /// The server has what [`Request::Data`] told.
    DataTaken,
    /// The server will never take what [`Request::Data`] told; why, in its words.
    DataRefused(String),
    /// An agent types, or has stopped.
    Typing {
        /// Who.
        party: Party,
        /// Whether they type.
        on: bool,
    },
    /// The session was ended by the other side, or our leaving is confirmed.
    Ended,
    /// The connection broke, or could not be made.
    Lost,
    /// The connection cannot be made, for a reason that may stay: the host is
    /// told once, and attempts become rare.
    Trouble(ChatError),
    /// The session cannot go on, for that reason: the host is told, and it is over.
    Failed(ChatError),
}

/// Why a server will not start a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// In the server's words.
    Server(String),
    /// In words for the site's owner, such as what is wrong with its settings. Visitors
    /// are told no more than that there is no chat.
    Ours(&'static str),
    /// Private fields were left out, and the start had not arrived before.
    Incomplete,
}

/// What a connection is made for.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Start a session.
    Start {
        /// Asked again under the same id, the server answers with the same session.
        id: ClientId,
        /// What the visitor registered with.
        data: RegistrationData,
        /// False when private fields are missing from `data`: then only a
        /// session that exists already is to be given.
        complete: bool,
        /// What the transport gave by [`TransportEvent::Renewed`] while it was
        /// starting, or at the very beginning: see [`Config::start_ticket`].
        ///
        /// [`Config::start_ticket`]: super::Config::start_ticket
        ticket: Option<Ticket>,
    },
    /// Go on with a session.
    Resume {
        /// What the transport gave to resume it with.
        ticket: Ticket,
        /// The newest entry that is here; `None` asks for everything.
        after: Option<Position>,
    },
}

impl Intent {
    /// What was stored for it, where anything was.
    pub fn ticket(&self) -> Option<&Ticket> {
        match self {
            Self::Start { ticket, .. } => ticket.as_ref(),
            Self::Resume { ticket, .. } => Some(ticket),
        }
    }
}

/// Something to tell the server on a live connection.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Take this message.
    Message {
        /// The id it goes under, at every try.
        client_id: ClientId,
        /// What kind of thing it says.
        kind: MessageKind,
        /// What it says.
        text: String,
    },
    /// The visitor types, or has stopped.
    Typing(bool),
    /// What the visitor has typed so far, where the site lets the agent see it.
    Preview(String),
    /// The visitor has seen everything up to there.
    Read {
        /// The place of the newest entry they have seen.
        position: Position,
        /// The server's name for it.
        id: Option<EntryId>,
    },
    /// More about the visitor. Said again until it is answered by
    /// [`TransportEvent::DataTaken`] or [`TransportEvent::DataRefused`].
    Data(RegistrationData),
    /// Is there news after this? The answer also shows that the link lives.
    Sync {
        /// The newest entry that is here; `None` asks for everything.
        after: Option<Position>,
    },
    /// The page goes, and the connection with it. What a page that comes after can
    /// go on with is told at once, by [`TransportEvent::Renewed`].
    Part,
    /// The visitor ends the chat. Answered by [`TransportEvent::Ended`].
    Leave,
}

/// Something to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Change what is stored.
    Store(Vec<Change>),
    /// Read an old chunk as it is stored now, and hand it in when there is time.
    Load(ChunkNumber),
    /// Make a connection.
    Connect(Generation, Intent),
    /// Tell the server something.
    Send(Generation, Request),
    /// Drop the connection; the session goes on.
    Disconnect(Generation),
    /// Wait for the lead among the pages of the site: see [`Input::Lead`].
    SeekLead,
    /// Wait for it no longer, or let another page have it.
    GiveLead,
    /// Tell the other pages of the site.
    Post(Word),
    /// Tell the host.
    Emit(ChatEvent),
}

/// What the host is told.
#[derive(Clone, Debug, PartialEq)]
pub enum ChatEvent {
    /// The call to start or restore succeeded: the server has the session.
    Ready(SessionId),
    /// The call to start or restore failed. Without an error there was nothing
    /// to restore.
    Failed(Option<ChatError>),
    /// The host's own registration is to ask; what it had stored is in the form state.
    RegistrationWanted,
    /// An entry was added, one that was not there before. Restored history is
    /// not told.
    Entry(Rc<Entry>),
    /// A later entry has changed this one; here it is as it is now. Such a later
    /// entry is not told itself.
    Amended(Rc<Entry>),
    /// The visitor has not seen an answer come. Told by one page of the site only,
    /// and of each answer at most once.
    Attention {
        /// The newest.
        entry: Rc<Entry>,
        /// How many there are that they have not seen.
        unread: usize,
        /// Whether they can see a page of the site.
        is_seen: bool,
    },
    /// A message of the visitor's has reached the server.
    Sent(ClientId),
    /// A message of the visitor's will not reach the server, unless it is tried again.
    NotSent {
        /// Which.
        client_id: ClientId,
        /// Why.
        reason: String,
    },
    /// The server knows all that was told about the visitor.
    DataTaken,
    /// The server will not take what was told about the visitor, for that reason. It is
    /// not told again.
    DataRefused(String),
    /// An agent types, or has stopped.
    Typing {
        /// Who.
        party: Party,
        /// Whether they type.
        on: bool,
    },
    /// The link went down.
    ConnectionLost,
    /// The link is up again.
    ConnectionRestored,
    /// The connection cannot be made, for a reason that may stay.
    Trouble(ChatError),
    /// The session is over.
    Ended(EndReason),
    /// The server knows that the visitor has left, or could not be told in time.
    LeaveSettled,
    /// What happens now will not survive a reload. Said once.
    NotStored,
    /// Something worth a line in the log.
    Log(String),
}
