//! Which session the chat of this page is in.

use rejoin::widget::use_chat_session;
use yew::prelude::*;

#[component]
pub(crate) fn SessionLine() -> Html {
    let session = use_chat_session();
    let id = session.map_or_else(|| "none".to_owned(), |session| session.id().to_string());
    html! {
        <p>{ "Session: " }<span data-testid="session-id">{ id }</span></p>
    }
}
