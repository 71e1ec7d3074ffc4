//! Where the visitor writes. The half-written line is given to the chat, which
//! keeps it over a reload.

use rejoin::engine::Draft;
use rejoin::widget::use_chat;
use stylist::yew::use_style;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[component]
pub(super) fn Slip() -> Html {
    let chat = use_chat();
    let field = use_node_ref();
    let style = use_style!(
        r#"
        display: flex;
        gap: 12px;
        padding: 14px 18px;
        border-block-start: 2px dashed var(--edge);

        input {
            flex: 1;
            min-width: 0;
            padding: 8px 2px;
            border: 0;
            border-block-end: 2px solid var(--edge);
            border-radius: 0;
            background: none;
            color: inherit;
            font: inherit;
        }
        "#
    );

    // Written once, and after that the browser's business.
    let (restored, into) = (chat.clone(), field.clone());
    use_effect_with((), move |()| {
        let text = restored.read(|chat| {
            let session = chat.phase().session();
            session.map_or_else(String::new, |session| session.draft().text.clone())
        });
        if let Some(field) = into.cast::<HtmlInputElement>() {
            field.set_value(&text);
        }
    });

    let oninput = {
        let chat = chat.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                chat.set_draft(Draft {
                    text: field.value(),
                    selection: None,
                });
            }
        })
    };
    let sent_from = field.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(field) = sent_from.cast::<HtmlInputElement>() {
            chat.send(field.value());
            chat.set_draft(Draft::default());
            field.set_value("");
        }
    });
    html! {
        <form class={style} {onsubmit}>
            <input
                ref={field}
                data-testid="headless-composer"
                aria-label="Your message"
                placeholder="Write here"
                autocomplete="off"
                {oninput}
            />
            <button type="submit" class="act" data-testid="headless-send">{ "Send" }</button>
        </form>
    }
}
