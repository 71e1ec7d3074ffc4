//! One chat in the list.

use rejoin::engine::SessionId;
use rejoin::transport::desk::Room;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct RoomRowProps {
    pub room: Room,
    pub is_chosen: bool,
    pub on_choose: Callback<SessionId>,
}

#[component]
pub(super) fn RoomRow(props: &RoomRowProps) -> Html {
    let room = &props.room;
    let onclick = {
        let (id, on_choose) = (room.id.clone(), props.on_choose.clone());
        move |_: MouseEvent| on_choose.emit(id.clone())
    };
    let (class, state) = state_of(room);
    html! {
        <li>
            <button
                type="button"
                data-testid="desk-room"
                data-session={room.id.to_string()}
                aria-current={props.is_chosen.then_some("true")}
                {onclick}
            >
                <span class="top">
                    <span class="name">{ room.visitor().name }</span>
                    <span class={classes!("state", class)}>{ state }</span>
                </span>
                if let Some(subject) = subject_of(room) {
                    <span class="subject">{ subject.to_owned() }</span>
                }
                <span class="last">{ last_words(room) }</span>
            </button>
        </li>
    }
}

fn state_of(room: &Room) -> (&'static str, String) {
    if room.ended {
        return ("", "ended".to_owned());
    }
    if room.visitor_types() {
        return ("", "typing…".to_owned());
    }
    match room.agents.first() {
        Some(agent) => ("", format!("with {}", agent.name)),
        None => ("waiting", "waiting".to_owned()),
    }
}

fn subject_of(room: &Room) -> Option<&str> {
    let data = &room.data;
    data.get("subject").or_else(|| data.get("topic"))
}

fn last_words(room: &Room) -> String {
    let mut newest_first = room.entries.iter().rev();
    let text = newest_first.find_map(|entry| entry.content.said());
    text.unwrap_or("Nothing said yet").to_owned()
}
