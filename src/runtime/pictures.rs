//! Small pictures: of files, and of people. Each is fetched once on a page, and
//! the last few are kept.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::Blob;

use super::handle::ChatHandle;
use crate::engine::{ChatError, Code};
use crate::transport::FileOperation;

/// More people than this do not answer in one chat.
const KEPT: usize = 32;

/// The pictures of one chat, and those on their way: a promise of each by the
/// server's name for it. What could not be fetched is `undefined`.
#[derive(Debug, Default)]
pub(super) struct Pictures(RefCell<VecDeque<(String, Promise)>>);

impl Pictures {
    fn get(&self, id: &str) -> Option<Promise> {
        let kept = self.0.borrow();
        let (_, picture) = kept.iter().find(|(held, _)| held == id)?;
        Some(picture.clone())
    }

    fn keep(&self, id: String, picture: Promise) {
        let mut kept = self.0.borrow_mut();
        kept.push_back((id, picture));
        if kept.len() > KEPT {
            kept.pop_front();
        }
    }

    fn forget(&self, id: &str) {
        self.0.borrow_mut().retain(|(held, _)| held != id);
    }
}

impl ChatHandle {
    /// Fetches a small picture of a file, or of a person.
    ///
    /// # Errors
    ///
    /// [`Code::FileFailed`]: it is not to be had now.
    pub fn picture(&self, id: &str) -> impl Future<Output = Result<Blob, ChatError>> + use<> {
        let picture = self.pictures().get(id).unwrap_or_else(|| self.fetch(id));
        async move {
            let fetched = JsFuture::from(picture).await.ok();
            let blob = fetched.and_then(|fetched| fetched.dyn_into().ok());
            blob.ok_or_else(|| Code::FileFailed.into())
        }
    }

    fn fetch(&self, id: &str) -> Promise {
        let picture = self.download(FileOperation::Picture(id.to_owned()));
        let (chat, name) = (self.clone(), id.to_owned());
        let picture = future_to_promise(async move {
            let fetched = picture.await;
            if fetched.is_err() {
                // The next one who asks tries again.
                chat.pictures().forget(&name);
            }
            Ok(fetched.map_or(JsValue::UNDEFINED, Into::into))
        });
        self.pictures().keep(id.to_owned(), picture.clone());
        picture
    }
}
