//! The agent's side of the desk.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::time::Duration;

use wasm_bindgen_futures::spawn_local;

use super::faults::Faults;
use super::room::Room;
use super::switchboard::Switchboard;
use super::wire::Call;
use crate::browser::{Page, PageEvent, Timer};

/// How often the server hears that somebody sits here.
const ATTEND_EVERY: Duration = Duration::from_millis(1_500);

/// A seat at the desk. While it is held the scripted agent keeps quiet.
#[derive(Debug)]
pub struct AgentDesk {
    switchboard: RefCell<Option<Rc<Switchboard>>>,
    waiting: RefCell<Vec<Call>>,
    attend: Timer,
    _page: Page,
}

impl AgentDesk {
    /// Sits down; `changed` is called whenever there is something new to see.
    pub fn sit_down(changed: impl Fn() + 'static) -> Rc<Self> {
        let changed = Rc::new(changed);
        let desk = Rc::new_cyclic(|this: &Weak<Self>| {
            let on_timer = this.clone();
            let on_page = this.clone();
            Self {
                switchboard: RefCell::default(),
                waiting: RefCell::default(),
                attend: Timer::new(move || {
                    if let Some(desk) = on_timer.upgrade() {
                        desk.stay();
                    }
                }),
                _page: Page::watch(move |event| {
                    if let Some(desk) = on_page.upgrade() {
                        match event {
                            PageEvent::Suspend => desk.tell(Call::Attend(false)),
                            PageEvent::Wake => desk.stay(),
                            _ => {}
                        }
                    }
                }),
            }
        });
        let opening = Rc::clone(&desk);
        spawn_local(async move {
            let heard = Rc::clone(&changed);
            if let Ok(switchboard) = Switchboard::open(move |_| heard()).await {
                opening.switchboard.replace(Some(switchboard));
                opening.stay();
                for call in opening.waiting.take() {
                    opening.tell(call);
                }
                changed();
            }
        });
        desk
    }

    fn stay(&self) {
        self.tell(Call::Attend(true));
        self.attend.set(ATTEND_EVERY);
    }

    /// Gets up: the scripted agent may answer again.
    pub fn get_up(&self) {
        self.attend.clear();
        self.tell(Call::Attend(false));
    }

    /// Tells the server something of the agent's.
    pub fn tell(&self, call: Call) {
        match self.switchboard.borrow().clone() {
            Some(switchboard) => spawn_local(async move {
                if switchboard.call(call).await.is_err() {
                    crate::browser::log::warn("the desk's database did not take that");
                }
            }),
            None => self.waiting.borrow_mut().push(call),
        }
    }

    /// The sessions, oldest first, and how the server misbehaves.
    pub async fn look(&self) -> Option<(Vec<Room>, Faults)> {
        let switchboard = self.switchboard.borrow().clone()?;
        let seen = switchboard
            .look(|server| (server.rooms().to_vec(), server.faults().clone()))
            .await;
        seen.ok()
    }
}
