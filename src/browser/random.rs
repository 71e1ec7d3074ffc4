//! Chance.

/// 128 random bits, for ids that no other page makes.
pub fn random_u128() -> u128 {
    let mut bytes = [0; 16];
    let drawn = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !drawn {
        // No crypto on this page: good enough for a name, and we have no keys.
        for byte in &mut bytes {
            *byte = below(256.0);
        }
    }
    u128::from_le_bytes(bytes)
}

/// A number below a hundred.
pub fn roll_percent() -> u8 {
    below(100.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "below 256, and never negative"
)]
fn below(limit: f64) -> u8 {
    (js_sys::Math::random() * limit) as u8
}
