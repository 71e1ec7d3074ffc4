//! Where the agent writes, and the answers that they may suggest. What is
//! half-written stays with its chat while the agent looks at another.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rejoin::engine::SessionId;
use rejoin::transport::desk::Call;
use stylist::yew::use_style;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::use_typing_notice::use_typing_notice;

/// What an agent writes.
#[derive(Clone, Debug, Default)]
struct Words {
    text: String,
    /// Answers to choose from, one a line.
    answers: String,
}

thread_local! {
    static HALF_WRITTEN: RefCell<BTreeMap<SessionId, Words>> = RefCell::default();
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
    let answers = use_node_ref();
    let types = use_typing_notice(&props.session, &props.tell);
    let style = use_style!(
        r#"
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: end;
        gap: 10px;
        padding: 12px 16px;
        border-block-start: 1px solid var(--line);

        details {
            grid-column: 1 / -1;
            color: var(--soft);
            font-size: 15px;
        }

        summary {
            width: fit-content;
            border-radius: 6px;
            cursor: pointer;
        }

        details textarea {
            display: block;
            width: 100%;
            margin-block-start: 6px;
        }

        textarea {
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
        let (props, types) = (props.clone(), types.clone());
        let (area, answers) = (area.clone(), answers.clone());
        Callback::from(move |()| {
            let words = written(&area, &answers);
            if !words.text.trim().is_empty() && !props.is_over {
                say(&props, &words);
                for field in [&area, &answers] {
                    if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                        field.set_value("");
                    }
                }
                HALF_WRITTEN.with_borrow_mut(|all| all.remove(&props.session));
                types.emit(false);
            }
        })
    };
    let oninput = {
        let session = props.session.clone();
        let (area, answers) = (area.clone(), answers.clone());
        Callback::from(move |_: InputEvent| {
            let words = written(&area, &answers);
            types.emit(!words.text.trim().is_empty());
            HALF_WRITTEN.with_borrow_mut(|all| all.insert(session.clone(), words));
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
        let kept = HALF_WRITTEN.with_borrow(|all| all.get(&props.session).cloned());
        kept.unwrap_or_default()
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
                defaultvalue={half_written.text.clone()}
                oninput={oninput.clone()}
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
            <details open={!half_written.answers.is_empty()}>
                <summary data-testid="desk-suggest">{ "Suggest answers" }</summary>
                <label>
                    { "Answers to choose from, one a line. They go with what you send next." }
                    <textarea
                        ref={answers}
                        data-testid="desk-answers"
                        rows="3"
                        dir="auto"
                        disabled={props.is_over}
                        defaultvalue={half_written.answers.clone()}
                        {oninput}
                    />
                </label>
            </details>
        </form>
    }
}

fn written(area: &NodeRef, answers: &NodeRef) -> Words {
    let value = |field: &NodeRef| {
        field
            .cast::<HtmlTextAreaElement>()
            .map(|field| field.value())
    };
    Words {
        text: value(area).unwrap_or_default(),
        answers: value(answers).unwrap_or_default(),
    }
}

/// Nobody speaks from outside the room.
fn say(props: &ReplyBoxProps, words: &Words) {
    let session = props.session.clone();
    if !props.has_joined {
        props.tell.emit(Call::Join {
            session: session.clone(),
            name: props.agent.to_string(),
        });
    }
    props.tell.emit(Call::Say {
        session,
        text: words.text.trim().to_owned(),
        replies: words.answers.lines().map(str::to_owned).collect(),
    });
}
