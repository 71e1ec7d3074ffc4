//! The pages, one a file, and what they are made of.

mod contact;
mod hand;
mod hand_registration;
mod help;
mod hero;
mod home;
mod missing;
mod plan;
mod pricing;
mod sheet;
mod support;
mod try_it;

pub(crate) use contact::ContactPage;
pub(crate) use hand::HandPage;
pub(crate) use hand_registration::HandRegistration;
pub(crate) use help::HelpPage;
pub(crate) use home::HomePage;
pub(crate) use missing::MissingPage;
pub(crate) use pricing::PricingPage;
pub(crate) use sheet::Sheet;
pub(crate) use support::SupportPage;
