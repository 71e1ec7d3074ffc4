//! The user interface, in Yew: a provider, hooks, and the widget. One component
//! a file. Nothing here holds state of the chat; it shows what the engine says
//! and passes on what the visitor does.
//!
//! The hooks work in any child of a [`ChatProvider`], with or without our own
//! widget.

mod alerts;
mod announcer;
mod attach_button;
mod attached;
mod author;
mod bell;
mod caret;
mod chat_widget;
mod chat_window;
mod composer;
mod connection_banner;
mod conversation_file;
mod copy_button;
mod divider;
mod emoji_button;
mod end_chat;
mod ended_panel;
mod form_field;
mod form_summary;
mod formatted_text;
mod full_screen;
mod header;
mod hooks;
mod icons;
mod initials;
mod intl;
mod kept_place;
mod labels;
mod language;
mod launcher;
mod leaving;
mod link_previews;
mod looks;
mod message;
mod message_time;
mod news;
mod node_hooks;
mod outgoing_message;
mod picture;
mod provider;
mod quick_replies;
mod reactions;
mod registration_form;
mod rich_text;
mod save_conversation;
mod scroll;
mod shared_file;
mod speaking;
mod starting_panel;
mod style;
mod suggested_page;
mod today;
mod transcript;
mod transcript_chunk;
mod typing_indicator;
mod uploads;
mod when;

pub use chat_widget::{ChatWidget, ChatWidgetProps, Placement, Side};
pub use hooks::{
    TranscriptView, use_chat, use_chat_selector, use_chat_session, use_link_status, use_phase,
    use_transcript, use_typing, use_unread,
};
pub use labels::{Counted, Labels};
pub use language::Language;
pub use link_previews::{LinkPreview, LinkPreviews};
pub use looks::{ColorScheme, Density, Theme};
pub use node_hooks::NodeHooks;
pub use provider::{ChatProvider, ChatProviderProps};
pub use registration_form::{RegistrationForm, RegistrationFormProps};
