//! Questions and answers: a page long enough to scroll.

use stylist::yew::use_style;
use yew::prelude::*;

use super::sheet::Sheet;

type Topic = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const TOPICS: [Topic; 3] = [
    (
        "chat",
        "About the chat",
        &[
            (
                "What happens to my chat when I reload?",
                "Nothing. The newest messages, your half-written one, how far you had scrolled and \
             whether the window was open are back before the network is asked for anything.",
            ),
            (
                "I closed the browser. Is it gone?",
                "Come back within a quarter of an hour and you are in the same conversation. After \
             that we take it that you have gone home, and the next chat starts anew.",
            ),
            (
                "What is kept on my device?",
                "The conversation, and only as long as it lasts. End the chat, and it is erased. \
             Before you open the chat nothing is stored at all.",
            ),
            (
                "Are private fields kept too?",
                "No. What a form marks as private, such as the PIN on our support page, is never \
             stored; after a reload you are asked for it again.",
            ),
            (
                "I was offline when I sent something.",
                "It waits beneath the others, marked as waiting, and leaves by itself when you are \
             back. It arrives once, however often it had to be tried.",
            ),
        ],
    ),
    (
        "repairs",
        "About repairs",
        &[
            (
                "Do I need an appointment?",
                "For a puncture, no. For everything else a message in the morning usually finds a \
             place on the same day.",
            ),
            (
                "Do you mend electric bicycles?",
                "Yes, but for the inside of motors and batteries, which go back to their maker. We \
             pack and send them for you.",
            ),
            (
                "May I watch?",
                "Please do. There is a bench with a view of the stands, and the coffee is free.",
            ),
            (
                "Where do I find my order number?",
                "On the receipt, top right: two letters and four digits, such as LS2048.",
            ),
            (
                "Can you collect my bicycle?",
                "Within the town, from Monday to Saturday. For teams it is part of the plan; for all \
             others it costs 10 € each way.",
            ),
        ],
    ),
    (
        "payment",
        "About paying",
        &[
            (
                "How can I pay?",
                "By card, in cash, or by invoice for teams. We take no deposits.",
            ),
            (
                "What if the repair turns out larger?",
                "Then we stop and ask. Nothing is done that you have not agreed to, in the chat or on \
             the phone.",
            ),
            (
                "How do I leave a plan?",
                "With one message. A plan ends with the month, and what you have paid ahead comes back.",
            ),
        ],
    ),
];

#[component]
pub(crate) fn HelpPage() -> Html {
    let style = use_style!(
        r#"
        max-width: 720px;

        nav ul {
            display: flex;
            flex-wrap: wrap;
            gap: 6px 22px;
            margin: 0;
            padding: 0;
            list-style: none;
        }

        h2 {
            margin: 52px 0 4px;
            padding-block-end: 10px;
            border-block-end: 1px solid var(--line);
            font-size: 26px;
            letter-spacing: -0.01em;
            scroll-margin-block-start: 20px;
        }

        h3 {
            margin: 26px 0 4px;
            font-size: 18px;
            line-height: 1.35;
        }

        p {
            margin: 0;
            color: var(--soft);
        }
        "#
    );
    html! {
        <Sheet
            title="Help"
            lead="Short answers to what we are asked most. If yours is missing, ask in the corner: \
                  we are here from 8 to 20 o’clock, Monday to Saturday."
        >
            <div class={style}>
                <nav aria-label="On this page">
                    <ul>
                        for (id, title, _) in TOPICS {
                            <li key={id}><a href={format!("#{id}")}>{ title }</a></li>
                        }
                    </ul>
                </nav>
                for (id, title, answers) in TOPICS {
                    <section key={id} aria-labelledby={id}>
                        <h2 {id}>{ title }</h2>
                        for (question, answer) in answers.iter() {
                            <div key={*question}>
                                <h3>{ *question }</h3>
                                <p>{ *answer }</p>
                            </div>
                        }
                    </section>
                }
            </div>
        </Sheet>
    }
}
