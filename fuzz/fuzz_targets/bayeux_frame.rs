//! Frames of a Bayeux server.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|frame: &str| {
    let _ = rejoin::transport::bayeux::read(frame);
});
