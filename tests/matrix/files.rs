//! Files, as far as the protocol says how to send and fetch them.

use std::time::Duration;

use rejoin::browser::{FileBody, Method};
use rejoin::transport::{FileOperation, Remedy, SharedFile};
use serde_json::{Value, json};

use super::world::{Fault, World};

fn shared() -> SharedFile {
    SharedFile {
        id: "mxc://hs/cat".to_owned(),
        name: "cat.png".to_owned(),
        mime: "image/png".to_owned(),
        size: 7,
        image: Some((3, 4)),
    }
}

#[test]
fn every_question_has_its_token_in_the_header_only() {
    let world = World::chatting();
    let token = world.hs.tokens.keys().next().unwrap();
    let id = || "mxc://hs/cat".to_owned();
    for (operation, method, path) in [
        (FileOperation::Limits, Method::Get, "client/v1/media/config"),
        (
            FileOperation::Upload {
                name: "a b.png".to_owned(),
            },
            Method::Post,
            "media/v3/upload?filename=a%20b%2Epng",
        ),
        (
            FileOperation::Download(id()),
            Method::Get,
            "client/v1/media/download/hs/cat",
        ),
        (
            FileOperation::Picture(id()),
            Method::Get,
            "client/v1/media/thumbnail/hs/cat?width=320&height=320&method=scale",
        ),
    ] {
        let call = world.file_call(&operation).unwrap();
        assert_eq!(call.url, format!("https://hs/_matrix/{path}"));
        assert_eq!(call.method, method);
        assert_eq!(call.header.unwrap().1, format!("Bearer {token}"));
    }
}

#[test]
fn a_file_is_told_of_by_one_message_however_often() {
    let world = World::chatting();
    let call = world.file_call(&FileOperation::Share(shared())).unwrap();
    assert_eq!(call.method, Method::Put);
    assert!(
        call.url.ends_with("/send/m.room.message/file-cat"),
        "{}",
        call.url
    );
    let FileBody::Json(body) = &call.body else {
        panic!("{:?}", call.body);
    };
    let message: Value = serde_json::from_str(body).unwrap();
    assert_eq!(message["msgtype"], "m.image");
    assert_eq!(message["info"]["h"], 4);
    let answer = (call.read)(413, r#"{"errcode":"M_TOO_LARGE","error":"Too large."}"#);
    assert_eq!(answer, Err("Too large.".to_owned().into()));
    let limits = (call.read)(200, r#"{"m.upload.size":50}"#).unwrap();
    assert_eq!(limits.largest, Some(50));
}

#[test]
fn what_helps_is_told_and_a_file_may_look_like_an_error() {
    let world = World::chatting();
    let fetch = FileOperation::Download("mxc://hs/notes".to_owned());
    let read = world.file_call(&fetch).unwrap().read;
    let error = r#"{"errcode":"M_X","error":"No.","retry_after_ms":700}"#;
    assert!(read(200, error).is_ok());
    let remedy = |status| read(status, error).unwrap_err().remedy;
    assert_eq!(remedy(401), Some(Remedy::Renew));
    assert_eq!(remedy(429), Some(Remedy::Wait(Duration::from_millis(700))));
    assert_eq!(remedy(403), None);
    assert_eq!(read(401, "<html>").unwrap_err().remedy, None);
}

#[test]
fn a_token_that_was_refused_elsewhere_is_renewed_at_once() {
    let mut world = World::chatting();
    let header = |world: &World| world.file_call(&FileOperation::Limits).unwrap().header;
    let old = header(&world);
    let soft = json!({ "errcode": "M_UNKNOWN_TOKEN", "soft_logout": true });
    world.faults.push(("/typing/", Fault::Say(401, soft), 1));
    world.renew();
    world.run(1_000);
    assert_ne!(header(&world), old);
    assert!(world.is_ready());
}

#[test]
fn what_is_no_address_of_a_file_is_not_fetched_and_nothing_is_taken_back() {
    let world = World::chatting();
    for id in ["https://evil.example/x", "mxc://hs/../../x", "", "mxc://"] {
        let download = FileOperation::Download(id.to_owned());
        assert!(world.file_call(&download).is_none(), "{id}");
    }
    let delete = FileOperation::Delete("mxc://hs/cat".to_owned());
    assert!(world.file_call(&delete).is_none());
}
