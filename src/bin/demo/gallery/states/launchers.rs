//! The widget in its corner of a page.

use crate::gallery::cast::kim;
use crate::gallery::scene::Scene;
use crate::gallery::state::{Frame, State};

pub(super) fn states() -> Vec<State> {
    vec![
        State::new("launcher", "Launcher", |_| {}).frame(Frame::Launcher),
        State::new("minimised", "Minimised, nothing new", |scene| {
            scene.talk();
            scene.chat.minimise();
        })
        .frame(Frame::Launcher),
        State::new("unread-1", "One unread message", |scene| away(scene, 1)).frame(Frame::Launcher),
        State::new("unread-many", "More than can be counted", |scene| {
            away(scene, 120);
        })
        .frame(Frame::Launcher),
        State::new("floating", "Open over the page", Scene::talk).frame(Frame::Window),
        State::new("floating-form", "Asking who is there", |scene| {
            scene.chat.open();
        })
        .form(super::forms::form("floating-form"))
        .frame(Frame::Window),
    ]
}

/// So much is said while the chat is minimised.
fn away(scene: &Scene, messages: usize) {
    scene.talk();
    scene.chat.minimise();
    for _ in 0..messages {
        scene.server.says(kim(), "Are you still there?");
    }
}
