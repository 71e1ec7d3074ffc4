//! Who talks in the gallery.

use rejoin::engine::{Party, Role};

/// The visitor.
pub(super) fn ann() -> Party {
    Party::new("ann", "Ann Lee", Role::Visitor)
}

/// An agent with a picture.
pub(super) fn kim() -> Party {
    Party {
        avatar: Some("kim".to_owned()),
        ..Party::new("kim", "Kim", Role::Agent)
    }
}

/// An agent without one, and with a long name.
pub(super) fn robin() -> Party {
    let name = "Robin Featherstonehaugh-Cholmondeley (bicycle fitting)";
    Party::new("robin", name, Role::Agent)
}

/// A program that answers.
pub(super) fn otto() -> Party {
    Party::new("otto", "Otto", Role::Bot)
}

/// The server itself.
pub(super) fn system() -> Party {
    Party::new("system", "", Role::System)
}
