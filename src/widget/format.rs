//! The formats of `Intl`, as far as a browser has them.

use js_sys::{Array, Function, Object, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};

/// One of the formats of `Intl`.
pub(super) struct Format {
    it: JsValue,
    format: Function,
}

impl Format {
    /// Through `Reflect`, since a language that is none makes `Intl` throw; then
    /// it is the browser's.
    pub(super) fn new(
        class: &str,
        language: Option<&str>,
        options: &[(&str, &str)],
    ) -> Option<Self> {
        let given = Object::new();
        for (name, value) in options {
            // Setting a property of a fresh object does not fail.
            let _ = Reflect::set(&given, &(*name).into(), &(*value).into());
        }
        let intl = Reflect::get(&global(), &"Intl".into()).ok()?;
        let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
        let make = |language| Reflect::construct(&class, &Array::of2(&language, &given));
        let it = make(language.into())
            .or_else(|_| make(JsValue::UNDEFINED))
            .ok()?;
        let format = Reflect::get(&it, &"format".into()).ok()?.dyn_into().ok()?;
        Some(Self { it, format })
    }

    /// What it makes of a value; some want a unit as well.
    pub(super) fn words(&self, value: &JsValue, unit: Option<&str>) -> String {
        let words = self.format.call2(&self.it, value, &unit.into());
        words.ok().and_then(|w| w.as_string()).unwrap_or_default()
    }
}
