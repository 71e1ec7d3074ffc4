//! Registrations of the host's own: a closure, and a component.

use std::cell::RefCell;
use std::rc::Rc;

use rejoin::engine::{ChatEvent, Code, RegistrationData};
use rejoin::runtime::{ChatHandle, ChatOptions, RegistrationContext};
use rejoin::widget::{ChatProvider, ChatWidget};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::page::draw;

type Asked = Rc<RefCell<Vec<RegistrationContext>>>;

fn options(namespace: &str, asked: &Asked) -> ChatOptions {
    let asked = Rc::clone(asked);
    ChatOptions::desk()
        .namespace(namespace)
        .custom_registration(move |context| asked.borrow_mut().push(context))
}

fn ann() -> RegistrationData {
    [("firstName", "Ann")].into_iter().collect()
}

#[wasm_bindgen_test]
fn a_closure_is_asked_at_start_and_again_after_a_reload_with_what_it_kept() {
    let asked = Asked::default();
    let chat = ChatHandle::new(&options("custom-1", &asked));
    chat.restore();
    assert!(asked.borrow().is_empty());
    chat.start();
    let context = asked.borrow_mut().pop().unwrap();
    assert!(context.kept().is_empty());
    context.keep("step", "2");
    chat.put_away();

    let chat = ChatHandle::new(&options("custom-1", &asked));
    chat.restore();
    let context = asked.borrow_mut().pop().unwrap();
    assert_eq!(context.kept().get("step").map(String::as_str), Some("2"));
    context.done(ann());
    chat.leave();
}

#[wasm_bindgen_test]
fn a_closure_can_give_up() {
    let asked = Asked::default();
    let chat = ChatHandle::new(&options("custom-2", &asked));
    let failed = Rc::new(RefCell::new(None));
    let heard = Rc::clone(&failed);
    let _watch = chat.on_event(move |event| {
        if let ChatEvent::Failed(error) = event {
            heard.replace(error.as_ref().map(|error| error.code));
        }
    });
    chat.start();
    let context = asked.borrow_mut().pop().unwrap();
    context.cancel();
    assert_eq!(*failed.borrow(), Some(Code::Cancelled));
}

#[component]
fn OwnForm() -> Html {
    let options = use_memo((), |()| {
        ChatOptions::desk()
            .namespace("custom-3")
            .custom_registration_component()
    });
    let registration = Callback::from(|context: RegistrationContext| {
        html! { <button id="own" onclick={move |_| context.done(ann())}>{ "Let me in" }</button> }
    });
    html! {
        <ChatProvider options={(*options).clone()}>
            <ChatWidget {registration} />
        </ChatProvider>
    }
}

#[wasm_bindgen_test]
async fn a_component_can_be_the_registration() {
    let page = draw::<OwnForm>(()).await;
    page.click("[data-testid=rejoin-launcher]").await;
    page.click("#own").await;
    page.wait_for("[data-testid=rejoin-composer]").await;
    page.click("[data-testid=rejoin-end]").await;
    page.click("[data-testid=rejoin-end-yes]").await;
}
