// The servers, on ports of their own, and the agent behind them.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { start, stop, until } from "./processes.mjs";

const serve = fileURLToPath(new URL("../e2e/serve.mjs", import.meta.url));

/** `port` is the first of five in a row. */
export async function openSite(port) {
  const [script, pages, server] = [0, 1, 2].map((i) => `http://127.0.0.1:${port + i}`);
  const program = start(process.execPath, [serve], { env: { PORT: String(port) } });
  await until("the servers answer", async () => (await fetch(script)).ok);
  return { script, newRoom: () => new Room(pages, server), close: () => stop(program) };
}

/** Where one test has its pages and its agent, and meets no other. */
class Room {
  #id = randomUUID();
  #pages;

  constructor(pages, server) {
    this.#pages = pages;
    /** Where a transport finds the server. */
    this.server = `${server}/${this.#id}`;
  }

  url(path, query = {}) {
    return `${this.#pages}/${path}?${new URLSearchParams({ room: this.#id, ...query })}`;
  }

  /** What the agent's side of the server does, on the newest session. */
  async does(deed, ...parameters) {
    return this.#post(`agent/${deed}`, [(await this.sessions()).at(-1), ...parameters]);
  }

  sessions() {
    return this.#post("agent/sessions", []);
  }

  /** What the network does to the visitor's side: see tests/servers/http.mjs. */
  faults(faults) {
    return this.#post("faults", faults);
  }

  async #post(deed, parameters) {
    const response = await fetch(`${this.server}/${deed}`, {
      method: "POST",
      body: JSON.stringify(parameters),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`${deed}: ${await response.text()}`);
    return response.json();
  }
}
