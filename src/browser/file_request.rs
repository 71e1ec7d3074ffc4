//! Requests that send a file or fetch one.

use std::fmt;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FormData, Response};

use super::http::{fetch, finish, init};
use super::http_request::Method;

/// What is sent. It is a secret.
#[derive(Clone, PartialEq, Eq)]
pub enum FileBody {
    /// Nothing.
    None,
    /// As `multipart/form-data`: these fields, and the file, if there is one, in
    /// the field `file`.
    Fields(Vec<(String, String)>),
    /// The file as it is.
    File,
    /// As `application/json`.
    Json(String),
}

impl fmt::Debug for FileBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileBody(…)")
    }
}

/// A request about a file.
#[derive(Clone, Copy, Debug)]
pub struct FileRequest<'a> {
    /// How.
    pub method: Method,
    /// Where to.
    pub url: &'a str,
    /// What.
    pub body: &'a FileBody,
    /// The file, if one is sent.
    pub file: Option<&'a File>,
    /// One more header.
    pub header: Option<&'a (String, String)>,
    /// Whether cookies go to another origin with it.
    pub with_cookies: bool,
}

impl FileRequest<'_> {
    /// The answer, whatever its status.
    ///
    /// # Errors
    ///
    /// There is none.
    pub async fn send(self) -> Result<Response, JsValue> {
        let init = init(self.method.name(), self.with_cookies);
        let mut content_type = None;
        match (self.body, self.file) {
            (FileBody::None, _) | (FileBody::File, None) => {}
            (FileBody::Fields(fields), file) => {
                let form = form(fields, file)?;
                init.set_body(&form);
            }
            (FileBody::File, Some(file)) => {
                init.set_body(file);
                // The browser names the type where it knows it.
                content_type = file
                    .type_()
                    .is_empty()
                    .then_some("application/octet-stream");
            }
            (FileBody::Json(text), _) => {
                init.set_body(&text.into());
                content_type = Some("application/json");
            }
        }
        let request = finish(self.url, &init, content_type, self.header)?;
        JsFuture::from(fetch(&request)?).await?.dyn_into()
    }
}

fn form(fields: &[(String, String)], file: Option<&File>) -> Result<FormData, JsValue> {
    let form = FormData::new()?;
    for (name, value) in fields {
        form.append_with_str(name, value)?;
    }
    if let Some(file) = file {
        form.append_with_blob_and_filename("file", file, &file.name())?;
    }
    Ok(form)
}
