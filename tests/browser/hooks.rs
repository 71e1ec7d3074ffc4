//! The hooks, in a child without any of our own widgets.

use std::time::Duration;

use rejoin::browser::sleep;
use rejoin::engine::{PhaseKind, RegistrationData};
use rejoin::runtime::ChatOptions;
use rejoin::transport::desk::{AgentDesk, Call, Faults};
use rejoin::widget::{
    ChatProvider, use_chat, use_chat_session, use_link_status, use_phase, use_transcript,
    use_unread,
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::page::draw;

#[derive(Clone, PartialEq, Properties)]
struct ChildProps {
    namespace: AttrValue,
}

#[component]
fn Child() -> Html {
    let chat = use_chat();
    let session = use_chat_session();
    let phase = use_phase();
    let link = use_link_status();
    let unread = use_unread();
    let transcript = use_transcript();
    let said: usize = transcript
        .chunks
        .iter()
        .map(|(_, c)| c.entries().len())
        .sum();
    let (starter, registrar, leaver) = (chat.clone(), chat.clone(), chat.clone());
    html! {
        <>
            <i id="session">{ session.map_or("none".into(), |s| s.id().to_string()) }</i>
            <i id="phase">{ format!("{phase:?}") }</i>
            <i id="link">{ format!("{link:?}") }</i>
            <i id="unread">{ unread }</i>
            <i id="said">{ said }</i>
            <button id="start" onclick={move |_| starter.start()} />
            <button id="register" onclick={move |_| registrar.register(ann())} />
            <button id="leave" onclick={move |_| leaver.leave()} />
        </>
    }
}

fn ann() -> RegistrationData {
    [("firstName", "Ann")].into_iter().collect()
}

#[component]
fn Parent(props: &ChildProps) -> Html {
    let options = ChatOptions::desk().namespace(props.namespace.as_str());
    html! { <ChatProvider {options}><Child /></ChatProvider> }
}

fn props(namespace: &'static str) -> ChildProps {
    ChildProps {
        namespace: namespace.into(),
    }
}

async fn desk_is(faults: Faults) {
    let desk = AgentDesk::sit_down(|| {});
    while desk.look().await.is_none() {
        sleep(Duration::from_millis(5)).await;
    }
    desk.tell(Call::SetFaults(faults));
    desk.look().await;
}

#[wasm_bindgen_test]
async fn the_session_is_none_until_the_server_has_created_it_and_not_before() {
    desk_is(Faults {
        hold: true,
        ..Faults::default()
    })
    .await;
    let page = draw::<Parent>(props("hooks-1")).await;
    assert_eq!(page.text("#session"), "none");
    page.click("#start").await;
    assert_eq!(page.text("#phase"), format!("{:?}", PhaseKind::Registering));
    page.click("#register").await;
    sleep(Duration::from_millis(200)).await;
    assert_eq!(page.text("#phase"), format!("{:?}", PhaseKind::Starting));
    assert_eq!(page.text("#session"), "none", "the desk is held back");
    desk_is(Faults::default()).await;
    page.wait_for_text("#session", |text| text.starts_with("desk-"))
        .await;
    page.click("#leave").await;
    page.wait_for_text("#session", |text| text == "none").await;
}

#[wasm_bindgen_test]
async fn a_restored_session_is_given_once_the_server_has_confirmed_it() {
    desk_is(Faults::default()).await;
    let page = draw::<Parent>(props("hooks-2")).await;
    page.click("#start").await;
    page.click("#register").await;
    let session = page.wait_for_text("#session", |text| text != "none").await;
    drop(page);

    desk_is(Faults {
        hold: true,
        ..Faults::default()
    })
    .await;
    let page = draw::<Parent>(props("hooks-2")).await;
    page.wait_for_text("#phase", |text| text == "Active").await;
    assert_eq!(page.text("#session"), "none");
    desk_is(Faults::default()).await;
    page.wait_for_text("#session", |text| text == session).await;
    page.wait_for_text("#link", |text| text == "Live").await;
    page.click("#leave").await;
}

#[wasm_bindgen_test]
async fn a_restored_registration_gives_the_session_only_after_it_was_sent() {
    desk_is(Faults::default()).await;
    let page = draw::<Parent>(props("hooks-3")).await;
    page.click("#start").await;
    drop(page);
    let page = draw::<Parent>(props("hooks-3")).await;
    page.wait_for_text("#phase", |text| text == "Registering")
        .await;
    assert_eq!(page.text("#session"), "none");
    page.click("#register").await;
    page.wait_for_text("#session", |text| text != "none").await;
    page.click("#leave").await;
}

#[wasm_bindgen_test]
async fn what_the_agent_says_shows_in_the_transcript_and_as_unread() {
    desk_is(Faults::default()).await;
    let page = draw::<Parent>(props("hooks-4")).await;
    page.click("#start").await;
    page.click("#register").await;
    let session = page.wait_for_text("#session", |text| text != "none").await;
    let session = rejoin::engine::SessionId::new(session);
    let desk = AgentDesk::sit_down(|| {});
    desk.tell(Call::Join {
        session: session.clone(),
        name: "Kim".into(),
    });
    desk.tell(Call::Say {
        session,
        text: "Hello".into(),
        replies: Vec::new(),
    });
    page.wait_for_text("#said", |text| text == "2").await;
    page.wait_for_text("#unread", |text| text == "0").await;
    page.click("#leave").await;
}
