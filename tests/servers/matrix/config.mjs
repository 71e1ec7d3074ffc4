// The folder that a Synapse runs in: its configuration, its key, and whatever it keeps. JSON is YAML too.

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const SERVER_NAME = "localhost";

const secret = () => randomBytes(24).toString("hex");
/** Nothing that a test does by accident is too much. Tests of limits set their own. */
const PLENTY = { per_second: 1000, burst_count: 1000 };

/** In memory where that is to be had: a database that nobody keeps need not wait for a disk. */
const parent = () => (existsSync("/dev/shm") ? "/dev/shm" : tmpdir());

/** Makes the folder. `settings` go over the configuration, name by name. */
export function makeFolder({ port, appService, settings }) {
  const folder = mkdtempSync(join(parent(), "rejoin-synapse-"));
  const write = (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, null, 2));
    return path;
  };
  mkdirSync(join(folder, "media"));
  const registrationSecret = secret();
  const config = write("homeserver.yaml", {
    server_name: SERVER_NAME,
    public_baseurl: `http://127.0.0.1:${port}/`,
    // No federation among the resources: nobody outside is ever talked to.
    listeners: [{ port, bind_addresses: ["127.0.0.1"], type: "http", tls: false, resources: [{ names: ["client"] }] }],
    federation_domain_whitelist: [],
    trusted_key_servers: [],
    report_stats: false,
    database: { name: "sqlite3", args: { database: join(folder, "homeserver.db") } },
    media_store_path: join(folder, "media"),
    log_config: write("log.yaml", logTo(join(folder, "homeserver.log"))),
    // 32 bytes, unpadded.
    signing_key_path: write("signing.key", `ed25519 a_test ${randomBytes(32).toString("base64").replace(/=+$/, "")}\n`),
    macaroon_secret_key: secret(),
    form_secret: secret(),
    registration_shared_secret: registrationSecret,
    app_service_config_files: [write("app_service.yaml", appService)],
    enable_registration: true,
    enable_registration_without_verification: true,
    allow_guest_access: true,
    // The same as for anybody; short ones make tests of expiry.
    refreshable_access_token_lifetime: "5m",
    bcrypt_rounds: 4,
    presence: { enabled: false },
    url_preview_enabled: false,
    max_upload_size: "1M",
    rc_message: PLENTY,
    rc_registration: PLENTY,
    rc_registration_token_validity: PLENTY,
    rc_login: { address: PLENTY, account: PLENTY, failed_attempts: PLENTY },
    rc_joins: { local: PLENTY, remote: PLENTY },
    rc_joins_per_room: PLENTY,
    rc_room_creation: PLENTY,
    rc_invites: { per_room: PLENTY, per_user: PLENTY, per_issuer: PLENTY },
    rc_profile: PLENTY,
    rc_user_directory: PLENTY,
    rc_media_create: PLENTY,
    ...settings,
  });
  return { folder, config, registrationSecret, log: join(folder, "homeserver.log") };
}

const logTo = (filename) => ({
  version: 1,
  disable_existing_loggers: false,
  formatters: { line: { format: "%(asctime)s %(levelname)s %(name)s %(message)s" } },
  handlers: { file: { class: "logging.FileHandler", filename, formatter: "line" } },
  root: { level: "WARNING", handlers: ["file"] },
});
