// A real Synapse on this machine, with a folder of its own that goes when it stops.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { makeFolder } from "./config.mjs";
import { python } from "./python.mjs";

const LAUNCH = fileURLToPath(new URL("launch.py", import.meta.url));
const START_SECONDS = 60;
const STOP_SECONDS = 5;

/** All that run: whatever ends this process, they end with it. */
const running = new Set();
process.on("exit", () => {
  for (const synapse of running) synapse.kill();
});

export class Synapse {
  #child = null;
  #port;
  #options;
  #folder = null;

  /** `port` 0 is any free one. `appService` is what its registration file says. */
  constructor({ port = 0, appService, settings = {} }) {
    this.#port = port;
    this.#options = { appService, settings };
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  get folder() {
    return this.#folder.folder;
  }

  get registrationSecret() {
    return this.#folder.registrationSecret;
  }

  /** Resolves when it answers. */
  async start() {
    const interpreter = python();
    this.#port ||= await freePort();
    this.#folder ??= makeFolder({ ...this.#options, port: this.#port });
    const { folder, config } = this.#folder;
    // What it says before it can log; the pipe of its input is how it learns that we are gone.
    let said = "";
    this.#child = spawn(interpreter, [LAUNCH, folder, "-c", config], { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
    running.add(this);
    this.#child.stdin.on("error", () => {});
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on("data", (part) => (said = (said + part).slice(-4000)));
    }
    const end = Date.now() + START_SECONDS * 1000;
    while (!(await answers(this.url))) {
      if (this.#isGone() || Date.now() > end) {
        const error = new Error(`Synapse does not start:\n${said}\n${this.log()}`);
        await this.stop();
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async stop() {
    await this.#end();
    this.#removeFolder();
  }

  /** The same port, the same data. */
  async restart() {
    await this.#end();
    await this.start();
  }

  /** The last of what it logged: warnings, and worse. */
  log() {
    try {
      return readFileSync(this.#folder.log, "utf8").slice(-4000);
    } catch {
      return "";
    }
  }

  /** At once, and without waiting: for the end of this process. */
  kill() {
    this.#child?.kill("SIGKILL");
    this.#removeFolder();
  }

  async #end() {
    const child = this.#child;
    this.#child = null;
    running.delete(this);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_SECONDS * 1000);
    await gone;
    clearTimeout(timer);
  }

  #isGone() {
    return !this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #removeFolder() {
    if (this.#folder) rmSync(this.#folder.folder, { recursive: true, force: true });
    this.#folder = null;
  }
}

const answers = (url) =>
  fetch(`${url}/_matrix/client/versions`).then(
    (response) => response.arrayBuffer().then(() => response.ok),
    () => false,
  );

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
