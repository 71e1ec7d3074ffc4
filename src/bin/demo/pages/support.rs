//! A page whose chat is apart from the others, with a form of every kind of field.

use stylist::yew::use_style;
use yew::prelude::*;

use super::sheet::Sheet;

const FACTS: [(&str, &str); 4] = [
    (
        "Every kind of field",
        "Text, e-mail, phone, a list, a choice, several lines, a tick, and one that you do not \
         see: it tells the desk which page you came from.",
    ),
    (
        "What you typed is kept",
        "Fill in half of it and reload. Everything is there again, and the caret with it.",
    ),
    (
        "But not the PIN",
        "The field is marked as private. It is sent to the desk and never stored on your device.",
    ),
    (
        "A slip is caught in its place",
        "An order number is two letters and four digits, such as LS2048. Try another, and read \
         what the form says.",
    ),
];

#[component]
pub(crate) fn SupportPage() -> Html {
    let style = use_style!(
        r#"
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr));
        gap: 30px 48px;
        max-width: 800px;
        margin: 0;

        dt {
            margin-block-end: 4px;
            font-size: 18px;
            font-weight: 650;
        }

        dd {
            margin: 0;
            color: var(--soft);
        }
        "#
    );
    html! {
        <Sheet
            title="Support for customers"
            lead="The chat in this corner is another one: it has its own form, its own conversation \
                  and its own place on your device. The workshop’s chat does not notice."
        >
            <dl class={style}>
                for (name, words) in FACTS {
                    <div key={name}>
                        <dt>{ name }</dt>
                        <dd>{ words }</dd>
                    </div>
                }
            </dl>
        </Sheet>
    }
}
