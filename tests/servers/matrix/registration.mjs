// Accounts by the secret that only the owner of a Synapse knows: the one way in while there is nobody yet.

import { createHmac } from "node:crypto";
import { admin as adminPath } from "./client.mjs";

export async function register(client, secret, { username, password, displayname, admin = false }) {
  const { nonce } = await client.get(adminPath`v1/register`);
  const signed = [nonce, username, password, admin ? "admin" : "notadmin"].join("\0");
  const mac = createHmac("sha1", secret).update(signed).digest("hex");
  return client.post(adminPath`v1/register`, { nonce, username, password, displayname, admin, mac });
}
