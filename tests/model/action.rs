//! What can happen next.

use std::fmt;

use super::page::Page;
use super::parcel::Parcel;
use super::world::World;

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Start,
    /// Something else stands in the form.
    Type,
    Submit,
    Send,
    Retry,
    Leave,
    Forget,
    AgentSays,
    AgentEnds,
    /// That parcel arrives, whatever was sent before it.
    Deliver(usize),
    /// That start or message arrives, and the server will not have it.
    Refuse(usize),
    /// That parcel gets lost.
    Lose(usize),
    /// That parcel arrives, and will once more.
    Double(usize),
    /// The connection breaks, and the page notices.
    Break,
    /// The page leads, and another takes the lead.
    Steal,
    /// Time passes until the page does something about it.
    Wait,
    /// So much time passes that what was typed is stored.
    Pause,
    /// The page is killed, and a new one comes and restores.
    Crash,
    /// The page is killed, and of the record of that number half is left.
    Tear(usize),
    /// The page goes in good order, and a new one comes and restores.
    Reload,
    Suspend,
    Wake,
}

/// What happens to which page.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Action {
    pub(crate) page: usize,
    pub(crate) act: Act,
    /// The page is killed after it has done so many of the things that follow,
    /// and a new one comes and restores.
    pub(crate) killed_after: Option<usize>,
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ({})", self.act, self.page)?;
        match self.killed_after {
            Some(steps) => write!(f, ", killed after {steps} steps"),
            None => Ok(()),
        }
    }
}

impl World {
    pub(crate) fn actions(&self) -> Vec<Action> {
        let mut actions = Vec::new();
        let mut may = |page, act| {
            actions.push(Action {
                page,
                act,
                killed_after: None,
            });
        };
        for act in self.at_the_server() {
            may(0, act);
        }
        for (at, place) in self.movable() {
            for act in self.on_its_way(at) {
                may(place, act);
            }
        }
        for (place, page) in self.pages.iter().enumerate() {
            for act in self.on(place, page) {
                may(place, act);
            }
        }
        if self.left.crashes > 0 {
            let deaths: Vec<_> = actions.iter().flat_map(|a| self.deaths_in(a)).collect();
            actions.extend(deaths);
        }
        actions
    }

    fn at_the_server(&self) -> Vec<Act> {
        let is_open = self.server.rooms.last().is_some_and(|room| !room.ended);
        let says = (is_open && self.left.says > 0).then_some(Act::AgentSays);
        let ends = (is_open && self.left.ends > 0).then_some(Act::AgentEnds);
        says.into_iter().chain(ends).collect()
    }

    /// The parcels that something can happen to, and whose they are.
    fn movable(&self) -> Vec<(usize, usize)> {
        let all = self.net.iter().enumerate();
        let can_move = |(at, parcel): &(usize, &Parcel)| {
            let before = &self.net[..*at];
            let is_next = !self.is_in_order(parcel)
                || before
                    .iter()
                    .all(|other| !self.is_in_order(other) || !other.is_on_way_of(parcel));
            is_next && !before.contains(parcel)
        };
        all.filter(can_move)
            .map(|(at, parcel)| (at, parcel.place()))
            .collect()
    }

    /// Whether it comes after all that was sent before it on the same way.
    pub(crate) fn is_in_order(&self, parcel: &Parcel) -> bool {
        self.is_safe(parcel) || parcel.is_word()
    }

    /// Where a gap in the count shows nothing, news are never lost, and in order.
    fn is_safe(&self, parcel: &Parcel) -> bool {
        match parcel {
            Parcel::News(..) => !self.scene.is_contiguous,
            _ => false,
        }
    }

    fn on_its_way(&self, at: usize) -> Vec<Act> {
        let parcel = &self.net[at];
        let mut acts = vec![Act::Deliver(at)];
        // What happens to a question may as well happen to its answer.
        let is_local = matches!(parcel, Parcel::Local(..));
        let can_fail = !self.is_safe(parcel) && !parcel.is_question() && !is_local;
        let is_unheard = parcel.is_word() && self.left.unheard > 0;
        if is_unheard || (self.left.losses > 0 && can_fail) {
            acts.push(Act::Lose(at));
        }
        if self.left.doubles > 0 && can_fail {
            acts.push(Act::Double(at));
        }
        if let Parcel::Call(_, call) = parcel
            && self.left.refusals > 0
            && self.server.can_refuse(call)
        {
            acts.push(Act::Refuse(at));
        }
        acts
    }

    fn on(&self, place: usize, page: &Page) -> Vec<Act> {
        if page.is_suspended {
            return vec![Act::Wake];
        }
        let left = &self.left;
        let is_running = page.running().is_some();
        let is_free = matches!(
            page.chat.phase(),
            rejoin::engine::Phase::Idle | rejoin::engine::Phase::Ended(_)
        );
        let has_line = page.line.as_ref().is_some_and(|line| line.is_open);
        let choices = [
            (Act::Start, left.starts > 0 && is_free),
            (Act::Type, left.types > 0 && page.form().is_some()),
            (Act::Submit, left.submits > 0 && page.is_filled()),
            (Act::Send, left.sends > 0 && is_running),
            (Act::Retry, left.retries > 0 && page.failed().is_some()),
            (Act::Leave, left.leaves > 0 && !is_free),
            (Act::Forget, left.forgets > 0),
            (Act::Break, left.losses > 0 && has_line),
            (
                Act::Steal,
                left.steals > 0 && self.queue.len() > 1 && self.queue[0] == place,
            ),
            (
                Act::Wait,
                left.ticks > 0 && page.chat.next_deadline().is_some(),
            ),
            (
                Act::Pause,
                left.ticks > 0 && self.record.form.is_promising() && page.form().is_some(),
            ),
            (Act::Crash, left.crashes > 0),
            (Act::Reload, left.reloads > 0),
            (Act::Suspend, left.sleeps > 0),
        ];
        let possible = choices.into_iter().filter(|(_, can)| *can);
        let torn = (0..self.storage.len()).filter(|_| left.tears > 0);
        let torn = torn.map(Act::Tear);
        possible.map(|(act, _)| act).chain(torn).collect()
    }

    /// The same, and the page dies in the midst of it. To die before anything
    /// was done, or after all was, is a crash of its own.
    fn deaths_in(&self, action: &Action) -> Vec<Action> {
        let is_crash = matches!(action.act, Act::Crash | Act::Tear(_));
        if is_crash && self.left.crashes < 2 {
            return Vec::new();
        }
        let mut world = self.clone();
        world.apply(action);
        (1..world.steps)
            .map(|steps| Action {
                killed_after: Some(steps),
                ..action.clone()
            })
            .collect()
    }
}
