//! Between pages and the server.

use rejoin::engine::{Generation, Input, Intent, Path, Request, TransportEvent};

use super::claims::Claim;
use super::page::{Line, LineId};
use super::parcel::{Local, Parcel};
use super::server::{Call, Outcome, number_of};
use super::world::World;

impl World {
    pub(crate) fn connect(&mut self, place: usize, generation: Generation, intent: Intent) {
        let call = match &intent {
            Intent::Start {
                id, data, ticket, ..
            } => {
                self.record.start(id, data, ticket.as_ref());
                self.expect_stored(place, "2/head", id.as_str());
                Call::Start(id.clone())
            }
            Intent::Resume { ticket, after } => Call::Resume(number_of(ticket.reveal()), *after),
        };
        let room = match &intent {
            Intent::Start { .. } => None,
            Intent::Resume { ticket, .. } => Some(number_of(ticket.reveal())),
        };
        let is_only = self.is_ousted(place) || !self.is_another_connected(place);
        let page = &mut self.pages[place];
        let is_newer = page
            .line
            .as_ref()
            .is_none_or(|line| line.generation < generation);
        if !is_only || !is_newer {
            self.record.broken.insert(Claim::OneConnection);
        }
        page.line = Some(Line {
            generation,
            room,
            is_open: true,
        });
        self.post_call(place, call);
    }

    /// What is acted on is stored, unless another page has erased it in this very
    /// moment.
    fn expect_stored(&mut self, place: usize, key: &str, part: &str) {
        if !self.net.contains(&Parcel::Local(place, Local::Stored)) {
            self.record.expect_stored(&self.storage, key, part);
        }
    }

    /// Whether there is a connection that should not be there beside that page's.
    fn is_another_connected(&self, place: usize) -> bool {
        let mut pages = self.pages.iter().enumerate();
        pages.any(|(other, page)| {
            let is_open = page.line.as_ref().is_some_and(|line| line.is_open);
            is_open && (other == place || !self.is_ousted(other))
        })
    }

    pub(crate) fn ask(&mut self, place: usize, generation: Generation, request: Request) {
        let line = self.pages[place].line.as_ref();
        let line = line.filter(|line| line.is_open && line.generation == generation);
        let Some(room) = line.and_then(|line| line.room) else {
            self.record.broken.insert(Claim::OneConnection);
            return;
        };
        let call = match request {
            Request::Message {
                client_id, text, ..
            } => {
                let key = Path::Out(client_id.clone()).to_string();
                self.expect_stored(place, &key, &text);
                self.record.tried(&text, &client_id);
                Call::Message(room, client_id, text)
            }
            Request::Sync { after } => Call::Sync(room, after),
            Request::Leave => Call::Leave(room),
            Request::Typing(_)
            | Request::Preview(_)
            | Request::Read { .. }
            | Request::Data(_)
            | Request::Part => return,
        };
        self.post_call(place, call);
    }

    fn post_call(&mut self, place: usize, call: Call) {
        let line = self.pages[place].line_id(place);
        let line = line.expect("only an open connection carries calls");
        self.net.push(Parcel::Call(line, call));
    }

    pub(crate) fn arrive(&mut self, parcel: Parcel) {
        match parcel {
            Parcel::Call(line, call) => {
                let outcome = self.server.answer(&call);
                self.record.heard(&call, &outcome, line);
                if let Some(open) = self.line_mut(line)
                    && let Some(room) = outcome.admitted
                {
                    open.room = Some(room);
                }
                self.spread(&outcome);
                self.answer(line, outcome.answer);
            }
            Parcel::Answer(line, events) => {
                for event in events {
                    self.hear(line, event);
                }
            }
            Parcel::News(line, event) => self.hear(line, event),
            Parcel::Local(place, what) => self.arrive_local(place, what),
        }
    }

    /// Also on a connection that was dropped since: the engine knows better
    /// than to listen.
    pub(crate) fn hear(&mut self, line: LineId, event: TransportEvent) {
        if self.pages[line.place].life == line.life {
            if matches!(event, TransportEvent::Refused(_)) && !self.scene.asks {
                // There is no form to go back to.
                self.record.wanted = false;
            }
            self.input(line.place, Input::Transport(line.generation, event));
        }
    }

    pub(crate) fn refuse(&mut self, parcel: Parcel) {
        let Parcel::Call(line, call) = parcel else {
            return;
        };
        match call {
            Call::Message(_, client_id, _) => {
                let reason = "not now".to_owned();
                self.record.rejected.insert(client_id.clone());
                self.answer(line, vec![TransportEvent::Rejected { client_id, reason }]);
            }
            Call::Start(id) => {
                self.server.refused.insert(id.clone());
                let outcome = self.server.answer(&Call::Start(id));
                self.answer(line, outcome.answer);
            }
            _ => {}
        }
    }

    fn answer(&mut self, line: LineId, events: Vec<TransportEvent>) {
        if self.pages[line.place].life == line.life {
            self.net.push(Parcel::Answer(line, events));
        }
    }

    pub(crate) fn spread(&mut self, outcome: &Outcome) {
        let Some((room, event)) = &outcome.news else {
            return;
        };
        for (place, page) in self.pages.iter().enumerate() {
            let is_in = page
                .line
                .as_ref()
                .is_some_and(|line| line.room == Some(*room));
            if let Some(line) = page.line_id(place).filter(|_| is_in) {
                self.net.push(Parcel::News(line, event.clone()));
            }
        }
    }

    /// The connection is dead, and what was coming over it with it.
    pub(crate) fn break_line(&mut self, place: usize) {
        let line = self.pages[place].line_id(place);
        let line = line.expect("only an open connection breaks");
        self.net
            .retain(|parcel| matches!(parcel, Parcel::Call(..)) || parcel.line() != Some(line));
        self.hear(line, TransportEvent::Lost);
    }

    fn line_mut(&mut self, id: LineId) -> Option<&mut Line> {
        let page = &mut self.pages[id.place];
        let is_it = |line: &&mut Line| line.generation == id.generation;
        let line = page.line.as_mut().filter(is_it);
        line.filter(|_| page.life == id.life)
    }
}
