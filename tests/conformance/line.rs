//! A visitor's connection in a test: what it was told, and waiting for more.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use rejoin::browser::sleep;
use rejoin::engine::{
    ClientId, Content, Entry, Intent, MessageKind, Position, Request, SessionId, Ticket,
    TransportEvent,
};
use rejoin::transport::{Events, Transport};

use super::{Site, ann};

const LOOK_EVERY: Duration = Duration::from_millis(10);
/// Patience: forty looks are enough on a quiet machine, servers may take longer.
const LOOKS: usize = 600;
/// How long silence is listened to.
const SILENCE: Duration = Duration::from_millis(250);

/// A transport with everything that it has reported.
pub struct Line<T> {
    pub transport: T,
    heard: Rc<RefCell<Vec<TransportEvent>>>,
}

impl<T: Transport> Line<T> {
    pub fn new(transport: T) -> Self {
        Self {
            transport,
            heard: Rc::default(),
        }
    }

    /// Connects; what is heard from now on is of this connection.
    pub fn connect(&mut self, intent: Intent) {
        self.heard = Rc::default();
        let heard = Rc::clone(&self.heard);
        let events = Events::new(move |event| heard.borrow_mut().push(event));
        self.transport.connect(intent, events);
    }

    /// Starts a session as the engine does.
    pub fn start(&mut self, id: &ClientId) {
        let ticket = self.transport.start_ticket();
        self.connect(start(id, ticket));
    }

    /// What the present connection reports, even after the next was made.
    pub fn ear(&self) -> Rc<RefCell<Vec<TransportEvent>>> {
        Rc::clone(&self.heard)
    }

    pub fn heard(&self) -> Vec<TransportEvent> {
        self.heard.borrow().clone()
    }

    /// Waits until something heard fits; says what was heard when it does not.
    pub async fn wait<R>(&self, what: &str, fits: impl Fn(&TransportEvent) -> Option<R>) -> R {
        for _ in 0..LOOKS {
            if let Some(found) = self.heard.borrow().iter().find_map(&fits) {
                return found;
            }
            sleep(LOOK_EVERY).await;
        }
        panic!("waited in vain for {what}; heard {:?}", self.heard.borrow());
    }

    pub async fn wait_for(&self, event: TransportEvent) {
        let what = format!("{event:?}");
        self.wait(&what, |heard| (*heard == event).then_some(()))
            .await;
    }

    /// All entries heard so far, in the order in which they came.
    pub fn entries(&self) -> Vec<Entry> {
        let heard = self.heard();
        let entries = heard.into_iter().flat_map(|event| match event {
            TransportEvent::Entries(entries) => entries,
            TransportEvent::Resumed { missed } | TransportEvent::Synced { missed } => missed,
            _ => Vec::new(),
        });
        entries.collect()
    }

    pub async fn wait_for_text(&self, text: &str) -> Entry {
        for _ in 0..LOOKS {
            let found = self.entries().into_iter().find(|e| says(e, text));
            if let Some(entry) = found {
                return entry;
            }
            sleep(LOOK_EVERY).await;
        }
        panic!("waited in vain for {text:?}; heard {:?}", self.heard());
    }

    pub async fn resume(&mut self, ticket: &Ticket, after: Option<Position>) -> Vec<Entry> {
        self.connect(Intent::Resume {
            ticket: ticket.clone(),
            after,
        });
        self.wait("Resumed", |event| match event {
            TransportEvent::Resumed { missed } => Some(missed.clone()),
            _ => None,
        })
        .await
    }

    pub fn say(&self, id: &str, text: &str) {
        self.transport.send(Request::Message {
            client_id: ClientId::new(id),
            kind: MessageKind::Text,
            text: text.to_owned(),
        });
    }

    pub async fn started(&self) -> (SessionId, Ticket) {
        self.wait("Started", |event| match event {
            TransportEvent::Started { session, ticket } => Some((session.clone(), ticket.clone())),
            _ => None,
        })
        .await
    }

    /// Whether nothing is heard for a while.
    pub async fn is_silent(&self) -> bool {
        let before = self.heard().len();
        sleep(SILENCE).await;
        self.heard().len() == before
    }
}

/// A visitor with a session.
pub async fn visitor<S: Site>(site: &S) -> (Line<S::Transport>, SessionId, Ticket) {
    let mut line = Line::new(site.transport());
    line.start(&fresh_id());
    let (session, ticket) = line.started().await;
    (line, session, ticket)
}

pub fn start(id: &ClientId, ticket: Option<Ticket>) -> Intent {
    Intent::Start {
        id: id.clone(),
        data: ann(),
        complete: true,
        ticket,
    }
}

pub fn fresh_id() -> ClientId {
    ClientId::new(format!("{:032x}", rejoin::browser::random_u128()))
}

pub fn says(entry: &Entry, text: &str) -> bool {
    matches!(&entry.content, Content::Text(words) if words == text)
}

/// Waits until something is so on the other side.
pub async fn eventually<F: Future<Output = bool>>(what: &str, is_so: impl Fn() -> F) {
    for _ in 0..LOOKS {
        if is_so().await {
            return;
        }
        sleep(LOOK_EVERY).await;
    }
    panic!("waited in vain until {what}");
}
