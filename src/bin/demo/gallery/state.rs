//! A state of the widget, and how a chat comes into it.

use rejoin::engine::{FormDefinition, MessageLimit};

use super::scene::Scene;

/// How a state is framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// A page component of that height.
    Inline(u32),
    /// The corner of a page, with a launcher.
    Launcher,
    /// The same with room for the window.
    Window,
}

impl Frame {
    /// In pixels.
    pub(super) fn height(self) -> u32 {
        match self {
            Self::Inline(height) => height,
            Self::Launcher => 120,
            Self::Window => 760,
        }
    }
}

/// A state.
#[derive(Clone)]
pub(super) struct State {
    /// What it is called in addresses and tests.
    pub name: &'static str,
    /// What it is called on the page.
    pub title: &'static str,
    /// Brings the chat there, before it is drawn.
    pub play: fn(&Scene),
    /// How it is framed.
    pub frame: Frame,
    /// What visitors are asked first, if anything.
    pub form: Option<FormDefinition>,
    /// The longest message that the server takes.
    pub limit: Option<MessageLimit>,
    /// Whether the browser stores nothing.
    pub is_denied: bool,
    /// Whether marks in messages give them form.
    pub reads_marks: bool,
    /// The name, for tests, of a button that is pressed once all is drawn.
    pub press: Option<&'static str>,
    /// Whether there are emoji to choose from.
    pub has_emoji: bool,
    /// Whether the site tells of the pages that messages lead to.
    pub has_link_previews: bool,
    /// Whether the script says something to the whole page. Other chats come after it.
    pub is_loud: bool,
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl State {
    /// A state that such a script leads to.
    pub(super) fn new(name: &'static str, title: &'static str, play: fn(&Scene)) -> Self {
        Self {
            name,
            title,
            play,
            frame: Frame::Inline(480),
            form: None,
            limit: None,
            is_denied: false,
            reads_marks: false,
            press: None,
            has_emoji: false,
            has_link_previews: false,
            is_loud: false,
        }
    }

    pub(super) fn high(self, pixels: u32) -> Self {
        let frame = Frame::Inline(pixels);
        Self { frame, ..self }
    }

    pub(super) fn frame(self, frame: Frame) -> Self {
        Self { frame, ..self }
    }

    pub(super) fn form(self, form: FormDefinition) -> Self {
        let form = Some(form);
        Self { form, ..self }
    }

    pub(super) fn limit(self, bytes: usize) -> Self {
        let limit = Some(MessageLimit::Bytes(bytes));
        Self { limit, ..self }
    }

    pub(super) fn denied(self) -> Self {
        let is_denied = true;
        Self { is_denied, ..self }
    }

    pub(super) fn marks(self) -> Self {
        let reads_marks = true;
        Self {
            reads_marks,
            ..self
        }
    }

    pub(super) fn press(self, test_id: &'static str) -> Self {
        let press = Some(test_id);
        Self { press, ..self }
    }

    pub(super) fn emoji(self) -> Self {
        let has_emoji = true;
        Self { has_emoji, ..self }
    }

    pub(super) fn link_previews(self) -> Self {
        let has_link_previews = true;
        Self {
            has_link_previews,
            ..self
        }
    }

    pub(super) fn loud(self) -> Self {
        let is_loud = true;
        Self { is_loud, ..self }
    }
}

/// States that belong together.
#[derive(Clone, PartialEq)]
pub(super) struct Section {
    /// What it is called in addresses and tests.
    pub name: &'static str,
    /// What it is called on the page.
    pub title: &'static str,
    /// In the order in which they come about.
    pub states: Vec<State>,
}
