//! The script that other sites load: [`embed`], which only this program has in it,
//! since what is exported to JavaScript would be in every app that uses the library.

#[path = "../embed/mod.rs"]
pub mod embed;

fn main() {}
