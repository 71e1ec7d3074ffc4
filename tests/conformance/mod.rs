//! What every transport must do, whatever is behind it.
//!
//! A transport is plugged in with a [`Site`]: how to make one, and how to be the
//! agent on the other side. `conformance!` makes a test of each promise.

mod line;
pub mod promises;

use rejoin::engine::{RegistrationData, SessionId};
use rejoin::transport::Transport;

/// A server under test, with the agent's side of it.
pub trait Site {
    type Transport: Transport;

    /// A visitor's transport, not connected yet.
    fn transport(&self) -> Self::Transport;
    /// The agent comes in.
    async fn agent_joins(&self, session: &SessionId);
    /// The agent says something.
    async fn agent_says(&self, session: &SessionId, text: &str);
    /// The agent types, or has stopped.
    async fn agent_types(&self, session: &SessionId, on: bool);
    /// The agent ends the session.
    async fn agent_ends(&self, session: &SessionId);
    /// The server loses the session.
    async fn forget(&self, session: &SessionId);
    /// What the visitor has said, as the agent sees it.
    async fn visitor_said(&self, session: &SessionId) -> Vec<String>;
    /// Whether the agent sees the visitor typing.
    async fn visitor_types(&self, session: &SessionId) -> bool;
    /// What the server knows of the visitor under that name.
    async fn visitor_data(&self, session: &SessionId, name: &str) -> Option<String>;
    /// Whether the session is over on the server.
    async fn is_over(&self, session: &SessionId) -> bool;
}

/// What visitors of the tests register with.
pub fn ann() -> RegistrationData {
    [("firstName", "Ann"), ("email", "ann@example.com")]
        .into_iter()
        .collect()
}

/// Makes a browser test of each promise, for the site that `$site` opens.
macro_rules! conformance {
    ($site:expr, [$($promise:ident),* $(,)?]) => {
        $(
            #[wasm_bindgen_test::wasm_bindgen_test]
            async fn $promise() {
                $crate::conformance::promises::$promise(&$site.await).await;
            }
        )*
    };
    ($site:expr) => {
        $crate::conformance::conformance!($site, [
            the_same_start_gives_the_same_session,
            an_incomplete_start_finds_what_there_is,
        ]);
        $crate::conformance::conformance_without_ids_of_starts!($site);
    };
}
pub(crate) use conformance;

/// The same for servers that know nothing of the ids of starts. Their transports
/// have other means, and tests of their own for them.
macro_rules! conformance_without_ids_of_starts {
    ($site:expr) => {
        $crate::conformance::conformance!(
            $site,
            [
                a_start_gives_a_session,
                two_starts_give_two_sessions,
                an_incomplete_start_makes_none,
                a_message_is_accepted_and_echoed_under_its_id,
                the_same_message_twice_adds_nothing,
                the_agent_is_heard_in_order,
                resuming_brings_all_that_was_missed,
                resuming_from_nothing_brings_everything,
                resuming_when_nothing_was_missed_brings_nothing,
                a_sync_brings_what_came_after,
                typing_is_told_both_ways,
                more_about_the_visitor_reaches_the_server,
                a_ticket_that_was_never_given_is_gone,
                a_forgotten_session_is_gone,
                the_agent_can_end_the_session,
                leaving_is_confirmed_and_ends_the_session,
                an_ended_session_tells_so_at_resume,
                a_dropped_connection_reports_nothing_more,
                a_new_connection_silences_the_old_one,
                nothing_is_reported_while_connecting,
            ]
        );
    };
}
#[allow(unused_imports)]
pub(crate) use conformance_without_ids_of_starts;
