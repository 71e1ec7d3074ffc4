//! Text in HTML: only words and a few kinds of pieces come out, never too deep.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rejoin::engine::{DEEPEST_PIECE, Piece};
use rejoin::transport::matrix::pieces;

fn depth(pieces: &[Piece]) -> usize {
    let below = pieces.iter().map(|piece| match piece {
        Piece::Text(_) | Piece::Break => 0,
        Piece::Link { pieces, .. } | Piece::Styled(_, pieces) => depth(pieces),
    });
    1 + below.max().unwrap_or_default()
}

fuzz_target!(|html: &str| {
    if let Some(pieces) = pieces(html) {
        assert!(!pieces.is_empty());
        assert!(depth(&pieces) <= DEEPEST_PIECE + 1);
    }
});
