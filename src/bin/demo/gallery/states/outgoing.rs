//! What the visitor writes, and how far it has come.

use std::time::Duration;

use js_sys::Array;
use rejoin::browser::sleep;
use rejoin::engine::Draft;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use crate::gallery::scene::Scene;
use crate::gallery::server::Uploads;
use crate::gallery::state::State;

/// Less than after which a file that is not taken is given up.
const UNDER_WAY: Duration = Duration::from_millis(3_500);

pub(super) fn states() -> Vec<State> {
    vec![
        State::new("draft", "A draft of some lines", |scene| {
            scene.talk();
            let lines =
                "I could come by\n– on Tuesday after five, or\n– on Thursday in the morning.";
            write(scene, lines);
        }),
        State::new("too-long", "A draft that is too long", |scene| {
            scene.talk();
            write(scene, &"It makes a noise when I turn left. ".repeat(6));
        })
        .limit(160),
        State::new("emoji", "Emoji to choose from", Scene::talk)
            .emoji()
            .press("rejoin-emoji"),
        State::new("sending", "Sent, sending, waiting", |scene| {
            scene.talk();
            scene.chat.send("I am on my way.");
            scene.server.accepts();
            scene.chat.send("Ten minutes.");
            scene
                .chat
                .send("Can I leave the bicycle in the yard if nobody is there?");
        }),
        State::new("failed", "Not sent", |scene| {
            scene.talk();
            scene.chat.send("Here is my card number.");
            scene.server.rejects("Please do not send card numbers.");
            scene.chat.send("Sorry!");
            scene.server.rejects("");
        }),
        State::new("uploading", "A file on its way", |scene| {
            scene.talk();
            keep_uploading(scene);
        }),
        State::new("upload-failed", "Files that were not taken", |scene| {
            scene.talk();
            scene.server.treats_files(Uploads::Refused);
            for name in ["a-film-of-the-noise-when-turning-left.mp4", "frame.stl"] {
                if let Some(file) = file(name) {
                    scene.chat.attach(file);
                }
            }
        }),
    ]
}

fn write(scene: &Scene, text: &str) {
    scene.chat.set_draft(Draft {
        text: text.to_owned(),
        selection: None,
    });
}

fn file(name: &str) -> Option<File> {
    File::new_with_str_sequence(&Array::of1(&"words".into()), name).ok()
}

/// A file that does not come to an end, as far as anybody can see.
fn keep_uploading(scene: &Scene) {
    let (chat, server) = (scene.chat.clone(), scene.server.clone());
    spawn_local(async move {
        while let Some(file) = file("chain.jpg").filter(|_| server.is_heard()) {
            for upload in chat.uploads() {
                chat.discard_upload(upload.id);
            }
            chat.attach(file);
            sleep(UNDER_WAY).await;
        }
    });
}
