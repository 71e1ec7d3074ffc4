//! A link to another page of the site, followed without loading a document.
//!
//! The router's own link cannot say that it is the current page, nor be found
//! by a test.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::route::Route;

/// Properties of [`SiteLink`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SiteLinkProps {
    /// Where it leads.
    pub to: Route,
    /// What tests find it by.
    #[prop_or_default]
    pub test_id: Option<AttrValue>,
    /// How it looks.
    #[prop_or_default]
    pub class: Classes,
    /// Whether it opens a tab of its own.
    #[prop_or_default]
    pub in_new_tab: bool,
    /// What it says.
    pub children: Html,
}

#[component]
pub(crate) fn SiteLink(props: &SiteLinkProps) -> Html {
    let navigator = use_navigator();
    let current = use_route::<Route>();
    let (to, in_new_tab) = (props.to, props.in_new_tab);

    let onclick = Callback::from(move |event: MouseEvent| {
        let wants_tab =
            event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if let Some(navigator) = navigator.as_ref().filter(|_| !wants_tab && !in_new_tab) {
            event.prevent_default();
            navigator.push(&to);
        }
    });
    let is_current = current == Some(to);
    html! {
        <a
            href={to.to_path()}
            class={props.class.clone()}
            data-testid={props.test_id.clone()}
            aria-current={is_current.then_some("page")}
            target={in_new_tab.then_some("_blank")}
            {onclick}
        >
            { props.children.clone() }
            if in_new_tab {
                <span class="unseen">{ " (opens in a new tab)" }</span>
            }
        </a>
    }
}
