//! Every word that the widget says, in English unless the site says otherwise.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::intl::Intl;
use super::language::Language;
use crate::engine::FieldLabel;

/// A text with a number in it, in the forms that the language has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// For all numbers that have no form of their own. `{count}` stands for the number.
    pub other: AttrValue,
    /// The other forms, by the category of
    /// [`Intl.PluralRules`](https://tc39.es/ecma402/#sec-intl-pluralrules-constructor):
    /// `zero`, `one`, `two`, `few` or `many`.
    pub forms: Vec<(AttrValue, AttrValue)>,
}

impl From<&'static str> for Counted {
    fn from(other: &'static str) -> Self {
        Self {
            other: AttrValue::Static(other),
            forms: Vec::new(),
        }
    }
}

impl Counted {
    /// Sets the text for all numbers, of which no form is left, or one of its forms.
    fn set(&mut self, form: Option<&str>, words: AttrValue) {
        match form {
            None => {
                self.other = words;
                self.forms.clear();
            }
            Some(form) => self.forms.push((form.to_owned().into(), words)),
        }
    }
}

macro_rules! labels {
    (
        words { $($(#[$doc:meta])* $name:ident = $english:literal;)* }
        counted { $($(#[$counted_doc:meta])* $counted:ident = $counted_english:literal;)* }
    ) => {
        /// The words of the widget, and the language that they are in. `{name}`, `{count}`, `{sign}` and
        /// `{size}` stand for what is put there.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Labels {
            /// Of the words, and of times and numbers among them. `None`: nobody has said, so times and
            /// numbers are as the browser writes them.
            pub language: Option<Language>,
            $($(#[$doc])* pub $name: AttrValue,)*
            $($(#[$counted_doc])* pub $counted: Counted,)*
        }

        impl Labels {
            /// Sets the label of that name, as it is in the files of `static/locales`: `endNo` is
            /// `end_no`. False when there is none. A text with a number in it has a name for each of
            /// its forms, such as `unread.one`, to be set after `unread`.
            pub fn set(&mut self, name: &str, words: String) -> bool {
                let (name, form) = match name.split_once('.') {
                    Some((name, form)) => (name, Some(form)),
                    None => (name, None),
                };
                match snake_case(name).as_str() {
                    $(stringify!($name) if form.is_none() => self.$name = words.into(),)*
                    $(stringify!($counted) => self.$counted.set(form, words.into()),)*
                    _ => return false,
                }
                true
            }
        }

        impl Default for Labels {
            fn default() -> Self {
                Self {
                    language: None,
                    $($name: AttrValue::Static($english),)*
                    $($counted: $counted_english.into(),)*
                }
            }
        }
    };
}

labels! {
    words {
        /// The window's title, and the name of the whole.
        title = "Chat with us";
        /// On the launcher.
        open = "Open chat";
        /// On the launcher while the window is open, and in the window's head.
        minimise = "Minimise chat";
        /// In the window's head: by a sound, and by a notification where the browser may.
        alerts = "Notify me of replies";
        /// In the window's head.
        end = "End chat";
        /// Asks back.
        end_question = "End this chat?";
        /// Says what ending means.
        end_consequence = "The conversation will be closed and removed from this browser.";
        /// Takes the question back.
        end_no = "Keep chatting";
        /// Above the form.
        form_intro = "Tell us who you are and we will be right with you.";
        /// Sends the form.
        form_submit = "Start chat";
        /// Leaves the form, and leaves waiting for a start.
        cancel = "Cancel";
        /// Beside fields that may stay empty.
        optional = "optional";
        /// The first choice of a list.
        choose = "Please choose";
        /// A required field is empty.
        invalid_missing = "Please fill this in.";
        /// Not an e-mail address.
        invalid_email = "That does not look like an e-mail address. Example: ann@example.com";
        /// Not a telephone number.
        invalid_phone = "That does not look like a telephone number.";
        /// Above the names of several fields that are to be looked at.
        invalid_form = "Please check these fields:";
        /// A private field.
        private_hint = "Not kept if you leave the page.";
        /// A field of the form that is there unless the site has one of its own.
        first_name = "First name";
        /// The same.
        last_name = "Last name";
        /// The same.
        email = "E-mail";
        /// The same: what it is about.
        subject = "How can we help?";
        /// Asks back, before a form is left that has something in it.
        form_question = "Close this form?";
        /// Says what that means.
        form_consequence = "What you have entered will be deleted.";
        /// Takes the question back.
        form_no = "Back to the form";
        /// A field that does not match the site's pattern, where the site does not say how it should.
        invalid_pattern = "This does not have the expected form.";
        /// Above the form: the server refused, and did not say why.
        start_refused = "The chat could not be started. Please try again in a moment.";
        /// Above the form: private fields were gone before it had arrived.
        start_incomplete = "The page was left before the form was sent. Please fill in what is missing and send it again.";
        /// A message that was not taken.
        message_too_long = "This message is too long.";
        /// A file that was not sent.
        file_failed = "The file could not be sent.";
        /// The same.
        file_too_large = "The file is too large.";
        /// The same, with the size of the largest that can be sent.
        file_largest = "At most: {size}";
        /// While the server is asked for a session.
        starting = "Connecting you…";
        /// The same, when it takes long.
        starting_long = "We cannot reach the chat service right now. We keep trying.";
        /// Nobody has come yet.
        waiting = "Waiting for someone to answer…";
        /// Beneath the title.
        with = "You are chatting with {name}";
        /// In the transcript.
        joined = "{name} joined the chat";
        /// In the transcript.
        left = "{name} left the chat";
        /// In the transcript: somebody has switched encryption on, and the chat is over here.
        encrypted = "This chat has been encrypted and cannot go on here. Please start a new one.";
        /// In the transcript.
        you_left = "You ended the chat";
        /// Name of the visitor, for screen readers.
        you = "You";
        /// Name of the transcript, for screen readers.
        transcript = "Conversation";
        /// Somebody types.
        typing = "{name} is typing…";
        /// Name of the answers to choose from, for screen readers.
        replies = "Suggested replies";
        /// Above the address of a page that somebody would like the visitor to look at.
        suggests = "{name} suggests a page";
        /// Name of the composer.
        composer = "Your message";
        /// In the empty composer.
        placeholder = "Write a message…";
        /// Sends the message.
        send = "Send";
        /// Chooses files to send.
        attach = "Attach files";
        /// Opens the emoji to choose from, and is their name.
        emoji = "Emoji";
        /// In their place, when they cannot be had.
        emoji_failed = "The emoji could not be loaded.";
        /// Puts a file away that was not sent.
        remove = "Remove";
        /// A message that waits.
        queued = "Waiting to be sent";
        /// A message on its way.
        sending = "Sending…";
        /// A message that has come.
        sent = "Sent";
        /// In the place of a message that was taken back.
        removed = "Message removed";
        /// A message that was changed after it was sent.
        edited = "(edited)";
        /// Beside the name of a program that answers.
        bot = "Bot";
        /// A sign under a message and who gave it, for screen readers.
        reacted = "{sign} by {name}";
        /// Fetches a file.
        download = "Download";
        /// A file that was not fetched.
        download_failed = "The file could not be fetched. Try again.";
        /// A message that was not taken.
        failed = "Not sent.";
        /// Tries a message again.
        retry = "Try again";
        /// Takes the words of a message that was not taken elsewhere.
        copy = "Copy";
        /// The same, when it is done.
        copied = "Copied";
        /// The same, where the browser does not let us.
        copy_failed = "It could not be copied. Select the text and copy it yourself.";
        /// Forgets a message, or what is in a form.
        discard = "Delete";
        /// Goes to the newest.
        latest = "Jump to latest";
        /// In the transcript, above what the visitor has not read.
        new_messages = "New messages";
        /// The link is down.
        reconnecting = "Connection lost. Reconnecting… Nothing you write is lost.";
        /// The device has no network.
        offline = "You are offline. Messages will be sent when you are back.";
        /// The link is up again.
        restored = "Connected again.";
        /// The browser does not store.
        not_stored = "Your browser does not let us keep this chat. It will be lost if the page is reloaded.";
        /// Puts a notice away.
        close = "Close";
        /// Gives the conversation as a file.
        save = "Save conversation";
        /// The visitor ended the chat.
        ended_left = "You ended this chat.";
        /// The other side ended the chat.
        ended_closed = "This chat has ended.";
        /// The server forgot the chat.
        ended_gone = "This chat is no longer available. Please start a new one.";
        /// Starts another one.
        start_new = "Start a new chat";
        /// Before a chat in a page component, and until something is said.
        invitation = "Questions? We are here to help.";
    }
    counted {
        /// Unread messages, for screen readers.
        unread = "{count} unread";
        /// Beneath a draft that is longer than the server takes.
        too_long = "This message is too long. Characters over the limit: {count}";
        /// The same, when there are new ones.
        latest_new = "{count} new";
    }
}

impl Labels {
    /// What is shown beside a field.
    pub(super) fn of_field(&self, label: &FieldLabel) -> AttrValue {
        match label {
            FieldLabel::Own(words) => words.clone().into(),
            FieldLabel::FirstName => self.first_name.clone(),
            FieldLabel::LastName => self.last_name.clone(),
            FieldLabel::Email => self.email.clone(),
            FieldLabel::Subject => self.subject.clone(),
        }
    }

    /// A label with a name in it.
    pub(super) fn with_name(label: &AttrValue, name: &str) -> String {
        label.replace("{name}", name)
    }

    /// The same to be seen: a name in other letters does not turn the words around it.
    pub(super) fn around_name(label: &AttrValue, name: &str) -> Html {
        let (before, after) = label.split_once("{name}").unwrap_or((label, ""));
        html! { <span class="rj-words">{ before }<bdi>{ name }</bdi>{ after }</span> }
    }

    /// Several names, as the language lists them.
    pub(super) fn list(&self, names: &[&str]) -> String {
        let format = Intl::new("ListFormat", "format", self.tag(), &[]);
        let given: Array = names.iter().copied().map(JsValue::from_str).collect();
        let words = format.map(|format| format.words(&given, None));
        words.unwrap_or_else(|| names.join(", "))
    }

    /// A label with a number in it, in the form that fits the number.
    pub(super) fn with_count(&self, label: &Counted, count: usize) -> String {
        self.with_written(label, count, &self.number(count))
    }

    /// The same, where the number is written otherwise.
    pub(super) fn with_written(&self, label: &Counted, count: usize, written: &str) -> String {
        let form = if label.forms.is_empty() {
            None
        } else {
            let rules = Intl::new("PluralRules", "select", self.tag(), &[]);
            let category = rules.map(|rules| rules.words(&number(count).into(), None));
            let fits = |form: &str| category.as_deref() == Some(form);
            label.forms.iter().find(|(form, _)| fits(form))
        };
        let words = form.map_or(&label.other, |(_, words)| words);
        words.replace("{count}", written)
    }

    /// A number as the language writes it.
    pub(super) fn number(&self, count: usize) -> String {
        self.written(number(count), &[])
    }

    /// The size of a file; never more than it is.
    pub(super) fn size(&self, bytes: u64) -> String {
        const KB: f64 = 1024.;
        #[expect(clippy::cast_precision_loss, reason = "exact for 8 petabytes")]
        let bytes = bytes as f64;
        let (count, unit) = match bytes {
            _ if bytes >= KB * KB => (bytes / KB / KB, "megabyte"),
            _ if bytes >= KB => (bytes / KB, "kilobyte"),
            _ => (bytes, "byte"),
        };
        let count = match count {
            ..10. => (count * 10.).floor() / 10.,
            _ => count.floor(),
        };
        self.written(count, &[("style", "unit"), ("unit", unit)])
    }

    fn written(&self, number: f64, options: &[(&str, &str)]) -> String {
        let format = Intl::new("NumberFormat", "format", self.tag(), options);
        let words = format.map(|format| format.words(&number.into(), None));
        words.unwrap_or_default()
    }

    /// The tag of the language, if it is known.
    pub(super) fn tag(&self) -> Option<&str> {
        self.language.as_ref().map(|language| &**language.tag())
    }
}

/// A label beside something else; where nobody has said which language it is in, it goes
/// its own way.
pub(super) fn words(label: &AttrValue) -> Html {
    html! { <span class="rj-words">{ label }</span> }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// More than anybody counts to is as good as much.
fn number(count: usize) -> f64 {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}

/// The words for this widget.
#[hook]
pub(super) fn use_labels() -> Rc<Labels> {
    use_context::<Rc<Labels>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_the_names_of_the_locale_files() {
        let mut labels = Labels::default();
        assert!(labels.set("endNo", "Bleiben".to_owned()));
        assert_eq!(labels.end_no, "Bleiben");
        for name in ["nothing", "EndNo", "endNo.one", "language", ""] {
            assert!(!labels.set(name, "x".to_owned()), "{name}");
        }
    }

    #[test]
    fn a_text_takes_the_place_of_all_forms_of_the_one_before() {
        let mut labels = Labels::default();
        for (name, text) in [("latestNew.one", "eine"), ("latestNew.few", "einige")] {
            assert!(labels.set(name, text.to_owned()));
        }
        assert_eq!(labels.latest_new.forms.len(), 2);
        assert!(labels.set("latestNew", "{count} neue".to_owned()));
        assert_eq!(labels.latest_new.forms, []);
    }
}
