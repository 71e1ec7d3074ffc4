//! Whatever happens, in whatever order: what must always hold.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use rejoin::engine::{
    ClientId, Command, Config, Delivery, Life, Phase, PhaseKind, Registration, RegistrationData,
    Scroll, SessionId, Tabs,
};

use super::composer::Composer;
use super::world::World;

/// Something that happens.
#[derive(Clone, Debug)]
enum Step {
    Start,
    Submit,
    Send,
    Type,
    Retry,
    Open(bool),
    ScrollUp,
    ScrollDown,
    Leave,
    Cancel,
    AgentSays,
    AgentJoins(bool),
    AgentTypes,
    AgentEnds,
    Forget,
    RefuseMessages(bool),
    RefuseStarts(bool),
    Reload,
    Kill,
    /// The page is killed in the midst of what follows from the step.
    KillWithin(usize, Box<Step>),
    SleepFor(u64),
    /// Until it wakes, or is gone; other pages go on.
    Sleep,
    Wake,
    Online(bool),
    Visible(bool),
    Network {
        lose: u8,
        duplicate: u8,
        delay: u32,
        jitter: u64,
    },
    OpenTab,
    NextTab,
    CloseTab,
    LoseTab,
    Unreachable(bool),
    Hold(bool),
    Run(u64),
}

impl Step {
    /// Whether another page is looked at after it.
    fn changes_page(&self) -> bool {
        matches!(
            self,
            Self::OpenTab | Self::NextTab | Self::CloseTab | Self::LoseTab
        )
    }
}

fn network() -> impl Strategy<Value = Step> {
    (0..50u8, 0..50u8, 0..2_000u32, 0..2_000u64).prop_map(|(lose, duplicate, delay, jitter)| {
        Step::Network {
            lose,
            duplicate,
            delay,
            jitter,
        }
    })
}

/// What happens in a chat that goes on.
fn ordinary() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Start),
        4 => Just(Step::Submit),
        12 => Just(Step::Send),
        4 => Just(Step::Type),
        1 => Just(Step::Retry),
        2 => any::<bool>().prop_map(Step::Open),
        1 => Just(Step::ScrollUp),
        1 => Just(Step::ScrollDown),
        10 => Just(Step::AgentSays),
        3 => any::<bool>().prop_map(Step::AgentJoins),
        1 => Just(Step::AgentTypes),
        2 => any::<bool>().prop_map(Step::RefuseMessages),
        1 => any::<bool>().prop_map(Step::RefuseStarts),
        5 => Just(Step::Reload),
        5 => Just(Step::Kill),
        2 => (0..60_000u64).prop_map(Step::SleepFor),
        2 => any::<bool>().prop_map(Step::Online),
        1 => any::<bool>().prop_map(Step::Visible),
        4 => network(),
        3 => any::<bool>().prop_map(Step::Unreachable),
        2 => any::<bool>().prop_map(Step::Hold),
        20 => (0..200u64).prop_map(Step::Run),
        8 => (0..20_000u64).prop_map(Step::Run),
    ]
}

/// The same in several pages of a site.
fn in_tabs(of: impl Strategy<Value = Step> + 'static) -> impl Strategy<Value = Step> {
    prop_oneof![
        14 => of,
        1 => Just(Step::OpenTab),
        4 => Just(Step::NextTab),
        1 => Just(Step::Sleep),
        1 => Just(Step::Wake),
        1 => Just(Step::CloseTab),
        1 => Just(Step::LoseTab),
    ]
}

/// And what ends one.
fn fateful() -> impl Strategy<Value = Step> {
    prop_oneof![
        40 => ordinary(),
        1 => Just(Step::Leave),
        1 => Just(Step::Cancel),
        1 => Just(Step::AgentEnds),
        1 => Just(Step::Forget),
    ]
}

/// Now and then the page is killed in the midst of it.
fn with_kills(of: impl Strategy<Value = Step> + 'static) -> impl Strategy<Value = Step> {
    let of = of.boxed();
    let killed =
        (0..30usize, of.clone()).prop_map(|(steps, step)| Step::KillWithin(steps, Box::new(step)));
    prop_oneof![9 => of, 1 => killed]
}

fn story(of: impl Strategy<Value = Step> + 'static) -> impl Strategy<Value = Vec<Step>> {
    let rest = prop::collection::vec(with_kills(of), 1..120);
    (prop::bool::weighted(0.8), rest).prop_map(|(begun, rest)| {
        let begin = [
            Step::Start,
            Step::Submit,
            Step::Run(200),
            Step::AgentJoins(true),
        ];
        let begin = begin.into_iter().filter(|_| begun);
        begin.chain(rest).collect()
    })
}

/// A story of many steps, in chapters: a failing one loses whole chapters first,
/// and then single steps.
fn long_story() -> impl Strategy<Value = Vec<Vec<Step>>> {
    let chapters = setting("REJOIN_CHAPTERS").unwrap_or(8);
    let chapter = prop::collection::vec(with_kills(ordinary()), 1..60);
    prop::collection::vec(chapter, 1..=chapters)
}

fn setting<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

/// Plays a story, and keeps count of what the visitor did.
struct Player {
    world: World,
    said: usize,
    submits: usize,
    composer: Composer,
    /// What was seen to be wrong on the way.
    faults: Vec<String>,
}

impl Player {
    fn new(config: Config) -> Self {
        Self {
            world: World::as_configured(config),
            said: 0,
            submits: 0,
            composer: Composer::default(),
            faults: Vec::new(),
        }
    }

    fn words(&mut self) -> String {
        self.said += 1;
        format!("words {}", self.said)
    }

    fn play(&mut self, step: Step) {
        let is_shared = self.is_shared();
        self.composer.pass(self.world.elapsed(), is_shared);
        let ends_page = matches!(step, Step::Kill | Step::LoseTab | Step::KillWithin(..));
        let is_saved = matches!(step, Step::Reload | Step::SleepFor(_));
        if ends_page {
            self.composer.lose();
        } else if is_saved && !is_shared {
            self.composer.keep();
        }
        self.take(step);
        if ends_page {
            self.composer.lose();
        }
        self.composer.pass(self.world.elapsed(), is_shared);
        if !is_shared {
            self.look_into_composer(ends_page);
        }
    }

    fn is_shared(&self) -> bool {
        self.world.config.tabs == Tabs::Shared
    }

    /// In several pages that is done in the end, when all have heard of it.
    fn look_into_composer(&mut self, is_new: bool) {
        let Some((session, text)) = composed(&self.world) else {
            return;
        };
        if self.composer.is_of(&session) && !self.composer.may_hold(&text) {
            self.faults
                .push(format!("{text:?} is in the composer: {:?}", self.composer));
        }
        if is_new {
            self.composer.of(&session);
            self.composer.find(&text);
        }
    }

    /// The visitor does something to the composer, if there is one. Gives what was in
    /// it before and what is after.
    fn compose(&mut self, act: impl FnOnce(&mut World)) -> Option<(String, String)> {
        let (session, before) = composed(&self.world)?;
        act(&mut self.world);
        let (_, after) = composed(&self.world)?;
        self.composer.of(&session);
        if before != after {
            self.composer.hold(&after, self.world.elapsed());
        }
        Some((before, after))
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::KillWithin(_, step) if step.changes_page() => self.take(*step),
            Step::KillWithin(steps, step) => {
                self.world.weaken(steps);
                self.take(*step);
                self.world.kill();
            }
            Step::Submit => {
                let was_registering = self.world.phase() == PhaseKind::Registering;
                self.world.fill();
                self.world.submit();
                self.world
                    .command(Command::Register(RegistrationData::default()));
                let starts = self.world.phase() == PhaseKind::Starting;
                self.submits += usize::from(was_registering && starts);
            }
            Step::Send => {
                let words = self.words();
                let is_awake = self.world.is_awake();
                match self.compose(|world| world.send(&words)) {
                    Some((before, after)) if is_awake => {
                        let is_well = after.is_empty() || after == before;
                        self.expect(is_well, "a message is sent, and the composer is another");
                    }
                    Some(_) => {}
                    None => self.world.send(&words),
                }
            }
            Step::Type => {
                let words = self.words();
                let is_awake = self.world.is_awake();
                match self.compose(|world| world.draft(&words)) {
                    Some((_, after)) if is_awake => {
                        self.expect(after == words, "what is typed is not in the composer");
                    }
                    Some(_) => {}
                    None => self.world.draft(&words),
                }
            }
            Step::AgentSays => {
                let words = self.words();
                self.world.agent_says(&words);
            }
            other => play_simple(&mut self.world, &other),
        }
    }

    fn expect(&mut self, is_so: bool, otherwise: &str) {
        if !is_so {
            self.faults.push(otherwise.to_owned());
        }
    }

    /// Nothing stands in the way any more.
    fn rest(&mut self) {
        let world = &mut self.world;
        world.net.heal();
        world.refuse_messages(false);
        for page in world.tabs_open() {
            world.on(page, |world| {
                wake(world);
                world.online();
            });
        }
        world.run(120_000);
        world.load_all();
        let is_shared = self.is_shared();
        self.composer.pass(self.world.elapsed(), is_shared);
    }
}

fn play_simple(world: &mut World, step: &Step) {
    match *step {
        Step::Start => world.start(),
        Step::Retry => world.retry_any(),
        Step::Open(true) => world.command(Command::Open),
        Step::Open(false) => world.command(Command::Minimise),
        Step::ScrollUp => world.scroll_to(2),
        Step::ScrollDown => world.command(Command::SetScroll(Scroll::Latest)),
        Step::Leave => world.command(Command::Leave),
        Step::Cancel => world.command(Command::Cancel),
        Step::AgentJoins(true) => world.agent_joins(),
        Step::AgentJoins(false) => world.agent_leaves(),
        Step::AgentTypes => world.agent_types(true),
        Step::AgentEnds => world.agent_ends(),
        Step::Forget => world.server_forgets(),
        Step::RefuseMessages(on) => world.refuse_messages(on),
        Step::RefuseStarts(on) => world.refuse_starts(on),
        Step::Reload => world.reload(),
        Step::Kill => world.kill(),
        Step::SleepFor(millis) => {
            world.suspend();
            world.run(millis);
            world.wake();
        }
        Step::Sleep => world.suspend(),
        Step::Wake => wake(world),
        Step::Online(true) => world.online(),
        Step::Online(false) => world.offline(),
        Step::Visible(true) => world.life(Life::Visible),
        Step::Visible(false) => world.life(Life::Hidden),
        Step::Network {
            lose,
            duplicate,
            delay,
            jitter,
        } => {
            world.net.faults.lose = lose;
            world.net.faults.duplicate = duplicate;
            world.net.faults.delay = delay;
            world.net.jitter = jitter;
        }
        Step::OpenTab => {
            world.open_tab();
            world.restore();
        }
        Step::NextTab => world.next_tab(),
        Step::CloseTab if world.has_tabs() => world.close_tab(),
        Step::LoseTab if world.has_tabs() => world.lose_tab(),
        Step::CloseTab | Step::LoseTab => {}
        Step::Unreachable(on) => world.net.faults.unreachable = on,
        Step::Hold(on) => world.net.faults.hold = on,
        Step::Run(millis) => world.run(millis),
        _ => unreachable!("played before"),
    }
}

fn wake(world: &mut World) {
    if world.is_asleep() {
        world.wake();
    }
}

/// The whole story, and then peace.
fn played(config: Config, news_are_safe: bool, story: Vec<Step>) -> Player {
    let mut player = Player::new(config);
    player.world.net.news_are_safe = news_are_safe;
    // Pages whose hosts want no chat show none.
    player.world.restore();
    for step in story {
        player.play(step);
    }
    player.rest();
    player
}

/// What is in the composer, and of which chat.
fn composed(world: &World) -> Option<(SessionId, String)> {
    match world.chat.phase() {
        Phase::Active(session) => Some((session.id().clone(), session.draft().text.clone())),
        _ => None,
    }
}

/// Client ids in what the visitor sees, in the transcript and in the outbox.
fn in_sight(world: &World) -> Vec<ClientId> {
    let entries = world.transcript().into_iter();
    let confirmed = entries.filter_map(|entry| entry.client_id);
    let outbox = world.session().outbox().items().iter();
    confirmed
        .chain(outbox.map(|item| item.client_id.clone()))
        .collect()
}

fn is_without_repeats<T: Ord>(things: impl IntoIterator<Item = T>) -> bool {
    let mut seen = BTreeSet::new();
    things.into_iter().all(|thing| seen.insert(thing))
}

/// What holds of every story.
fn check_always(player: &Player) -> Result<(), TestCaseError> {
    let world = &player.world;
    prop_assert!(player.faults.is_empty(), "{:?}", player.faults);
    prop_assert!(is_without_repeats(&world.announced), "announced twice");
    prop_assert!(is_without_repeats(&world.alerted), "told of it twice");
    prop_assert!(world.starts.len() <= player.submits);
    prop_assert!(world.server.rooms().len() <= player.submits);
    for room in world.server.rooms() {
        let ids = room.entries.iter().filter_map(|e| e.client_id.as_ref());
        prop_assert!(is_without_repeats(ids), "the server has a message twice");
    }
    if matches!(world.phase(), PhaseKind::Idle | PhaseKind::Ended) {
        let mut keys = world.storage.keys();
        let is_of_no_chat = keys.all(|key| key == "2/unsaid");
        prop_assert!(is_of_no_chat, "{:?}", world.storage);
        prop_assert_eq!(world.chat.next_deadline(), None);
    }
    Ok(())
}

/// What holds of a chat that goes on.
fn check_active(player: &Player) -> Result<(), TestCaseError> {
    let world = &player.world;
    if world.phase() != PhaseKind::Active {
        return Ok(());
    }
    prop_assert_eq!(world.transcript(), world.room().entries.clone());
    prop_assert_eq!(world.session().agents(), world.room().agents.as_slice());
    prop_assert!(
        is_without_repeats(in_sight(world)),
        "a message is shown twice"
    );
    for item in world.session().outbox().items() {
        let has_failed = matches!(item.delivery, Delivery::Failed { .. });
        prop_assert!(has_failed, "still to be sent: {:?}", item);
        let is_for_cause = world.rejected.contains(&item.client_id);
        prop_assert!(is_for_cause, "failed without a cause: {:?}", item);
    }
    if let Some((session, text)) = composed(world)
        && player.composer.is_of(&session)
    {
        let is_there = player.composer.may_hold(&text);
        prop_assert!(
            is_there,
            "in the composer: {:?}, {:?}",
            text,
            player.composer
        );
    }
    let unread = world.transcript().into_iter().filter(|entry| {
        entry.counts_as_unread() && Some(entry.position) > world.chat.window().read
    });
    prop_assert_eq!(world.chat.unread(), unread.count());
    Ok(())
}

/// Every message that was ever stored is in sight.
fn check_nothing_lost(player: &Player) -> Result<(), TestCaseError> {
    let world = &player.world;
    if world.given.is_empty() {
        return Ok(());
    }
    let sight: BTreeSet<ClientId> = in_sight(world).into_iter().collect();
    for id in &world.given {
        prop_assert!(sight.contains(id), "{} is lost", id);
    }
    Ok(())
}

fn config(contiguous: bool, registration: Registration) -> Config {
    Config {
        contiguous,
        registration,
        ..Config::default()
    }
}

fn tabs() -> Config {
    Config {
        tabs: Tabs::Shared,
        ..config(true, Config::default().registration)
    }
}

fn registration() -> impl Strategy<Value = Registration> {
    prop_oneof![
        Just(Config::default().registration),
        Just(Registration::Custom),
    ]
}

/// Asked for by `PROPTEST_CASES`, or so many. What has failed once is tried first.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases: setting("PROPTEST_CASES").unwrap_or(cases),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        // As long as it takes, up to five minutes: long stories have much to lose.
        max_shrink_time: 300_000,
        max_shrink_iters: setting("PROPTEST_MAX_SHRINK_ITERS").unwrap_or(1_000_000),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_chat_that_goes_on_loses_and_doubles_nothing(
        registration in registration(),
        story in story(ordinary()),
    ) {
        let player = played(config(true, registration), false, story);
        check_always(&player)?;
        check_active(&player)?;
        check_nothing_lost(&player)?;
    }

    #[test]
    fn where_positions_have_gaps_nothing_is_lost_either(story in story(ordinary())) {
        let config = config(false, Config::default().registration);
        let player = played(config, true, story);
        check_always(&player)?;
        check_active(&player)?;
        check_nothing_lost(&player)?;
    }

    #[test]
    fn a_chat_that_may_end_at_any_time_leaves_nothing_behind(story in story(fateful())) {
        let config = config(true, Config::default().registration);
        let player = played(config, false, story);
        check_always(&player)?;
        check_active(&player)?;
    }

    #[test]
    fn in_several_pages_nothing_is_lost_or_doubled(story in story(in_tabs(ordinary()))) {
        let mut player = played(tabs(), false, story);
        for page in player.world.tabs_open() {
            player.world.look_at(page);
            player.world.load_all();
            check_always(&player)?;
            check_active(&player)?;
            check_nothing_lost(&player)?;
        }
    }

    #[test]
    fn a_chat_that_ends_in_one_page_is_over_in_all(story in story(in_tabs(fateful()))) {
        let mut player = played(tabs(), false, story);
        for page in player.world.tabs_open() {
            player.world.look_at(page);
            player.world.load_all();
            check_always(&player)?;
            check_active(&player)?;
        }
    }

    #[test]
    fn whatever_a_page_comes_back_to_it_shows_what_the_last_one_showed(
        story in story(ordinary()),
    ) {
        let config = config(true, Config::default().registration);
        let mut player = Player::new(config);
        for step in story {
            player.play(step);
        }
        let world = &mut player.world;
        world.load_all();
        let before = world.view();
        world.reload();
        world.load_all();
        prop_assert_eq!(world.view(), before);
    }
}

proptest! {
    #![proptest_config(cases(8))]

    /// `REJOIN_CHAPTERS` makes it longer, thirty steps each.
    #[test]
    fn a_chat_of_many_days_loses_and_doubles_nothing(story in long_story()) {
        let config = config(true, Config::default().registration);
        let mut player = Player::new(config);
        for step in [Step::Start, Step::Submit, Step::Run(200), Step::AgentJoins(true)] {
            player.play(step);
        }
        for chapter in story {
            for step in chapter {
                player.play(step);
            }
            check_always(&player)?;
        }
        player.rest();
        check_always(&player)?;
        check_active(&player)?;
        check_nothing_lost(&player)?;
    }
}
