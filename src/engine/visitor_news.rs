//! What the server is still to be told about the visitor.

use super::form::RegistrationData;

/// Data that the server may not have yet. One telling is under way at a time;
/// what is added meanwhile is told after it, together with what it told, since
/// the server takes the same twice without harm.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct VisitorNews {
    untold: RegistrationData,
    under_way: Option<RegistrationData>,
}

impl VisitorNews {
    pub(crate) fn new(untold: RegistrationData) -> Self {
        Self {
            untold,
            under_way: None,
        }
    }

    pub(crate) fn untold(&self) -> &RegistrationData {
        &self.untold
    }

    pub(crate) fn add(&mut self, data: RegistrationData) {
        self.untold.extend(data);
    }

    /// Adds what was there to be told before; what is here goes over it.
    pub(crate) fn add_older(&mut self, mut data: RegistrationData) {
        data.extend(std::mem::take(&mut self.untold));
        self.untold = data;
    }

    /// Another page has told that. True when it was all that was to be told here.
    pub(crate) fn told_elsewhere(&mut self, told: &RegistrationData) -> bool {
        let knows = |(name, value): (&String, &String)| told.get(name) == Some(value.as_str());
        let is_all = !self.untold.is_empty() && self.untold.fields.iter().all(knows);
        if is_all {
            self.untold = RegistrationData::default();
        }
        is_all
    }

    /// What to tell now, if anything.
    pub(crate) fn tell(&mut self) -> Option<RegistrationData> {
        if self.untold.is_empty() || self.under_way.is_some() {
            return None;
        }
        self.under_way = Some(self.untold.clone());
        self.under_way.clone()
    }

    /// The server has what it was told. True when that was all.
    pub(crate) fn taken(&mut self) -> bool {
        if self.under_way.take().as_ref() != Some(&self.untold) {
            return false;
        }
        self.untold = RegistrationData::default();
        true
    }

    /// The server will never take what it was told, which this gives: only what was
    /// added meanwhile is still to be told.
    pub(crate) fn refused(&mut self) -> Option<RegistrationData> {
        let refused = self.under_way.take()?;
        self.refused_elsewhere(&refused);
        Some(refused)
    }

    /// Another page was told that the server will never take that. True when some of
    /// it was to be told here.
    pub(crate) fn refused_elsewhere(&mut self, refused: &RegistrationData) -> bool {
        let fields = &mut self.untold.fields;
        let before = fields.len();
        fields.retain(|name, value| refused.get(name) != Some(value.as_str()));
        fields.len() < before
    }

    /// Nobody will answer any more.
    pub(crate) fn interrupted(&mut self) {
        self.under_way = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(name: &str, value: &str) -> RegistrationData {
        [(name, value)].into_iter().collect()
    }

    #[test]
    fn what_is_added_meanwhile_is_told_as_well() {
        let mut news = VisitorNews::default();
        assert_eq!(news.tell(), None);
        news.add(data("plan", "pro"));
        assert_eq!(news.tell(), Some(data("plan", "pro")));
        news.add(data("cart", "3"));
        assert_eq!(news.tell(), None, "one at a time");
        assert!(!news.taken());
        assert_eq!(news.tell().unwrap_or_default().fields.len(), 2);
        assert!(news.taken());
        assert_eq!(news.tell(), None);
    }

    #[test]
    fn what_was_interrupted_is_told_again() {
        let mut news = VisitorNews::new(data("plan", "pro"));
        assert!(news.tell().is_some());
        news.interrupted();
        assert_eq!(news.tell(), Some(data("plan", "pro")));
    }

    #[test]
    fn what_is_refused_is_not_told_again_and_what_was_added_is() {
        let mut news = VisitorNews::new(data("plan", "pro"));
        assert_eq!(news.refused(), None, "nothing was told");
        assert!(news.tell().is_some());
        news.add(data("cart", "3"));
        assert_eq!(news.refused(), Some(data("plan", "pro")));
        assert_eq!(news.tell(), Some(data("cart", "3")));
    }

    #[test]
    fn what_another_page_has_told_is_told_once_all_of_it_is() {
        let mut news = VisitorNews::default();
        assert!(!news.told_elsewhere(&data("plan", "pro")), "nothing was to");
        news.add(data("plan", "pro"));
        news.add(data("cart", "3"));
        assert!(!news.told_elsewhere(&data("plan", "pro")));
        let all: RegistrationData = [("plan", "pro"), ("cart", "3"), ("a", "b")]
            .into_iter()
            .collect();
        assert!(news.told_elsewhere(&all));
        assert_eq!(news.tell(), None);
    }

    #[test]
    fn what_was_refused_elsewhere_concerns_a_page_that_was_to_tell_it() {
        let mut news = VisitorNews::new(data("plan", "pro"));
        assert!(!news.refused_elsewhere(&data("plan", "free")));
        assert!(news.refused_elsewhere(&data("plan", "pro")));
        assert!(!news.refused_elsewhere(&data("plan", "pro")));
        assert_eq!(news.tell(), None);
    }

    #[test]
    fn an_answer_to_nothing_takes_nothing() {
        let mut news = VisitorNews::new(data("plan", "pro"));
        assert!(!news.taken());
        assert!(!news.untold().is_empty());
    }
}
