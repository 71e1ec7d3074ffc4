//! One chat on a page, as JavaScript holds it.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::File;
use yew::Callback;

use super::host::Host;
use super::settings::{Settings, pairs, to_data};
use super::view::View;
use rejoin::browser::to_object;
use rejoin::browser::{halt, log};
use rejoin::engine::{Chat, ChatError, ChatEvent, MessageKind, PhaseKind};
use rejoin::runtime::{ChatHandle, RegistrationContext, Watch};
use rejoin::widget::{Labels, Language};

/// One chat on a page, with its widget if it has one.
#[wasm_bindgen]
pub struct Embedded {
    chat: ChatHandle,
    view: RefCell<Option<View>>,
    labels: RefCell<Labels>,
    host: Host,
    _events: Watch,
    _changes: Watch,
}

impl std::fmt::Debug for Embedded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Embedded")
    }
}

#[wasm_bindgen]
impl Embedded {
    /// A chat with these settings, which tells the host what happens. Nothing is
    /// drawn, read or requested yet.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &Settings, host: Host) -> Self {
        tell_log(&host);
        let chat = ChatHandle::new(&settings.options());
        let (told, ask, asked) = (host.clone(), settings.ask(), chat.clone());
        let events = chat.on_event(move |event| {
            if let (ChatEvent::RegistrationWanted, Some(ask)) = (event, &ask) {
                ask_page(ask, &RegistrationContext::new(asked.clone()));
            }
            told.hear(event);
        });
        let changes = tell_when_idle(&chat, &host);
        Self {
            chat,
            view: RefCell::default(),
            labels: RefCell::default(),
            host,
            _events: events,
            _changes: changes,
        }
    }

    /// Brings back what is stored.
    pub fn restore(&self) {
        self.chat.restore();
    }

    /// Starts a chat.
    pub fn start(&self) {
        self.chat.start();
    }

    /// Draws the widget. `is_opened`: because the visitor asked for it, who will
    /// want to be in it.
    ///
    /// # Errors
    ///
    /// Where the page does not let us: the host element cannot have a shadow root.
    pub fn show(&self, settings: &Settings, is_opened: bool) -> Result<(), JsValue> {
        if let Some(ui) = settings.ui() {
            let view = View::show(
                self.chat.clone(),
                &ui,
                self.labels.borrow().clone(),
                is_opened,
            )?;
            self.view.replace(Some(view));
        }
        Ok(())
    }

    /// Speaks a language, with texts by name; those later in the list go over
    /// those before, and all of them over English. Those that are not ours are
    /// told to the log.
    #[wasm_bindgen(js_name = setTexts)]
    pub fn set_texts(&self, language: &str, texts: Vec<Object>) {
        let mut labels = Labels {
            language: Language::new(language),
            ..Labels::default()
        };
        for (name, text) in texts.iter().flat_map(pairs) {
            if !labels.set(&name, text) {
                log::warn(&format!("there is no text \"{name}\" (206)"));
            }
        }
        self.labels.replace(labels);
        // Out of the borrow: hooks of the page are called when it is drawn.
        let view = self.view.take();
        if let Some(mut view) = view {
            view.relabel(self.labels.borrow().clone());
            self.view.replace(Some(view));
        }
    }

    /// `idle`, `opening`, `registering`, `starting`, `active` or `ended`.
    #[wasm_bindgen(getter)]
    pub fn phase(&self) -> String {
        let phase = match self.chat.read(|chat| chat.phase().kind()) {
            PhaseKind::Idle if self.chat.read(Chat::is_opening) => "opening",
            PhaseKind::Idle => "idle",
            PhaseKind::Registering => "registering",
            PhaseKind::Starting => "starting",
            PhaseKind::Active => "active",
            PhaseKind::Ended => "ended",
        };
        phase.to_owned()
    }

    /// Whether the server is still to be told that the visitor has left.
    #[wasm_bindgen(getter, js_name = isLeaving)]
    pub fn is_leaving(&self) -> bool {
        self.chat.read(|chat| chat.is_leaving())
    }

    /// Whether the window is open.
    #[wasm_bindgen(getter, js_name = isOpen)]
    pub fn is_open(&self) -> bool {
        self.chat.read(|chat| chat.window().open)
    }

    /// Opens the window, or minimises it.
    #[wasm_bindgen(js_name = setOpen)]
    pub fn set_open(&self, open: bool) {
        if open {
            self.chat.open();
        } else {
            self.chat.minimise();
        }
    }

    /// Goes on with the data of the page's own registration.
    pub fn register(&self, data: &Object) {
        self.chat.register(to_data(data));
    }

    /// Keeps values of the page's own registration.
    pub fn keep(&self, data: &Object) {
        for (name, value) in pairs(data) {
            self.chat.set_field(name, value);
        }
    }

    /// Gives up registering or starting.
    pub fn cancel(&self) {
        self.chat.cancel();
    }

    /// Sends a message, and tells under which id; `undefined` when there is
    /// nothing to send, or no session.
    pub fn send(&self, text: String, kind: &str) -> Option<String> {
        let id = match kind {
            "url" => self.chat.send_as(MessageKind::Url, text),
            "notice" => self.chat.send_as(MessageKind::Notice, text),
            _ => self.chat.send(text),
        };
        Some(id?.as_str().to_owned())
    }

    /// How many characters at the end of a message are more than the server takes.
    pub fn excess(&self, text: &str) -> usize {
        self.chat.read(|chat| chat.excess(text))
    }

    /// The visitor types, or has stopped.
    pub fn typing(&self, on: bool) {
        self.chat.set_typing(on);
    }

    /// Tells the server more about the visitor.
    #[wasm_bindgen(js_name = setData)]
    pub fn set_data(&self, data: &Object) {
        self.chat.set_data(to_data(data));
    }

    /// Sends a file: a promise of its id, or of `[code, description]`.
    #[wasm_bindgen(js_name = sendFile)]
    pub fn send_file(&self, file: File) -> Promise {
        promise(self.chat.send_file(file))
    }

    /// What may be sent: a promise of an object of texts.
    #[wasm_bindgen(js_name = fileLimits)]
    pub fn file_limits(&self) -> Promise {
        let limits = self.chat.file_limits();
        promise(async move { limits.await.map(|limits| to_object(limits.into_iter())) })
    }

    /// Fetches a file: a promise of it.
    #[wasm_bindgen(js_name = downloadFile)]
    pub fn download_file(&self, id: &str) -> Promise {
        promise(self.chat.download_file(id))
    }

    /// Takes a file back.
    #[wasm_bindgen(js_name = deleteFile)]
    pub fn delete_file(&self, id: &str) -> Promise {
        let deleted = self.chat.delete_file(id);
        promise(async move { deleted.await.map(|()| JsValue::UNDEFINED) })
    }

    /// Tells the entries from that index on to `to`, oldest first. False when
    /// the older ones have to be read first: ask again a moment later.
    pub fn transcript(&self, from: f64, to: &Host) -> bool {
        let (is_whole, entries) = self.chat.read(|chat| {
            let session = chat.phase().session();
            let entries = session.map(|s| s.transcript().entries().cloned().collect::<Vec<_>>());
            (chat.is_whole(), entries.unwrap_or_default())
        });
        #[expect(clippy::cast_precision_loss, reason = "positions came as numbers")]
        let asked = |index: u64| index as f64 >= from;
        if is_whole {
            for entry in entries.iter().filter(|entry| asked(entry.position.0)) {
                // The one who asks collects, which does not fail.
                let _ = to.tell_entry(entry, false);
            }
        } else {
            self.chat.load_all();
        }
        is_whole
    }

    /// What the cross in the window does, without asking.
    pub fn close(&self) {
        match self.chat.read(|chat| chat.phase().kind()) {
            PhaseKind::Ended => self.chat.dismiss(),
            PhaseKind::Starting | PhaseKind::Registering | PhaseKind::Active => self.chat.leave(),
            PhaseKind::Idle => {}
        }
    }

    /// Ends the session.
    pub fn leave(&self) {
        self.chat.leave();
    }

    /// The visitor has become known: a chat that is nobody's is theirs from now on.
    /// False when it is somebody else's.
    pub fn name(&self, visitor: &str) -> bool {
        self.chat.name_visitor(visitor)
    }

    /// The visitor has logged out. `records` are those that were stored, where they
    /// are erased already.
    pub fn forget(&self, records: Option<Object>) {
        match records {
            Some(records) => self
                .chat
                .forget_erased(&pairs(&records).collect::<Vec<_>>()),
            None => self.chat.forget(),
        }
    }

    /// The chat is over: nothing invites to another one, and the host is told when
    /// nothing is to be seen any more. False where nothing moves out of sight.
    pub fn retire(&self) -> bool {
        // Out of the borrow: the host may take away at once what is shown.
        let Some(mut view) = self.view.take() else {
            return false;
        };
        let host = self.host.clone();
        let moves = view.retire(Callback::from(move |()| host.tell_gone()));
        self.view.replace(Some(view));
        moves
    }

    /// Takes the widget off the page and drops the connection. The chat stays
    /// stored.
    pub fn destroy(&self) {
        self.chat.put_away();
        if let Some(view) = self.view.take() {
            view.remove();
        }
    }

    /// After a trap, which JavaScript sees: nothing of this module does anything
    /// any more.
    pub fn halt() {
        halt();
    }
}

/// Tells when the chat that there was is over and done with.
fn tell_when_idle(chat: &ChatHandle, host: &Host) -> Watch {
    let (watched, host) = (chat.clone(), host.clone());
    let was_idle = Cell::new(true);
    chat.watch(move || {
        let is_idle = watched.read(|chat| {
            let is_busy = chat.is_leaving() || chat.is_opening();
            chat.phase().kind() == PhaseKind::Idle && !is_busy
        });
        if !was_idle.replace(is_idle) && is_idle {
            host.tell_idle();
        }
    })
}

/// What comes of it; a failure as `[code, description]`.
fn promise<T: Into<JsValue>>(
    outcome: impl Future<Output = Result<T, ChatError>> + 'static,
) -> Promise {
    future_to_promise(async move {
        let outcome = outcome.await.map(Into::into);
        outcome.map_err(
            |ChatError {
                 code, description, ..
             }| { Array::of2(&code.number().into(), &description.into()).into() },
        )
    })
}

/// Calls the page's registration with what was kept.
fn ask_page(ask: &Function, context: &RegistrationContext) {
    let kept = to_object(context.kept().into_iter());
    if let Err(reason) = ask.call1(&JsValue::UNDEFINED, &kept) {
        log::warn_about("the registration cannot be called", &reason);
    }
}

fn tell_log(host: &Host) {
    let logger = host.clone();
    log::log_to(move |level, line, reason| {
        let level = match level {
            log::Level::Debug => "debug",
            log::Level::Warn => "warn",
        };
        // A log that cannot be written has nobody to be told to.
        let _ = logger.log(level, line, reason);
    });
}
