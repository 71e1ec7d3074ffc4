//! From the formats of the past to that of today, one version at a time.

use litemap::LiteMap;

use super::path::{Path, VERSION};
use super::records::{decode, encode};
use crate::engine::window::Draft;

/// Brings records of an older version up to date. What cannot be read is left
/// as it is; the restore tells what is to be done about it.
pub(super) fn migrate(from: u32, records: &mut LiteMap<Path, String>) {
    for version in from..VERSION {
        if version == 1 {
            from_1(records);
        }
    }
}

/// Version 1 stored the draft as bare text, before the caret was kept.
fn from_1(records: &mut LiteMap<Path, String>) {
    if let Some(draft) = records.get_mut(&Path::Draft)
        && let Some(text) = decode::<String>(draft)
    {
        *draft = encode(&Draft {
            text,
            selection: None,
        });
    }
}
