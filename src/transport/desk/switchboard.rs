//! Brings calls to the server and its news to every page that is concerned.

use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};
use std::time::Duration;

use wasm_bindgen_futures::spawn_local;

use super::database::Database;
use super::faults::Faults;
use super::server::Server;
use super::wire::{Answer, Call, Push};
use crate::browser::{Channel, Timer, now};
use crate::engine::Wall;

const CHANNEL: &str = "rejoin-desk";

/// The way to the server, for one page. News stop when it is dropped.
pub(super) struct Switchboard {
    database: Database,
    channel: RefCell<Option<Channel>>,
    heard: Rc<dyn Fn(Push)>,
    tick: Timer,
}

impl fmt::Debug for Switchboard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Switchboard")
    }
}

/// The server cannot be reached: the page has no database.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoServer;

impl Switchboard {
    /// Connects a page; `heard` gets all news, those of this page too.
    pub(super) async fn open(heard: impl Fn(Push) + 'static) -> Result<Rc<Self>, NoServer> {
        let database = Database::open().await.map_err(|_| NoServer)?;
        let heard: Rc<dyn Fn(Push)> = Rc::new(heard);
        let on_channel = Rc::clone(&heard);
        let channel = Channel::open(CHANNEL, move |text| {
            if let Ok(push) = serde_json::from_str(&text) {
                on_channel(push);
            }
        });
        let switchboard = Rc::new_cyclic(|this: &Weak<Self>| {
            let this = this.clone();
            Self {
                database,
                channel: RefCell::new(channel),
                heard,
                tick: Timer::new(move || {
                    if let Some(this) = this.upgrade() {
                        spawn_local(async move {
                            let _ = this.call(Call::Tick).await;
                        });
                    }
                }),
            }
        });
        // What the script had planned before the page came.
        switchboard.call(Call::Tick).await?;
        Ok(switchboard)
    }

    /// No more news, and no database that others have to wait for, whoever
    /// still holds this.
    pub(super) fn close(&self) {
        self.channel.take();
        self.tick.clear();
        self.database.close();
    }

    /// Asks the server.
    pub(super) async fn call(&self, call: Call) -> Result<Answer, NoServer> {
        let now = now().wall;
        let (outcome, next_due) = self
            .database
            .transact(|server| (server.apply(now, call), server.next_due()))
            .await
            .map_err(|_| NoServer)?;
        for push in outcome.pushes {
            if let Some(channel) = &*self.channel.borrow() {
                channel.post(&serde_json::to_string(&push).unwrap_or_default());
            }
            (self.heard)(push);
        }
        self.come_back(now, next_due);
        Ok(outcome.answer)
    }

    /// Looks at the server's state.
    pub(super) async fn look<R>(&self, look: impl FnOnce(&Server) -> R) -> Result<R, NoServer> {
        let seen = self.database.transact(|server| look(server)).await;
        seen.map_err(|_| NoServer)
    }

    pub(super) async fn faults(&self) -> Result<Faults, NoServer> {
        self.look(|server| server.faults().clone()).await
    }

    /// Every page that is connected sees to it that the script goes on: any of
    /// them may be closed.
    fn come_back(&self, now: Wall, next_due: Option<Wall>) {
        match next_due {
            Some(due) => self.tick.set(due.since(now).max(Duration::from_millis(10))),
            None => self.tick.clear(),
        }
    }
}
