// What the tests of this server share: a lab of their own, and a visitor in it who is nothing but requests.

import { once } from "node:events";
import { serveMatrix } from "./http.mjs";
import { part } from "./client.mjs";
import { pause, until } from "../gms/support.mjs";

export { pause, until };

let labs = 0;

/** A server for all tests of a file: `after(stop)`. */
export async function newServer() {
  const server = serveMatrix();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  await server.ready;
  const url = `http://127.0.0.1:${server.address().port}`;
  const newLab = (name = "lab") => new TestLab(`${url}/${name}-${(labs += 1)}`);
  return { url, newLab, stop: () => server.stop() };
}

export class TestLab {
  constructor(url) {
    this.url = url;
    this.name = new URL(url).pathname.slice(1);
  }

  async post(path, body, headers) {
    const response = await fetch(`${this.url}/${path}`, { method: "POST", body: JSON.stringify(body), headers });
    return response.json();
  }

  async agent(method, ...all) {
    const answer = await this.post(`agent/${method}`, all);
    if (answer?.error) throw Object.assign(new Error(`${method}: ${answer.error.description}`), answer.error);
    return answer;
  }

  faults(faults) {
    return this.post("faults", faults);
  }

  setup(settings) {
    return this.post("setup", settings);
  }

  async visitor() {
    const visitor = new Visitor(this);
    await visitor.register();
    return visitor;
  }

  /** A visitor in a room, to which the agents are invited. */
  async chatting() {
    const visitor = await this.visitor();
    await visitor.start();
    return visitor;
  }
}

export class Visitor {
  #transactions = 0;

  constructor(lab) {
    this.lab = lab;
  }

  /** Status and JSON; fails where there is no whole answer. */
  async ask(method, path, body, { token = this.token, signal } = {}) {
    const headers = { ...(token && { Authorization: `Bearer ${token}` }), "Content-Type": "application/json" };
    const options = { method, headers, signal, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(`${this.lab.url}/_matrix/client/v3/${path}`, options);
    return { status: response.status, headers: response.headers, ...(await response.json()) };
  }

  async register() {
    const account = { password: "x".repeat(24), auth: { type: "m.login.dummy" }, refresh_token: true };
    this.take(await this.ask("POST", "register", account));
  }

  take({ user_id: user = this.user, access_token: token, refresh_token: refreshToken }) {
    Object.assign(this, { user, token, refreshToken });
  }

  async refresh() {
    const answer = await this.ask("POST", "refresh", { refresh_token: this.refreshToken }, { token: null });
    if (answer.status === 200) this.take(answer);
    return answer;
  }

  async start(name = "Ann") {
    const invite = await this.lab.agent("agents");
    this.room = (await this.ask("POST", "createRoom", { preset: "private_chat", name, invite })).room_id;
  }

  inRoom(method, path, body, options) {
    return this.ask(method, `${part`rooms/${this.room}`}/${path}`, body, options);
  }

  say(text, id = `t${(this.#transactions += 1)}`) {
    return this.inRoom("PUT", part`send/m.room.message/${id}`, { msgtype: "m.text", body: text });
  }

  type(on) {
    return this.inRoom("PUT", part`typing/${this.user}`, { typing: on, timeout: 10_000 });
  }

  sync(since, timeout = 0, options) {
    return this.ask("GET", `sync?${new URLSearchParams({ timeout, ...(since && { since }) })}`, undefined, options);
  }

  /** The texts that it sees in its room. */
  async sees() {
    const { chunk } = await this.inRoom("GET", "messages?dir=b&limit=100");
    return chunk.reverse().filter(({ type }) => type === "m.room.message").map(({ content }) => content.body ?? null);
  }
}
