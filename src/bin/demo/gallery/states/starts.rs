//! From the visitor's wish to the first answer.

use crate::gallery::cast::{kim, robin};
use crate::gallery::state::State;

pub(super) fn states() -> Vec<State> {
    vec![
        State::new("invitation", "No chat yet", |_| {}),
        State::new("starting", "Starting", |scene| scene.chat.start()),
        State::new("starting-long", "Starting takes long", |scene| {
            scene.chat.start();
            scene.server.goes_down();
        }),
        State::new("waiting", "Nobody has come yet", |scene| scene.start()),
        State::new("alerts-on", "To be told of answers", |scene| {
            scene.start();
            scene.chat.set_alerts(true);
        }),
        State::new("joined", "An agent has come", |scene| {
            scene.start();
            scene.server.joins(kim());
        }),
        State::new("joined-long", "Two agents, long names", |scene| {
            scene.start();
            scene.server.joins(kim());
            scene.server.joins(robin());
            scene.server.says(robin(), "Hello, the two of us are here.");
        }),
    ]
}
