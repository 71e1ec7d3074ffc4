//! One chat over one connection: from the account to the last word.

mod calls;
mod encryption;
mod introduction;
mod leaving;
mod paging;
mod patience;
mod registering;
mod renewing;
mod room_making;
mod speaking;
mod starting;
mod syncing;
mod timeline;
mod typing;

use std::collections::VecDeque;
use std::time::Duration;

use self::calls::{Call, Held};
use self::paging::Paging;
use self::patience::Patience;
use self::starting::Start;
use self::timeline::Timeline;
use super::event::Room;
use super::ticket::Stub;
use super::trouble::Trouble;
use crate::engine::{
    ClientId, Intent, Mono, Now, Position, Refusal, Request, SessionId, Ticket, TransportEvent,
    Wall,
};
use crate::transport::protocol::{Input, Output, RequestId};

/// Without an answer by then there is none.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// What the connection is about.
#[derive(Debug)]
enum Stage {
    Closed,
    Starting(Box<Start>),
    /// Going on: what was missed is being collected.
    Resuming {
        after: Option<Position>,
    },
    Live,
    /// The visitor is on the way out; then this is said, at that time at the latest.
    Leaving(TransportEvent, Option<Mono>),
}

/// One chat.
#[derive(Debug)]
pub(super) struct MatrixChat {
    now: Now,
    stage: Stage,
    stub: Stub,
    room: Room,
    timeline: Timeline,
    calls: Vec<(RequestId, Call)>,
    held: Held,
    patience: Patience,
    /// Waiting for a new token.
    parked: Vec<Call>,
    /// Whether the homeserver has not taken the newest token yet.
    is_token_untried: bool,
    /// Whether the chat is lost if the token under way is refused.
    is_last_hope: bool,
    /// The message that was refused before the last connection was made, and not by the
    /// homeserver.
    refused: Option<ClientId>,
    next_request: u64,
    sync: syncing::State,
    paging: Option<Paging>,
    /// What was fetched of a gap when the connection broke.
    fetched: Option<Paging>,
    /// The last that was told of the visitor by a notice, and when.
    notice: Option<(u32, Wall)>,
    /// Who types, and when that is to be said again.
    typing: (Vec<String>, Option<Mono>),
    outputs: VecDeque<Output>,
}

impl MatrixChat {
    /// The numbers of requests go on from `next_request`: answers to those of another
    /// chat may still come.
    pub(super) fn new(stub: Stub, next_request: u64) -> Self {
        Self {
            now: Now::default(),
            stage: Stage::Closed,
            room: Room::default(),
            timeline: Timeline::default(),
            calls: Vec::new(),
            held: Held::default(),
            patience: Patience::default(),
            parked: Vec::new(),
            is_token_untried: false,
            is_last_hope: false,
            refused: None,
            next_request,
            sync: syncing::State::default(),
            paging: None,
            fetched: None,
            notice: None,
            typing: (Vec::new(), None),
            outputs: VecDeque::new(),
            stub,
        }
    }

    /// Makes a connection in the place of the one there was. How long a server
    /// wants to be left alone is remembered.
    pub(super) fn connect(&mut self, now: Now, intent: Intent, stub: Stub) {
        self.now = now;
        self.close();
        self.outputs.clear();
        self.stub = stub;
        self.look_again();
        match intent {
            Intent::Start {
                id, data, complete, ..
            } => {
                id.as_str().clone_into(&mut self.stub.start);
                self.start(Start::new(data, complete));
            }
            Intent::Resume { after, .. } if self.stub.place.is_some() => {
                self.stage = Stage::Resuming { after };
                if !self.goes_on_with_pages() {
                    self.sync_now();
                }
            }
            Intent::Resume { .. } => self.gone(),
        }
    }

    /// Takes room and count from the ticket.
    fn look_again(&mut self) {
        let me = self.stub.account.as_ref();
        let me = me.map_or_else(String::new, |account| account.user.clone());
        self.room = Room::new(me, self.stub.address.bots.clone());
        self.timeline = Timeline::default();
        if let Some(place) = &self.stub.place {
            self.room.roster = place.roster.clone();
            self.timeline = Timeline::from(place.count, place.newest);
        }
    }

    pub(super) fn handle(&mut self, now: Now, input: Input) {
        self.now = now;
        match input {
            Input::Send(request) => self.request(request),
            Input::Disconnect => {
                self.close();
                self.outputs.clear();
            }
            Input::Answer(id, answer) => self.answer(id, answer),
            Input::Tick => self.run_due(),
            Input::Connect(_) | Input::Socket(_) => {}
        }
    }

    fn run_due(&mut self) {
        self.release_held();
        self.sync_due();
        self.say_typing_again();
        self.leave_by_now();
    }

    pub(super) fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    pub(super) fn next_deadline(&self) -> Option<Mono> {
        let last_word = match self.stage {
            Stage::Leaving(_, by) => by,
            _ => None,
        };
        let sync = [self.sync.poll_at, self.sync.out_by];
        let deadlines = sync
            .into_iter()
            .chain([self.held.due(), self.typing.1, last_word]);
        deadlines.flatten().min()
    }

    pub(super) fn stub(&self) -> &Stub {
        &self.stub
    }

    pub(super) fn next_request(&self) -> u64 {
        self.next_request
    }

    fn request(&mut self, request: Request) {
        match request {
            // All that is needed is in the ticket.
            Request::Part | Request::Preview(_) => {}
            Request::Leave => self.leave(),
            request => {
                if matches!(self.stage, Stage::Live) {
                    self.speak(request);
                }
            }
        }
    }

    /// Told at once, and stored before anything else is asked.
    fn renew_ticket(&mut self) {
        let ticket = self.ticket();
        self.report(TransportEvent::Renewed(ticket));
    }

    fn ticket(&mut self) -> Ticket {
        if let Some(place) = &mut self.stub.place {
            place.count = self.timeline.count();
            place.newest = self.timeline.newest();
            place.roster = self.room.roster.clone();
        }
        self.stub.to_ticket()
    }

    /// The chat can be used.
    fn started(&mut self, room: String) {
        self.is_live_now();
        self.stage = Stage::Live;
        let ticket = self.ticket();
        self.report(TransportEvent::Started {
            session: SessionId::new(room),
            ticket,
        });
    }

    fn refused(&mut self, ours: &'static str) {
        self.refused_by(Trouble::default(), ours);
    }

    /// In the homeserver's words, or in ours where it has none.
    fn refused_by(&mut self, trouble: Trouble, ours: &'static str) {
        self.close();
        let refusal = match trouble.words {
            words if words.is_empty() => Refusal::Ours(ours),
            words => Refusal::Server(words),
        };
        self.report(TransportEvent::Refused(refusal));
    }

    fn gone(&mut self) {
        self.close();
        self.report(TransportEvent::Gone);
    }

    fn broke(&mut self) {
        if matches!(self.stage, Stage::Live) {
            self.breaks();
        }
        self.close();
        self.report(TransportEvent::Lost);
    }

    /// Nothing that is under way matters any more.
    fn close(&mut self) {
        self.stage = Stage::Closed;
        self.calls.clear();
        self.held.clear();
        self.parked.clear();
        self.is_last_hope = false;
        self.sync.clear();
        self.keep_pages();
        self.typing = (Vec::new(), None);
    }

    fn report(&mut self, event: TransportEvent) {
        self.outputs.push_back(Output::Report(event));
    }
}
