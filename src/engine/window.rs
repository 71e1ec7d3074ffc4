//! What the visitor sees of the chat: open or not, and how far scrolled and read.

use serde::{Deserialize, Serialize};

use super::form::Selection;
use super::ids::Position;

/// Where the transcript is scrolled to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scroll {
    /// At the newest, and stays there when more comes.
    #[default]
    Latest,
    /// Scrolled up. Told by an entry and not in pixels from the top, so that it
    /// is right again although entries above or below have changed.
    At {
        /// The first entry in sight.
        entry: Position,
        /// How far its top is below the top of the transcript, in CSS pixels;
        /// negative when it is cut.
        offset: i32,
    },
}

/// The visitor's view of the chat. Kept when the page goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Open, or minimised to the launcher.
    pub open: bool,
    /// Where the transcript is scrolled to.
    #[serde(default)]
    pub scroll: Scroll,
    /// The newest entry that the visitor has seen.
    #[serde(default)]
    pub read: Option<Position>,
}

/// A half-typed message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What is typed so far.
    pub text: String,
    /// The caret; `None` when the visitor was not in the composer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
}
