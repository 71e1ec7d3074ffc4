//! Without a connection, without storage.

use web_sys::Event;

use crate::gallery::state::State;

pub(super) fn states() -> Vec<State> {
    vec![
        State::new("reconnecting", "Connection lost", |scene| {
            scene.talk();
            scene.server.goes_down();
            scene.chat.send("Is anybody there?");
        }),
        State::new("offline", "No network", |scene| {
            scene.talk();
            scene.server.goes_down();
            // Only this chat is here yet to hear it.
            if let (Some(window), Ok(event)) = (web_sys::window(), Event::new("offline")) {
                let _ = window.dispatch_event(&event);
            }
            scene.chat.send("Is anybody there?");
        })
        .loud(),
        State::new("not-stored", "Nothing is stored", |scene| scene.talk()).denied(),
    ]
}
