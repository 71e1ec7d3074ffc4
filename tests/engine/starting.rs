//! From the form to the session.

use rejoin::engine::{
    ChatEvent, Code, Command, Config, Field, FieldKind, Focus, FormDefinition, Intent, PhaseKind,
    Registration, RegistrationData, Selection,
};

use super::world::{Leg, World};

/// The form asks for a PIN too, which is never stored.
pub(super) fn with_a_pin() -> World {
    let mut form = FormDefinition::default();
    let pin = Field::new("pin", "PIN", FieldKind::Text);
    form.fields.push(pin.required().private());
    World::with(Config {
        registration: Registration::Form(form),
        ..Config::default()
    })
}

fn registering_by(registration: Registration) -> World {
    World::with(Config {
        registration,
        ..Config::default()
    })
}

fn who(name: &str) -> RegistrationData {
    [("firstName", name)].into_iter().collect()
}

#[test]
fn a_form_with_problems_is_not_sent() {
    let mut world = World::new();
    world.start();
    world.fill_in("firstName", "Vera");
    world.fill_in("email", "nowhere");
    world.submit();
    assert_eq!(world.phase(), PhaseKind::Registering);
    world.fill_in("email", "vera@example.org");
    world.submit();
    assert_eq!(world.phase(), PhaseKind::Starting);
}

#[test]
fn a_form_that_is_sent_starts_a_session_and_settles_the_call() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.run(60_000);
    assert_eq!(world.failures(), [], "the visitor may take their time");
    world.submit();
    world.run(200);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.readies(), 1);
    assert_eq!(world.room().data.display_name(), "Vera");
    assert!(world.chat.confirmed_session().is_some());
}

#[test]
fn a_double_submit_starts_once() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.submit();
    world.submit();
    world.run(200);
    assert_eq!(world.server.rooms().len(), 1);
    assert_eq!(world.intents().len(), 1);
}

#[test]
fn a_start_whose_answer_is_lost_starts_once() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.net.lose_next(Leg::Answer, 2);
    world.submit();
    world.run(40_000);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.server.rooms().len(), 1);
    assert_eq!(world.starts.len(), 1);
}

#[test]
fn a_crash_at_any_step_of_starting_starts_once() {
    for steps in 0..16 {
        let mut world = World::new();
        world.start();
        world.fill();
        world.run(300);
        world.kill_within(steps, |world| {
            world.submit();
            world.run(100);
        });
        world.run(1_000);
        if world.phase() == PhaseKind::Registering {
            world.submit();
            world.run(1_000);
        }
        assert_eq!(world.phase(), PhaseKind::Active, "after {steps} steps");
        assert_eq!(world.server.rooms().len(), 1, "after {steps} steps");
    }
}

#[test]
fn a_refusal_goes_back_to_the_form_with_everything_in_it() {
    let mut world = World::new();
    world.refuse_starts(true);
    world.start();
    world.fill();
    world.fill_in("subject", "A parcel");
    let filled = world.form().form.clone();
    world.submit();
    world.run(200);
    assert_eq!(world.form().form, filled);
    let problem = world.form().problem.clone().unwrap();
    assert_eq!(problem.code, Code::StartRefused);
    assert!(problem.description.contains("closed"), "the server's words");
    assert_eq!(world.failures(), [Some(Code::StartRefused)]);

    world.refuse_starts(false);
    world.submit();
    world.run(200);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.readies(), 1);
}

#[test]
fn after_a_refusal_a_reload_shows_the_form() {
    let mut world = World::new();
    world.refuse_starts(true);
    world.start();
    world.fill();
    world.submit();
    world.run(200);
    world.kill();
    assert_eq!(world.form().form.values.get("firstName").unwrap(), "Vera");
}

#[test]
fn focus_and_caret_come_back_with_the_form() {
    let mut world = World::new();
    let focus = Focus {
        field: "email".to_owned(),
        selection: Some(Selection { start: 2, end: 5 }),
    };
    world.start();
    world.fill();
    world.command(Command::SetFocus(Some(focus.clone())));
    world.run(200);
    world.kill();
    assert_eq!(world.form().form.focus, Some(focus));
}

#[test]
fn private_fields_are_never_stored() {
    let mut world = with_a_pin();
    world.start();
    world.fill();
    world.fill_in("pin", "9876");
    world.run(300);
    let leaks = |world: &World| world.storage.values().any(|text| text.contains("9876"));
    assert!(!leaks(&world));
    world.submit();
    assert!(!leaks(&world));
    world.run(300);
    assert_eq!(world.room().data.get("pin"), Some("9876"));
    assert!(!leaks(&world));
}

#[test]
fn a_reload_of_the_form_costs_only_the_private_fields() {
    let mut world = with_a_pin();
    world.start();
    world.fill();
    world.fill_in("pin", "9876");
    world.reload();
    let values = &world.form().form.values;
    assert_eq!(values.get("pin"), None);
    assert_eq!(values.get("firstName").unwrap(), "Vera");
}

#[test]
fn a_reload_after_the_start_arrived_finds_the_session() {
    let mut world = with_a_pin();
    world.start();
    world.fill();
    world.fill_in("pin", "9876");
    world.submit();
    world.run(30);
    assert_eq!(world.server.rooms().len(), 1);
    world.reload();
    world.run(200);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.readies(), 1);
    assert_eq!(world.server.rooms().len(), 1);
}

#[test]
fn a_reload_before_the_start_arrived_starts_with_what_was_entered() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.net.lose_next(Leg::Call, 1);
    world.submit();
    world.reload();
    world.run(200);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.room().data.get("email"), Some("vera@example.org"));
}

#[test]
fn a_reload_before_the_start_arrived_asks_for_the_private_fields_again() {
    let mut world = with_a_pin();
    world.start();
    world.fill();
    world.fill_in("pin", "9876");
    world.net.lose_next(Leg::Call, 1);
    world.submit();
    world.reload();
    world.run(200);
    let problem = world.form().problem.clone().unwrap();
    assert_eq!(problem.code, Code::StartIncomplete);
    assert_eq!(world.form().form.values.get("firstName").unwrap(), "Vera");
    assert_eq!(world.failures(), [Some(Code::StartIncomplete)]);
    world.fill_in("pin", "9876");
    world.submit();
    world.run(200);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.server.rooms().len(), 1);
}

#[test]
fn a_form_that_is_closed_fails_the_call_and_leaves_nothing() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.command(Command::Cancel);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert_eq!(world.failures(), [Some(Code::Cancelled)]);
    world.run(10_000);
    assert!(world.storage.is_empty());
    assert_eq!(world.chat.next_deadline(), None);
}

#[test]
fn a_start_that_is_cancelled_goes_back_to_the_form() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.net.faults.hold = true;
    world.submit();
    world.run(1_000);
    world.command(Command::Cancel);
    assert_eq!(world.form().form.values.get("firstName").unwrap(), "Vera");
    world.run(60_000);
    assert_eq!(world.failures(), [], "the visitor has the word");
}

#[test]
fn a_cancelled_start_that_is_sent_again_unchanged_starts_once() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.net.lose_next(Leg::Answer, 1);
    world.submit();
    world.run(1_000);
    world.command(Command::Cancel);
    world.submit();
    world.run(1_000);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.server.rooms().len(), 1);
}

#[test]
fn a_start_that_is_cancelled_and_changed_is_another_start() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.net.lose_next(Leg::Answer, 1);
    world.submit();
    world.run(1_000);
    world.command(Command::Cancel);
    world.fill_in("firstName", "Vanessa");
    world.submit();
    world.run(1_000);
    assert_eq!(world.room().data.display_name(), "Vanessa");
}

#[test]
fn a_start_where_nothing_is_asked_is_over_when_cancelled() {
    let mut world = registering_by(Registration::Skip);
    world.net.faults.hold = true;
    world.start();
    world.command(Command::Cancel);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert_eq!(world.failures(), [Some(Code::Cancelled)]);
    assert!(world.storage.is_empty());
}

#[test]
fn leaving_while_starting_leaves_nothing() {
    let mut world = World::new();
    world.net.faults.hold = true;
    world.start();
    world.fill();
    world.submit();
    world.command(Command::Leave);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert_eq!(world.failures(), [Some(Code::Cancelled)]);
    assert!(world.storage.is_empty());
}

#[test]
fn a_second_start_fails_and_harms_nobody() {
    let mut world = World::new();
    world.start();
    world.fill();
    let before = world.view();
    let filled = world.form().clone();
    world.start();
    world.restore();
    let twice = [Some(Code::AlreadyRunning), Some(Code::AlreadyRunning)];
    assert_eq!(world.failures(), twice);
    assert_eq!(world.view(), before);
    assert_eq!(world.form(), &filled);
    world.submit();
    world.run(200);
    assert_eq!(world.readies(), 1, "the first call succeeds");
    world.start();
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn where_nothing_is_asked_a_start_connects_at_once() {
    let mut world = registering_by(Registration::Skip);
    world.start();
    assert_eq!(world.phase(), PhaseKind::Starting);
    world.run(100);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.readies(), 1);
}

#[test]
fn where_nothing_is_asked_a_refusal_ends_the_matter() {
    let mut world = registering_by(Registration::Skip);
    world.refuse_starts(true);
    world.start();
    world.run(100);
    assert_eq!(world.phase(), PhaseKind::Idle);
    assert_eq!(world.failures(), [Some(Code::StartRefused)]);
    assert!(world.storage.is_empty());
}

#[test]
fn a_registration_of_the_hosts_own_hands_over_its_data() {
    let mut world = registering_by(Registration::Custom);
    world.start();
    assert_eq!(world.told(&ChatEvent::RegistrationWanted), 1);
    world.submit();
    assert_eq!(
        world.phase(),
        PhaseKind::Registering,
        "there is no form to send"
    );
    world.command(Command::Register(who("Vera")));
    world.run(100);
    assert_eq!(world.phase(), PhaseKind::Active);
    assert_eq!(world.room().data, who("Vera"));
}

#[test]
fn a_registration_of_the_hosts_own_is_asked_again_after_a_reload() {
    let mut world = registering_by(Registration::Custom);
    world.start();
    world.fill_in("half", "do");
    world.reload();
    assert_eq!(world.told(&ChatEvent::RegistrationWanted), 1);
    assert_eq!(world.form().form.values.get("half").unwrap(), "do");
    world.command(Command::Register(who("Vera")));
    world.run(100);
    assert_eq!(world.readies(), 1);
}

#[test]
fn a_start_without_a_network_is_completed_when_it_is_back() {
    let mut world = World::new();
    world.offline();
    world.start();
    world.fill();
    world.submit();
    world.run(31_000);
    assert_eq!(world.failures(), [Some(Code::Unreachable)]);
    assert_eq!(world.phase(), PhaseKind::Starting);
    world.online();
    world.run(200);
    assert_eq!(world.phase(), PhaseKind::Active);
}

#[test]
fn what_was_said_before_the_answer_came_is_fetched() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.net.lose_next(Leg::News, 9);
    world.submit();
    world.run(30);
    world.agent_joins();
    world.agent_says("hello");
    world.run(200);
    assert_eq!(world.shown(), ["hello"]);
    assert_eq!(world.session().agents()[0].name, "Ann");
}

#[test]
fn a_start_asks_with_all_that_was_entered() {
    let mut world = World::new();
    world.start();
    world.fill();
    world.fill_in("subject", " Parcels ");
    world.submit();
    match &world.intents()[..] {
        [Intent::Start { data, complete, .. }] => {
            assert_eq!(data.get("subject"), Some("Parcels"));
            assert!(complete);
        }
        other => panic!("{other:?}"),
    }
}
