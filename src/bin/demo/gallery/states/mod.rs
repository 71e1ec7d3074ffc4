//! All states, in the order in which a chat comes through them, and what few sites have behind them.

mod ends;
mod forms;
mod launchers;
mod links;
mod messages;
mod outgoing;
mod pages;
mod starts;

use super::state::Section;

/// The whole gallery.
pub(super) fn sections() -> Vec<Section> {
    let section = |name, title, states| Section {
        name,
        title,
        states,
    };
    vec![
        section("launchers", "Launcher and window", launchers::states()),
        section("forms", "Registration", forms::states()),
        section("starts", "Before the first word", starts::states()),
        section("messages", "What is said", messages::states()),
        section("outgoing", "What the visitor sends", outgoing::states()),
        section("links", "When something is missing", links::states()),
        section("ends", "The end", ends::states()),
        section("pages", "Pages that messages lead to", pages::states()),
    ]
}
