//! The transport: the visitor's way to the desk, with the faults on it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen_futures::spawn_local;

use super::switchboard::Switchboard;
use super::wire::{Answer, Call, News, Push};
use crate::browser::{is_online, random_u128, roll_percent, sleep};
use crate::engine::{Intent, Position, Refusal, Request, Role, SessionId, Ticket, TransportEvent};
use crate::transport::{Capabilities, Events, Transport};

/// How often a held answer looks whether the desk has changed anything. It does
/// not ask the database: a page that leaves in the middle of a transaction is
/// not kept by the browser to be come back to.
const HOLD: Duration = Duration::from_millis(50);

/// Speaks to the desk in this browser.
#[derive(Debug, Default)]
pub struct DeskTransport {
    line: RefCell<Option<Rc<Line>>>,
}

impl DeskTransport {
    /// Not connected yet.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Transport for DeskTransport {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            contiguous: true,
            typing: true,
            receipts: false,
            files: false,
            longest_message: None,
        }
    }

    fn connect(&self, intent: Intent, events: Events) {
        self.disconnect();
        let line = Rc::new(Line::new(events));
        self.line.replace(Some(Rc::clone(&line)));
        spawn_local(async move {
            if line.establish(intent).await.is_none() {
                line.broke();
            }
        });
    }

    fn send(&self, request: Request) {
        let line = self.line.borrow().clone();
        if let Some(line) = line {
            spawn_local(async move { line.send(request).await });
        }
    }

    fn disconnect(&self) {
        if let Some(line) = self.line.take() {
            line.close();
        }
    }
}

/// To the server, or from it: only what comes back can be held.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    There,
    Back,
}

/// One connection.
#[derive(Debug)]
struct Line {
    events: Events,
    is_open: Cell<bool>,
    switchboard: RefCell<Option<Rc<Switchboard>>>,
    ticket: RefCell<Option<Ticket>>,
    session: RefCell<Option<SessionId>>,
    /// How often the desk changed something that concerns all.
    changes: Cell<u32>,
}

impl Line {
    fn new(events: Events) -> Self {
        Self {
            events,
            is_open: Cell::new(true),
            switchboard: RefCell::default(),
            ticket: RefCell::default(),
            session: RefCell::default(),
            changes: Cell::default(),
        }
    }

    fn close(&self) {
        self.is_open.set(false);
        // Calls that are under way still hold it.
        if let Some(switchboard) = self.switchboard.take() {
            switchboard.close();
        }
    }

    fn broke(&self) {
        self.report(TransportEvent::Lost);
        self.close();
    }

    fn report(&self, event: TransportEvent) {
        if self.is_open.get() {
            self.events.report(event);
        }
    }

    /// `None` when it could not be made.
    async fn establish(self: &Rc<Self>, intent: Intent) -> Option<()> {
        let weak = Rc::downgrade(self);
        let switchboard = Switchboard::open(move |push| {
            if let Some(line) = weak.upgrade() {
                line.hear(push);
            }
        })
        .await
        .ok()?;
        if !self.is_open.get() {
            return None;
        }
        self.switchboard.replace(Some(switchboard));
        match intent {
            Intent::Start {
                id, data, complete, ..
            } => {
                #[expect(clippy::cast_possible_truncation, reason = "any bits will do")]
                let secret = random_u128() as u64;
                let call = Call::Start {
                    id,
                    data,
                    complete,
                    secret,
                };
                self.ask(call, TransportEvent::from_start).await
            }
            Intent::Resume { ticket, after } => {
                self.admit(&ticket);
                let call = Call::Fetch { ticket, after };
                self.ask(call, |answer| match answer {
                    Answer::Entries { entries, ended } => {
                        vec![TransportEvent::Resumed { missed: entries }]
                            .into_iter()
                            .chain(ended.then_some(TransportEvent::Ended))
                            .collect()
                    }
                    _ => vec![TransportEvent::Gone],
                })
                .await
            }
        }
    }

    /// From here on the session's news are for us.
    fn admit(&self, ticket: &Ticket) {
        let session = ticket.reveal().split(':').next().unwrap_or_default();
        self.session.replace(Some(SessionId::new(session)));
        self.ticket.replace(Some(ticket.clone()));
    }

    async fn send(self: Rc<Self>, request: Request) {
        let Some(ticket) = self.ticket.borrow().clone() else {
            return;
        };
        let reached = match request {
            Request::Message {
                client_id, text, ..
            } => {
                let call = Call::Message {
                    ticket,
                    client_id,
                    text,
                };
                self.ask(call, TransportEvent::from_message).await
            }
            Request::Typing(on) => {
                let call = Call::VisitorTyping { ticket, on };
                self.ask(call, |_| Vec::new()).await
            }
            // The desk wants to know none of it.
            Request::Preview(_) | Request::Read { .. } | Request::Part => Some(()),
            Request::Data(data) => {
                let call = Call::VisitorData { ticket, data };
                self.ask(call, |_| vec![TransportEvent::DataTaken]).await
            }
            Request::Sync { after } => self.sync(ticket, after).await,
            Request::Leave => {
                let call = Call::Leave { ticket };
                self.ask(call, |_| vec![TransportEvent::Ended]).await
            }
        };
        if reached.is_none() {
            self.broke();
        }
    }

    async fn sync(self: &Rc<Self>, ticket: Ticket, after: Option<Position>) -> Option<()> {
        self.ask(Call::Fetch { ticket, after }, |answer| match answer {
            Answer::Entries { entries, ended } => vec![TransportEvent::Synced { missed: entries }]
                .into_iter()
                .chain(ended.then_some(TransportEvent::Ended))
                .collect(),
            _ => vec![TransportEvent::Gone],
        })
        .await
    }

    /// A call and its answer, both on the faulty way. `None` when the server
    /// cannot be reached; when something was lost, just nothing comes.
    async fn ask(
        self: &Rc<Self>,
        call: Call,
        tell: impl Fn(Answer) -> Vec<TransportEvent>,
    ) -> Option<()> {
        let switchboard = self.switchboard.borrow().clone()?;
        for _ in 0..self.travel(&switchboard, Way::There).await? {
            let answer = switchboard.call(call.clone()).await.ok()?;
            if let Answer::Started { ticket, .. } = &answer {
                self.admit(ticket);
            }
            for _ in 0..self.travel(&switchboard, Way::Back).await? {
                for event in tell(answer.clone()) {
                    self.report(event);
                }
            }
        }
        Some(())
    }

    /// One way: how many copies arrive, in the end. `None` when nothing can.
    async fn travel(&self, switchboard: &Switchboard, way: Way) -> Option<usize> {
        let mut seen = self.changes.get();
        let mut faults = switchboard.faults().await.ok()?;
        if faults.delay > 0 {
            sleep(Duration::from_millis(faults.delay.into())).await;
        }
        while way == Way::Back && faults.hold && self.is_open.get() {
            if seen == self.changes.get() {
                sleep(HOLD).await;
            } else {
                seen = self.changes.get();
                faults = switchboard.faults().await.ok()?;
            }
        }
        let copies = faults.copies(roll_percent);
        (!faults.unreachable && is_online()).then_some(copies)
    }

    /// News come the faulty way too.
    fn hear(self: &Rc<Self>, push: Push) {
        let concerns_us = match &push.session {
            None => true,
            session => *session == *self.session.borrow(),
        };
        if !concerns_us || !self.is_open.get() {
            return;
        }
        let line = Rc::clone(self);
        if push.news == News::Changed {
            self.changes.set(self.changes.get().wrapping_add(1));
        }
        if push.news == News::Ended {
            // With the last words before it, in case some were lost.
            spawn_local(async move { line.send(Request::Sync { after: None }).await });
            return;
        }
        spawn_local(async move {
            let Some(switchboard) = line.switchboard.borrow().clone() else {
                return;
            };
            match line.travel(&switchboard, Way::Back).await {
                None => line.broke(),
                Some(copies) => {
                    let event = TransportEvent::from_news(push.news);
                    for event in event.into_iter().cycle().take(copies) {
                        line.report(event);
                    }
                }
            }
        });
    }
}

impl TransportEvent {
    fn from_start(answer: Answer) -> Vec<Self> {
        vec![match answer {
            Answer::Started { session, ticket } => Self::Started { session, ticket },
            Answer::Refused(words) => Self::Refused(Refusal::Server(words)),
            Answer::Incomplete => Self::Refused(Refusal::Incomplete),
            _ => Self::Lost,
        }]
    }

    fn from_message(answer: Answer) -> Vec<Self> {
        vec![match answer {
            Answer::Accepted(client_id) => Self::Accepted(client_id),
            Answer::Rejected(client_id, reason) => Self::Rejected { client_id, reason },
            _ => Self::Gone,
        }]
    }

    fn from_news(news: News) -> Option<Self> {
        match news {
            News::Entry(entry) => Some(Self::Entries(vec![entry])),
            News::Typing(party, on) => {
                (party.role != Role::Visitor).then_some(Self::Typing { party, on })
            }
            News::Forgotten => Some(Self::Gone),
            News::Ended | News::Changed => None,
        }
    }
}
