//! Whatever is lost or cut: once it is quiet again, everything is there once.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use rejoin::engine::{ClientId, Ticket, TransportEvent};

use super::world::{Way, World, entries_of};

/// What a chat does with a transport, as simple as it can be: it connects again
/// when a connection is lost, and sends what has not come back.
struct Visitor {
    world: World,
    way: Way,
    ticket: Ticket,
    outbox: Vec<(String, String)>,
    seen: BTreeSet<u64>,
    is_live: bool,
    sent: usize,
    heard: usize,
}

impl Visitor {
    fn new(way: Way, seed: u64) -> Self {
        let (mut world, ticket) = World::chatting(way);
        world.rng = fastrand::Rng::with_seed(seed);
        let heard = world.heard.len();
        Self {
            world,
            way,
            ticket,
            outbox: Vec::new(),
            seen: [1].into(),
            is_live: true,
            sent: 0,
            heard,
        }
    }

    /// Up to where nothing is missing: the chat takes what comes behind a gap for no
    /// more than that.
    fn newest(&self) -> Option<u64> {
        (1..).take_while(|index| self.seen.contains(index)).last()
    }

    fn connect(&mut self) {
        let after = self.newest();
        let ticket = self.ticket.clone();
        self.is_live = false;
        self.heard = 0;
        self.world.resume(&ticket, after);
    }

    fn live(&mut self, millis: u64) {
        for _ in 0..millis / 100 {
            self.world.run(100);
            self.listen();
        }
    }

    fn listen(&mut self) {
        let news = self.world.heard[self.heard..].to_vec();
        self.heard = self.world.heard.len();
        for event in news {
            for entry in entries_of(&event) {
                // Before the gap is filled the chat takes nothing for the newest.
                if self.is_live || matches!(event, TransportEvent::Resumed { .. }) {
                    self.seen.insert(entry.position.0);
                    let id = entry.client_id.as_ref().map(ClientId::as_str);
                    self.outbox
                        .retain(|(waiting, _)| Some(waiting.as_str()) != id);
                }
            }
            match event {
                TransportEvent::Resumed { .. } => {
                    self.is_live = true;
                    self.say_first();
                }
                TransportEvent::Accepted(_) => self.say_first(),
                TransportEvent::Renewed(ticket) => self.ticket = ticket,
                TransportEvent::Lost => {
                    self.world.run(500);
                    return self.connect();
                }
                TransportEvent::Gone | TransportEvent::Rejected { .. } => panic!("{event:?}"),
                _ => {}
            }
        }
    }

    fn say_first(&mut self) {
        if let (true, Some((id, text))) = (self.is_live, self.outbox.first().cloned()) {
            self.world.say(&id, &text);
        }
    }

    fn say(&mut self) {
        self.sent += 1;
        let (id, text) = (format!("m-{}", self.sent), format!("word {}", self.sent));
        self.outbox.push((id, text));
        self.say_first();
    }
}

#[derive(Clone, Debug)]
enum Deed {
    Say,
    AgentSays,
    Cut,
    Restart,
    Reload,
    Wait(u64),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => Just(Deed::Say),
        3 => Just(Deed::AgentSays),
        1 => Just(Deed::Cut),
        1 => Just(Deed::Restart),
        1 => Just(Deed::Reload),
        2 => (1..40_u64).prop_map(|tenths| Deed::Wait(tenths * 100)),
    ]
}

/// Asked for by `PROPTEST_CASES`, or so many. What has failed once is tried first.
fn cases(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: asked.and_then(|asked| asked.parse().ok()).unwrap_or(cases),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn everything_is_there_once(
        way in prop_oneof![Just(Way::Polling), Just(Way::Socket), Just(Way::Rest)],
        acks in any::<bool>(),
        losses in 0..30_u8,
        seed in any::<u64>(),
        deeds in prop::collection::vec(deed(), 1..40),
    ) {
        let mut visitor = Visitor::new(way, seed);
        visitor.world.bayeux.acks = acks;
        visitor.world.losses = losses;
        let mut agent_said = 0;
        for deed in deeds {
            match deed {
                Deed::Say => visitor.say(),
                Deed::AgentSays => {
                    agent_said += 1;
                    visitor.world.agent_says(0, &format!("answer {agent_said}"));
                }
                Deed::Cut => visitor.world.cut_socket(),
                Deed::Restart => visitor.world.bayeux.restart(),
                Deed::Reload => {
                    visitor.world.reload(visitor.way);
                    visitor.connect();
                }
                Deed::Wait(millis) => visitor.live(millis),
            }
        }
        visitor.world.losses = 0;
        visitor.live(120_000);
        // The heartbeat of the chat.
        visitor.connect();
        visitor.live(20_000);
        let said: Vec<_> = (1..=visitor.sent).map(|n| format!("word {n}")).collect();
        prop_assert_eq!(visitor.world.chats.said(0), said);
        prop_assert!(visitor.outbox.is_empty(), "{:?}", visitor.outbox);
        let all = visitor.world.chats.all[0].events.len() as u64;
        let missing: Vec<_> = (2..=all).filter(|index| !visitor.seen.contains(index)).collect();
        prop_assert!(missing.is_empty(), "missing {missing:?} of {all}");
    }
}
