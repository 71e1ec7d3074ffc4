//! A number in front of the page's title.

use web_sys::{Document, window};

fn document() -> Option<Document> {
    window()?.document()
}

/// A number in front of the page's title, as long as it lives. A title that the
/// page sets meanwhile is left as it is.
#[must_use = "the number is taken away when this is dropped"]
#[derive(Debug)]
pub struct TitleCount {
    /// The title with the number, and how long the number is.
    counted: String,
    length: usize,
}

impl TitleCount {
    /// Shows `(2) Title`. `None` where there is nothing to count, or no title.
    pub fn show(count: usize) -> Option<Self> {
        let document = document()?;
        let title = document.title();
        if count == 0 || title.is_empty() {
            return None;
        }
        let mut counted = String::from("(");
        counted.push_str(&count.to_string());
        counted.push_str(") ");
        let length = counted.len();
        counted.push_str(&title);
        document.set_title(&counted);
        Some(Self { counted, length })
    }
}

impl Drop for TitleCount {
    fn drop(&mut self) {
        let Some(document) = document() else {
            return;
        };
        // Whatever does not begin like ours is the page's own, also with a number.
        let title = document.title();
        if let Some(title) = title
            .strip_prefix(&self.counted[..])
            .and(title.get(self.length..))
        {
            document.set_title(title);
        }
    }
}
