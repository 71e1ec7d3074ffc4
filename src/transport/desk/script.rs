//! The agent who answers when nobody sits at the desk: joins, types, says a few
//! things, and leaves when told goodbye.

use serde::{Deserialize, Serialize};

use crate::engine::{Party, RegistrationData, Role, Wall};

/// Something the scripted agent will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Planned {
    pub at: Wall,
    pub act: Act,
}

/// What the scripted agent does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Act {
    Join,
    Type,
    Say(String),
    /// Says something, and suggests what to answer.
    Ask(String, Vec<String>),
    Leave,
}

/// The scripted agent.
pub(super) fn robin() -> Party {
    Party::new("robin", "Robin", Role::Agent)
}

fn plan(now: Wall, acts: impl IntoIterator<Item = (u64, Act)>) -> Vec<Planned> {
    let at = |after| Wall(now.0.saturating_add(after));
    acts.into_iter()
        .map(|(after, act)| Planned { at: at(after), act })
        .collect()
}

/// What follows the start of a session.
pub(super) fn welcome(now: Wall, data: &RegistrationData) -> Vec<Planned> {
    let greeting = match (data.get("firstName"), data.get("subject")) {
        (Some(name), Some(subject)) => {
            format!("Hi {name}! You asked about “{subject}”. Let me see…")
        }
        (Some(name), None) => format!("Hi {name}! What can I do for you?"),
        _ => "Hello! What can I do for you?".to_owned(),
    };
    plan(
        now,
        [
            (1_200, Act::Join),
            (1_700, Act::Type),
            (4_000, Act::Say(greeting)),
        ],
    )
}

/// What the script knows about, to choose from.
fn offer(now: Wall, is_here: bool) -> Vec<Planned> {
    let topics = ["Prices", "My order", "Opening hours", "Talk to a person"];
    let topics = topics.map(str::to_owned).to_vec();
    let asks = Act::Ask("What is it about?".to_owned(), topics);
    let acts = [(900, Act::Type), (2_900, asks)];
    let joins = (!is_here).then_some((500, Act::Join));
    plan(now, joins.into_iter().chain(acts))
}

/// What follows a message of the visitor's.
pub(super) fn reply(now: Wall, message: &str, is_here: bool) -> Vec<Planned> {
    let words = message.to_lowercase();
    if words.contains("topics") {
        return offer(now, is_here);
    }
    let says = |any: &[&str]| any.iter().any(|word| words.contains(word));
    let leaves = says(&["bye", "that's all", "thats all"]);
    let answer = if leaves {
        "Glad I could help. Have a good day!"
    } else if says(&["price", "pricing", "cost", "how much", "plan"]) {
        "The basic plan is free; teams pay 12 € a seat and month. There is more on https://example.com/pricing?ref=chat#teams"
    } else if says(&["order", "parcel", "deliver", "shipping"]) {
        "I can look that up. What is your order number?"
    } else if says(&["hour", "open", "when"]) {
        "We are here from 8 to 20 o'clock, Monday to Saturday."
    } else if says(&["human", "agent", "person", "robot", "bot"]) {
        "I am a small script. Open the desk page in a second tab and you can answer as the agent yourself."
    } else if says(&["thank"]) {
        "You are welcome! Is there anything else?"
    } else if says(&["reload", "refresh", "close"]) {
        "Go ahead: reload, follow a link, close the tab. I will be here, and so will everything you typed."
    } else if words.trim_end().ends_with('?') {
        "Good question. Let me check that for you. You can reload the page while you wait."
    } else {
        "I see. Tell me a little more, and feel free to reload the page meanwhile."
    };
    let mut acts = Vec::new();
    if !is_here {
        acts.push((500, Act::Join));
    }
    acts.push((900, Act::Type));
    acts.push((2_900, Act::Say(answer.to_owned())));
    if leaves {
        acts.push((4_100, Act::Leave));
    }
    plan(now, acts)
}
