//! The registration form: what it asks, what is in it, and whether that will do.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

/// What kind of control a field is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Tel,
    /// Several lines of text.
    TextArea,
    /// A choice from a list that opens.
    Select(Vec<Choice>),
    /// A choice from a list that is shown whole.
    Radio(Vec<Choice>),
    /// Yes or no; its value is `yes` or empty.
    Checkbox,
    /// Not shown; sent with the value it was defined with.
    Hidden,
}

/// One of the values of a [`FieldKind::Select`] or [`FieldKind::Radio`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
}

impl Choice {
    /// A choice whose label differs from its value.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// What is shown beside a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldLabel {
    /// Words of the site's, as they are.
    Own(String),
    /// "First name", in the language of whoever draws it.
    FirstName,
    /// "Last name".
    LastName,
    /// "E-mail".
    Email,
    /// "How can we help?"
    Subject,
}

impl From<String> for FieldLabel {
    fn from(words: String) -> Self {
        Self::Own(words)
    }
}

impl From<&str> for FieldLabel {
    fn from(words: &str) -> Self {
        Self::Own(words.to_owned())
    }
}

/// What an entry must look like.
#[derive(Clone)]
pub struct Pattern {
    matches: Rc<dyn Fn(&str) -> bool>,
    /// The sentence shown when it does not.
    complaint: String,
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.complaint).finish()
    }
}

/// Two are the same to us when they complain in the same words: addresses of functions
/// mean nothing.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.complaint == other.complaint
    }
}

/// One field of the form.
#[derive(Clone, PartialEq)]
pub struct Field {
    /// Its key in the data that is sent.
    pub name: String,
    /// What is shown beside it.
    pub label: FieldLabel,
    /// The kind of control.
    pub kind: FieldKind,
    /// Whether it must be filled.
    pub required: bool,
    /// What it must look like when filled.
    pub pattern: Option<Pattern>,
    /// Never stored: gone after a reload.
    pub private: bool,
    /// What browsers may fill in; a token of the HTML `autocomplete` attribute.
    pub autocomplete: Option<Cow<'static, str>>,
    /// What is in it before the visitor has typed.
    pub initial: String,
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl Field {
    /// An optional field of that kind.
    pub fn new(name: impl Into<String>, label: impl Into<FieldLabel>, kind: FieldKind) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            kind,
            required: false,
            pattern: None,
            private: false,
            autocomplete: None,
            initial: String::new(),
        }
    }

    /// Must be filled.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Is never stored.
    #[must_use]
    pub fn private(mut self) -> Self {
        self.private = true;
        self
    }

    /// Must satisfy `matches` when filled; else `complaint` is shown.
    #[must_use]
    pub fn pattern(
        mut self,
        matches: impl Fn(&str) -> bool + 'static,
        complaint: impl Into<String>,
    ) -> Self {
        self.pattern = Some(Pattern {
            matches: Rc::new(matches),
            complaint: complaint.into(),
        });
        self
    }

    /// Starts with that value.
    #[must_use]
    pub fn initial(mut self, value: impl Into<String>) -> Self {
        self.initial = value.into();
        self
    }

    /// Tells browsers what they may fill in.
    #[must_use]
    pub fn autocomplete(mut self, token: impl Into<Cow<'static, str>>) -> Self {
        self.autocomplete = Some(token.into());
        self
    }

    /// What is wrong with that value of the field, if anything.
    pub fn check(&self, value: &str) -> Option<Invalid> {
        let value = value.trim();
        if value.is_empty() {
            return self.required.then_some(Invalid::Missing);
        }
        match &self.kind {
            FieldKind::Email if !looks_like_email(value) => return Some(Invalid::Email),
            FieldKind::Tel if !looks_like_phone(value) => return Some(Invalid::Phone),
            FieldKind::Select(choices) | FieldKind::Radio(choices)
                if !choices.iter().any(|choice| choice.value == value) =>
            {
                return Some(Invalid::Missing);
            }
            _ => {}
        }
        match &self.pattern {
            Some(pattern) if !(pattern.matches)(value) => {
                Some(Invalid::Pattern(pattern.complaint.clone()))
            }
            _ => None,
        }
    }
}

/// Deliberately generous: the server decides, this only catches slips.
fn looks_like_email(value: &str) -> bool {
    let Some((local, domain)) = value.rsplit_once('@') else {
        return false;
    };
    !local.is_empty()
        && !value.contains(char::is_whitespace)
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
}

fn looks_like_phone(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let others = |c: char| c.is_ascii_digit() || " +-./()".contains(c);
    digits >= 5 && value.chars().all(others)
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// A required field is empty.
    Missing,
    /// Not an e-mail address.
    Email,
    /// Not a telephone number.
    Phone,
    /// Does not match the site's pattern; the site's own sentence, empty where it has none.
    Pattern(String),
}

/// What the form asks: its fields, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct FormDefinition {
    /// The fields, in the order in which they are shown.
    pub fields: Vec<Field>,
}

impl Default for FormDefinition {
    /// First name, last name, e-mail and subject.
    fn default() -> Self {
        let text = |name, label: FieldLabel| Field::new(name, label, FieldKind::Text);
        Self {
            fields: vec![
                text("firstName", FieldLabel::FirstName)
                    .required()
                    .autocomplete("given-name"),
                text("lastName", FieldLabel::LastName).autocomplete("family-name"),
                Field::new("email", FieldLabel::Email, FieldKind::Email)
                    .required()
                    .autocomplete("email"),
                text("subject", FieldLabel::Subject),
            ],
        }
    }
}

impl FormDefinition {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether what is entered there may be stored.
    pub(crate) fn is_public(&self, name: &str) -> bool {
        !self.field(name).is_some_and(|field| field.private)
    }
}

/// The selected part of a text control, in UTF-16 units as browsers count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// Where it begins.
    pub start: u32,
    /// Where it ends; equal to the start when it is just a caret.
    pub end: u32,
}

/// Where the visitor was in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Focus {
    /// Name of the field.
    pub field: String,
    /// The caret, where the control has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
}

/// What is in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormState {
    /// Value by field name; absent where the visitor has changed nothing.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Where the visitor is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<Focus>,
}

impl FormState {
    /// The value of a field, or what it starts with.
    pub fn value<'a>(&'a self, field: &'a Field) -> &'a str {
        self.values.get(&field.name).unwrap_or(&field.initial)
    }

    /// What is wrong, field by field, in the form's order.
    pub fn problems<'a>(&self, definition: &'a FormDefinition) -> Vec<(&'a Field, Invalid)> {
        definition
            .fields
            .iter()
            .filter_map(|field| Some((field, field.check(self.value(field))?)))
            .collect()
    }

    /// What is stored: all but the private.
    pub(crate) fn without_private(&self, definition: &FormDefinition) -> Self {
        let is_public = |name: &str| definition.is_public(name);
        Self {
            values: self
                .values
                .iter()
                .filter(|(name, _)| is_public(name))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            // A caret deep in a field that comes back empty would be nonsense.
            focus: self.focus.clone().map(|focus| Focus {
                selection: focus.selection.filter(|_| is_public(&focus.field)),
                ..focus
            }),
        }
    }
}

/// What a form or a custom registration hands over to start a chat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegistrationData {
    /// Value by field name.
    pub fields: BTreeMap<String, String>,
}

impl RegistrationData {
    /// Everything in the form, private and hidden fields included.
    pub(crate) fn from_form(state: &FormState, definition: &FormDefinition) -> Self {
        let filled = definition.fields.iter().filter_map(|field| {
            let value = state.value(field).trim();
            (!value.is_empty()).then(|| (field.name.clone(), value.to_owned()))
        });
        Self {
            fields: filled.collect(),
        }
    }

    /// What is stored: all but the private; and whether that is all there is.
    pub(crate) fn without_private(&self, definition: &FormDefinition) -> (Self, bool) {
        let public: Self = self
            .fields
            .iter()
            .filter(|(name, _)| definition.is_public(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let complete = public.fields.len() == self.fields.len();
        (public, complete)
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Takes in what `other` has, over what is here.
    pub fn extend(&mut self, other: Self) {
        self.fields.extend(other.fields);
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// The visitor's name, as far as it was given.
    pub fn display_name(&self) -> String {
        let parts = ["firstName", "lastName"].map(|name| self.get(name).unwrap_or_default());
        parts.join(" ").trim().to_owned()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for RegistrationData {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(fields: I) -> Self {
        Self {
            fields: fields
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(values: &[(&str, &str)]) -> FormState {
        FormState {
            values: values
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            focus: None,
        }
    }

    #[test]
    fn required_fields_must_be_filled_with_more_than_spaces() {
        let form = FormDefinition::default();
        let problems = state(&[("firstName", "  ")]).problems(&form);
        let names: Vec<_> = problems.iter().map(|(f, _)| f.name.as_str()).collect();
        assert_eq!(names, ["firstName", "email"]);
    }

    #[test]
    fn slips_in_an_email_address_are_caught() {
        let field = Field::new("email", "E-mail", FieldKind::Email);
        for good in ["a@b.c", "x+y@sub.example.org", "ü@bücher.example"] {
            assert_eq!(field.check(good), None, "{good}");
        }
        for bad in ["a", "a@b", "@b.c", "a b@c.d", "a@.c", "a@c."] {
            assert_eq!(field.check(bad), Some(Invalid::Email), "{bad}");
        }
    }

    #[test]
    fn a_phone_number_is_digits_and_their_usual_company() {
        let field = Field::new("phone", "Phone", FieldKind::Tel);
        assert_eq!(field.check("+49 (30) 123-456"), None);
        assert_eq!(field.check("call me"), Some(Invalid::Phone));
        assert_eq!(field.check("12"), Some(Invalid::Phone));
    }

    #[test]
    fn a_choice_that_is_not_offered_is_not_taken() {
        let kind = FieldKind::Select(vec![Choice::new("a", "A")]);
        let field = Field::new("topic", "Topic", kind);
        assert_eq!(field.check("a"), None);
        assert_eq!(field.check("z"), Some(Invalid::Missing));
    }

    #[test]
    fn a_pattern_complains_in_the_sites_words() {
        let digits = |value: &str| value.chars().all(|c| c.is_ascii_digit());
        let field = Field::new("order", "Order", FieldKind::Text).pattern(digits, "Digits only.");
        assert_eq!(field.check("12"), None);
        assert_eq!(field.check(""), None, "an optional field may stay empty");
        assert_eq!(
            field.check("x"),
            Some(Invalid::Pattern("Digits only.".into()))
        );
        let asks = |complaint: &str| field.clone().pattern(|_| true, complaint);
        assert_eq!(field, asks("Digits only."), "as far as one can see");
        assert_ne!(field, asks("Six digits."));
    }

    #[test]
    fn private_values_and_their_caret_are_not_stored() {
        let pin = Field::new("pin", "PIN", FieldKind::Text).private();
        let form = FormDefinition { fields: vec![pin] };
        let mut filled = state(&[("pin", "1234")]);
        filled.focus = Some(Focus {
            field: "pin".into(),
            selection: Some(Selection { start: 4, end: 4 }),
        });
        let stored = filled.without_private(&form);
        assert!(stored.values.is_empty());
        assert_eq!(stored.focus.map(|focus| focus.selection), Some(None));
    }

    #[test]
    fn hidden_fields_are_sent_with_their_initial_value() {
        let hidden = Field::new("source", "", FieldKind::Hidden).initial("pricing page");
        let form = FormDefinition {
            fields: vec![hidden],
        };
        let data = RegistrationData::from_form(&FormState::default(), &form);
        assert_eq!(data.get("source"), Some("pricing page"));
    }
}
