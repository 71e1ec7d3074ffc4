// One agent's own /sync, as far as a test wants to know it: who types, who has read what, and which rooms there are.

import { v3 } from "./client.mjs";

const FILTER = JSON.stringify({
  presence: { types: [] },
  account_data: { types: [] },
  room: {
    timeline: { limit: 1, types: ["m.room.member"] },
    state: { types: ["m.room.member"], lazy_load_members: true },
    account_data: { types: [] },
    ephemeral: { types: ["m.typing", "m.receipt"] },
  },
});
/** Nobody asks any longer: the server need not hold a poll. */
const IDLE_MS = 60_000;
const POLL_MS = 20_000;

export class Watch {
  /** By room: { typing: [user], read: Map(user → event) }. */
  rooms = new Map();
  #client;
  #onRoom;
  #since = null;
  #running = null;
  #lastAsked = 0;
  #stop = new AbortController();

  /** `onRoom(id)` for each room that the agent is invited to, or in. */
  constructor(client, onRoom) {
    this.#client = client;
    this.#onRoom = onRoom;
  }

  /** What is known of a room, from a poll that is under way. */
  async room(id) {
    await this.begin();
    return this.rooms.get(id) ?? EMPTY;
  }

  async begin() {
    this.#lastAsked = Date.now();
    this.#running ??= this.#poll(0).then(() => void this.#run());
    await this.#running;
  }

  end() {
    this.#stop.abort();
  }

  async #run() {
    while (!this.#stop.signal.aborted && Date.now() - this.#lastAsked < IDLE_MS) {
      // A server that restarts is back in a moment.
      await this.#poll(POLL_MS).catch(() => new Promise((resolve) => setTimeout(resolve, 200)));
    }
    this.#running = null;
  }

  async #poll(timeout) {
    const query = new URLSearchParams({ timeout, filter: FILTER, ...(this.#since && { since: this.#since }) });
    const { next_batch, rooms = {} } = await this.#client.get(`${v3`sync`}?${query}`, { signal: this.#stop.signal });
    this.#since = next_batch;
    for (const id of Object.keys({ ...rooms.invite, ...rooms.join })) this.#onRoom(id);
    for (const [id, { ephemeral }] of Object.entries(rooms.join ?? {})) {
      for (const event of ephemeral?.events ?? []) this.#take(this.#known(id), event);
    }
  }

  #known(id) {
    return this.rooms.get(id) ?? this.rooms.set(id, { typing: [], read: new Map() }).get(id);
  }

  #take(room, { type, content }) {
    if (type === "m.typing") room.typing = content.user_ids;
    if (type !== "m.receipt") return;
    for (const [event, kinds] of Object.entries(content)) {
      for (const user of Object.keys(kinds["m.read"] ?? {})) room.read.set(user, event);
    }
  }
}

const EMPTY = { typing: [], read: new Map() };
