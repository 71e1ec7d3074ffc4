//! The script that other sites load. What it exports is in [`rejoin::embed`].

use rejoin as _;

fn main() {}
