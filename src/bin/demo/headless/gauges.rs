//! What the hooks say, as they say it.

use rejoin::engine::{LinkStatus, PhaseKind};
use rejoin::widget::{use_link_status, use_phase, use_unread};
use stylist::yew::use_style;
use yew::prelude::*;

#[component]
pub(super) fn Gauges() -> Html {
    let style = use_style!(
        r#"
        display: flex;
        flex-wrap: wrap;
        gap: 0 28px;
        margin: 0;
        padding: 10px 18px;
        border-block-end: 2px dashed var(--edge);
        font-size: 14px;

        div {
            display: flex;
            gap: 8px;
        }

        dt {
            color: var(--soft);
        }

        dd {
            margin: 0;
            font-weight: 700;
        }
        "#
    );
    let phase = match use_phase() {
        PhaseKind::Idle => "idle",
        PhaseKind::Registering => "registering",
        PhaseKind::Starting => "starting",
        PhaseKind::Active => "active",
        PhaseKind::Ended => "ended",
    };
    let link = match use_link_status() {
        LinkStatus::Idle => "idle",
        LinkStatus::Connecting => "connecting",
        LinkStatus::Live => "live",
        LinkStatus::Reconnecting => "reconnecting",
        LinkStatus::Offline => "offline",
    };
    let unread = use_unread();
    html! {
        <dl class={style}>
            <div><dt>{ "phase" }</dt><dd data-testid="headless-phase">{ phase }</dd></div>
            <div><dt>{ "link" }</dt><dd data-testid="headless-link">{ link }</dd></div>
            <div><dt>{ "unread" }</dt><dd data-testid="headless-unread">{ unread }</dd></div>
        </dl>
    }
}
