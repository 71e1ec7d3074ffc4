//! The protocol: one chat at a time, where the page says or where the ticket says.

use std::collections::VecDeque;

use super::address::MatrixAddress;
use super::chat::MatrixChat;
use super::ticket::{Secret, Stub};
use crate::engine::{Intent, MessageLimit, Mono, Now, Request, Ticket};
use crate::transport::protocol::{Input, Output, Protocol, stored_or_new};
use crate::transport::{Capabilities, FileCall, FileOperation};

/// An event may have 65,536 bytes, as it goes from server to server. What is not
/// the message (names, signatures, up to thirty events before it) has less than
/// these four thousand.
const LONGEST_MESSAGE: MessageLimit = MessageLimit::JsonBytes(65_536 - 4_096);

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
        let stub = match stored_or_new(&intent, Stub::read, self.new_stub()) {
            Ok(stub) => stub,
            Err(instead) => return self.outputs.push_back(Output::Report(instead)),
        };
        // Another homeserver wants nothing to do with what this one wants.
        let before = self.chat.take();
        let next_request = before.as_ref().map_or(0, |chat| chat.next_request());
        let same = before.filter(|chat| chat.stub().address.homeserver == stub.address.homeserver);
        let chat = self
            .chat
            .insert(same.unwrap_or_else(|| Box::new(MatrixChat::new(stub.clone(), next_request))));
        chat.connect(now, intent, stub);
    }

    /// Of a chat that has not begun.
    fn new_stub(&self) -> Option<Stub> {
        let address = self.address.clone()?;
        Some(Stub::new(address, self.secret.clone()))
    }
}

impl Protocol for MatrixProtocol {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            contiguous: false,
            typing: true,
            receipts: true,
            files: true,
            longest_message: Some(LONGEST_MESSAGE),
        }
    }

    fn start_ticket(&self) -> Option<Ticket> {
        Some(self.new_stub()?.to_ticket())
    }

    fn file_call(&self, ticket: &Ticket, operation: &FileOperation) -> Option<FileCall> {
        Stub::read(ticket)?.file_call(operation)
    }

    /// Whatever is asked with a token that is too old brings a new one. That nobody
    /// types is the least that can be said.
    fn renew(&mut self, now: Now) {
        self.handle(now, Input::Send(Request::Typing(false)));
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
