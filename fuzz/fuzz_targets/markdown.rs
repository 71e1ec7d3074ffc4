//! Marks in plain messages: whatever is written, it is read quickly and never too deep.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rejoin::engine::{Content, DEEPEST_PIECE, Piece};

fn depth(pieces: &[Piece]) -> usize {
    let below = pieces.iter().map(|piece| match piece {
        Piece::Text(_) | Piece::Break => 0,
        Piece::Link { pieces, .. } | Piece::Styled(_, pieces) => 1 + depth(pieces),
    });
    below.max().unwrap_or_default()
}

fuzz_target!(|text: &str| {
    if let Content::Rich { pieces, .. } = Content::Text(text.to_owned()).with_form() {
        assert!(!pieces.is_empty());
        assert!(depth(&pieces) <= DEEPEST_PIECE);
    }
});
