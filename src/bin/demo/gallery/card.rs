//! A state on the page: its name, and a chat that is in it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use rejoin::browser::{HostStore, NotStored, StoreMode};
use rejoin::runtime::ChatOptions;
use rejoin::widget::ChatProvider;
use yew::prelude::*;

use super::server::Server;
use super::stage::Stage;
use super::state::{Frame, State};
use super::view::View;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct CardProps {
    pub state: State,
    pub view: View,
    /// Told when the state is reached.
    #[prop_or_default]
    pub on_ready: Callback<()>,
}

#[component]
pub(super) fn Card(props: &CardProps) -> Html {
    let state = &props.state;
    let server = use_memo((), |()| Server::new(state.limit));
    let options = use_memo((), |()| options(state, &server));
    let frame = use_node_ref();
    let is_ready = use_state_eq(|| false);
    let on_ready = {
        let (is_ready, told) = (is_ready.setter(), props.on_ready.clone());
        Callback::from(move |()| {
            is_ready.set(true);
            told.emit(());
        })
    };
    let corner = !matches!(state.frame, Frame::Inline(_));
    let wide = state.frame == Frame::Window;
    html! {
        <article
            class={wide.then_some("wide")}
            data-state={state.name}
            data-ready={is_ready.to_string()}
        >
            <h3><a href={props.view.address("state", Some(state.name))}>{ state.title }</a></h3>
            <div
                ref={frame.clone()}
                class={corner.then_some("corner")}
                style={format!("height: {}px", state.frame.height())}
                dir={props.view.direction()}
            >
                <ChatProvider options={ChatOptions::clone(&options)}>
                    <Stage
                        state={state.clone()}
                        server={Server::clone(&server)}
                        view={props.view.clone()}
                        {frame}
                        {on_ready}
                    />
                </ChatProvider>
            </div>
        </article>
    }
}

fn options(state: &State, server: &Server) -> ChatOptions {
    let server = server.clone();
    let options = ChatOptions::new(move || server.clone())
        .namespace(state.name)
        .markdown(state.reads_marks)
        .store(StoreMode::Host(if state.is_denied {
            Rc::new(Denied)
        } else {
            Rc::new(Memory::default())
        }));
    match state.form.clone() {
        Some(form) => options.form(form),
        None => options.without_registration(),
    }
}

/// What is stored here is gone with the page.
#[derive(Default)]
struct Memory(RefCell<BTreeMap<String, String>>);

impl HostStore for Memory {
    fn keys(&self, prefix: &str) -> Result<Vec<String>, NotStored> {
        let held = self.0.borrow();
        let keys = held.keys().filter(|key| key.starts_with(prefix));
        Ok(keys.cloned().collect())
    }

    fn get(&self, key: &str) -> Result<Option<String>, NotStored> {
        Ok(self.0.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, text: &str) -> Result<(), NotStored> {
        self.0.borrow_mut().insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), NotStored> {
        self.0.borrow_mut().remove(key);
        Ok(())
    }
}

/// As in a browser that does not let the page store anything.
struct Denied;

impl HostStore for Denied {
    fn keys(&self, _: &str) -> Result<Vec<String>, NotStored> {
        Err(NotStored)
    }

    fn get(&self, _: &str) -> Result<Option<String>, NotStored> {
        Err(NotStored)
    }

    fn set(&self, _: &str, _: &str) -> Result<(), NotStored> {
        Err(NotStored)
    }

    fn remove(&self, _: &str) -> Result<(), NotStored> {
        Err(NotStored)
    }
}
