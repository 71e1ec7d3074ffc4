//! How a chat is over.

use rejoin::engine::{Content, TransportEvent};

use crate::gallery::cast::kim;
use crate::gallery::state::State;

pub(super) fn states() -> Vec<State> {
    vec![
        State::new("end-question", "Asked whether to end", |scene| scene.talk())
            .press("rejoin-end"),
        State::new("ended-left", "Ended by the visitor", |scene| {
            scene.talk();
            scene.chat.leave();
        }),
        State::new("ended-closed", "Ended by the other side", |scene| {
            scene.talk();
            scene.server.tells(kim(), Content::Left);
            scene.server.report(TransportEvent::Ended);
        }),
        State::new("ended-gone", "Forgotten by the server", |scene| {
            scene.talk();
            scene.server.report(TransportEvent::Gone);
        }),
        State::new("ended-unsent", "Ended with a message unsent", |scene| {
            scene.talk();
            scene.chat.send("One more thing: is the wheel true?");
            scene.server.report(TransportEvent::Ended);
        }),
    ]
}
