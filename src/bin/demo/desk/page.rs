//! The desk's page: three columns, one below the other where there is no room.

use rejoin::engine::SessionId;
use rejoin::transport::desk::Room;
use stylist::yew::use_style;
use yew::prelude::*;

use super::conversation::Conversation;
use super::details::Details;
use super::knobs::Knobs;
use super::room_list::RoomList;
use super::use_desk::use_desk;

#[component]
pub(crate) fn DeskPage() -> Html {
    let desk = use_desk();
    let chosen = use_state_eq(|| None::<SessionId>);
    let agent = use_state_eq(|| "Kim".to_owned());
    let style = use_style!(
        r#"
        padding: 20px clamp(16px, 2.5vw, 36px) 36px;
        font-size: 16px;

        .intro {
            display: flex;
            flex-wrap: wrap;
            align-items: baseline;
            gap: 2px 20px;
            margin-block-end: 18px;
        }

        h1 {
            margin: 0;
            font-size: 26px;
            letter-spacing: -0.015em;
        }

        .intro p {
            margin: 0;
            color: var(--soft);
        }

        .columns {
            display: grid;
            grid-template-columns: minmax(220px, 280px) minmax(0, 1fr) minmax(250px, 300px);
            gap: 18px;
            align-items: start;
        }

        .panel {
            border: 1px solid var(--line);
            border-radius: var(--round);
            background: var(--card);
        }

        .side {
            display: grid;
            gap: 18px;
        }

        .panel h2 {
            margin: 0;
            font-size: 17px;
            line-height: 1.4;
        }

        .none {
            margin: 0;
            padding: 18px;
            color: var(--soft);
        }

        @media (max-width: 1000px) {
            .columns {
                grid-template-columns: minmax(0, 1fr) minmax(0, 1.6fr);
            }

            .side {
                grid-column: 1 / -1;
                grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr));
                align-items: start;
            }
        }

        @media (max-width: 680px) {
            .columns {
                grid-template-columns: minmax(0, 1fr);
            }
        }
        "#
    );

    let rooms = desk.rooms.clone().unwrap_or_default();
    let open = chosen
        .as_ref()
        .and_then(|id| rooms.iter().find(|room| room.id == *id));
    // Chosen for the agent once, and then not changed under their hands.
    let proposal = match open {
        Some(_) => None,
        None => proposed(&rooms),
    };
    let chooser = chosen.setter();
    use_effect_with(proposal, move |proposal| {
        if proposal.is_some() {
            chooser.set(proposal.clone());
        }
    });
    let on_choose = {
        let chosen = chosen.setter();
        use_callback((), move |id: SessionId, ()| chosen.set(Some(id)))
    };
    let on_agent = {
        let agent = agent.setter();
        use_callback((), move |name: String, ()| agent.set(name))
    };
    html! {
        <div class={style}>
            <div class="intro">
                <h1>{ "The desk" }</h1>
                <p>{ "You are the agent. While this page is open, Robin keeps quiet." }</p>
            </div>
            <div class="columns">
                <RoomList
                    rooms={desk.rooms.clone()}
                    chosen={open.map(|room| room.id.clone())}
                    {on_choose}
                />
                if let Some(room) = open {
                    <Conversation
                        room={room.clone()}
                        tell={desk.tell.clone()}
                        agent={(*agent).clone()}
                        on_agent={on_agent}
                    />
                } else {
                    <section class="panel" aria-label="Conversation">
                        <p class="none">{ "No chat is open." }</p>
                    </section>
                }
                <div class="side">
                    if let Some(room) = open {
                        <Details data={room.data.clone()} session={room.id.clone()} />
                    }
                    <Knobs
                        faults={desk.faults.clone()}
                        set_faults={desk.set_faults.clone()}
                        is_open={desk.rooms.is_some()}
                    />
                </div>
            </div>
        </div>
    }
}

/// The newest that runs, or else the newest.
fn proposed(rooms: &[Room]) -> Option<SessionId> {
    let running = rooms.iter().rev().find(|room| !room.ended);
    running.or(rooms.last()).map(|room| room.id.clone())
}
