//! The worlds as the model checker wants them.
//!
//! A state is known by the way that leads to it, and by what it looks like; the
//! world itself is made when it is needed. So the engine, which is for one
//! thread, need not go from one to another, and a million states fit.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use stateright::{Model, Property};

use super::action::Action;
use super::claims::Claim;
use super::facts::Fact;
use super::world::{Scene, World};

/// The last action on the way to a state, and those before.
#[derive(Debug)]
struct Way {
    before: Option<Arc<Way>>,
    action: Action,
}

/// A world, as far as the checker needs to know it.
#[derive(Clone)]
pub(crate) struct State {
    way: Option<Arc<Way>>,
    digest: u64,
    parcels: usize,
    broken: BTreeSet<Claim>,
    reached: BTreeSet<Fact>,
}

impl State {
    fn of(world: &World, way: Option<Arc<Way>>) -> Self {
        Self {
            way,
            digest: world.digest(),
            parcels: world.net.len(),
            broken: world.record.broken.clone(),
            reached: world.record.reached.clone(),
        }
    }

    fn keeps(&self, claim: Claim) -> bool {
        !self.broken.contains(&claim)
    }

    fn has(&self, fact: Fact) -> bool {
        self.reached.contains(&fact)
    }
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.digest.hash(hasher);
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x} {:?}", self.digest, self.broken)
    }
}

thread_local! {
    /// The worlds made last: one, and the one that it came of. Neighbours come
    /// one after the other, so that each is but one action away.
    static LAST: RefCell<Vec<(Arc<Way>, World)>> = const { RefCell::new(Vec::new()) };
}

impl Scene {
    /// The world of a state.
    pub(crate) fn world(&self, state: &State) -> World {
        self.world_after(state.way.as_ref())
    }

    fn world_after(&self, way: Option<&Arc<Way>>) -> World {
        let Some(way) = way else {
            return World::new(*self);
        };
        let known = LAST.with_borrow(|last| {
            let mut last = last.iter();
            last.find_map(|(of, world)| Arc::ptr_eq(of, way).then(|| world.clone()))
        });
        known.unwrap_or_else(|| {
            let mut world = self.world_after(way.before.as_ref());
            world.apply(&way.action);
            LAST.with_borrow_mut(|last| {
                last.retain(|(of, _)| way.before.as_ref().is_some_and(|b| Arc::ptr_eq(b, of)));
                last.push((Arc::clone(way), world.clone()));
            });
            world
        })
    }

    /// Whether all comes to a good end when nothing stands in the way any more.
    fn settles(&self, state: &State) -> bool {
        /// Each is about an answer that was waited for in vain.
        const PATIENCE: usize = 12;
        let mut world = self.world(state);
        for _ in 0..PATIENCE {
            world.rest();
            // What comes about only now counts as well.
            world.judge();
            if world.is_settled() {
                return true;
            }
        }
        false
    }
}

impl Model for Scene {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State::of(&World::new(*self), None)]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        actions.extend(self.world(state).actions());
    }

    fn next_state(&self, state: &State, action: Action) -> Option<State> {
        let mut world = self.world(state);
        world.apply(&action);
        let before = state.way.clone();
        Some(State::of(&world, Some(Arc::new(Way { before, action }))))
    }

    fn within_boundary(&self, state: &State) -> bool {
        state.parcels <= self.parcels
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let claims = Claim::ALL.into_iter().map(must_hold);
        let facts = self.facts.iter().copied().map(must_come_up);
        let end = Property::always("what is wanted comes about in the end", Self::settles);
        claims.chain(facts).chain([end]).collect()
    }
}

fn must_hold(claim: Claim) -> Property<Scene> {
    use Claim::*;
    type Holds = fn(&Scene, &State) -> bool;
    let (name, holds): (_, Holds) = match claim {
        Kept => ("1. what was sent is in sight", |_, s| s.keeps(Kept)),
        FailedForCause => ("1. a message fails for a cause", |_, s| {
            s.keeps(FailedForCause)
        }),
        GoesOn => ("1. a chat that runs goes on", |_, s| s.keeps(GoesOn)),
        Filled => ("1. the form is as it was filled", |_, s| s.keeps(Filled)),
        Fresh => ("a start begins anew", |_, s| s.keeps(Fresh)),
        OneId => ("2. one id at every try", |_, s| s.keeps(OneId)),
        AsSaid => ("3. shown as said", |_, s| s.keeps(AsSaid)),
        OneSession => ("4. one start, one session", |_, s| s.keeps(OneSession)),
        StoredFirst => ("5. stored first", |_, s| s.keeps(StoredFirst)),
        ToldOnce => ("6. told once", |_, s| s.keeps(ToldOnce)),
        Forgotten => ("forgotten for good", |_, s| s.keeps(Forgotten)),
        OneConnection => ("one connection", |_, s| s.keeps(OneConnection)),
    };
    Property::always(name, holds)
}

fn must_come_up(fact: Fact) -> Property<Scene> {
    use Fact::*;
    type Comes = fn(&Scene, &State) -> bool;
    let (name, comes): (_, Comes) = match fact {
        SentByAnotherPage => ("another page sends it", |_, s| s.has(SentByAnotherPage)),
        MessageRepeated => ("a message arrives twice", |_, s| s.has(MessageRepeated)),
        StartRepeated => ("a start arrives twice", |_, s| s.has(StartRepeated)),
        FormBack => ("a form comes back", |_, s| s.has(FormBack)),
        StartRefused => ("a start is refused", |_, s| s.has(StartRefused)),
        StartedThen => ("a start is refused, and the next not", |_, s| {
            s.has(StartedThen)
        }),
        TwoConnected => ("two pages are connected", |_, s| s.has(TwoConnected)),
        Torn => ("a message is torn", |_, s| s.has(Torn)),
        TornAway => ("a chat is torn", |_, s| s.has(TornAway)),
        TornBeside => ("what another page has is torn", |_, s| s.has(TornBeside)),
        Failed => ("a message fails", |_, s| s.has(Failed)),
        Retried => ("a failed message arrives", |_, s| s.has(Retried)),
        Gap => ("an entry is missing", |_, s| s.has(Gap)),
        Closed => ("the agent ends it", |_, s| s.has(Closed)),
        Left => ("the visitor leaves", |_, s| s.has(Left)),
        TwoStarts => ("two pages start", |_, s| s.has(TwoStarts)),
        HeardByFollower => ("another page hears it", |_, s| s.has(HeardByFollower)),
        WordLate => ("a word comes late", |_, s| s.has(WordLate)),
        WordLost => ("a word is lost", |_, s| s.has(WordLost)),
        ForgottenByLeader => ("the leader forgets", |_, s| s.has(ForgottenByLeader)),
        ForgottenByFollower => ("another page forgets", |_, s| s.has(ForgottenByFollower)),
        ForgottenUnheard => ("it is heard late that all is forgotten", |_, s| {
            s.has(ForgottenUnheard)
        }),
        ForgettingKilled => ("a page is killed that forgets", |_, s| {
            s.has(ForgettingKilled)
        }),
        ForgottenAsleep => ("a page wakes to what is forgotten", |_, s| {
            s.has(ForgottenAsleep)
        }),
        SentAsleep => ("a page wakes to what was sent", |_, s| s.has(SentAsleep)),
        LeftAsleep => ("a page wakes to what was left", |_, s| s.has(LeftAsleep)),
        BegunAnew => ("a chat begins after it", |_, s| s.has(BegunAnew)),
    };
    Property::sometimes(name, comes)
}
