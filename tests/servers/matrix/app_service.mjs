// An application service: it makes a room when somebody asks for an alias of its own. This is how one alias can lead
// each visitor to a room that did not exist, with an agent in it.

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { once } from "node:events";
import { SERVER_NAME } from "./config.mjs";
import { Client, unless, v3 } from "./client.mjs";
import { whole } from "../gms/wire.mjs";
import { PATIENT } from "../patient.mjs";

export const BOT = `@desk_bot:${SERVER_NAME}`;
/** The part that is an id may be anything an alias may have. */
const ALIAS = new RegExp(`^#(chat_([a-z0-9-]+)_.+):${SERVER_NAME}$`);

export class AppService {
  #server;
  #tokens = { as_token: randomBytes(16).toString("hex"), hs_token: randomBytes(16).toString("hex") };
  #openRoom;
  client = null;

  /** `openRoom(lab, alias)` makes the room of that alias, which is given without its "#" and server. */
  constructor(openRoom) {
    this.#openRoom = openRoom;
    this.#server = createServer(PATIENT, (request, response) => {
      this.#answer(request).then(
        ([status, body]) => response.writeHead(status, JSON_TYPE).end(JSON.stringify(body)),
        (error) => {
          console.error(`app service, ${request.method} ${request.url}: ${error.message}`);
          response.writeHead(500, JSON_TYPE).end(JSON.stringify({ errcode: "M_UNKNOWN", error: error.message }));
        },
      );
    });
  }

  get token() {
    return this.#tokens.as_token;
  }

  /** What Synapse reads about it. */
  get registration() {
    return {
      id: "desk",
      url: `http://127.0.0.1:${this.#server.address().port}`,
      ...this.#tokens,
      sender_localpart: "desk_bot",
      rate_limited: false,
      namespaces: {
        users: ["desk", "visitor"].map((name) => ({ exclusive: true, regex: `@${name}_.*:${SERVER_NAME}` })),
        aliases: [{ exclusive: true, regex: `#chat_.*:${SERVER_NAME}` }],
        rooms: [],
      },
    };
  }

  async listen() {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  /** Once Synapse answers, there. */
  async begin(url) {
    this.client = new Client(url, this.token);
    const account = { type: "m.login.application_service", username: "desk_bot", inhibit_login: true };
    await unless("M_USER_IN_USE", () => this.client.post(v3`register`, account));
  }

  close() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request) {
    await whole(request);
    if (request.headers.authorization !== `Bearer ${this.#tokens.hs_token}`) return [403, { errcode: "M_FORBIDDEN" }];
    const [, kind, id] = /^\/_matrix\/app\/v1\/(\w+)\/?([^?]*)/.exec(request.url) ?? [];
    // Events of rooms that it is in. It has no use for them.
    if (kind === "transactions" || kind === "ping") return [200, {}];
    const [, alias, lab] = (kind === "rooms" && ALIAS.exec(decodeURIComponent(id))) || [];
    if (!alias) return [404, { errcode: "M_NOT_FOUND", error: "Not ours." }];
    await this.#openRoom(lab, alias);
    return [200, {}];
  }
}

const JSON_TYPE = { "Content-Type": "application/json" };

/** A room of the bot's, in which the agents may do what a moderator does. Its maker needs no power level. */
export const deskRoom = (agents, more) => ({
  visibility: "private",
  invite: agents,
  power_level_content_override: { users: Object.fromEntries(agents.map((agent) => [agent, 50])) },
  initial_state: [{ type: "m.room.history_visibility", content: { history_visibility: "shared" } }],
  ...more,
});
