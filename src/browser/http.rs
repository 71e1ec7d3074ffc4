//! Requests to servers.
//!
//! Not through gloo-net: a response is read here no further than a limit, and a
//! request is aborted when it is dropped, or when it takes too long.

use std::rc::Rc;

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, ReadableStreamDefaultReader, Request, RequestCache, RequestCredentials,
    RequestInit, RequestRedirect, Response, UrlSearchParams,
};

use super::http_request::{HttpRequest, Payload};
use super::timer::Timer;

/// Nobody says more in one answer.
const LONGEST_ANSWER: usize = 4 << 20;

// The function of the page, which may have been patched.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch, catch)]
    pub(super) fn fetch(request: &Request) -> Result<js_sys::Promise, JsValue>;
}

/// A request under way. Dropped, it is aborted and nothing is told of it.
#[derive(Debug)]
#[must_use = "the request is aborted when this is dropped"]
pub struct Fetching {
    controller: Option<Rc<AbortController>>,
    _too_late: Option<Timer>,
}

impl Fetching {
    /// Sends a request. `done` is told status and text of the answer, or `None`
    /// when there was none; not before this call has returned.
    pub fn send(request: HttpRequest, done: impl FnOnce(Option<(u16, String)>) + 'static) -> Self {
        // There is none where a page has taken it away. Then nothing is aborted.
        let controller = AbortController::new().ok().map(Rc::new);
        let on_time = controller.clone();
        let too_late = controller.is_some().then(|| {
            Timer::new(move || {
                if let Some(controller) = &on_time {
                    controller.abort();
                }
            })
        });
        if let Some(timer) = &too_late {
            timer.set(request.within);
        }
        let signal = controller.as_ref().map(|controller| controller.signal());
        spawn_local(async move {
            let answer = send(&request, signal.as_ref()).await.ok();
            if !signal.is_some_and(|signal| signal.aborted() && is_dropped(&signal)) {
                done(answer);
            }
        });
        Self {
            controller,
            _too_late: too_late,
        }
    }

    /// Lets it go on by itself.
    pub fn leave_alone(mut self) {
        self.controller = None;
    }
}

impl Drop for Fetching {
    fn drop(&mut self) {
        if let Some(controller) = &self.controller {
            controller.abort_with_reason(&JsValue::from_str(DROPPED));
        }
    }
}

/// The reason given when nobody waits for an answer any more.
const DROPPED: &str = "dropped";

fn is_dropped(signal: &web_sys::AbortSignal) -> bool {
    Reflect::get(signal, &"reason".into()).is_ok_and(|reason| reason == DROPPED)
}

async fn send(
    asked: &HttpRequest,
    signal: Option<&web_sys::AbortSignal>,
) -> Result<(u16, String), JsValue> {
    let request = request(asked, signal)?;
    let response: Response = JsFuture::from(fetch(&request)?).await?.dyn_into()?;
    let text = read(&response).await?;
    Ok((response.status(), text))
}

/// What is the same in all requests.
pub(super) fn init(method: &str, with_cookies: bool) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_cache(RequestCache::NoStore);
    // What is sent holds secrets that are meant for nobody else.
    init.set_redirect(RequestRedirect::Error);
    init.set_credentials(if with_cookies {
        RequestCredentials::Include
    } else {
        RequestCredentials::SameOrigin
    });
    init
}

fn request(asked: &HttpRequest, signal: Option<&web_sys::AbortSignal>) -> Result<Request, JsValue> {
    let init = init(asked.method.name(), asked.with_cookies);
    init.set_signal(signal);
    if asked.is_farewell {
        Reflect::set(&init, &"keepalive".into(), &true.into())?;
    }
    match &asked.payload {
        Payload::None => {}
        Payload::Json(text) => init.set_body(&text.into()),
        Payload::Form(fields) => {
            let form = UrlSearchParams::new()?;
            for (name, value) in fields {
                form.append(name, value);
            }
            init.set_body(&form);
        }
    }
    let is_json = matches!(asked.payload, Payload::Json(_));
    let content_type = is_json.then_some("application/json;charset=UTF-8");
    finish(&asked.url, &init, content_type, asked.header.as_ref())
}

/// A request with its headers; the browser knows the types of forms and files.
pub(super) fn finish(
    url: &str,
    init: &RequestInit,
    content_type: Option<&str>,
    header: Option<&(String, String)>,
) -> Result<Request, JsValue> {
    let request = Request::new_with_str_and_init(url, init)?;
    if let Some(content_type) = content_type {
        request.headers().set("Content-Type", content_type)?;
    }
    if let Some((name, value)) = header {
        request.headers().set(name, value)?;
    }
    Ok(request)
}

/// The text of an answer that is not too long.
pub(crate) async fn read(response: &Response) -> Result<String, JsValue> {
    let Some(body) = response.body() else {
        return Ok(String::new());
    };
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
    let mut bytes = Vec::new();
    loop {
        let part = JsFuture::from(reader.read()).await?;
        if Reflect::get(&part, &"done".into())?.is_truthy() {
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
        let part: Uint8Array = Reflect::get(&part, &"value".into())?.dyn_into()?;
        if bytes.len() + part.length() as usize > LONGEST_ANSWER {
            let _ = reader.cancel();
            return Err(JsValue::from_str("the answer is too long"));
        }
        bytes.extend(part.to_vec());
    }
}
