// A lab: agents, faults and a ledger that no other lab has, on a Synapse that it may share with others.

import { Lines } from "../gms/lines.mjs";
import { Client, v3 } from "./client.mjs";
import { SERVER_NAME } from "./config.mjs";
import { Faults } from "./faults.mjs";
import { Ledger } from "./ledger.mjs";
import { Watch } from "./watch.mjs";

export const AGENTS = ["kim", "sam"];
/** For whoever wants to log in as one of them by hand. */
export const PASSWORD = "agent";

export class Lab {
  settings = { roomFor: "nobody" };
  faults = new Faults();
  lines = new Lines();
  ledger = new Ledger();
  homeserver = null;
  #homeserverOf;
  #agents = null;
  #ready = null;

  /** `homeserverOf(lab)` gives a Homeserver that has started. */
  constructor(name, homeserverOf) {
    this.name = name;
    this.#homeserverOf = homeserverOf;
  }

  /** There is a server, and the agents have accounts. */
  ready() {
    this.#ready ??= this.#begin().catch((error) => {
      this.#ready = null;
      throw error;
    });
    return this.#ready;
  }

  async #begin() {
    this.homeserver = await this.#homeserverOf(this);
    this.homeserver.labs.set(this.name, this);
    this.#agents = new Map(await Promise.all(AGENTS.map(async (who) => [who, await this.#newAgent(who)])));
  }

  async #newAgent(who) {
    const displayname = who[0].toUpperCase() + who.slice(1);
    const account = { username: `${who}-${this.name}`, password: PASSWORD, displayname };
    const { user_id, access_token } = await this.homeserver.register(account);
    const client = new Client(this.homeserver.url, access_token);
    return { id: user_id, client, watch: new Watch(client, (room) => this.ledger.rooms.add(room)) };
  }

  get agentIds() {
    return AGENTS.map((who) => `@${who}-${this.name}:${SERVER_NAME}`);
  }

  agent(who) {
    const agent = this.#agents.get(who);
    if (!agent) throw new Error(`There is no agent ${who}: ${AGENTS.join(", ")}.`);
    return agent;
  }

  setup(settings) {
    Object.assign(this.settings, settings);
  }

  /** With each request: a lab that has its own server notes that it is needed. */
  used() {}

  setFaults(faults) {
    this.faults.set(faults);
    if (this.faults.isDown) this.lines.cut();
    if (this.faults.now.halfOpen) this.lines.kill();
  }

  /** A room for a visitor of this lab, with its agents invited. */
  madeRoom(id) {
    this.ledger.starts += 1;
    this.ledger.rooms.add(id);
  }

  /** An access token that was made to expire: Synapse's words. */
  refusalOf({ headers }) {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
    if (!this.ledger.isExpired(token)) return undefined;
    return {
      status: 401,
      body: { errcode: "M_UNKNOWN_TOKEN", error: "Access token has expired", soft_logout: true },
    };
  }

  /** What Synapse said to a request that went through: from here a test knows what belongs to this lab. */
  learn(operation, status, asked, answered) {
    if (status !== 200) return;
    if (operation === "createRoom") {
      const isOurs = asked.invite?.some((id) => this.agentIds.includes(id));
      if (isOurs) this.madeRoom(answered.room_id);
      return;
    }
    this.ledger.credentials(answered, answered.user_id ?? this.ledger.refreshTokens.get(asked.refresh_token));
  }

  /** The room that a test means: its id, or "last" for the newest. */
  async room(ref) {
    if (ref !== "last") return ref;
    if (this.ledger.rooms.size === 0) await this.agent("kim").watch.begin();
    const id = [...this.ledger.rooms].at(-1);
    if (!id) throw Object.assign(new Error("There is no room."), { code: 404 });
    return id;
  }

  /** The next use makes it anew, except for what is set and what is known. */
  close() {
    this.lines.cut();
    for (const { watch } of this.#agents?.values() ?? []) watch.end();
    this.#ready = null;
  }
}

/** Below a room, `rest` with what is escaped already. */
export const inRoom = (room, rest) => `${v3`rooms/${room}`}/${rest}`;
