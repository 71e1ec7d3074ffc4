//! Where the agents sit: the chats, one of them open, what its visitor
//! registered with, and the knobs that make the server misbehave.

mod buttons;
mod conversation;
mod details;
mod entry_line;
mod knob_number;
mod knob_switch;
mod knobs;
mod page;
mod reply_box;
mod room_list;
mod room_row;
mod use_desk;
mod use_typing_notice;

pub(crate) use page::DeskPage;
