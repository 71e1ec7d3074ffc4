//! The texts of another language, fetched as the script for other sites does it.

use js_sys::{Array, Object};
use rejoin::widget::{Labels, Language};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;
use yew::prelude::*;

/// The texts of that language: `None` until they are there. English is built in,
/// and is what is left where there is no such file.
#[hook]
pub(super) fn use_texts(tag: &'static str) -> Option<Labels> {
    let texts = use_state(|| None);
    let found = texts.setter();
    use_effect_with(tag, move |tag| {
        let tag = *tag;
        spawn_local(async move {
            let mut labels = Labels::default();
            if tag != "en" && read(tag, &mut labels).await.is_err() {
                labels = Labels::default();
            }
            found.set(Some(labels));
        });
    });
    (*texts).clone()
}

async fn read(tag: &str, labels: &mut Labels) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let answer =
        JsFuture::from(window.fetch_with_str(&["/locales/", tag, ".json"].concat())).await?;
    let answer: Response = answer.dyn_into()?;
    let texts: Object = JsFuture::from(answer.json()?).await?.dyn_into()?;
    for pair in Object::entries(&texts).iter() {
        let pair: Array = pair.dyn_into()?;
        let (name, text) = (pair.get(0).as_string(), pair.get(1).as_string());
        labels.set(&name.unwrap_or_default(), text.unwrap_or_default());
    }
    labels.language = Language::new(tag);
    Ok(())
}
