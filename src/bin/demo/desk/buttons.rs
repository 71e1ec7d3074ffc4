//! The head of the open chat: whose it is, under which name the agent answers,
//! and what they can do but write.

use rejoin::transport::desk::{Call, Room};
use stylist::yew::use_style;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ButtonsProps {
    pub room: Room,
    pub tell: Callback<Call>,
    pub agent: AttrValue,
    pub on_agent: Callback<String>,
}

#[component]
pub(super) fn Buttons(props: &ButtonsProps) -> Html {
    let room = &props.room;
    let style = use_style!(
        r#"
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 10px 14px;
        padding: 12px 16px;
        border-block-end: 1px solid var(--line);

        h2 {
            margin-inline-end: auto;
        }

        label {
            display: flex;
            align-items: center;
            gap: 8px;
            color: var(--soft);
            font-size: 15px;
        }

        input {
            width: 110px;
            padding: 5px 10px;
            border: 1px solid var(--edge);
            border-radius: 8px;
            background: var(--card);
            color: var(--ink);
            font: inherit;
        }

        .acts {
            display: flex;
            flex-wrap: wrap;
            gap: 6px;
        }

        .acts .button {
            padding: 4px 13px;
            font-size: 15px;
        }
        "#
    );

    let session = room.id.clone();
    let has_joined = room.human().is_some();
    let join = Call::Join {
        session: session.clone(),
        name: props.agent.to_string(),
    };
    let acts = [
        ("desk-join", "Join", has_joined || room.ended, join),
        (
            "desk-leave",
            "Leave",
            !has_joined || room.ended,
            Call::AgentLeave {
                session: session.clone(),
            },
        ),
        (
            "desk-end",
            "End chat",
            room.ended,
            Call::End {
                session: session.clone(),
            },
        ),
        ("desk-forget", "Forget", false, Call::Forget { session }),
    ];
    let act = |(test_id, name, disabled, call): (&'static str, &'static str, bool, Call)| {
        let tell = props.tell.clone();
        let onclick = move |_: MouseEvent| tell.emit(call.clone());
        html! {
            <button key={test_id} type="button" class="button" data-testid={test_id} {disabled} {onclick}>
                { name }
            </button>
        }
    };
    let oninput = {
        let on_agent = props.on_agent.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on_agent.emit(input.value());
            }
        })
    };
    html! {
        <div class={style}>
            <h2 id="conversation">{ room.visitor().name }</h2>
            <label>
                { "You answer as" }
                <input
                    data-testid="desk-agent"
                    value={props.agent.clone()}
                    autocomplete="off"
                    {oninput}
                />
            </label>
            <div class="acts">{ for acts.into_iter().map(act) }</div>
        </div>
    }
}
