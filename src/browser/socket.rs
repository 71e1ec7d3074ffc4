//! WebSockets.

use wasm_bindgen::JsCast;
use web_sys::{Event, MessageEvent, WebSocket};

use super::listener::Listener;

/// What is heard on a socket.
#[derive(Debug)]
pub enum SocketNews {
    /// It is open.
    Opened,
    /// A frame of text has come. Others are not told.
    Text(String),
    /// It is closed, or could not be opened.
    Closed,
}

/// A socket, closed when dropped; then nothing more is heard.
#[derive(Debug)]
#[must_use = "the socket is closed when this is dropped"]
pub struct Socket {
    socket: WebSocket,
    _listeners: [Listener; 4],
}

impl Socket {
    /// Opens a socket; `None` where the browser will not even try.
    pub fn open(url: &str, heard: impl Fn(SocketNews) + Clone + 'static) -> Option<Self> {
        let socket = WebSocket::new(url).ok()?;
        let on = |kind, tell: fn(&Event) -> Option<SocketNews>| {
            let heard = heard.clone();
            Listener::new(&socket, kind, move |event| {
                if let Some(news) = tell(&event) {
                    heard(news);
                }
            })
        };
        let listeners = [
            on("open", |_| Some(SocketNews::Opened)),
            on("message", |event| {
                let event: &MessageEvent = event.unchecked_ref();
                event.data().as_string().map(SocketNews::Text)
            }),
            on("close", |_| Some(SocketNews::Closed)),
            on("error", |_| Some(SocketNews::Closed)),
        ];
        Some(Self {
            socket,
            _listeners: listeners,
        })
    }

    /// Sends a frame. What cannot be sent is lost, as on any socket that breaks.
    pub fn send(&self, frame: &str) {
        let _ = self.socket.send_with_str(frame);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // One that was never opened is closed all the same.
        let _ = self.socket.close();
    }
}
