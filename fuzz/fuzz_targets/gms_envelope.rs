//! What a server of Genesys' kind says about a chat.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rejoin::transport::gms;

fuzz_target!(|text: &str| {
    let Ok(value) = serde_json::from_str(text) else {
        return;
    };
    if let Some(envelope) = gms::read(&value) {
        let _ = (envelope.words(), envelope.is_unknown(), envelope.end());
        assert!(envelope.entries_from(0).len() <= envelope.events.len());
    }
});
