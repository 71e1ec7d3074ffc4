//! What the site tells of the pages that messages lead to, on cards below the words. A
//! browser cannot read other sites, and there is no server of ours that could: it is
//! the site that has to know. What draws the cards is in `static/link_previews.js`.

use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::Element;
use yew::prelude::*;

use crate::browser::{load_module, log, to_object};

#[wasm_bindgen]
extern "C" {
    /// The module.
    type Cards;
    #[wasm_bindgen(method, catch)]
    fn watch(this: &Cards, list: &Element, ask: &Function) -> Result<Option<Promise>, JsValue>;
}

/// What is told of a page. All of it is shown as text, cut where it is too long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkPreview {
    /// What the page is called. Without a title there is no card.
    pub title: String,
    /// What it is about.
    pub text: Option<String>,
    /// Where a picture is: an address of the web, or one relative to the page, or a
    /// `data:` with a picture in it. The visitor's browser fetches it from there.
    pub image: Option<String>,
}

impl LinkPreview {
    fn to_object(&self) -> Object {
        let members = [
            ("title", Some(&self.title)),
            ("text", self.text.as_ref()),
            ("image", self.image.as_ref()),
        ];
        let members = members.into_iter();
        to_object(members.filter_map(|(name, text)| Some((name, text?))))
    }
}

/// Who is asked what is to be told of a page: once for each address, and only when a
/// message that leads there comes into sight.
///
/// Make one and keep it, with `use_memo` for instance: another one would ask again.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkPreviews {
    module: AttrValue,
    ask: Function,
}

impl LinkPreviews {
    /// `module` is where the page serves `static/link_previews.js`, as an address or a
    /// path from the root. `ask` gets an address as the browser writes it, and answers
    /// when and if it can; nothing waits for it.
    pub fn new<F>(module: impl Into<AttrValue>, ask: impl Fn(String) -> F + 'static) -> Self
    where
        F: Future<Output = Option<LinkPreview>> + 'static,
    {
        let ask = Closure::<dyn Fn(String) -> Promise>::new(move |url| {
            let answer = ask(url);
            future_to_promise(async move {
                Ok(answer
                    .await
                    .map_or(JsValue::NULL, |told| told.to_object().into()))
            })
        });
        Self::by_function(module, ask.into_js_value().unchecked_into())
    }

    /// The same with a function of JavaScript's, which gives an object with a `title`
    /// and perhaps a `text` and an `image`, or nothing, or a promise of that.
    pub fn by_function(module: impl Into<AttrValue>, ask: Function) -> Self {
        let module = module.into();
        Self { module, ask }
    }

    /// Has the messages of that list watched, and tells what fails first.
    async fn watch(self, list: Element) -> Result<(), JsValue> {
        let cards: Cards = load_module(&self.module).await?.unchecked_into();
        let failure = cards.watch(&list, &self.ask)?;
        // It is not kept by who waits.
        drop(list);
        match failure {
            Some(failure) => JsFuture::from(failure).await.map(drop),
            None => Ok(()),
        }
    }
}

/// Has cards drawn in a list of messages, from when it is drawn, if the site tells of
/// pages.
#[hook]
pub(super) fn use_link_previews(list: &NodeRef, previews: Option<&LinkPreviews>) {
    let (list, previews) = (list.clone(), previews.cloned());
    use_effect_with((), move |()| {
        let (Some(previews), Some(list)) = (previews, list.cast::<Element>()) else {
            return;
        };
        spawn_local(async move {
            if let Err(reason) = previews.watch(list).await {
                log::warn_about("a link preview has failed", &reason);
            }
        });
    });
}
