// An agent that is a client by other people, matrix-nio, run beside a test. agent.py says what it tells and takes.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { python } from "./python.mjs";

const AGENT = fileURLToPath(new URL("agent.py", import.meta.url));

export class NioAgent {
  /** All that it told, in order. */
  events = [];
  #child;
  #waiting = new Set();
  #complaints = "";

  /** Resolves with an agent who has logged in. */
  static async start(homeserver, user, password) {
    const agent = new NioAgent(homeserver, user, password);
    await agent.until(({ event }) => event === "ready");
    return agent;
  }

  constructor(...parameters) {
    // It ends when its input does, so also when this process ends in whatever way.
    this.#child = spawn(python(), [AGENT, ...parameters], { stdio: "pipe" });
    this.#child.stdin.on("error", () => {});
    this.#child.stderr.on("data", (part) => (this.#complaints += part));
    createInterface(this.#child.stdout).on("line", (line) => {
      this.events.push(JSON.parse(line));
      for (const look of this.#waiting) look();
    });
    this.#child.on("exit", () => {
      for (const look of this.#waiting) look();
    });
  }

  /** The first event, told already or yet to come, of which it is so. */
  until(isIt, seconds = 10) {
    return new Promise((resolve, reject) => {
      const settle = (act) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        act();
      };
      const fail = (why) =>
        settle(() => reject(new Error(`${why}: ${isIt}\n${JSON.stringify(this.events)}\n${this.#complaints}`)));
      const look = () => {
        const found = this.events.find(isIt);
        if (found) settle(() => resolve(found));
        else if (this.#child.exitCode !== null) fail("the agent is gone");
      };
      const timer = setTimeout(() => fail(`not within ${seconds} s`), seconds * 1000);
      this.#waiting.add(look);
      look();
    });
  }

  /** `agent.tell({ do: "say", room, text })` */
  tell(command) {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 3000);
    await gone;
    clearTimeout(timer);
  }
}
