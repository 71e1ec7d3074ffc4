//! Plain objects of JavaScript.

use js_sys::{Object, Reflect};

/// An object with these members.
pub fn to_object<N: AsRef<str>, T: AsRef<str>>(members: impl Iterator<Item = (N, T)>) -> Object {
    let object = Object::new();
    for (name, text) in members {
        // Setting a property of a fresh object does not fail.
        let _ = Reflect::set(&object, &name.as_ref().into(), &text.as_ref().into());
    }
    object
}
