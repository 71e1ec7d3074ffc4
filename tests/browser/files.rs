//! Files on their way to a server that takes them as they are, and is then told
//! to whom they are.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, Uint8Array};
use rejoin::browser::{StoreMode, sleep};
use rejoin::engine::{Code, Intent, Request, SessionId, Ticket, TransportEvent};
use rejoin::runtime::{ChatHandle, ChatOptions};
use rejoin::transport::{
    Capabilities, Events, FileBody, FileCall, FileOperation, FileReply, FileTrouble, Method,
    Remedy, Transport,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{File, FilePropertyBag};

/// Answers take the place of the network: each is a part of an address, a status
/// (0: there is no answer) and a body. Gives what was asked. Not a module of its
/// own: of many at once the test runner's server forgets one.
const ANSWER: &str = "
const plain = globalThis.plainFetch ??= globalThis.fetch;
const asked = [];
globalThis.fetch = async (request, ...more) => {
  if (!request.url?.includes('/files/')) return plain(request, ...more);
  const body = await request.text();
  const type = request.headers.get('Content-Type');
  const path = request.url.split('/files/')[1];
  asked.push([request.method, path, type, request.headers.get('Authorization'), body].join(' | '));
  const at = answers.findIndex(([part]) => path.startsWith(part));
  const [, status, text] = at < 0 ? ['', 404, ''] : answers.splice(at, 1)[0];
  if (status === 0) throw new TypeError('no network');
  const headers = path.endsWith('.json') ? { 'Content-Type': 'application/json' } : {};
  return new Response(text === 'long' ? ' '.repeat(5 << 20) : text, { status, headers });
};
return asked;
";

thread_local! {
    static ASKED: RefCell<Array> = RefCell::default();
}

fn answer(answers: &Array) {
    let asked = Function::new_with_args("answers", ANSWER);
    let asked = asked.call1(&JsValue::UNDEFINED, answers).unwrap();
    ASKED.set(asked.unchecked_into());
}

fn told() -> Vec<String> {
    ASKED.with_borrow(|asked| asked.iter().filter_map(|line| line.as_string()).collect())
}

#[derive(Default)]
struct Files(Rc<RefCell<Option<Events>>>);

impl Transport for Files {
    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn file_call(&self, ticket: &Ticket, operation: &FileOperation) -> Option<FileCall> {
        let (method, path, body) = match operation {
            FileOperation::Limits => (Method::Get, "limits".to_owned(), FileBody::None),
            FileOperation::Upload { name } => {
                let path = format!("upload?filename={name}");
                (Method::Post, path, FileBody::File)
            }
            FileOperation::Share(file) => {
                let text = format!(
                    "{} {} {:?} {:?}",
                    file.name, file.size, file.mime, file.image
                );
                (
                    Method::Put,
                    format!("share/{}", file.id),
                    FileBody::Json(text),
                )
            }
            FileOperation::Download(id) => (Method::Get, format!("get/{id}"), FileBody::None),
            FileOperation::Picture(_) | FileOperation::Delete(_) => return None,
        };
        Some(FileCall {
            method,
            url: format!("https://chat.invalid/files/{path}"),
            body,
            header: Some((
                "Authorization".into(),
                format!("Bearer {}", ticket.reveal()),
            )),
            with_cookies: false,
            read: |status, text| match text.split_once(' ') {
                _ if status == 401 => Err(FileTrouble {
                    words: text.to_owned(),
                    remedy: Some(Remedy::Renew),
                }),
                _ if status == 429 => Err(FileTrouble {
                    words: text.to_owned(),
                    remedy: text
                        .parse()
                        .ok()
                        .map(Duration::from_millis)
                        .map(Remedy::Wait),
                }),
                Some(("largest", bytes)) => Ok(FileReply {
                    largest: bytes.parse().ok(),
                    ..FileReply::default()
                }),
                Some(("id", id)) => Ok(FileReply {
                    id: Some(id.to_owned()),
                    ..FileReply::default()
                }),
                Some(_) => Err(text.to_owned().into()),
                None => Ok(FileReply::default()),
            },
        })
    }

    fn renew(&self) {
        let events = self.0.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let ticket = TransportEvent::Renewed(Ticket::new("y"));
            events.borrow().as_ref().unwrap().report(ticket);
        });
    }

    fn connect(&self, _intent: Intent, events: Events) {
        self.0.replace(Some(events.clone()));
        wasm_bindgen_futures::spawn_local(async move {
            events.report(TransportEvent::Started {
                session: SessionId::new("s"),
                ticket: Ticket::new("x"),
            });
        });
    }

    fn send(&self, _request: Request) {}

    fn disconnect(&self) {}
}

async fn chat(answers: &[(&str, u16, &str)]) -> ChatHandle {
    let answers: Array = answers
        .iter()
        .map(|(part, status, text)| Array::of3(&(*part).into(), &(*status).into(), &(*text).into()))
        .collect();
    answer(&answers);
    let options = ChatOptions::new(Files::default)
        .store(StoreMode::None)
        .without_registration();
    let chat = ChatHandle::new(&options);
    chat.start();
    while chat.session().is_none() {
        sleep(Duration::from_millis(5)).await;
    }
    chat
}

fn file(bytes: &[u8], name: &str, mime: &str) -> File {
    let bag = FilePropertyBag::new();
    bag.set_type(mime);
    let parts = Array::of1(&Uint8Array::from(bytes));
    File::new_with_u8_array_sequence_and_options(&parts, name, &bag).unwrap()
}

/// The smallest there is: one pixel, transparent.
const GIF: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

#[wasm_bindgen_test]
async fn a_file_is_sent_as_it_is_and_then_shared_until_there_is_an_answer() {
    let chat = chat(&[
        ("limits", 200, "largest 100"),
        ("upload", 200, "id 7"),
        ("share", 0, ""),
        ("share", 200, "{}"),
    ])
    .await;
    let sent = chat.send_file(file(b"words", "a.txt", "text/plain")).await;
    assert_eq!(sent.unwrap(), "7");
    let share = "PUT | share/7 | application/json | Bearer x | a.txt 5 \"text/plain\" None";
    assert_eq!(
        told(),
        [
            "GET | limits |  | Bearer x | ",
            "POST | upload?filename=a.txt | text/plain | Bearer x | words",
            share,
            share,
        ]
    );
}

#[wasm_bindgen_test]
async fn a_picture_is_shared_with_its_size_and_a_spoilt_one_without() {
    for (bytes, expected) in [(GIF, "Some((1, 1))"), (b"GIF89a".as_slice(), "None")] {
        let answers = [("upload", 200, "id 7"), ("share", 200, "{}")];
        let chat = chat(&answers).await;
        chat.send_file(file(bytes, "a.gif", "image/gif"))
            .await
            .unwrap();
        let last = told().pop().unwrap();
        assert!(last.ends_with(expected), "{last}");
    }
}

#[wasm_bindgen_test]
async fn a_file_that_is_too_large_is_not_sent() {
    let chat = chat(&[("limits", 200, "largest 4")]).await;
    let error = chat.send_file(file(b"words", "a", "")).await.unwrap_err();
    assert_eq!(error.code, Code::FileFailed);
    assert_eq!(error.description, "The file is too large: at most 4 bytes.");
    assert_eq!(told().len(), 1);
}

#[wasm_bindgen_test]
async fn a_server_that_refuses_is_quoted_and_is_not_asked_twice() {
    for (status, words, expected) in [
        (413, "", "The file is too large."),
        (413, "M_TOO_LARGE says who", "M_TOO_LARGE says who"),
    ] {
        let chat = chat(&[("upload", status, words)]).await;
        let error = chat.send_file(file(b"words", "a", "")).await.unwrap_err();
        assert_eq!(error.description, expected);
    }
    let chat = chat(&[("upload", 200, "id 7"), ("share", 403, "not here")]).await;
    let error = chat.send_file(file(b"words", "a", "")).await.unwrap_err();
    assert_eq!(error.description, "not here");
    let shares = told().iter().filter(|line| line.contains("share")).count();
    assert_eq!(shares, 1);
}

#[wasm_bindgen_test]
async fn a_file_is_fetched_and_what_is_not_offered_is_said_to_be_so() {
    let chat = chat(&[("get/9", 200, "bytes")]).await;
    let blob = chat.download_file("9").await.unwrap();
    assert_eq!(blob.size(), 5.0);
    assert_eq!(told(), ["GET | get/9 |  | Bearer x | "]);
    let error = chat.delete_file("9").await.unwrap_err();
    assert_eq!(error.code, Code::FileFailed);
}

#[wasm_bindgen_test]
async fn a_ticket_that_has_grown_old_is_renewed_once() {
    let chat = chat(&[("get", 401, "old"), ("get", 200, "bytes")]).await;
    assert_eq!(chat.download_file("9").await.unwrap().size(), 5.0);
    let asked = [
        "GET | get/9 |  | Bearer x | ",
        "GET | get/9 |  | Bearer y | ",
    ];
    assert_eq!(told(), asked);
    let chat = self::chat(&[("get", 401, "old"), ("get", 401, "still")]).await;
    let error = chat.download_file("9").await.unwrap_err();
    assert_eq!(error.description, "still");
    assert_eq!(told(), asked);
}

#[wasm_bindgen_test]
async fn a_server_that_is_asked_too_often_is_left_alone_for_a_while() {
    let answers = [
        ("upload", 200, "id 7"),
        ("share", 429, "40"),
        ("share", 429, "40"),
        ("share", 200, "{}"),
    ];
    let chat = chat(&answers).await;
    chat.send_file(file(b"words", "a", "")).await.unwrap();
    let count = |what: &str| told().iter().filter(|line| line.contains(what)).count();
    assert_eq!((count("upload"), count("share")), (1, 3));
    // Nobody waits for that.
    let chat = self::chat(&[("get", 429, "3600000")]).await;
    chat.download_file("9").await.unwrap_err();
    assert_eq!(told().len(), 1);
}

#[wasm_bindgen_test]
async fn what_could_not_be_shared_is_not_sent_again() {
    let answers = [
        ("upload", 200, "id 7"),
        ("share", 403, "not here"),
        ("share", 200, "{}"),
    ];
    let chat = chat(&answers).await;
    chat.attach(file(b"words", "a", ""));
    while chat.uploads().iter().all(|upload| upload.problem.is_none()) {
        sleep(Duration::from_millis(5)).await;
    }
    chat.retry_upload(chat.uploads()[0].id);
    while !chat.uploads().is_empty() {
        sleep(Duration::from_millis(5)).await;
    }
    let uploads = told().iter().filter(|line| line.contains("upload")).count();
    assert_eq!((uploads, told().len()), (1, 4));
}

#[wasm_bindgen_test]
async fn a_long_file_of_json_is_no_answer() {
    let chat = chat(&[("get", 200, "long")]).await;
    let blob = chat.download_file("notes.json").await.unwrap();
    assert_eq!(blob.size(), f64::from(5 << 20));
}
