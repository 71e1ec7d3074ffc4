//! The edges: everything that the chat asks of a browser, each thing in its own
//! small module, each released when it is dropped.
//!
//! Pages that did not expect us block storage, patch globals and throw where
//! nobody does. What fails here is reported or logged; nothing panics.

mod channel;
mod chime;
mod clipboard;
mod clock;
mod close_watcher;
mod download;
mod file_request;
mod halt;
mod http;
mod http_request;
mod image;
mod language;
mod lease;
mod listener;
mod lock;
pub mod log;
mod module;
mod motion;
mod notice;
mod object;
mod page;
mod picture;
mod promise;
mod random;
mod resize;
mod sight;
mod socket;
mod storage;
mod storage_watch;
mod timer;
mod title;
mod visible_area;

pub use channel::Channel;
pub use chime::chime;
pub use clipboard::copy;
pub use clock::now;
pub use close_watcher::CloseWatcher;
pub use download::save;
pub use file_request::{FileBody, FileRequest};
pub use halt::{halt, is_halted};
pub use http::Fetching;
pub(crate) use http::read;
pub use http_request::{HttpRequest, Method, Payload};
pub use image::image_size;
pub use language::canonical_language;
pub use lease::Lease;
pub use listener::Listener;
pub use lock::Lock;
pub(crate) use module::load_module;
pub use motion::rest;
pub use notice::Notice;
pub use object::to_object;
pub use page::{Page, PageEvent, is_online, is_told_of_freezing, is_visible};
pub use picture::{Fill, Picture};
pub use random::{random_u128, roll_percent};
pub use resize::SizeWatch;
pub use sight::SightWatch;
pub use socket::{Socket, SocketNews};
pub use storage::{HostStore, NotStored, Store, StoreMode};
pub use storage_watch::StorageWatch;
pub use timer::{Timer, sleep};
pub use title::TitleCount;
pub use visible_area::{VisibleArea, VisibleAreaWatch};
