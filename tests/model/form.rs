//! The form that a visitor fills who starts a chat, and what became of it.

use std::collections::BTreeSet;
use std::time::Duration;

use rejoin::engine::{
    Command, Field, FieldKind, FormDefinition, FormState, Input, Phase, Registering, Registration,
    RegistrationData,
};

use super::budget::{take, take_number};
use super::claims::Claim;
use super::facts::Fact;
use super::page::Page;
use super::record::Record;
use super::world::World;

/// The one thing that is asked.
const NAME: &str = "name";
/// Typing that is older than this is stored.
const STORED_WITHIN: Duration = Duration::from_millis(250);

pub(crate) fn registration() -> Registration {
    let name = Field::new(NAME, "Name", FieldKind::Text).required();
    Registration::Form(FormDefinition { fields: vec![name] })
}

/// What was typed, and what of it may not be lost any more.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    /// One after the other, and in which page.
    typed: Vec<(String, u32)>,
    /// So many of them count.
    kept: usize,
    /// What was in it when it was sent.
    sent: BTreeSet<String>,
}

impl Form {
    /// It is over: the next one begins empty.
    pub(crate) fn clear(&mut self) {
        self.typed.clear();
        self.kept = 0;
    }

    /// Whether something was typed that may still be lost.
    pub(crate) fn is_promising(&self) -> bool {
        self.kept < self.typed.len()
    }

    /// Whether nothing is to be in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.kept == 0
    }

    fn keep(&mut self) {
        self.kept = self.typed.len();
    }

    pub(crate) fn is_as_sent(&self, data: &RegistrationData) -> bool {
        let name = data.get(NAME);
        name.map_or(self.sent.is_empty(), |name| self.sent.contains(name))
    }

    /// How much of what was typed is in that value; `None` for one that never was.
    fn rank(&self, value: &str) -> Option<usize> {
        let place = self.typed.iter().position(|(text, _)| text == value);
        place
            .map(|place| place + 1)
            .or((value.is_empty()).then_some(0))
    }

    /// Whether that is in the form though it was typed on an earlier page.
    fn is_back(&self, value: &str, life: u32) -> bool {
        let mut typed = self.typed.iter();
        typed.any(|(text, on)| text == value && *on < life)
    }
}

impl Page {
    /// The form that is open here.
    pub(crate) fn form(&self) -> Option<&Registering> {
        match self.chat.phase() {
            Phase::Registering(registering) => Some(registering),
            _ => None,
        }
    }

    /// Whether there is a form that can be sent.
    pub(crate) fn is_filled(&self) -> bool {
        let form = self.form().map(|registering| &registering.form);
        form.is_some_and(|form| !entered(form).is_empty())
    }
}

fn entered(form: &FormState) -> &str {
    form.values.get(NAME).map_or("", String::as_str)
}

// What the visitor does.
impl World {
    pub(crate) fn type_in(&mut self, place: usize) {
        let value = format!("n{}", take_number(&mut self.left.types));
        let life = self.pages[place].life;
        self.record.form.typed.push((value.clone(), life));
        let name = NAME.to_owned();
        self.command(place, Command::SetField { name, value });
    }

    /// Sends the form, if there is one that can be sent.
    pub(crate) fn submit(&mut self, place: usize) {
        let Some(registering) = self.pages[place].form() else {
            return;
        };
        let sent = entered(&registering.form).to_owned();
        if sent.is_empty() {
            return;
        }
        take(&mut self.left.submits);
        self.record.form.sent.insert(sent);
        self.record.started += 1;
        self.command(place, Command::Submit);
        self.keep_form(place);
    }

    /// The visitor does nothing for a moment.
    pub(crate) fn pause(&mut self, place: usize) {
        take(&mut self.left.ticks);
        self.pages[place].pause(STORED_WITHIN);
        self.input(place, Input::Tick);
        self.keep_form(place);
    }

    /// From here on the form comes back as it is.
    pub(crate) fn keep_form(&mut self, place: usize) {
        if !self.pages[place].is_dead {
            self.record.form.keep();
        }
    }

    pub(crate) fn judge_form(&self, page: &Page, record: &mut Record) {
        if self.pages.iter().all(|page| page.form().is_none()) && page.running().is_some() {
            record.form.clear();
        }
        let Some(registering) = page.form() else {
            return;
        };
        let value = entered(&registering.form);
        let rank = record.form.rank(value);
        record.claim(Claim::Fresh, rank.is_some());
        if record.form.is_back(value, page.life) {
            record.reached.insert(Fact::FormBack);
        }
        if self.pages.len() > 1 {
            // This one may not have heard of it yet.
            return;
        }
        record.claim(Claim::Filled, rank >= Some(record.form.kept));
        // What came after it was lost with its page.
        record.form.typed.truncate(rank.unwrap_or_default());
        // Nothing was sent yet.
        let is_new = record.form.typed.is_empty();
        record.claim(Claim::Fresh, !is_new || registering.problem.is_none());
    }
}
