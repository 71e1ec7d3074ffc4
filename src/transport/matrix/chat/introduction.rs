//! How a visitor is introduced to those who answer, by what the form had.

use std::collections::BTreeMap;

use crate::transport::json::{NAME_LIMIT, cut};

type Fields = BTreeMap<String, String>;

/// Who gave no name is called this.
const NOBODY: &str = "Visitor";
/// Fields that stand in the name of the room.
const IN_THE_NAME: [&str; 5] = ["username", "nickname", "firstName", "lastName", "subject"];

/// What the visitor is called.
pub(super) fn name_of(fields: &Fields) -> String {
    let given = |name: &str| fields.get(name).map(|name| name.trim()).unwrap_or_default();
    let full = format!("{} {}", given("firstName"), given("lastName"));
    let names = [given("username"), given("nickname"), full.trim()];
    let name = names.into_iter().find(|name| !name.is_empty());
    cut(name.unwrap_or(NOBODY), NAME_LIMIT).to_owned()
}

/// What agents see in their list of rooms.
pub(super) fn room_name(fields: &Fields) -> String {
    match fields.get("subject") {
        Some(subject) => format!("{} · {}", name_of(fields), cut(subject, NAME_LIMIT)),
        None => name_of(fields),
    }
}

/// All the rest, for people. Programs have the state of the room.
pub(super) fn topic(fields: &Fields) -> String {
    let rest = fields
        .iter()
        .filter(|(name, _)| !IN_THE_NAME.contains(&name.as_str()));
    let lines: Vec<_> = rest
        .map(|(name, value)| format!("{name}: {}", cut(value, NAME_LIMIT)))
        .collect();
    lines.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_is_introduced_once_by_each_word() {
        let fields = [
            ("firstName", "Ann"),
            ("lastName", "Lee"),
            ("subject", "Boots"),
            ("plan", "pro"),
            ("size", "38"),
        ];
        let fields = fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        assert_eq!(name_of(&fields), "Ann Lee");
        assert_eq!(room_name(&fields), "Ann Lee · Boots");
        assert_eq!(topic(&fields), "plan: pro · size: 38");
        assert_eq!(name_of(&Fields::new()), NOBODY);
    }
}
