//! Where the agent writes. What is half-written stays with its chat while the
//! agent looks at another.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rejoin::engine::SessionId;
use rejoin::transport::desk::Call;
use stylist::yew::use_style;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::use_typing_notice::use_typing_notice;

thread_local! {
    static HALF_WRITTEN: RefCell<BTreeMap<SessionId, String>> = RefCell::default();
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ReplyBoxProps {
    pub session: SessionId,
    pub has_joined: bool,
    pub is_over: bool,
    pub agent: AttrValue,
    pub tell: Callback<Call>,
}

#[component]
pub(super) fn ReplyBox(props: &ReplyBoxProps) -> Html {
    let area = use_node_ref();
    let types = use_typing_notice(&props.session, &props.tell);
    let style = use_style!(
        r#"
        display: flex;
        align-items: flex-end;
        gap: 10px;
        padding: 12px 16px;
        border-block-start: 1px solid var(--line);

        textarea {
            flex: 1;
            min-width: 0;
            padding: 9px 12px;
            border: 1px solid var(--edge);
            border-radius: 10px;
            background: var(--card);
            color: var(--ink);
            font: inherit;
            line-height: 1.4;
            resize: vertical;
        }

        textarea:disabled {
            border-color: var(--line);
            background: var(--paper);
        }
        "#
    );

    let send = {
        let (props, area, types) = (props.clone(), area.clone(), types.clone());
        Callback::from(move |()| {
            let Some(area) = area.cast::<HtmlTextAreaElement>() else {
                return;
            };
            let text = area.value().trim().to_owned();
            if !text.is_empty() && !props.is_over {
                say(&props, text);
                area.set_value("");
                HALF_WRITTEN.with_borrow_mut(|all| all.remove(&props.session));
                types.emit(false);
            }
        })
    };
    let oninput = {
        let session = props.session.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                let text = area.value();
                types.emit(!text.trim().is_empty());
                HALF_WRITTEN.with_borrow_mut(|all| all.insert(session.clone(), text));
            }
        })
    };
    let onkeydown = {
        let send = send.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                event.prevent_default();
                send.emit(());
            }
        })
    };
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        send.emit(());
    });
    let half_written = use_memo((), |()| {
        HALF_WRITTEN.with_borrow(|all| all.get(&props.session).cloned())
    });
    html! {
        <form class={style} {onsubmit}>
            <textarea
                ref={area}
                data-testid="desk-composer"
                rows="2"
                dir="auto"
                aria-label="Your answer"
                placeholder={if props.is_over { "This chat is over." } else { "Answer…" }}
                disabled={props.is_over}
                defaultvalue={(*half_written).clone()}
                {oninput}
                {onkeydown}
            />
            <button
                type="submit"
                class="button main"
                data-testid="desk-send"
                disabled={props.is_over}
            >
                { "Send" }
            </button>
        </form>
    }
}

/// Nobody speaks from outside the room.
fn say(props: &ReplyBoxProps, text: String) {
    let session = props.session.clone();
    if !props.has_joined {
        props.tell.emit(Call::Join {
            session: session.clone(),
            name: props.agent.to_string(),
        });
    }
    props.tell.emit(Call::Say { session, text });
}
