//! The registration form.

use rejoin::engine::{FormDefinition, Refusal, TransportEvent};

use crate::gallery::scene::Scene;
use crate::gallery::state::State;
use crate::site_chat::support_form;

pub(super) fn states() -> Vec<State> {
    vec![
        State::new("form-empty", "Empty", |scene| scene.chat.open())
            .form(form("form-empty"))
            .high(560),
        State::new("form-filled", "Filled in", |scene| {
            fill(scene, "form-filled")
        })
        .form(form("form-filled"))
        .high(560),
        State::new("form-complaints", "With complaints", |scene| {
            scene.chat.open();
            scene.chat.set_field("form-complaints-email", "ann@");
        })
        .form(form("form-complaints"))
        .press("rejoin-submit")
        .high(620),
        State::new("form-refused", "Refused by the server", |scene| {
            fill(scene, "form-refused");
            scene.chat.submit();
            let reason = "Our workshop is closed until Monday at nine. Please try again then.";
            scene
                .server
                .report(TransportEvent::Refused(Refusal::Server(reason.to_owned())));
        })
        .form(form("form-refused"))
        .high(620),
        State::new("form-question", "Asked whether to leave it", |scene| {
            fill(scene, "form-question");
        })
        .form(form("form-question"))
        .press("rejoin-end")
        .high(560),
        State::new("form-kinds", "Every kind of field", |scene| {
            scene.chat.open();
            scene.chat.set_field("form-kinds-customer", "yes");
            scene.chat.set_field("form-kinds-copy", "yes");
        })
        .form(named(support_form(), "form-kinds"))
        .high(1000),
        State::new(
            "form-kinds-complaints",
            "Every kind, with complaints",
            |scene| {
                scene.chat.open();
                for (field, value) in [("phone", "call me"), ("order", "2048")] {
                    let mut name = "form-kinds-complaints-".to_owned();
                    name.push_str(field);
                    scene.chat.set_field(name, value);
                }
            },
        )
        .form(named(support_form(), "form-kinds-complaints"))
        .press("rejoin-submit")
        .high(1240),
    ]
}

/// The usual form.
pub(super) fn form(state: &str) -> FormDefinition {
    named(FormDefinition::default(), state)
}

/// The controls of a form have ids made of the fields' names; on this page there are
/// many forms.
fn named(mut form: FormDefinition, state: &str) -> FormDefinition {
    for field in &mut form.fields {
        field.name = format!("{state}-{}", field.name);
    }
    form
}

fn fill(scene: &Scene, state: &str) {
    scene.chat.open();
    let values = [
        ("firstName", "Ann"),
        ("lastName", "Lee"),
        ("email", "ann@example.com"),
        ("subject", "My chain has come off"),
    ];
    for (field, value) in values {
        scene.chat.set_field(format!("{state}-{field}"), value);
    }
}
