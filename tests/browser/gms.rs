//! Genesys Mobile Services: the three ways keep the promises of a transport, from
//! a page of another origin than the server's.

mod cometd_polling;
mod cometd_socket;
mod rest;
mod site;
