//! What `static/chat/server.js` makes of the server that a page names. Every member
//! that the kind of server has is there and has its type.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use rejoin::transport::gms::{CometdAddress, GmsAddress, RestAddress};
use rejoin::transport::matrix::{AccountSource, MatrixAddress, RoomPlan};
use rejoin::transport::server::ServerAddress;

#[wasm_bindgen]
extern "C" {
    /// A server.
    pub type ServerSettings;
    /// `gms`, `gms-rest` or `matrix`.
    #[wasm_bindgen(method, getter)]
    fn kind(this: &ServerSettings) -> String;
    #[wasm_bindgen(method, getter)]
    fn url(this: &ServerSettings) -> String;

    #[wasm_bindgen(method, getter)]
    fn channel(this: &ServerSettings) -> String;
    #[wasm_bindgen(method, getter, js_name = filesUrl)]
    fn files_url(this: &ServerSettings) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = noSockets)]
    fn no_sockets(this: &ServerSettings) -> bool;
    #[wasm_bindgen(method, getter, js_name = apiKey)]
    fn api_key(this: &ServerSettings) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = registrationToken)]
    fn registration_token(this: &ServerSettings) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = accountUrl)]
    fn account_url(this: &ServerSettings) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn alias(this: &ServerSettings) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn invite(this: &ServerSettings) -> Array;
    #[wasm_bindgen(method, getter)]
    fn bots(this: &ServerSettings) -> Array;
    #[wasm_bindgen(method, getter)]
    fn deactivate(this: &ServerSettings) -> bool;
}

impl ServerSettings {
    pub(super) fn address(&self) -> ServerAddress {
        match self.kind().as_str() {
            "matrix" => ServerAddress::Matrix(self.matrix()),
            "gms-rest" => ServerAddress::Gms(GmsAddress::Rest(RestAddress {
                url: self.url(),
                api_key: self.api_key(),
            })),
            _ => ServerAddress::Gms(GmsAddress::Cometd(CometdAddress {
                url: self.url(),
                channel: self.channel(),
                files_url: self.files_url(),
                no_sockets: self.no_sockets(),
            })),
        }
    }

    fn matrix(&self) -> MatrixAddress {
        MatrixAddress {
            homeserver: self.url(),
            account: match (self.account_url(), self.registration_token()) {
                (Some(url), _) => AccountSource::Endpoint(url),
                (None, Some(token)) => AccountSource::Token(token),
                (None, None) => AccountSource::Open,
            },
            room: match self.alias() {
                Some(alias) => RoomPlan::Alias(alias),
                None => RoomPlan::Invite(texts(&self.invite())),
            },
            bots: texts(&self.bots()),
            deactivate: self.deactivate(),
        }
    }
}

fn texts(list: &Array) -> Vec<String> {
    list.iter().filter_map(|text| text.as_string()).collect()
}
