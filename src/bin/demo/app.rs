//! The whole site: the router, and the chat above each page.

use rejoin::widget::ChatProvider;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::frame::Frame;
use crate::look::use_look;
use crate::route::Route;
use crate::site_chat::SiteChat;

#[component]
pub(crate) fn App() -> Html {
    use_look();
    html! {
        <BrowserRouter>
            <Switch<Route> render={page} />
        </BrowserRouter>
    }
}

/// Pages with the same chat share one provider: going from one to the other
/// keeps it.
fn page(route: Route) -> Html {
    match SiteChat::of(route) {
        Some(chat) => html! { <WithChat key={chat.namespace()} {chat} {route} /> },
        None => html! { <Frame key="no chat" {route} /> },
    }
}

#[derive(Clone, PartialEq, Properties)]
struct WithChatProps {
    chat: SiteChat,
    route: Route,
}

#[component]
fn WithChat(props: &WithChatProps) -> Html {
    let options = use_memo(props.chat, |chat| chat.options());
    html! {
        <ChatProvider options={(*options).clone()}>
            <Frame route={props.route} />
        </ChatProvider>
    }
}
