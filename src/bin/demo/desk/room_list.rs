//! The chats, newest first.

use std::rc::Rc;

use rejoin::engine::SessionId;
use rejoin::transport::desk::Room;
use stylist::yew::use_style;
use yew::prelude::*;

use super::room_row::RoomRow;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct RoomListProps {
    pub rooms: Option<Rc<Vec<Room>>>,
    pub chosen: Option<SessionId>,
    pub on_choose: Callback<SessionId>,
}

#[component]
pub(super) fn RoomList(props: &RoomListProps) -> Html {
    let style = use_style!(
        r#"
        overflow: hidden;

        h2 {
            padding: 14px 16px;
            border-block-end: 1px solid var(--line);
        }

        ul {
            max-height: 640px;
            margin: 0;
            padding: 0;
            overflow-y: auto;
            list-style: none;
        }

        button {
            display: block;
            width: 100%;
            padding: 12px 16px;
            border: 0;
            border-block-end: 1px solid var(--line);
            background: none;
            color: inherit;
            font: inherit;
            text-align: start;
            cursor: pointer;
        }

        button:hover {
            background: var(--paper);
        }

        button[aria-current] {
            background: var(--tint);
            box-shadow: inset 4px 0 0 var(--accent);
        }

        button:focus-visible {
            outline-offset: -4px;
        }

        .top {
            display: flex;
            justify-content: space-between;
            gap: 10px;
        }

        .name {
            font-weight: 650;
        }

        .state {
            flex: none;
            color: var(--soft);
            font-size: 14px;
        }

        .state.waiting {
            color: var(--alarm);
            font-weight: 600;
        }

        .last, .subject {
            display: block;
            overflow: hidden;
            color: var(--soft);
            font-size: 15px;
            text-overflow: ellipsis;
            white-space: nowrap;
        }

        .subject {
            color: var(--ink);
        }

        @media (max-width: 680px) {
            ul {
                max-height: 260px;
            }
        }
        "#
    );
    let count = props.rooms.as_ref().map_or(0, |rooms| rooms.len());
    html! {
        <section class={classes!("panel", style)} aria-labelledby="rooms">
            <h2 id="rooms">{ "Chats" }</h2>
            if let Some(rooms) = &props.rooms {
                if count == 0 {
                    <p class="none">
                        { "Nobody has written yet. Start a chat on another page of this site." }
                    </p>
                }
                <ul>
                    for room in rooms.iter().rev() {
                        <RoomRow
                            key={room.id.to_string()}
                            room={room.clone()}
                            is_chosen={props.chosen.as_ref() == Some(&room.id)}
                            on_choose={props.on_choose.clone()}
                        />
                    }
                </ul>
            } else {
                <p class="none" role="status">{ "Opening the desk…" }</p>
            }
        </section>
    }
}
