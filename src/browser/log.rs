//! Lines for the browser's console, so that they can be told from the page's own,
//! or for a logger of the page's.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

/// How much a line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// For those who look closely.
    Debug,
    /// Something that the site's owner should look at.
    Warn,
}

type Logger = Rc<dyn Fn(Level, &str, &JsValue)>;

thread_local! {
    static LOGGER: RefCell<Option<Logger>> = const { RefCell::new(None) };
}

/// From now on all lines go there, each with what the browser said, if anything.
pub fn log_to(logger: impl Fn(Level, &str, &JsValue) + 'static) {
    LOGGER.set(Some(Rc::new(logger)));
}

/// Something that the site's owner should look at.
pub fn warn(line: &str) {
    log(Level::Warn, line, &JsValue::UNDEFINED);
}

/// The same, with what the browser said.
pub fn warn_about(line: &str, reason: &JsValue) {
    log(Level::Warn, line, reason);
}

/// Something for those who look closely.
pub fn debug(line: &str) {
    log(Level::Debug, line, &JsValue::UNDEFINED);
}

fn log(level: Level, line: &str, reason: &JsValue) {
    let logger = LOGGER.with_borrow(Option::clone);
    match logger {
        Some(logger) => logger(level, line, reason),
        None => log_to_console(level, line, reason),
    }
}

fn log_to_console(level: Level, line: &str, reason: &JsValue) {
    let name = "Rejoin:".into();
    match level {
        Level::Debug => web_sys::console::debug_2(&name, &line.into()),
        Level::Warn if reason.is_undefined() => web_sys::console::warn_2(&name, &line.into()),
        Level::Warn => web_sys::console::warn_3(&name, &line.into(), reason),
    }
}
