//! What a homeserver says about a room, as entries of the transcript, which are read
//! back from the storage as they were.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rejoin::engine::{Entry, Position};
use rejoin::transport::matrix::{Room, Sync, entry};

fuzz_target!(|text: &str| {
    let Some(news) = Sync::read(text, "!r").and_then(|sync| sync.room) else {
        return;
    };
    let mut room = Room::new("@me:hs", vec!["@bot:hs".to_owned()]);
    for (event, place) in news.events.iter().zip(1..) {
        let Some(entry) = entry(&mut room, Position(place), event) else {
            continue;
        };
        assert_eq!(entry.position, Position(place));
        let stored = serde_json::to_string(&entry).expect("entries can be stored");
        let read: Entry = serde_json::from_str(&stored).expect("and read");
        assert_eq!(read, entry);
    }
});
