// What a site's own server may do, so that visitors need not register themselves: an example to copy.
//
// The widget asks it with { id, data, complete }: the id of the start, which is the same after a reload, and the fields
// of the form. Without `complete` private fields are missing, and only an account that exists already is to be given.
// It answers with an account on the Matrix server. For this the site has an application service there: a token,
// and names of users that nobody else can take (here @visitor_…). No account has a password.

import { createHash } from "node:crypto";

const CLIENT = "/_matrix/client/v3";
const BY_SERVICE = { type: "m.login.application_service" };

/**
 * `homeserver` is its address, `token` that of the application service. With `makeRoom(userId, name)` the site's bot
 * makes the room as well, and gives its id.
 */
export async function account({ homeserver, token, makeRoom }, { id, data = {}, complete = true }) {
  // Whoever knows an id gets this account, so the id must be one that nobody can guess, and never be logged.
  if (typeof id !== "string" || id.length < 16) throw new Error("The id of a start is missing.");
  // The same id gives the same account: after an answer that was lost, the widget asks again.
  const username = `visitor_${createHash("sha256").update(id).digest("hex").slice(0, 32)}`;
  const post = (path, body, method = "POST") => ask(homeserver, token, method, path, body);

  if (complete) {
    const { errcode } = await post("register", { ...BY_SERVICE, username, inhibit_login: true });
    if (errcode && errcode !== "M_USER_IN_USE") throw new Error(`No account could be made: ${errcode}`);
  }

  const identifier = { type: "m.id.user", user: username };
  // A new device each time: to log in to one again would log out another tab of the visitor's.
  const login = await post("login", { ...BY_SERVICE, identifier, refresh_token: true });
  if (login.errcode) throw new Error(`No login: ${login.errcode}`);

  const { user_id, access_token, device_id, refresh_token, expires_in_ms } = login;
  const name = nameOf(data);
  // As that user, which an application service may.
  const user = encodeURIComponent(user_id);
  if (name) await post(`profile/${user}/displayname?user_id=${user}`, { displayname: name }, "PUT");
  const room_id = makeRoom && (await makeRoom(user_id, name));
  return { user_id, access_token, device_id, refresh_token, expires_in_ms, ...(room_id && { room_id }) };
}

/** The form is the site's: these are the names of fields that the widget brings along. */
const nameOf = ({ name, nickname, firstName, lastName }) =>
  String(name || nickname || [firstName, lastName].filter(Boolean).join(" ")).slice(0, 100);

async function ask(homeserver, token, method, path, body) {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const response = await fetch(`${homeserver}${CLIENT}/${path}`, { method, headers, body: JSON.stringify(body) });
  return response.json();
}
