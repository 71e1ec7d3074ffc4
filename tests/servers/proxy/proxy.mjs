// A network that fails: connections on the way to a server on 127.0.0.1. README.md says what it does.

import { once } from "node:events";
import { createServer } from "node:net";
import { Line } from "./line.mjs";
import { decisions } from "./schedule.mjs";

export class FaultProxy {
  /** What was done, as { at, what }; `at` in ms since the start. */
  notes = [];
  counts = { connections: 0, cut: 0, stopped: 0, refused: 0, twice: 0 };
  isStorming = false;
  #server = null;
  #lines = new Set();
  #beside = new Set();
  #fates;
  #isDown = false;
  #restarting = null;
  #began = Date.now();
  /** When an answer may have been lost, as { from, to }. */
  #losses = [];

  /** `isIdempotent({ method, path })` tells which requests may be sent twice. */
  constructor({ port, seed = 0, fates, isIdempotent = () => false }) {
    this.target = { host: "127.0.0.1", port };
    this.isIdempotent = isIdempotent;
    this.#fates = decisions(seed, fates);
  }

  async start() {
    await this.#listen(0);
    this.port = this.#server.address().port;
    return this;
  }

  async #listen(port) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#open(client));
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
  }

  /** In ms since the start. */
  get now() {
    return Date.now() - this.#began;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  #open(client) {
    if (this.#isDown) return client.resetAndDestroy();
    this.counts.connections += 1;
    const line = new Line(this, this.counts.connections, client);
    this.#lines.add(line);
    if (this.isStorming) line.befall(this.#fates.next().value);
  }

  /** From now on something is decided for each connection, those that are open first. */
  storm() {
    this.note("storm");
    this.isStorming = true;
    for (const line of this.#lines) line.befall(this.#fates.next().value);
  }

  /** Nothing more goes wrong. What is dumb is cut, or stays dumb: nobody can tell by looking. */
  calm({ cuts = true } = {}) {
    this.note("calm");
    this.isStorming = false;
    for (const line of [...this.#lines]) {
      if (line.isStopped && cuts) line.cut("rst");
      else if (!line.isStopped) line.calm();
    }
  }

  cut(by = "rst") {
    this.note("all are cut");
    for (const line of [...this.#lines]) line.cut(by);
  }

  /** What is open stays open and goes nowhere; new connections are as ever. */
  freeze() {
    this.note("all freeze");
    for (const line of this.#lines) for (const way of ["up", "down"]) line.stop(way);
  }

  /** As when the server starts anew: all are cut, and new ones refused for that time. */
  async restart(ms) {
    await this.#restarting;
    this.note(`down for ${ms} ms`);
    this.#isDown = true;
    for (const line of [...this.#lines]) line.cut("rst");
    this.#server.close();
    this.counts.refused += 1;
    this.#restarting = new Promise((resolve) => setTimeout(resolve, ms)).then(() => this.#up());
  }

  async #up() {
    this.#isDown = false;
    await this.#listen(this.port);
    this.note("up again");
  }

  async stop() {
    await this.#restarting;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const line of [...this.#lines]) line.end();
    for (const one of this.#beside) one.destroy();
    await closed;
  }

  /** Whether an answer may have been lost in that time; being slow loses none. */
  mayHaveLost(since, until) {
    return this.#losses.some(({ from, to }) => from <= until && to >= since);
  }

  // --- Of the lines. ---

  note(what) {
    this.notes.push({ at: this.now, what });
  }

  count(what) {
    this.counts[what] += 1;
  }

  over(line) {
    this.#lines.delete(line);
  }

  /** From now on, until the line says `to` when. */
  mayLose() {
    const loss = { from: Date.now(), to: Infinity };
    this.#losses.push(loss);
    return loss;
  }

  beside(socket) {
    this.#beside.add(socket);
    socket.on("close", () => this.#beside.delete(socket));
  }
}
