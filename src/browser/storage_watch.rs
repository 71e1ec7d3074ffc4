//! What other pages of the site write into the storage that they share.

use wasm_bindgen::JsCast;
use web_sys::StorageEvent;

use super::listener::Listener;

/// Hears what other pages write, as long as it lives. When it is heard the storage
/// of this page shows it.
#[must_use = "nothing is heard when this is dropped"]
#[derive(Debug)]
pub struct StorageWatch {
    _listener: Option<Listener>,
}

impl StorageWatch {
    /// Calls `heard` with each key below `prefix` that was written or deleted,
    /// without the prefix, and with what is there now. When everything was
    /// deleted the key is empty.
    pub fn new(prefix: String, heard: impl Fn(&str, Option<String>) + 'static) -> Self {
        let listener = web_sys::window().map(|window| {
            Listener::new(&window, "storage", move |event| {
                let Some(event) = event.dyn_ref::<StorageEvent>() else {
                    return;
                };
                match event.key() {
                    Some(key) => {
                        if let Some(key) = key.strip_prefix(&prefix) {
                            heard(key, event.new_value());
                        }
                    }
                    None => heard("", None),
                }
            })
        });
        Self {
            _listener: listener,
        }
    }
}
