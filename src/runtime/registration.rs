//! What a registration of the host's own works with.

use std::collections::BTreeMap;

use super::handle::ChatHandle;
use crate::engine::{Phase, RegistrationData};

/// Given to a custom registration; it ends with [`done`](Self::done) or
/// [`cancel`](Self::cancel).
#[derive(Clone, Debug, PartialEq)]
pub struct RegistrationContext {
    chat: ChatHandle,
}

impl RegistrationContext {
    /// For the registration of that chat.
    pub fn new(chat: ChatHandle) -> Self {
        Self { chat }
    }

    /// What was kept before the page went; empty the first time.
    pub fn kept(&self) -> BTreeMap<String, String> {
        self.chat.read(|chat| match chat.phase() {
            Phase::Registering(registering) => registering.form.values.clone(),
            _ => BTreeMap::new(),
        })
    }

    /// Keeps a value, so that it is there after a reload.
    pub fn keep(&self, name: impl Into<String>, value: impl Into<String>) {
        self.chat.set_field(name, value);
    }

    /// Goes on with that data.
    pub fn done(&self, data: RegistrationData) {
        self.chat.register(data);
    }

    /// Gives up.
    pub fn cancel(&self) {
        self.chat.cancel();
    }
}
