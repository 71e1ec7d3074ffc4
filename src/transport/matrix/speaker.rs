//! The protocol: one chat at a time, where the page says or where the ticket says.

use std::collections::VecDeque;

use super::address::MatrixAddress;
use super::chat::MatrixChat;
use super::ticket::{Secret, Stub};
use crate::engine::{Code, Intent, Mono, Now, Ticket, TransportEvent};
use crate::transport::protocol::{Input, Output, Protocol};
use crate::transport::{Capabilities, FileCall, FileOperation};

/// Chats with homeservers, one connection at a time.
#[derive(Debug)]
pub struct MatrixProtocol {
    address: Option<MatrixAddress>,
    secret: Secret,
    chat: Option<Box<MatrixChat>>,
    outputs: VecDeque<Output>,
}

impl MatrixProtocol {
    /// See [`MatrixTransport::new`](super::MatrixTransport::new). Names and passwords
    /// of accounts are made of the random numbers.
    pub fn new(address: Option<MatrixAddress>, random: [u128; 2]) -> Self {
        Self {
            address,
            secret: Secret::new(random),
            chat: None,
            outputs: VecDeque::new(),
        }
    }

    /// Whether it is of a chat over this protocol.
    pub(crate) fn has_made(ticket: &Ticket) -> bool {
        Stub::read(ticket).is_some()
    }

    fn connect(&mut self, now: Now, intent: Intent) {
        let ticket = match &intent {
            Intent::Start { ticket, .. } => ticket.as_ref(),
            Intent::Resume { ticket, .. } => Some(ticket),
        };
        let stub = match (&intent, ticket.and_then(Stub::read), &self.address) {
            (_, Some(stub), _) => stub,
            (Intent::Start { .. }, None, Some(address)) => {
                Stub::new(address.clone(), self.secret.clone())
            }
            (Intent::Resume { .. }, None, Some(_)) => {
                return self.report(TransportEvent::Gone);
            }
            // It may be a chat over some other transport, which is not here.
            (_, None, None) => {
                return self.report(TransportEvent::Trouble(Code::NoTransport.into()));
            }
        };
        // Another homeserver wants nothing to do with what this one wants.
        let is_same = self
            .chat
            .as_ref()
            .is_some_and(|chat| chat.stub().address.homeserver == stub.address.homeserver);
        if !is_same {
            self.chat = None;
        }
        let chat = self
            .chat
            .get_or_insert_with(|| Box::new(MatrixChat::new(stub.clone())));
        chat.connect(now, intent, stub);
    }

    fn report(&mut self, event: TransportEvent) {
        self.outputs.push_back(Output::Report(event));
    }
}

impl Protocol for MatrixProtocol {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            contiguous: false,
            typing: true,
            receipts: true,
        }
    }

    fn start_ticket(&self) -> Option<Ticket> {
        let address = self.address.clone()?;
        Some(Stub::new(address, self.secret.clone()).to_ticket())
    }

    fn file_call(&self, operation: &FileOperation) -> Option<FileCall> {
        self.chat.as_ref()?.file_call(operation)
    }

    fn handle(&mut self, now: Now, input: Input) {
        match (input, &mut self.chat) {
            (Input::Connect(intent), _) => self.connect(now, intent),
            (input, Some(chat)) => chat.handle(now, input),
            (_, None) => {}
        }
    }

    fn poll(&mut self) -> Option<Output> {
        let own = self.outputs.pop_front();
        own.or_else(|| self.chat.as_mut()?.poll())
    }

    fn next_deadline(&self) -> Option<Mono> {
        self.chat.as_ref()?.next_deadline()
    }
}
