//! What was not sent: it can be copied, whatever the page lets us do; and what is
//! too long to be sent.

use std::cell::RefCell;

use rejoin::browser::{StoreMode, copy};
use rejoin::engine::{Intent, MessageLimit, Request, SessionId, Ticket, TransportEvent};
use rejoin::runtime::ChatOptions;
use rejoin::transport::{Capabilities, Events, Transport};
use rejoin::widget::{ChatProvider, ChatWidget};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{
    Element, Event, EventInit, HtmlElement, HtmlTextAreaElement, ShadowRoot, ShadowRootInit,
    ShadowRootMode,
};
use yew::prelude::*;

use crate::page::{Drawn, draw, settle};

/// Takes no message, and none of more than ten bytes is asked of it.
#[derive(Default)]
struct Unwilling(RefCell<Option<Events>>);

impl Transport for Unwilling {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            longest_message: Some(MessageLimit::Bytes(10)),
            ..Capabilities::default()
        }
    }

    fn connect(&self, _: Intent, events: Events) {
        self.0.replace(Some(events.clone()));
        spawn_local(async move {
            events.report(TransportEvent::Started {
                session: SessionId::new("s"),
                ticket: Ticket::new("t"),
            });
        });
    }

    fn send(&self, request: Request) {
        let events = self.0.borrow().clone().unwrap();
        let answer = match request {
            Request::Message { client_id, .. } => TransportEvent::Rejected {
                client_id,
                reason: "We are closed.".to_owned(),
            },
            Request::Sync { .. } => TransportEvent::Synced { missed: Vec::new() },
            _ => return,
        };
        spawn_local(async move { events.report(answer) });
    }

    fn disconnect(&self) {}
}

#[component]
fn App() -> Html {
    let options = use_memo((), |()| {
        ChatOptions::new(Unwilling::default)
            .store(StoreMode::None)
            .without_registration()
    });
    html! {
        <ChatProvider options={(*options).clone()}><ChatWidget /></ChatProvider>
    }
}

const COMPOSER: &str = "[data-testid=rejoin-composer]";
const OUTGOING: &str = "[data-testid=rejoin-outgoing]";
const COPY: &str = "[data-testid=rejoin-copy]";
const NOTICE: &str = "[data-testid=rejoin-too-long]";
/// What was said last.
const ANNOUNCER: &str = "[data-testid=rejoin-announcer] > :last-child";

async fn chatting() -> Drawn<App> {
    let page = draw::<App>(()).await;
    page.click("[data-testid=rejoin-launcher]").await;
    page.wait_for(COMPOSER).await;
    page
}

async fn write(page: &Drawn<App>, text: &str) -> HtmlTextAreaElement {
    let area: HtmlTextAreaElement = page.find(COMPOSER).unwrap().unchecked_into();
    area.set_value(text);
    let bubbling = EventInit::new();
    bubbling.set_bubbles(true);
    let event = Event::new_with_event_init_dict("input", &bubbling).unwrap();
    area.dispatch_event(&event).unwrap();
    settle().await;
    area
}

async fn send(page: &Drawn<App>, text: &str) {
    write(page, text).await;
    page.click("[data-testid=rejoin-send]").await;
}

/// Puts something in the place of what the browser has for it, and begins to
/// collect what is copied.
fn with_clipboard(clipboard: &str, command: &str) {
    let code = format!(
        "globalThis.copied = [];
        Object.defineProperty(navigator, 'clipboard', {{ value: {clipboard}, configurable: true }});
        document.execCommand = {command};"
    );
    js_sys::eval(&code).unwrap();
}

fn copied() -> String {
    let copied = js_sys::eval("JSON.stringify(globalThis.copied)").unwrap();
    copied.as_string().unwrap()
}

const WRITES: &str = "{ writeText: async (text) => void copied.push(text) }";
const REFUSES: &str = "{ writeText: async () => { throw new Error('not here'); } }";
const THROWS: &str = "{ writeText: () => { throw new Error('not at all'); } }";
const DENIES: &str = "() => false";
/// What browsers do, as far as it can be seen from outside.
const COPIES: &str = "(name) => {
    let focused = document.activeElement;
    while (globalThis.roots?.get(focused)) focused = globalThis.roots.get(focused).activeElement;
    const { value, selectionStart, selectionEnd } = focused;
    copied.push(`${name} ${value.slice(selectionStart, selectionEnd)}`);
    return true;
}";

#[wasm_bindgen_test]
async fn what_was_not_sent_is_copied_and_the_visitor_is_told() {
    let page = chatting().await;
    send(&page, "a \"b\"\nc").await;
    page.wait_for(COPY).await;
    let buttons = page.root.query_selector_all(&format!("{OUTGOING} button"));
    let buttons = buttons.unwrap();
    let words = (0..buttons.length()).filter_map(|at| buttons.get(at)?.text_content());
    assert_eq!(words.collect::<Vec<_>>(), ["Try again", "Copy", "Delete"]);
    for (clipboard, command, expected) in [
        (WRITES, DENIES, r#"["a \"b\"\nc"]"#),
        ("undefined", COPIES, r#"["copy a \"b\"\nc"]"#),
        (REFUSES, COPIES, r#"["copy a \"b\"\nc"]"#),
        (THROWS, COPIES, r#"["copy a \"b\"\nc"]"#),
    ] {
        with_clipboard(clipboard, command);
        page.find(COPY).unwrap().focus().unwrap();
        page.click(COPY).await;
        page.wait_for_text(COPY, |words| words == "Copied").await;
        page.wait_for_text(ANNOUNCER, |words| words == "Copied")
            .await;
        assert_eq!(copied(), expected);
        let focused = web_sys::window()
            .unwrap()
            .document()
            .unwrap()
            .active_element();
        assert_eq!(focused, page.find(COPY).map(Into::into), "the focus stays");
        assert!(page.find("textarea:not(.rj-input)").is_none());
        page.wait_for_text(COPY, |words| words == "Copy").await;
    }
    for command in [DENIES, "undefined"] {
        with_clipboard("undefined", command);
        page.click(COPY).await;
        page.wait_for_text("[data-testid=rejoin-copy-failed]", |words| {
            words.contains("could not be copied")
        })
        .await;
    }
    with_clipboard(WRITES, DENIES);
    page.click(COPY).await;
    page.wait_for_text(COPY, |words| words == "Copied").await;
    assert!(page.find("[data-testid=rejoin-copy-failed]").is_none());
    page.click("[data-testid=rejoin-end]").await;
}

#[wasm_bindgen_test]
async fn in_a_closed_shadow_root_the_old_way_finds_its_words_and_gives_the_focus_back() {
    let document = web_sys::window().unwrap().document().unwrap();
    let host = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&host).unwrap();
    let closed = ShadowRootInit::new(ShadowRootMode::Closed);
    let root: ShadowRoot = host.attach_shadow(&closed).unwrap();
    let inside = |name: &str| -> HtmlElement {
        let element: Element = document.create_element(name).unwrap();
        root.append_child(&element).unwrap();
        element.unchecked_into()
    };
    let (other, button) = (inside("input"), inside("button"));
    with_clipboard("undefined", COPIES);
    let roots = js_sys::Map::new();
    roots.set(&host, &root);
    js_sys::Reflect::set(&js_sys::global(), &"roots".into(), &roots).unwrap();
    other.focus().unwrap();
    assert!(copy("within".to_owned(), button).await);
    assert_eq!(copied(), r#"["copy within"]"#);
    assert_eq!(root.active_element(), Some(other.into()));
    assert_eq!(root.child_element_count(), 2);
    host.remove();
}

#[wasm_bindgen_test]
async fn what_is_too_long_stays_and_the_visitor_is_told_how_much() {
    let page = chatting().await;
    let area = write(&page, "0123456789").await;
    assert!(page.find(NOTICE).is_none());
    write(&page, "0123456789ab").await;
    let notice = page.wait_for(NOTICE).await;
    assert_eq!(
        notice.text_content().unwrap(),
        "This message is too long. Characters over the limit: 2"
    );
    assert_eq!(area.get_attribute("aria-invalid").unwrap(), "true");
    assert_eq!(area.get_attribute("aria-describedby").unwrap(), notice.id());
    let said = |words: &str| words.ends_with("limit: 2");
    page.wait_for_text(ANNOUNCER, said).await;
    write(&page, "0123456789abc").await;
    page.wait_for_text(NOTICE, |words| words.ends_with(": 3"))
        .await;
    assert!(said(&page.text(ANNOUNCER)), "not at every key");

    page.click("[data-testid=rejoin-send]").await;
    page.wait_for_text(ANNOUNCER, |words| words.ends_with(": 3"))
        .await;
    assert_eq!(area.value(), "0123456789abc");
    assert!(page.find(OUTGOING).is_none());
    let focused = web_sys::window()
        .unwrap()
        .document()
        .unwrap()
        .active_element();
    assert_eq!(focused, page.find(COMPOSER).map(Into::into));

    send(&page, "shorter").await;
    page.wait_for(OUTGOING).await;
    assert_eq!(area.value(), "");
    assert!(page.find(NOTICE).is_none());
    assert!(area.get_attribute("aria-invalid").is_none());
    page.click("[data-testid=rejoin-end]").await;
}
