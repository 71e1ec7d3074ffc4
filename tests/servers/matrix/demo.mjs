// For the demo: a shop with a script that plays its agent, and a place for a person beside it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { PASSWORD } from "./lab.mjs";
import { python } from "./python.mjs";

const SCRIPT = fileURLToPath(new URL("scripted_agent.py", import.meta.url));
const LAB = "shop";

export class Demo {
  #server;
  #child = null;

  constructor(server) {
    this.#server = server;
  }

  /** Gives what to tell whoever started it. */
  async start() {
    const lab = this.#server.labs.get(LAB);
    await lab.ready();
    const { url } = lab.homeserver;
    const [kim, sam] = lab.agentIds;
    // It ends with its input, so with this process.
    const stdio = ["pipe", "inherit", "inherit"];
    this.#child = spawn(python(), [SCRIPT, url, kim, PASSWORD], { stdio });
    this.#child.stdin.on("error", () => {});
    return [
      `Visitors' homeserver: http://127.0.0.1:${this.#server.address().port}/${LAB}`,
      `They invite:          ${kim} (a script) and ${sam} (you, if you like)`,
      `To be Sam, log in with any Matrix client: homeserver ${url}, user ${sam}, password ${PASSWORD}`,
    ].join("\n");
  }

  async stop() {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.stdin.end();
    const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
    await gone;
    clearTimeout(timer);
  }
}
