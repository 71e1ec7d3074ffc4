//! How messages are drawn: each kind of content, and what was done to it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use rejoin::browser::{Fill, Picture, sleep};
use rejoin::engine::{
    Content, Entry, EntryId, ImageSize, Intent, Party, Piece, Position, Reaction, Request, Role,
    SessionId, Style, Ticket, TransportEvent, Wall,
};
use rejoin::runtime::ChatOptions;
use rejoin::transport::{
    Capabilities, Events, FileBody, FileCall, FileOperation, FileTrouble, Method, Transport,
};
use rejoin::widget::{ChatProvider, ChatWidget};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, HtmlCanvasElement};
use yew::prelude::*;

use crate::page::{Drawn, draw, settle};

/// A server that says what the test says.
#[derive(Clone, Default)]
struct Puppet(Rc<RefCell<Option<Events>>>);

impl Puppet {
    fn says(&self, entries: Vec<Entry>) {
        let events = self.0.borrow().clone();
        events.unwrap().report(TransportEvent::Entries(entries));
    }
}

impl PartialEq for Puppet {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Transport for Puppet {
    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn file_call(&self, _: &Ticket, operation: &FileOperation) -> Option<FileCall> {
        let FileOperation::Picture(id) = operation else {
            return None;
        };
        Some(FileCall {
            method: Method::Get,
            url: format!("/pictures/{id}"),
            body: FileBody::None,
            header: None,
            with_cookies: false,
            read: |_, _| Err(FileTrouble::default()),
        })
    }

    fn connect(&self, _intent: Intent, events: Events) {
        self.0.replace(Some(events.clone()));
        wasm_bindgen_futures::spawn_local(async move {
            events.report(TransportEvent::Started {
                session: SessionId::new("s"),
                ticket: Ticket::new("t"),
            });
        });
    }

    fn send(&self, request: Request) {
        if let (Request::Sync { .. }, Some(events)) = (request, self.0.borrow().clone()) {
            wasm_bindgen_futures::spawn_local(async move {
                events.report(TransportEvent::Synced { missed: Vec::new() });
            });
        }
    }

    fn disconnect(&self) {}
}

#[derive(Clone, PartialEq, Properties)]
struct AppProps {
    server: Puppet,
}

#[component]
fn App(props: &AppProps) -> Html {
    let server = props.server.clone();
    let options = use_memo((), |()| {
        ChatOptions::new(move || server.clone())
            .store(rejoin::browser::StoreMode::None)
            .without_registration()
    });
    html! {
        <ChatProvider options={(*options).clone()}><ChatWidget /></ChatProvider>
    }
}

/// A chat in which these have been said.
async fn saying(entries: Vec<Entry>) -> (Drawn<App>, Puppet) {
    let server = Puppet::default();
    let page = draw::<App>(AppProps {
        server: server.clone(),
    })
    .await;
    page.click("[data-testid=rejoin-launcher]").await;
    page.wait_for("[data-testid=rejoin-transcript]").await;
    server.says(entries);
    settle().await;
    (page, server)
}

fn kim() -> Party {
    Party::new("kim", "Kim", Role::Agent)
}

fn entry(position: u64, author: Party, content: Content) -> Entry {
    Entry {
        id: Some(name(position)),
        ..Entry::new(Position(position), Wall(1_800_000_000_000), author, content)
    }
}

fn name(position: u64) -> EntryId {
    EntryId::new(position.to_string())
}

fn text(words: &str) -> Content {
    Content::Text(words.to_owned())
}

fn words(words: &str) -> Piece {
    Piece::Text(words.to_owned())
}

fn rich(pieces: Vec<Piece>) -> Content {
    let text = "plainly".to_owned();
    Content::Rich { text, pieces }
}

fn later(minutes: u64, entry: Entry) -> Entry {
    Entry {
        at: Wall(entry.at.0 + minutes * 60_000),
        ..entry
    }
}

/// The positions of the rows with such a thing in them.
fn rows_with(page: &Drawn<App>, what: &str) -> Vec<String> {
    let found = page.root.query_selector_all(&format!("li:has({what})"));
    let found = found.unwrap();
    (0..found.length())
        .filter_map(|at| {
            found
                .item(at)?
                .unchecked_into::<web_sys::Element>()
                .get_attribute("data-position")
        })
        .collect()
}

#[wasm_bindgen_test]
async fn one_author_in_a_row_has_one_name_and_one_time_over_the_seams_of_chunks_too() {
    let says = |position, minutes| later(minutes, entry(position, kim(), text("so")));
    // The position 32 begins a chunk.
    let (page, server) = saying(vec![says(30, 0), says(31, 1), says(32, 2), says(33, 10)]).await;
    assert_eq!(rows_with(&page, ".rj-author"), ["30", "33"]);
    assert_eq!(rows_with(&page, ".rj-meta"), ["32", "33"]);
    assert_eq!(
        rows_with(&page, "time"),
        ["30", "31", "32", "33"],
        "for who listens"
    );
    assert!(
        page.text("[data-position='31']").contains("Kim"),
        "for who listens"
    );

    let lou = Party::new("lou", "Lou", Role::Agent);
    server.says(vec![
        says(34, 11),
        later(11, entry(35, lou, text("I, too"))),
    ]);
    page.wait_for("[data-position='35']").await;
    assert_eq!(rows_with(&page, ".rj-author"), ["30", "33", "35"]);
    assert_eq!(rows_with(&page, ".rj-meta"), ["32", "34", "35"]);
}

#[wasm_bindgen_test]
async fn a_line_stands_above_each_day() {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a date"
    )]
    let now = js_sys::Date::now() as u64;
    let ago = |position, days: u64| Entry {
        at: Wall(now - days * 24 * 60 * 60_000),
        ..entry(position, kim(), text("so"))
    };
    let (page, _server) = saying(vec![ago(1, 3), ago(2, 1), ago(3, 1), ago(4, 0)]).await;
    let days = page
        .root
        .query_selector_all("[data-testid=rejoin-day]")
        .unwrap();
    let days: Vec<_> = (0..days.length())
        .filter_map(|at| days.item(at)?.text_content())
        .collect();
    assert_eq!(days[1..], ["yesterday", "today"]);
    assert!(days[0].contains("day"), "{} is a day of the week", days[0]);
}

#[wasm_bindgen_test]
async fn words_with_some_form_are_drawn_as_what_they_are() {
    use Piece::Styled;
    use Style::*;
    let item = |text: &str| Styled(Item, vec![words(text)]);
    let content = rich(vec![
        Styled(Heading, vec![words("News")]),
        Styled(
            Paragraph,
            vec![
                Styled(Bold, vec![words("now")]),
                Piece::Break,
                Styled(Italic, vec![words("or")]),
            ],
        ),
        Styled(Underline, vec![words("u")]),
        Styled(Strike, vec![words("s")]),
        Styled(Code, vec![words("https://code.example")]),
        Styled(Block, vec![words("a\n  b")]),
        Styled(Quote, vec![words("said")]),
        Styled(List, vec![words("\n"), item("one"), words("loose")]),
        Styled(Numbered, vec![item("first")]),
        item("astray"),
        words("https://text.example"),
    ]);
    let (page, _server) = saying(vec![entry(1, kim(), content)]).await;
    assert_eq!(
        page.find(".rj-rich").unwrap().inner_html(),
        "<p><strong>News</strong></p><p><strong>now</strong><br><em>or</em></p><u>u</u><s>s</s>\
         <code>https://code.example</code><pre>a\n  b</pre><blockquote>said</blockquote>\
         <ul><li>one</li><li>loose</li></ul><ol><li>first</li></ol><p>astray</p>\
         <a href=\"https://text.example\" target=\"_blank\" \
         rel=\"noopener noreferrer nofollow ugc\">https://text.example</a>"
    );
}

#[wasm_bindgen_test]
async fn links_lead_to_where_it_is_safe_to_go_and_nowhere_else() {
    let link = |to: &str| Piece::Link {
        to: to.to_owned(),
        pieces: vec![words("https://elsewhere.example")],
    };
    let content = rich(vec![
        link("HTTPS://a.example"),
        link("mailto:a@a.example"),
        link("javascript:alert(1)"),
        link(" javascript:alert(1)"),
        link("data:text/html,x"),
        link("/relative"),
    ]);
    let (page, _server) = saying(vec![entry(1, kim(), content)]).await;
    let links = page.root.query_selector_all(".rj-rich a").unwrap();
    let href = |at: u32| {
        let link: web_sys::Element = links.get(at).unwrap().unchecked_into();
        link.get_attribute("href").unwrap()
    };
    assert_eq!(links.length(), 2);
    assert_eq!(href(0), "HTTPS://a.example");
    assert_eq!(href(1), "mailto:a@a.example");
}

#[wasm_bindgen_test]
async fn what_was_done_to_a_message_shows_on_it() {
    let said = vec![
        entry(1, kim(), text("helo")),
        entry(2, kim(), text("oops")),
        entry(3, Party::new("bot", "Helper", Role::Bot), text("beep")),
    ];
    let (page, server) = saying(said).await;
    assert_eq!(page.text(".rj-tag"), "Bot");
    assert!(page.find(".rj-edited, .rj-removed, .rj-signs").is_none());
    let sign = |of: u64, key: &str| Content::Reaction {
        of: name(of),
        key: key.to_owned(),
    };
    let sam = Party::new("sam", "Sam", Role::Agent);
    let edit = Content::Edit {
        of: name(1),
        to: Box::new(text("hello")),
    };
    server.says(vec![
        entry(4, kim(), edit),
        entry(5, kim(), Content::Removal { of: name(2) }),
        entry(6, kim(), sign(3, "👍")),
        entry(7, sam.clone(), sign(3, "👍")),
        entry(8, sam, sign(3, "🎉")),
    ]);
    page.wait_for(".rj-sign + .rj-sign").await;
    let row = |position: u64, rest: &str| format!("[data-position='{position}'] {rest}");
    assert_eq!(page.text(&row(1, ".rj-bubble")), "hello");
    assert_eq!(page.text(&row(1, ".rj-edited")), "(edited)");
    assert_eq!(page.text(&row(2, "em")), "Message removed");
    let sign = page.find(&row(3, ".rj-sign")).unwrap();
    assert_eq!(sign.text_content().unwrap(), "👍 2");
    assert_eq!(
        sign.get_attribute("aria-label").unwrap(),
        "👍 by Kim and Sam"
    );
    let rows = page.root.query_selector_all("[data-position]").unwrap();
    assert_eq!(rows.length(), 3, "what changes others is no row");
}

#[wasm_bindgen_test]
async fn signs_that_come_with_a_message_are_shown_with_it() {
    let mut said = entry(1, kim(), text("hello"));
    said.marks.reactions.push(Reaction {
        id: None,
        by: Party::new("v", "Vera", Role::Visitor),
        key: "👍".to_owned(),
    });
    let (page, _server) = saying(vec![said]).await;
    let sign = page.wait_for(".rj-sign").await;
    assert_eq!(sign.text_content().unwrap(), "👍");
    assert_eq!(sign.get_attribute("aria-label").unwrap(), "👍 by You");
}

// --- Pictures ---

#[wasm_bindgen(inline_js = "
    let asked = [];
    const real = window.fetch;
    /** A picture of 20 by 10 pixels, all red. */
    export async function redPicture() {
        const canvas = document.createElement('canvas');
        canvas.width = 20;
        canvas.height = 10;
        const context = canvas.getContext('2d');
        context.fillStyle = 'rgb(255, 0, 0)';
        context.fillRect(0, 0, 20, 10);
        return new Promise((resolve) => canvas.toBlob(resolve));
    }
    /** From here on the server has that picture under every name but `missing`. */
    export function servePictures(blob) {
        asked = [];
        window.fetch = async (request) => {
            asked.push(new URL(request.url).pathname);
            return request.url.includes('missing') ? new Response('', { status: 404 }) : new Response(blob);
        };
    }
    export function stopServing() {
        window.fetch = real;
        return asked;
    }
    export function pixel(canvas, x, y) {
        return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data].join();
    }
")]
extern "C" {
    #[wasm_bindgen(js_name = redPicture, catch)]
    async fn red_picture() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = servePictures)]
    fn serve_pictures(blob: &Blob);
    #[wasm_bindgen(js_name = stopServing)]
    fn stop_serving() -> Vec<String>;
    fn pixel(canvas: &HtmlCanvasElement, x: u32, y: u32) -> String;
}

const RED: &str = "255,0,0,255";
const NOTHING: &str = "0,0,0,0";

async fn red() -> Blob {
    red_picture().await.unwrap().unchecked_into()
}

fn canvas(width: u32, height: u32) -> HtmlCanvasElement {
    let document = web_sys::window().unwrap().document().unwrap();
    let canvas: HtmlCanvasElement = document.create_element("canvas").unwrap().unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    canvas
}

#[wasm_bindgen_test]
async fn a_picture_keeps_its_shape_in_whatever_place() {
    let picture = Picture::decode(&red().await).await.unwrap();
    let all = canvas(40, 40);
    picture.draw_on(&all, Fill::Contain).unwrap();
    assert_eq!(pixel(&all, 20, 20), RED);
    assert_eq!(pixel(&all, 20, 5), NOTHING, "above it");
    let filled = canvas(40, 40);
    picture.draw_on(&filled, Fill::Cover).unwrap();
    assert_eq!(pixel(&filled, 1, 1), RED);
    assert_eq!((filled.width(), filled.height()), (40, 40));
}

#[wasm_bindgen_test]
async fn what_is_no_picture_is_an_error() {
    let words = js_sys::Array::of1(&"no picture".into());
    let blob = Blob::new_with_str_sequence(&words).unwrap();
    assert!(Picture::decode(&blob).await.is_err());
}

fn file(position: u64, id: &str, width: u32, height: u32) -> Entry {
    let content = Content::File {
        id: id.to_owned(),
        name: format!("{id}.png"),
        image: Some(ImageSize { width, height }),
    };
    entry(position, kim(), content)
}

async fn wait_until(what: &str, fits: impl Fn() -> bool) {
    for _ in 0..400 {
        if fits() {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("it does not come to that: {what}");
}

#[wasm_bindgen_test]
async fn pictures_are_drawn_in_the_place_kept_for_them() {
    serve_pictures(&red().await);
    let mut ann = kim();
    ann.avatar = Some("ann".to_owned());
    let said = vec![
        entry(1, ann.clone(), text("look")),
        entry(2, Party::new("sam", "Sam", Role::Agent), text("where?")),
        entry(3, ann.clone(), text(&"here\n".repeat(80))),
        file(4, "kettle", 80, 40),
        // Neither the oldest nor the newest shows the picture.
        entry(5, ann.clone(), text(&"or there\n".repeat(80))),
        file(6, "missing", 40, 20),
    ];
    let (page, _server) = saying(said).await;
    let shown = page.wait_for("[data-position='4'] canvas").await;
    assert_eq!(shown.get_attribute("role").unwrap(), "img");
    assert_eq!(shown.get_attribute("aria-label").unwrap(), "kettle.png");
    let shown: HtmlCanvasElement = shown.unchecked_into();
    let before = (shown.offset_width(), shown.offset_height());
    assert_eq!(before.0, before.1 * 2, "its place has its shape");
    assert_eq!(pixel(&shown, 1, 1), NOTHING, "it is out of sight");
    shown.scroll_into_view();
    wait_until("the picture is drawn", || pixel(&shown, 1, 1) == RED).await;
    assert_eq!((shown.offset_width(), shown.offset_height()), before);

    let missing = page.find("[data-position='6']").unwrap();
    missing.scroll_into_view();
    wait_until("what is missing is no picture", || {
        page.find("[data-position='6'] canvas").is_none()
    })
    .await;
    assert!(page.text("[data-position='6']").contains("missing.png"));
    assert!(page.find("[data-position='6'] button").is_some());

    for position in [1, 3] {
        let avatar = page.find(&format!("[data-position='{position}'] .rj-avatar canvas"));
        let avatar: HtmlCanvasElement = avatar.unwrap().unchecked_into();
        assert_eq!(avatar.get_attribute("aria-hidden").unwrap(), "true");
        avatar.scroll_into_view();
        wait_until("the person is drawn", || pixel(&avatar, 24, 24) == RED).await;
    }
    let asked = stop_serving();
    let of_ann = asked.iter().filter(|path| *path == "/pictures/ann");
    assert_eq!(of_ann.count(), 1, "{asked:?}");
}
