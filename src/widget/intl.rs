//! What browsers know of languages.

use js_sys::{Array, Function, Object, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};

/// An object of `Intl`, for the one method that it is made for.
pub(super) struct Intl {
    it: JsValue,
    method: Function,
}

impl Intl {
    /// Through `Reflect`, since a language that is none makes `Intl` throw; then
    /// it is the browser's. `None` where the browser has nothing of that name.
    pub(super) fn new(
        class: &str,
        method: &str,
        language: Option<&str>,
        options: &[(&str, &str)],
    ) -> Option<Self> {
        let given = Object::new();
        for (name, value) in options {
            // Setting a property of a fresh object does not fail.
            let _ = Reflect::set(&given, &(*name).into(), &(*value).into());
        }
        let class: Function = get(&get(&global(), "Intl")?, class)?.dyn_into().ok()?;
        let make = |language| Reflect::construct(&class, &Array::of2(&language, &given));
        let it = make(language.into())
            .or_else(|_| make(JsValue::UNDEFINED))
            .ok()?;
        let method = get(&it, method)?.dyn_into().ok()?;
        Some(Self { it, method })
    }

    /// What it makes of a value, in words; none where it makes nothing of it.
    pub(super) fn words(&self, value: &JsValue, unit: Option<&str>) -> String {
        let words = self.call(value, unit).and_then(|words| words.as_string());
        words.unwrap_or_default()
    }

    pub(super) fn call(&self, value: &JsValue, unit: Option<&str>) -> Option<JsValue> {
        self.method.call2(&self.it, value, &unit.into()).ok()
    }
}

/// What a person takes for the first letter of a text, however many characters it
/// is made of.
pub(super) fn first_letter(text: &str) -> String {
    thread_local! {
        // Made once: it takes longer than drawing a row.
        static SEGMENTER: Option<Intl> = Intl::new("Segmenter", "segment", None, &[]);
    }
    let first = SEGMENTER.with(|segmenter| {
        let letters = segmenter.as_ref()?.call(&text.into(), None)?;
        let containing: Function = get(&letters, "containing")?.dyn_into().ok()?;
        let first = containing.call1(&letters, &0.into()).ok()?;
        get(&first, "segment")?.as_string()
    });
    // Firefox knows of letters since 2024.
    first.unwrap_or_else(|| text.chars().take(1).collect())
}

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok()
}
