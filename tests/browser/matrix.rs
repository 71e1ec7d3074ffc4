//! Matrix, against a Synapse: the transport keeps the promises of all transports, from
//! a page of another origin than the server's.

mod by_endpoint;
mod by_registration;
mod site;
