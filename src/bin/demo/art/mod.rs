//! Pictures, drawn in the site's colours.

mod bicycle;
mod wheel;

pub(crate) use bicycle::Bicycle;
pub(crate) use wheel::{Wheel, spokes};
