//! Tells the visitor that the agent types, and that they have stopped.

use std::time::Duration;

use rejoin::browser::{Timer, now};
use rejoin::engine::{SessionId, Wall};
use rejoin::transport::desk::Call;
use yew::prelude::*;

/// Without a key for this long the agent has stopped.
const STOPS_AFTER: Duration = Duration::from_secs(4);
/// While the agent goes on, the visitor is reminded this often.
const REMIND_EVERY: Duration = Duration::from_secs(5);

/// Emit whether there is text at every key; `false` when it was sent.
#[hook]
pub(super) fn use_typing_notice(session: &SessionId, tell: &Callback<Call>) -> Callback<bool> {
    let told = use_mut_ref(|| None::<Wall>);
    let say = {
        let (session, tell) = (session.clone(), tell.clone());
        move |on| {
            let session = session.clone();
            tell.emit(Call::AgentTyping { session, on });
        }
    };
    let stop = {
        let (told, say) = (told.clone(), say.clone());
        move || {
            if told.take().is_some() {
                say(false);
            }
        }
    };
    let quiet = use_memo((), |()| Timer::new(stop.clone()));
    let gone = stop.clone();
    use_effect_with((), move |()| gone);

    use_callback((), move |has_text: bool, ()| {
        if !has_text {
            quiet.clear();
            stop();
            return;
        }
        quiet.set(STOPS_AFTER);
        let wall = now().wall;
        let is_fresh = told
            .borrow()
            .is_some_and(|at| wall.since(at) < REMIND_EVERY);
        if !is_fresh {
            told.replace(Some(wall));
            say(true);
        }
    })
}
