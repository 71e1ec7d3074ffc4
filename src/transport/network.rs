//! Does for a [`Protocol`] what it asks for, in the browser.

use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};

use litemap::LiteMap;
use wasm_bindgen_futures::spawn_local;

use super::protocol::{Answer, Input, Output, Protocol, RequestId, SocketEvent};
use super::{Capabilities, Events, FileCall, FileOperation, Transport};
use crate::browser::{Fetching, HttpRequest, Socket, SocketNews, Timer, now};
use crate::engine::{Intent, Request, Ticket};

/// A transport that speaks a protocol.
#[derive(Debug)]
pub struct Networked<P: Protocol + 'static>(Rc<Network<P>>);

struct Network<P> {
    protocol: RefCell<P>,
    events: RefCell<Option<Events>>,
    requests: RefCell<LiteMap<RequestId, Fetching>>,
    socket: RefCell<Option<Socket>>,
    timer: Timer,
    this: Weak<Self>,
}

impl<P> fmt::Debug for Network<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Network")
    }
}

impl<P: Protocol + 'static> Networked<P> {
    /// Not connected yet.
    pub fn over(protocol: P) -> Self {
        Self(Rc::new_cyclic(|this: &Weak<Network<P>>| {
            let on_timer = this.clone();
            Network {
                protocol: RefCell::new(protocol),
                events: RefCell::default(),
                requests: RefCell::default(),
                socket: RefCell::default(),
                timer: Timer::new(move || {
                    if let Some(network) = on_timer.upgrade() {
                        network.handle(Input::Tick);
                    }
                }),
                this: this.clone(),
            }
        }))
    }
}

impl<P: Protocol + 'static> Transport for Networked<P> {
    fn capabilities(&self) -> Capabilities {
        self.0.protocol.borrow().capabilities()
    }

    fn start_ticket(&self) -> Option<Ticket> {
        self.0.protocol.borrow().start_ticket()
    }

    fn file_call(&self, ticket: &Ticket, operation: &FileOperation) -> Option<FileCall> {
        self.0.protocol.borrow().file_call(ticket, operation)
    }

    fn renew(&self) {
        self.0.protocol.borrow_mut().renew(now());
        self.0.carry_on();
    }

    fn connect(&self, intent: Intent, events: Events) {
        self.0.hang_up();
        self.0.events.replace(Some(events));
        self.0.take_in(Input::Connect(intent));
        // Nothing is told before this has returned.
        let network = Rc::clone(&self.0);
        spawn_local(async move { network.carry_on() });
    }

    fn send(&self, request: Request) {
        self.0.handle(Input::Send(request));
    }

    fn disconnect(&self) {
        self.0.events.take();
        self.0.handle(Input::Disconnect);
        self.0.hang_up();
    }
}

impl<P: Protocol + 'static> Network<P> {
    /// Nothing more is heard of what is under way.
    fn hang_up(&self) {
        let requests = self.requests.take();
        let socket = self.socket.take();
        drop((requests, socket));
    }

    fn handle(&self, input: Input) {
        self.take_in(input);
        self.carry_on();
    }

    fn take_in(&self, input: Input) {
        self.protocol.borrow_mut().handle(now(), input);
    }

    fn carry_on(&self) {
        while let Some(output) = self.next_output() {
            self.carry_out(output);
        }
        match self.protocol.borrow().next_deadline() {
            Some(deadline) => self.timer.set(now().mono.until(deadline)),
            None => self.timer.clear(),
        }
    }

    fn next_output(&self) -> Option<Output> {
        self.protocol.borrow_mut().poll()
    }

    fn carry_out(&self, output: Output) {
        match output {
            Output::Ask(id, request) => self.ask(id, request),
            Output::OpenSocket(url) => self.open_socket(&url),
            Output::SendSocket(frame) => {
                if let Some(socket) = &*self.socket.borrow() {
                    socket.send(&frame);
                }
            }
            Output::CloseSocket => drop(self.socket.take()),
            Output::Report(event) => {
                let events = self.events.borrow().clone();
                if let Some(events) = events {
                    events.report(event);
                }
            }
        }
    }

    fn ask(&self, id: RequestId, request: HttpRequest) {
        let this = self.this.clone();
        let is_farewell = request.is_farewell;
        let fetching = Fetching::send(request, move |answer| {
            if let Some(network) = this.upgrade() {
                network.answered(id, answer);
            }
        });
        if is_farewell {
            fetching.leave_alone();
        } else {
            self.requests.borrow_mut().insert(id, fetching);
        }
    }

    fn answered(&self, id: RequestId, answer: Option<(u16, String)>) {
        drop(self.requests.borrow_mut().remove(&id));
        let answer = answer.map_or(Answer::None, |(status, text)| Answer::Http(status, text));
        self.handle(Input::Answer(id, answer));
    }

    fn open_socket(&self, url: &str) {
        drop(self.socket.take());
        let this = self.this.clone();
        let socket = Socket::open(url, move |news| {
            if let Some(network) = this.upgrade() {
                network.handle(Input::Socket(match news {
                    SocketNews::Opened => SocketEvent::Opened,
                    SocketNews::Text(text) => SocketEvent::Text(text),
                    SocketNews::Closed => SocketEvent::Closed,
                }));
            }
        });
        let could_not = socket.is_none();
        self.socket.replace(socket);
        if could_not {
            self.take_in(Input::Socket(SocketEvent::Closed));
        }
    }
}

impl<P> Drop for Network<P> {
    fn drop(&mut self) {
        self.timer.clear();
    }
}
