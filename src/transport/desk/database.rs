//! Where the server's state is kept: one record in a database of its own, since
//! only a database's transactions keep two tabs from overwriting each other.

use idb::{Database as Idb, DatabaseEvent, Error, Factory, ObjectStoreParams, TransactionMode};
use wasm_bindgen::JsValue;

use super::server::Server;

const NAME: &str = "rejoin-desk";
const STORE: &str = "server";
const KEY: &str = "state";

/// The database, open until dropped.
#[derive(Debug)]
pub(super) struct Database(Idb);

impl Database {
    pub(super) async fn open() -> Result<Self, Error> {
        let mut request = Factory::new()?.open(NAME, Some(1))?;
        request.on_upgrade_needed(|event| {
            let made = event
                .database()
                .and_then(|database| database.create_object_store(STORE, ObjectStoreParams::new()));
            if made.is_err() {
                crate::browser::log::warn("the desk's database could not be made");
            }
        });
        request.await.map(Self)
    }

    /// Works on the server's state while nobody else does. What was changed is
    /// kept; if that fails nothing has happened.
    pub(super) async fn transact<R>(
        &self,
        work: impl FnOnce(&mut Server) -> R,
    ) -> Result<R, Error> {
        let transaction = self.0.transaction(&[STORE], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(STORE)?;
        let key = JsValue::from_str(KEY);
        let stored = store.get(key.clone())?.await?;
        let before: Server = stored
            .and_then(|value| value.as_string())
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        let mut server = before.clone();
        let result = work(&mut server);
        if server != before {
            let text = serde_json::to_string(&server).unwrap_or_default();
            store.put(&JsValue::from_str(&text), Some(&key))?.await?;
        }
        transaction.commit()?.await?;
        Ok(result)
    }

    /// Nothing can be asked from now on; what is under way is finished.
    pub(super) fn close(&self) {
        self.0.close();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.close();
    }
}
