//! The ways in which the desk can be told to misbehave. They act on the way
//! between the visitor and the server, but for refusing.

use serde::{Deserialize, Serialize};

/// The knobs. All off by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Faults {
    /// Everything takes this much longer, each way; milliseconds.
    pub delay: u32,
    /// Of a hundred calls, answers and news, so many are lost.
    pub lose: u8,
    /// Of a hundred calls, answers and news, so many come twice.
    pub duplicate: u8,
    /// Answers and news wait until this is off again.
    pub hold: bool,
    /// Nothing goes through, and the connection breaks.
    pub unreachable: bool,
    /// No session is started.
    pub refuse_starts: bool,
    /// No message is taken.
    pub refuse_messages: bool,
}

impl Faults {
    /// How often something arrives that is sent once. `roll` gives a number
    /// below a hundred, another one each time.
    pub fn copies(&self, mut roll: impl FnMut() -> u8) -> usize {
        if self.unreachable || roll() < self.lose {
            0
        } else if roll() < self.duplicate {
            2
        } else {
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_faults_everything_arrives_once() {
        assert!((0..100).all(|roll| Faults::default().copies(|| roll) == 1));
    }

    #[test]
    fn loss_and_duplication_come_as_often_as_asked() {
        let faults = Faults {
            lose: 30,
            ..Faults::default()
        };
        assert_eq!((0..100).filter(|r| faults.copies(|| *r) == 0).count(), 30);
        let faults = Faults {
            duplicate: 100,
            ..Faults::default()
        };
        assert!((0..100).all(|roll| faults.copies(|| roll) == 2));
    }
}
