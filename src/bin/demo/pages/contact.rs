//! The chat as a part of the page, with the address beside it.

use rejoin::widget::{ChatWidget, Placement};
use stylist::yew::use_style;
use yew::prelude::*;

use super::sheet::Sheet;
use crate::frame::EMOJI;

#[component]
pub(crate) fn ContactPage() -> Html {
    let style = use_style!(
        r#"
        display: grid;
        grid-template-columns: minmax(0, 1.5fr) minmax(0, 1fr);
        gap: clamp(28px, 5vw, 64px);
        align-items: start;

        .chat {
            height: 600px;
        }

        .facts h2 {
            margin: 0 0 4px;
            font-size: 19px;
        }

        .facts address, .facts p {
            margin: 0 0 28px;
            color: var(--soft);
            font-style: normal;
        }

        dl {
            display: grid;
            grid-template-columns: auto 1fr;
            gap: 2px 20px;
            margin: 0 0 28px;
            color: var(--soft);
        }

        dd {
            margin: 0;
        }

        @media (max-width: 820px) {
            grid-template-columns: minmax(0, 1fr);
        }
        "#
    );
    html! {
        <Sheet
            title="Talk to us"
            lead="The same chat as in the corner of the other pages, here with a place of its own. \
                  A chat that you began there goes on here."
        >
            <div class={style}>
                <div class="chat">
                    <ChatWidget placement={Placement::Inline} emoji={EMOJI} />
                </div>
                <div class="facts">
                    <h2>{ "The workshop" }</h2>
                    <address>
                        { "14 Tannery Lane" }<br />
                        { "Eastmere" }<br />
                        <a href="tel:+353209100148">{ "020 910 0148" }</a><br />
                        <a href="mailto:hello@larchandspoke.example">
                            { "hello@larchandspoke.example" }
                        </a>
                    </address>
                    <h2>{ "Open" }</h2>
                    <dl>
                        <dt>{ "Monday to Saturday" }</dt>
                        <dd>{ "8–20" }</dd>
                        <dt>{ "Sunday" }</dt>
                        <dd>{ "out riding" }</dd>
                    </dl>
                    <h2>{ "Finding us" }</h2>
                    <p>
                        { "Over the footbridge from Eastmere station, then along the canal. There \
                           is a pump outside; it is yours day and night." }
                    </p>
                </div>
            </div>
        </Sheet>
    }
}
