//! A server of a kind that we know: the page says which, or what is stored does.

use super::gms::{GmsAddress, GmsProtocol};
use super::matrix::{MatrixAddress, MatrixProtocol};
use super::network::Networked;
use super::protocol::{Input, Output, Protocol};
use super::{Capabilities, FileCall, FileOperation};
use crate::browser::random_u128;
use crate::engine::{Intent, Mono, Now, Ticket};

/// Where a server is, and what it speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerAddress {
    /// Genesys, Chat API Version 2.
    Gms(GmsAddress),
    /// Matrix.
    Matrix(MatrixAddress),
}

/// Speaks what the server speaks.
pub type ServerTransport = Networked<ServerProtocol>;

impl ServerTransport {
    /// To that server. Without one only chats that were started before can be gone
    /// on with: they know where.
    pub fn new(address: Option<ServerAddress>) -> Self {
        Networked::over(ServerProtocol::new(address, [random_u128(), random_u128()]))
    }
}

/// One protocol or the other.
#[derive(Debug)]
pub struct ServerProtocol {
    gms: GmsProtocol,
    matrix: MatrixProtocol,
    /// Which one speaks.
    is_matrix: bool,
}

impl ServerProtocol {
    /// See [`ServerTransport::new`], and [`MatrixProtocol::new`] for the random numbers.
    pub fn new(address: Option<ServerAddress>, random: [u128; 2]) -> Self {
        let (gms, matrix) = match address {
            Some(ServerAddress::Gms(address)) => (Some(address), None),
            Some(ServerAddress::Matrix(address)) => (None, Some(address)),
            None => (None, None),
        };
        Self {
            is_matrix: matrix.is_some(),
            gms: GmsProtocol::new(gms),
            matrix: MatrixProtocol::new(matrix, random),
        }
    }

    fn speaker(&self) -> &dyn Protocol {
        if self.is_matrix {
            &self.matrix
        } else {
            &self.gms
        }
    }

    fn speaker_mut(&mut self) -> &mut dyn Protocol {
        if self.is_matrix {
            &mut self.matrix
        } else {
            &mut self.gms
        }
    }

    /// A chat goes on where it is, whatever the page says by now.
    fn heed(&mut self, intent: &Intent) {
        let ticket = intent.ticket();
        if ticket.is_some_and(MatrixProtocol::has_made) {
            self.is_matrix = true;
        } else if ticket.is_some_and(GmsProtocol::has_made) {
            self.is_matrix = false;
        }
    }
}

impl Protocol for ServerProtocol {
    fn capabilities(&self) -> Capabilities {
        self.speaker().capabilities()
    }

    fn start_ticket(&self) -> Option<Ticket> {
        self.speaker().start_ticket()
    }

    fn file_call(&self, ticket: &Ticket, operation: &FileOperation) -> Option<FileCall> {
        if MatrixProtocol::has_made(ticket) {
            self.matrix.file_call(ticket, operation)
        } else {
            self.gms.file_call(ticket, operation)
        }
    }

    fn renew(&mut self, now: Now) {
        self.speaker_mut().renew(now);
    }

    fn handle(&mut self, now: Now, input: Input) {
        if let Input::Connect(intent) = &input {
            self.heed(intent);
        }
        self.speaker_mut().handle(now, input);
    }

    fn poll(&mut self) -> Option<Output> {
        self.speaker_mut().poll()
    }

    fn next_deadline(&self) -> Option<Mono> {
        self.speaker().next_deadline()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{ClientId, Code, RegistrationData, TransportEvent};

    fn matrix() -> ServerAddress {
        let agents = vec!["@kim:hs.example".to_owned()];
        ServerAddress::Matrix(MatrixAddress::new("https://hs.example", agents))
    }

    fn connected(protocol: &mut ServerProtocol, ticket: Ticket) -> Vec<Output> {
        let after = None;
        let intent = Intent::Resume { ticket, after };
        protocol.handle(Now::default(), Input::Connect(intent));
        std::iter::from_fn(|| protocol.poll()).collect()
    }

    #[test]
    fn a_start_goes_on_where_it_began() {
        let first = ServerProtocol::new(Some(matrix()), [1, 2]);
        let ticket = first.start_ticket();
        assert!(ticket.is_some());
        let mut second = ServerProtocol::new(None, [3, 4]);
        let intent = Intent::Start {
            id: ClientId::new("s-1"),
            data: RegistrationData::default(),
            complete: true,
            ticket,
        };
        second.handle(Now::default(), Input::Connect(intent));
        let asked = second.poll();
        let url = match &asked {
            Some(Output::Ask(_, request)) => request.url.as_str(),
            _ => "",
        };
        assert_eq!(url, "https://hs.example/_matrix/client/v3/register");
    }

    #[test]
    fn a_ticket_of_nobodys_is_gone_where_there_is_a_server_and_trouble_where_there_is_none() {
        let ticket = Ticket::new("nonsense");
        let mut known = ServerProtocol::new(Some(matrix()), [1, 2]);
        let gone = Output::Report(TransportEvent::Gone);
        assert_eq!(connected(&mut known, ticket.clone()), [gone]);
        let mut unknown = ServerProtocol::new(None, [1, 2]);
        let trouble = TransportEvent::Trouble(Code::NoTransport.into());
        assert_eq!(connected(&mut unknown, ticket), [Output::Report(trouble)]);
    }
}
