//! What the visitor of the open chat registered with.

use rejoin::engine::{RegistrationData, SessionId};
use stylist::yew::use_style;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct DetailsProps {
    pub data: RegistrationData,
    pub session: SessionId,
}

#[component]
pub(super) fn Details(props: &DetailsProps) -> Html {
    let style = use_style!(
        r#"
        padding: 14px 16px;

        dl {
            display: grid;
            grid-template-columns: auto minmax(0, 1fr);
            gap: 4px 14px;
            margin: 8px 0 0;
            font-size: 15px;
        }

        dt {
            color: var(--soft);
        }

        dd {
            margin: 0;
            overflow-wrap: anywhere;
            white-space: pre-wrap;
        }
        "#
    );
    html! {
        <section class={classes!("panel", style)} aria-labelledby="details">
            <h2 id="details">{ "Registration" }</h2>
            <dl data-testid="desk-details">
                <dt>{ "session" }</dt>
                <dd>{ props.session.to_string() }</dd>
                for (name, value) in props.data.fields.iter() {
                    <dt key={format!("{name} name")}>{ name.clone() }</dt>
                    <dd key={name.clone()}>{ value.clone() }</dd>
                }
            </dl>
        </section>
    }
}
