//! What the server is asked.

use super::{ANSWER_WITHIN, Call, Purpose, QUICKLY, RestChat, Stage, form, path};
use crate::browser::{HttpRequest, Method, Payload};
use crate::engine::{Request, TransportEvent};
use crate::transport::gms::operation::Operation;
use crate::transport::protocol::{Output, RequestId};

impl RestChat {
    pub(super) fn ask_for_news(&mut self) {
        self.poll_at = None;
        let from = self.next;
        self.call(Purpose::Poll(from), Operation::refresh("refresh", from));
    }

    pub(super) fn request(&mut self, request: &Request) {
        if self.stage != Stage::Live {
            return;
        }
        let purpose = match request {
            Request::Message { client_id, .. } => {
                if self.seen.holds(client_id) {
                    return self.report(TransportEvent::Accepted(client_id.clone()));
                }
                let purpose = Purpose::Message(client_id.clone());
                // The answer to the first time may still come.
                if self.calls.iter().any(|call| call.purpose == purpose) {
                    return;
                }
                purpose
            }
            Request::Sync { after } => {
                let from = after.map_or(1, |after| after.0 + 1);
                return self.call(Purpose::Sync(from), Operation::refresh("refresh", from));
            }
            Request::Data(_) => Purpose::Data,
            // All that is needed is in the ticket.
            Request::Part => return,
            Request::Leave => Purpose::Leave,
            Request::Typing(_) | Request::Preview(_) | Request::Read { .. } => Purpose::Other,
        };
        // Where the visitor does something an answer is likely.
        self.pace = QUICKLY;
        let mut operations = Operation::of(request);
        let last = operations.pop();
        for operation in operations {
            self.call(Purpose::Other, operation);
        }
        if let Some(last) = last {
            self.call(purpose, last);
        }
    }

    pub(super) fn call(&mut self, purpose: Purpose, operation: Operation) {
        self.next_request += 1;
        let id = RequestId(self.next_request);
        let pass = self.pass.clone().filter(|_| purpose != Purpose::Start);
        let url = match &pass {
            Some(pass) => format!(
                "{}/{}/{}",
                self.address.url,
                pass.chat,
                path(operation.name)
            ),
            None => self.address.url.clone(),
        };
        let request = HttpRequest {
            method: Method::Post,
            url,
            payload: Payload::Form(form(&operation, pass.as_ref())),
            header: self.address.header(),
            with_cookies: false,
            within: ANSWER_WITHIN,
            is_farewell: purpose == Purpose::Leave,
        };
        self.outputs.push_back(Output::Ask(id, request));
        self.calls.push(Call {
            id,
            purpose,
            operation,
            alias: pass.map_or_else(String::new, |pass| pass.alias),
        });
    }

    pub(super) fn is_asking(&self) -> bool {
        self.calls
            .iter()
            .any(|call| matches!(call.purpose, Purpose::Poll(_)))
    }

    pub(super) fn ask_soon(&mut self) {
        if !self.is_asking() {
            self.poll_at = Some(self.now.mono);
        }
    }
}
