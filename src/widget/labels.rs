//! Every word that the widget says, in English unless the site says otherwise.

use yew::prelude::*;

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident = $english:literal;)*) => {
        /// The words of the widget. `{name}`, `{count}` and `{sign}` stand for what is put there.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Labels {
            $($(#[$doc])* pub $name: AttrValue,)*
        }

        impl Labels {
            /// Sets the label of that name; false when there is none.
            pub fn set(&mut self, name: &str, words: String) -> bool {
                let label = match name {
                    $(stringify!($name) => &mut self.$name,)*
                    _ => return false,
                };
                *label = words.into();
                true
            }
        }

        impl Default for Labels {
            fn default() -> Self {
                Self { $($name: AttrValue::Static($english),)* }
            }
        }
    };
}

labels! {
    /// The window's title, and the name of the whole.
    title = "Chat with us";
    /// On the launcher.
    open = "Open chat";
    /// On the launcher while the window is open, and in the window's head.
    minimise = "Minimise chat";
    /// Unread messages, for screen readers.
    unread = "{count} unread";
    /// In the window's head: by a sound, and by a notification where the browser may.
    alerts = "Tell me about answers";
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
    invalid_email = "That does not look like an e-mail address, such as ann@example.com.";
    /// Not a telephone number.
    invalid_phone = "That does not look like a telephone number.";
    /// A private field.
    private_hint = "Not kept if you leave the page.";
    /// While the server is asked for a session.
    starting = "Connecting you…";
    /// The same, when it takes long.
    starting_long = "We cannot reach the chat service right now. We keep trying.";
    /// Nobody has come yet.
    waiting = "Waiting for an agent…";
    /// Beneath the title.
    with = "You are chatting with {name}";
    /// In the transcript.
    joined = "{name} joined the chat";
    /// In the transcript.
    left = "{name} left the chat";
    /// In the transcript.
    you_left = "You ended the chat";
    /// Name of the visitor, for screen readers.
    you = "You";
    /// Name of the transcript, for screen readers.
    transcript = "Conversation";
    /// Somebody types.
    typing = "{name} is typing…";
    /// Name of the composer.
    composer = "Your message";
    /// In the empty composer.
    placeholder = "Write a message…";
    /// Beneath a draft that is longer than the server takes.
    too_long = "This message is too long. Characters over the limit: {count}";
    /// Sends the message.
    send = "Send";
    /// Chooses files to send.
    attach = "Attach files";
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
    /// Forgets a message.
    discard = "Delete";
    /// Goes to the newest.
    latest = "Jump to latest";
    /// The same, when there are new ones.
    latest_new = "{count} new";
    /// In the transcript, above what the visitor has not read.
    new_messages = "New messages";
    /// The link is down.
    reconnecting = "Connection lost. Reconnecting… Nothing you write is lost.";
    /// The device has no network.
    offline = "You are offline. Messages will be sent when you are back.";
    /// The link is up again.
    restored = "Connected again.";
    /// The browser does not store.
    not_stored = "Your browser does not let us keep this chat: it will not survive a reload.";
    /// Puts a notice away.
    close = "Close";
    /// The visitor ended the chat.
    ended_left = "You ended this chat.";
    /// The other side ended the chat.
    ended_closed = "This chat has ended.";
    /// The server forgot the chat.
    ended_gone = "The chat service no longer knows this chat. Please start a new one.";
    /// Starts another one.
    start_new = "Start a new chat";
    /// Before a chat in a page component, and until something is said.
    invitation = "Questions? We are here to help.";
}

impl Labels {
    /// A label with a name in it.
    pub(super) fn with_name(label: &AttrValue, name: &str) -> String {
        label.replace("{name}", name)
    }

    /// A label with a number in it.
    pub(super) fn with_count(label: &AttrValue, count: usize) -> String {
        label.replace("{count}", &count.to_string())
    }
}

/// The words for this widget.
#[hook]
pub(super) fn use_labels() -> Labels {
    use_context::<Labels>().unwrap_or_default()
}
