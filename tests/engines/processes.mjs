// Programs that run beside the tests: started by path, stopped by id, also when the run itself is ended.
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** Starts a program; what it complains about is shown. */
export function start(command, args, { env, stdio } = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: stdio ?? ["ignore", "ignore", process.env.VERBOSE ? "inherit" : "ignore"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  child.once("error", (error) => {
    running.delete(child);
    console.error(`cannot run ${command}: ${error.message}`);
  });
  return child;
}

/** Asks it to end, and after three seconds no longer asks. */
export async function stop(child) {
  if (!running.has(child)) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const hard = setTimeout(() => child.kill("SIGKILL"), 3000);
  await ended;
  clearTimeout(hard);
}

/** The first of these programs that is on PATH. */
export function find(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? "").split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // not in this folder
      }
    }
  }
  throw new Error(`no ${names.join(" or ")} on PATH: run .ci/setup`);
}

/** Asks until there is an answer other than a falsy one or an error; tells the last error when the time is up. */
export async function until(what, ask, within = 15_000, every = 50) {
  const end = Date.now() + within;
  let reason = "";
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer) return answer;
      reason = "";
    } catch (error) {
      reason = `: ${error.message}`;
    }
    await pause(every);
  }
  throw new Error(`not within ${within / 1000} s: ${what}${reason}`);
}

/** A port that was free a moment ago. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
