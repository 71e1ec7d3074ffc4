//! A visitor with a chat: what tests of all ways begin with.

use rejoin::engine::{
    ClientId, Content, Entry, Intent, MessageKind, Position, RegistrationData, Request, Ticket,
    TransportEvent,
};
use rejoin::transport::protocol::Input;

use super::world::{Way, World};

pub(crate) fn ann() -> RegistrationData {
    [("firstName", "Ann"), ("plan", "pro")]
        .into_iter()
        .collect()
}

pub(crate) fn start(ticket: Option<Ticket>) -> Intent {
    Intent::Start {
        id: ClientId::new("start-1"),
        data: ann(),
        complete: true,
        ticket,
    }
}

pub(crate) fn says(entry: &Entry, words: &str) -> bool {
    matches!(&entry.content, Content::Text(text) if text == words)
}

impl World {
    /// Connected, with a chat. Gives the ticket.
    pub(crate) fn chatting(way: Way) -> (Self, Ticket) {
        let mut world = Self::new(way);
        world.connect(start(None));
        world.run(2_000);
        let ticket = world.ticket().expect("a chat has begun");
        (world, ticket)
    }

    pub(crate) fn connect(&mut self, intent: Intent) {
        self.input(Input::Connect(intent));
    }

    pub(crate) fn resume(&mut self, ticket: &Ticket, after: Option<u64>) {
        self.connect(Intent::Resume {
            ticket: ticket.clone(),
            after: after.map(Position),
        });
    }

    pub(crate) fn tell(&mut self, request: Request) {
        self.input(Input::Send(request));
    }

    pub(crate) fn say(&mut self, id: &str, text: &str) {
        self.tell(Request::Message {
            client_id: ClientId::new(id),
            kind: MessageKind::Text,
            text: text.to_owned(),
        });
    }

    /// The last ticket that was heard of.
    pub(crate) fn ticket(&self) -> Option<Ticket> {
        let tickets = self.heard.iter().rev();
        let mut tickets = tickets.filter_map(|event| match event {
            TransportEvent::Started { ticket, .. } | TransportEvent::Renewed(ticket) => {
                Some(ticket.clone())
            }
            _ => None,
        });
        tickets.next()
    }

    /// What was missed, once that was told.
    pub(crate) fn missed(&self) -> Option<Vec<Entry>> {
        self.heard.iter().find_map(|event| match event {
            TransportEvent::Resumed { missed } => Some(missed.clone()),
            _ => None,
        })
    }
}
