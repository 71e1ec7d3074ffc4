//! A seat at the desk, as long as the page is shown.

use std::rc::Rc;

use rejoin::transport::desk::{AgentDesk, Call, Faults, Room};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What there is to see at the desk, and how to act.
#[derive(Clone, PartialEq)]
pub(super) struct Desk {
    /// The sessions, oldest first; `None` until the desk is open.
    pub rooms: Option<Rc<Vec<Room>>>,
    /// How the server misbehaves.
    pub faults: Faults,
    /// Tells the server something.
    pub tell: Callback<Call>,
    /// Makes the server misbehave like this.
    pub set_faults: Callback<Faults>,
}

#[hook]
pub(super) fn use_desk() -> Desk {
    let rooms = use_state_eq(|| None::<Rc<Vec<Room>>>);
    let faults = use_state_eq(Faults::default);
    let seat = use_mut_ref(|| None::<Rc<AgentDesk>>);
    // How often the knobs were turned here. What was seen before the last turn
    // is older than what the knobs show.
    let turns = use_mut_ref(|| 0_u32);

    let look = {
        let (rooms, faults) = (rooms.setter(), faults.setter());
        let (seat, turns) = (Rc::clone(&seat), Rc::clone(&turns));
        move || {
            let Some(desk) = seat.borrow().clone() else {
                return;
            };
            let (rooms, faults, turns) = (rooms.clone(), faults.clone(), Rc::clone(&turns));
            let turns_before = *turns.borrow();
            spawn_local(async move {
                if let Some((seen, misbehaves)) = desk.look().await {
                    rooms.set(Some(Rc::new(seen)));
                    if *turns.borrow() == turns_before {
                        faults.set(misbehaves);
                    }
                }
            });
        }
    };
    let taken = Rc::clone(&seat);
    use_effect_with((), move |()| {
        taken.replace(Some(AgentDesk::sit_down(look)));
        move || {
            if let Some(desk) = taken.take() {
                desk.get_up();
            }
        }
    });

    let tell = use_callback((), move |call, ()| {
        if let Some(desk) = seat.borrow().as_ref() {
            desk.tell(call);
        }
    });
    let set_faults = {
        let (tell, setter) = (tell.clone(), faults.setter());
        use_callback((), move |faults: Faults, ()| {
            *turns.borrow_mut() += 1;
            setter.set(faults.clone());
            tell.emit(Call::SetFaults(faults));
        })
    };
    Desk {
        rooms: (*rooms).clone(),
        faults: (*faults).clone(),
        tell,
        set_faults,
    }
}
