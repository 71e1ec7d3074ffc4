//! The signs that a message was answered with: each once, with how often.

use yew::prelude::*;

use super::labels::{Labels, use_labels};
use crate::engine::{Reaction, Role};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ReactionsProps {
    pub reactions: Vec<Reaction>,
}

#[component]
pub(super) fn Reactions(props: &ReactionsProps) -> Html {
    let labels = use_labels();
    html! {
        <div class="rj-signs">
            for (key, names) in by_key(&props.reactions, &labels) {
                <span
                    class="rj-sign"
                    role="img"
                    aria-label={Labels::with_name(&labels.reacted, &labels.list(&names)).replace("{sign}", key)}
                >
                    { key }
                    if names.len() > 1 {
                        { " " }{ labels.number(names.len()) }
                    }
                </span>
            }
        </div>
    }
}

/// In the order in which the first of each came.
fn by_key<'a>(reactions: &'a [Reaction], labels: &'a Labels) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut signs: Vec<(&str, Vec<&str>)> = Vec::new();
    for one in reactions {
        let name = match one.by.role {
            Role::Visitor => labels.you.as_str(),
            _ => &one.by.name,
        };
        match signs.iter_mut().find(|(key, _)| *key == one.key) {
            Some((_, names)) => names.push(name),
            None => signs.push((&one.key, vec![name])),
        }
    }
    signs
}
