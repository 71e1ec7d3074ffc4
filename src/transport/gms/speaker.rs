//! The protocol: chooses the way, by what the page says or by what is stored.

use std::collections::VecDeque;

use super::address::{GmsAddress, Stub};
use super::cometd::CometdChat;
use super::rest::RestChat;
use crate::engine::{Intent, Mono, Now, Ticket};
use crate::transport::protocol::{Input, Output, Protocol, stored_or_new};
use crate::transport::{Capabilities, FileCall, FileOperation};

/// Chats with servers of this kind, one connection at a time.
#[derive(Debug)]
pub struct GmsProtocol {
    address: Option<GmsAddress>,
    way: Option<Way>,
    outputs: VecDeque<Output>,
}

#[derive(Debug)]
enum Way {
    Cometd(Box<CometdChat>),
    Rest(Box<RestChat>),
}

impl GmsProtocol {
    /// See [`GmsTransport::new`](super::GmsTransport::new).
    pub fn new(address: Option<GmsAddress>) -> Self {
        Self {
            address,
            way: None,
            outputs: VecDeque::new(),
        }
    }

    /// Whether it is of a chat over this protocol.
    pub(crate) fn has_made(ticket: &Ticket) -> bool {
        Stub::read(ticket).is_some()
    }

    fn connect(&mut self, now: Now, intent: Intent) {
        let new = self.address.clone().map(Stub::new);
        let stub = match stored_or_new(&intent, Stub::read, new) {
            Ok(stub) => stub,
            Err(instead) => return self.outputs.push_back(Output::Report(instead)),
        };
        match self.way_to(&stub.address) {
            Way::Cometd(chat) => chat.connect(now, intent, stub),
            Way::Rest(chat) => chat.connect(now, intent, stub),
        }
    }

    /// The same as before, if it leads there: it remembers what it has learnt.
    fn way_to(&mut self, address: &GmsAddress) -> &mut Way {
        let leads_there = match (&self.way, address) {
            (Some(Way::Cometd(chat)), GmsAddress::Cometd(address)) => chat.address() == address,
            (Some(Way::Rest(chat)), GmsAddress::Rest(address)) => chat.address() == address,
            _ => false,
        };
        if !leads_there {
            self.way = None;
        }
        self.way.get_or_insert_with(|| match address {
            GmsAddress::Cometd(address) => Way::Cometd(Box::new(CometdChat::new(address.clone()))),
            GmsAddress::Rest(address) => Way::Rest(Box::new(RestChat::new(address.clone()))),
        })
    }
}

impl Protocol for GmsProtocol {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            contiguous: false,
            typing: true,
            receipts: true,
            files: true,
            // Each site sets its own, and does not tell.
            longest_message: None,
        }
    }

    fn start_ticket(&self) -> Option<Ticket> {
        Some(Stub::new(self.address.clone()?).to_ticket())
    }

    fn file_call(&self, ticket: &Ticket, operation: &FileOperation) -> Option<FileCall> {
        let stub = Stub::read(ticket)?;
        let pass = stub.pass?;
        match stub.address {
            GmsAddress::Cometd(address) => address.file_call(&pass, operation),
            GmsAddress::Rest(address) => address.file_call(&pass, operation),
        }
    }

    fn handle(&mut self, now: Now, input: Input) {
        if let Input::Connect(intent) = input {
            return self.connect(now, intent);
        }
        match &mut self.way {
            Some(Way::Cometd(chat)) => chat.handle(now, input),
            Some(Way::Rest(chat)) => chat.handle(now, input),
            None => {}
        }
    }

    fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front().or_else(|| match &mut self.way {
            Some(Way::Cometd(chat)) => chat.poll(),
            Some(Way::Rest(chat)) => chat.poll(),
            None => None,
        })
    }

    fn next_deadline(&self) -> Option<Mono> {
        match &self.way {
            Some(Way::Cometd(chat)) => chat.next_deadline(),
            Some(Way::Rest(chat)) => chat.next_deadline(),
            None => None,
        }
    }
}
