//! A picture from the server, fetched when it comes into sight and there is a
//! session to fetch it for: what is restored is on screen before. Its place is kept
//! free from the beginning, so that nothing moves when it comes. Once the chat is
//! over none comes any more.

use std::cell::Cell;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlCanvasElement};
use yew::prelude::*;

use super::hooks::{use_chat, use_chat_selector};
use crate::browser::{Fill, Picture as Decoded, SightWatch};
use crate::engine::{Chat, ImageSize, LinkStatus, PhaseKind};
use crate::runtime::ChatHandle;

/// The largest that a picture is drawn, in pixels of a fine screen.
const WIDEST: u32 = 480;
const TALLEST: u32 = 640;
/// Where the size is not known.
const USUAL: ImageSize = ImageSize {
    width: 480,
    height: 360,
};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct PictureProps {
    /// The server's name for it.
    pub id: String,
    /// What it shows. Without a name it is decoration.
    #[prop_or_default]
    pub name: Option<String>,
    /// How large it is.
    pub size: ImageSize,
    pub fill: Fill,
    pub class: &'static str,
    /// What is drawn where it cannot be had.
    #[prop_or_default]
    pub instead: Html,
}

#[component]
pub(super) fn Picture(props: &PictureProps) -> Html {
    let chat = use_chat();
    let canvas = use_node_ref();
    let failed = use_state(|| false);
    let has_session = use_chat_selector(|chat| chat.confirmed_session().is_some());
    let is_over = use_chat_selector(|chat| chat.phase().kind() == PhaseKind::Ended);
    let is_drawn = use_mut_ref(|| false);
    let is_live = use_chat_selector(is_live);
    // What could not be had may be had once the connection is there again.
    let again = failed.setter();
    use_effect_with(is_live, move |_| again.set(false));
    let (drawn, fails, draws) = (canvas.clone(), failed.setter(), is_drawn.clone());
    use_effect_with(
        (chat, props.id.clone(), props.fill, has_session, *failed),
        move |(chat, id, fill, has_session, _)| {
            let (chat, id, fill) = (chat.clone(), id.clone(), *fill);
            let element = drawn.cast::<Element>().filter(|_| *has_session);
            let watch = element.map(|element| {
                let asked = Cell::new(false);
                SightWatch::new(&element, move || {
                    if asked.replace(true) {
                        return;
                    }
                    let (chat, id, drawn) = (chat.clone(), id.clone(), drawn.clone());
                    let (fails, draws) = (fails.clone(), draws.clone());
                    spawn_local(async move {
                        match show(&chat, &id, &drawn, fill).await {
                            Some(()) => *draws.borrow_mut() = true,
                            None => fails.set(true),
                        }
                    });
                })
            });
            move || drop(watch)
        },
    );
    if *failed || (is_over && !*is_drawn.borrow()) {
        return props.instead.clone();
    }
    let ImageSize { width, height } = fitted(props.size);
    let role = props.name.as_ref().map(|_| "img");
    let hidden = props.name.is_none().then_some("true");
    html! {
        <span class={props.class}>
            <canvas
                ref={canvas}
                width={width.to_string()}
                height={height.to_string()}
                {role}
                aria-label={props.name.clone()}
                aria-hidden={hidden}
            />
        </span>
    }
}

fn is_live(chat: &Chat) -> bool {
    chat.link_status() == LinkStatus::Live
}

async fn show(chat: &ChatHandle, id: &str, canvas: &NodeRef, fill: Fill) -> Option<()> {
    let picture = Decoded::decode(&chat.picture(id).await.ok()?).await.ok()?;
    // Who has gone by now misses nothing.
    match canvas.cast::<HtmlCanvasElement>() {
        Some(canvas) => picture.draw_on(&canvas, fill).ok(),
        None => Some(()),
    }
}

/// No larger than there is room for, in the same shape, and never enlarged.
fn fitted(size: ImageSize) -> ImageSize {
    if size.width == 0 || size.height == 0 {
        return USUAL;
    }
    let (width, height) = (u64::from(size.width), u64::from(size.height));
    let (widest, tallest) = (u64::from(WIDEST), u64::from(TALLEST));
    // A side of the place, shrunk as much as the other side has to be.
    let shrunk = |side: u64, other: u64, room: u64| side * room.min(other) / other;
    let (width, height) = (width.min(widest), shrunk(height, width, widest));
    let (width, height) = (shrunk(width, height.max(1), tallest), height.min(tallest));
    let side = |length: u64| u32::try_from(length.max(1)).unwrap_or(1);
    ImageSize {
        width: side(width),
        height: side(height),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_shape_and_is_never_enlarged() {
        let fits = |from: (u32, u32)| {
            let (width, height) = from;
            let ImageSize { width, height } = fitted(ImageSize { width, height });
            (width, height)
        };
        assert_eq!(fits((100, 50)), (100, 50));
        assert_eq!(fits((1600, 1200)), (480, 360));
        assert_eq!(fits((600, 4000)), (96, 640));
        assert_eq!(fits((0, 50)), (480, 360));
        assert_eq!(fits((u32::MAX, 1)), (480, 1));
        assert_eq!(fits((1, u32::MAX)), (1, 640));
    }
}
