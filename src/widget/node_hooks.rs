//! For pages that change our nodes.

use web_sys::HtmlElement;
use yew::prelude::*;

/// Called with nodes of the widget before they are shown, whenever they are made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeHooks {
    /// The registration form.
    pub form: Option<Callback<HtmlElement>>,
    /// The window with a running chat in it.
    pub window: Option<Callback<HtmlElement>>,
}

/// Calls a hook when `node` is drawn, and again when `made` changes to true.
#[hook]
pub(super) fn use_node_hook(
    which: fn(&NodeHooks) -> &Option<Callback<HtmlElement>>,
    node: &NodeRef,
    made: bool,
) {
    let hooks = use_context::<NodeHooks>().unwrap_or_default();
    let node = node.clone();
    use_effect_with(made, move |made| {
        let element = node.cast::<HtmlElement>().filter(|_| *made);
        if let (Some(hook), Some(element)) = (which(&hooks), element) {
            hook.emit(element);
        }
    });
}
