//! Plays the script of a state, and draws the widget when that is done: so it
//! takes the chat as one that was restored, and asks for no focus.

use std::time::Duration;

use rejoin::browser::sleep;
use rejoin::widget::{Labels, Placement, use_chat};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::link_previews::link_previews;
use super::scene::Scene;
use super::server::Server;
use super::state::{Frame, State};
use super::view::View;
use crate::frame::EMOJI;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct StageProps {
    pub state: State,
    pub server: Server,
    pub view: View,
    /// What the widget is drawn into.
    pub frame: NodeRef,
    /// All is as it is to be.
    pub on_ready: Callback<()>,
}

#[component]
pub(super) fn Stage(props: &StageProps) -> Html {
    let chat = use_chat();
    let labels = use_context::<Labels>().unwrap_or_default();
    let link_previews = use_memo((), |()| link_previews());
    let is_played = use_state_eq(|| false);
    let (played, given) = (is_played.setter(), props.clone());
    use_effect_with((), move |()| {
        spawn_local(async move {
            let StageProps { state, server, .. } = given;
            (state.play)(&Scene { chat, server });
            played.set(true);
            // What follows from it is drawn first.
            sleep(Duration::ZERO).await;
            if let (Some(test_id), Some(frame)) = (state.press, given.frame.cast()) {
                press(&frame, test_id);
                sleep(Duration::ZERO).await;
            }
            given.on_ready.emit(());
        });
    });
    if !*is_played {
        return html! {};
    }
    let placement = match props.state.frame {
        Frame::Inline(_) => Placement::Inline,
        Frame::Launcher | Frame::Window => Placement::Floating,
    };
    let emoji = props.state.has_emoji.then_some(EMOJI);
    let link_previews = props
        .state
        .has_link_previews
        .then(|| (*link_previews).clone());
    props.view.widget(placement, labels, emoji, link_previews)
}

fn press(frame: &Element, test_id: &str) {
    let mut selector = "[data-testid=".to_owned();
    selector.push_str(test_id);
    selector.push(']');
    let button = frame.query_selector(&selector).ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        button.click();
    }
}
