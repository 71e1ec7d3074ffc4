//! How often what may happen in a story, so that there is an end to the stories.

/// Each is what is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Budget {
    /// Chats that the visitor starts.
    pub(crate) starts: u8,
    /// Times that the visitor types something else into the form.
    pub(crate) types: u8,
    /// Forms that the visitor sends.
    pub(crate) submits: u8,
    /// Messages that the visitor sends.
    pub(crate) sends: u8,
    /// Failed messages that the visitor tries again.
    pub(crate) retries: u8,
    /// Chats that the visitor leaves.
    pub(crate) leaves: u8,
    /// Visitors who log out.
    pub(crate) forgets: u8,
    /// Messages that the agent sends.
    pub(crate) says: u8,
    /// Chats that the agent ends.
    pub(crate) ends: u8,
    /// Starts and messages that the server refuses.
    pub(crate) refusals: u8,
    /// Pages that are killed, at any instruction.
    pub(crate) crashes: u8,
    /// Pages that go in good order, and others come.
    pub(crate) reloads: u8,
    /// Pages that are put away, and come back.
    pub(crate) sleeps: u8,
    /// Parcels that get lost, and connections that break.
    pub(crate) losses: u8,
    /// Parcels that arrive twice.
    pub(crate) doubles: u8,
    /// Records that cannot be read any more when a page was killed.
    pub(crate) tears: u8,
    /// Pages that lose the lead to another.
    pub(crate) steals: u8,
    /// Words between pages that get lost.
    pub(crate) unheard: u8,
    /// Times that something was due before an answer came.
    pub(crate) ticks: u8,
}

impl Budget {
    /// So much more of everything that may happen at all.
    pub(crate) fn and_more(mut self, more: u8) -> Self {
        let all = [
            &mut self.starts,
            &mut self.types,
            &mut self.submits,
            &mut self.sends,
            &mut self.retries,
            &mut self.leaves,
            &mut self.forgets,
            &mut self.says,
            &mut self.ends,
            &mut self.refusals,
            &mut self.crashes,
            &mut self.reloads,
            &mut self.sleeps,
            &mut self.losses,
            &mut self.doubles,
            &mut self.tears,
            &mut self.steals,
            &mut self.unheard,
            &mut self.ticks,
        ];
        for left in all.into_iter().filter(|left| **left > 0) {
            *left += more;
        }
        self
    }
}

/// Takes one off; false when nothing was left.
pub(crate) fn take(left: &mut u8) -> bool {
    let had = *left > 0;
    *left = left.saturating_sub(1);
    had
}

/// Counts up what is counted down, for names.
pub(crate) fn take_number(left: &mut u8) -> u8 {
    let number = *left;
    take(left);
    number
}
