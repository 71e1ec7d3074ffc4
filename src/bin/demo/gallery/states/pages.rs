//! What the site tells of the pages that messages lead to.

use crate::gallery::cast::{ann, kim};
use crate::gallery::scene::Scene;
use crate::gallery::state::State;

pub(super) fn states() -> Vec<State> {
    vec![
        State::new("page-picture", "With a picture", picture)
            .high(640)
            .link_previews(),
        State::new("page-words", "Words, long ones, and none", words)
            .high(640)
            .link_previews(),
    ]
}

fn picture(scene: &Scene) {
    scene.start();
    let server = &scene.server;
    server.joins(kim());
    server.says(kim(), "It is easily done: https://example.com/chain");
    server.says(ann(), "Thank you! I was at https://example.com/prices");
}

fn words(scene: &Scene) {
    scene.start();
    let server = &scene.server;
    server.joins(kim());
    server.says(kim(), "إنها هنا: https://example.com/ar");
    server.says(kim(), "Nothing is told of https://example.com/book");
    server.says(ann(), "https://example.com/sizes");
}
