// The process: it says where it listens, and leaves nothing behind, however it ends.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { TestLab, until } from "./support.mjs";

const MAIN = fileURLToPath(new URL("main.mjs", import.meta.url));

async function started(t, name = "lab", ...flags) {
  const server = spawn(process.execPath, [MAIN, "0", ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => server.kill("SIGKILL"));
  let said = "";
  server.stdout.on("data", (part) => (said += part));
  const LISTENS = /^matrix test server on (http:\/\/127\.0\.0\.1:\d+)$/m;
  await until(() => LISTENS.test(said), 30);
  const lab = new TestLab(`${LISTENS.exec(said)[1]}/${name}`);
  return { server, lab, homeserver: await lab.agent("homeserver"), folder: await lab.agent("folder") };
}

const isUp = (url) => fetch(`${url}/_matrix/client/versions`).then(({ ok }) => ok, () => false);

describe("the process", { timeout: 120_000 }, () => {
  it("ends on SIGTERM with a poll held", async (t) => {
    const { server, lab, homeserver, folder } = await started(t);
    const visitor = await lab.chatting();
    const { next_batch } = await visitor.sync();
    const cut = assert.rejects(visitor.sync(next_batch, 20_000));
    await until(async () => (await lab.agent("counts")).open.sync === 1);
    server.kill("SIGTERM");
    assert.deepEqual(await once(server, "exit"), [0, null]);
    await cut;
    assert.deepEqual([await isUp(homeserver), existsSync(folder)], [false, false]);
  });

  it("has an agent for the demo, who greets and answers", async (t) => {
    const { server, lab } = await started(t, "shop", "--demo");
    const visitor = await lab.chatting();
    const saw = (text) => until(async () => (await visitor.sees()).some((body) => body?.includes(text)), 10);
    await saw("Hello Ann!");
    await visitor.say("What does it cost?");
    await saw("Boots 120");
    server.kill("SIGTERM");
    assert.deepEqual(await once(server, "exit"), [0, null]);
  });

  it("takes its Synapse along when it is killed", async (t) => {
    const { server, homeserver, folder } = await started(t);
    assert.deepEqual([await isUp(homeserver), existsSync(folder)], [true, true]);
    server.kill("SIGKILL");
    await once(server, "exit");
    await until(async () => !(await isUp(homeserver)) && !existsSync(folder));
  });
});
