//! Whatever is lost, cut or reloaded: once it is quiet again, everything is there
//! once, on both sides and in the same order.

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use rejoin::engine::Life;

use super::world::World;

#[derive(Clone, Debug)]
enum Deed {
    Say,
    AgentSays,
    Reload,
    Offline,
    Wait(u64),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => Just(Deed::Say),
        4 => Just(Deed::AgentSays),
        2 => Just(Deed::Reload),
        1 => Just(Deed::Offline),
        4 => (1..60_u64).prop_map(|hundredths| Deed::Wait(hundredths * 37)),
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
    #![proptest_config(cases(128))]

    #[test]
    fn everything_is_there_once(
        losses in 0..30_u8,
        slowness in 0..60_u64,
        token_life in prop_oneof![Just(None), Just(Some(5_000_u64))],
        seed in any::<u64>(),
        deeds in prop::collection::vec(deed(), 1..40),
    ) {
        let mut world = World::new();
        world.hs.token_life = token_life;
        world.rng = fastrand::Rng::with_seed(seed);
        world.losses = losses;
        world.slowness = slowness;
        world.start();
        let (mut said, mut answered) = (0, 0);
        for deed in deeds {
            match deed {
                Deed::Say if world.is_ready() => {
                    said += 1;
                    world.say(&format!("word {said}"));
                }
                Deed::AgentSays if world.is_ready() => {
                    answered += 1;
                    world.agent_says(&format!("answer {answered}"));
                }
                Deed::Say | Deed::AgentSays => world.run(500),
                Deed::Reload => world.reload(),
                Deed::Offline => {
                    world.life(Life::Offline);
                    world.run(300);
                    world.life(Life::Online);
                }
                Deed::Wait(millis) => world.run(millis),
            }
        }
        world.losses = 0;
        world.slowness = 0;
        world.run(180_000);
        world.reload();
        world.run(60_000);
        prop_assert!(world.is_ready());
        let words: Vec<_> = (1..=said).map(|n| format!("word {n}")).collect();
        prop_assert_eq!(world.hs.said_by(&world.hs.visitor()), words);
        // The visitor sees what the server has, in its order.
        let room = &world.hs.rooms[&world.hs.only_room()];
        let bodies = room.events.iter().filter_map(|event| event["content"]["body"].as_str());
        let all: Vec<_> = bodies.map(str::to_owned).collect();
        prop_assert_eq!(world.shown(), all);
        let session = world.chat.phase().session().unwrap();
        prop_assert!(session.outbox().is_empty());
    }
}
