//! The desk keeps the promises of a transport.

use std::rc::Rc;
use std::time::Duration;

use rejoin::browser::sleep;
use rejoin::engine::{Content, Role, SessionId};
use rejoin::transport::desk::{AgentDesk, Call, DeskTransport, Room};

use crate::conformance::{Site, conformance};

struct DeskSite(Rc<AgentDesk>);

/// Somebody sits at the desk, so that the script keeps quiet.
async fn site() -> DeskSite {
    let desk = AgentDesk::sit_down(|| {});
    while desk.look().await.is_none() {
        sleep(Duration::from_millis(5)).await;
    }
    DeskSite(desk)
}

impl DeskSite {
    async fn room(&self, session: &SessionId) -> Option<Room> {
        let (rooms, _) = self.0.look().await?;
        rooms.into_iter().find(|room| room.id == *session)
    }

    /// Tells the server, and waits until it has heard.
    async fn tell(&self, call: Call) {
        self.0.tell(call);
        // Transactions are one after the other: this look comes after the call.
        self.0.look().await;
    }
}

impl Site for DeskSite {
    type Transport = DeskTransport;

    fn transport(&self) -> DeskTransport {
        DeskTransport::new()
    }

    async fn agent_joins(&self, session: &SessionId) {
        let (session, name) = (session.clone(), "Kim".to_owned());
        self.tell(Call::Join { session, name }).await;
    }

    async fn agent_says(&self, session: &SessionId, text: &str) {
        let (session, text) = (session.clone(), text.to_owned());
        let replies = Vec::new();
        let say = Call::Say {
            session,
            text,
            replies,
        };
        self.tell(say).await;
    }

    async fn agent_types(&self, session: &SessionId, on: bool) {
        let session = session.clone();
        self.tell(Call::AgentTyping { session, on }).await;
    }

    async fn agent_ends(&self, session: &SessionId) {
        let session = session.clone();
        self.tell(Call::End { session }).await;
    }

    async fn forget(&self, session: &SessionId) {
        let session = session.clone();
        self.tell(Call::Forget { session }).await;
    }

    async fn visitor_said(&self, session: &SessionId) -> Vec<String> {
        let room = self.room(session).await.unwrap();
        let own = room
            .entries
            .into_iter()
            .filter(|e| e.author.role == Role::Visitor);
        let texts = own.filter_map(|entry| match entry.content {
            Content::Text(text) => Some(text),
            _ => None,
        });
        texts.collect()
    }

    async fn visitor_types(&self, session: &SessionId) -> bool {
        self.room(session).await.unwrap().visitor_types()
    }

    async fn visitor_data(&self, session: &SessionId, name: &str) -> Option<String> {
        let room = self.room(session).await?;
        room.data.get(name).map(str::to_owned)
    }

    async fn is_over(&self, session: &SessionId) -> bool {
        self.room(session).await.is_none_or(|room| room.ended)
    }
}

conformance!(site());
