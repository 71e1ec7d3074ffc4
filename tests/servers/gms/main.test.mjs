// The process: it says where it listens, and goes when it is asked to, whatever is still open.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { pause } from "./support.mjs";

const MAIN = fileURLToPath(new URL("main.mjs", import.meta.url));

it("says where it listens, and ends on SIGTERM with a poll held and a socket open", { timeout: 20_000 }, async (t) => {
  const server = spawn(process.execPath, [MAIN, "0"], { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => server.kill("SIGKILL"));
  const [line] = await once(server.stdout, "data");
  const [, url] = /^gms test servers on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line);

  const handshake = { channel: "/meta/handshake", version: "1.0", supportedConnectionTypes: ["long-polling"] };
  const post = (message) => fetch(`${url}/room/genesys/faye`, { method: "POST", ...json([message]) });
  const [{ clientId }] = await (await post(handshake)).json();
  const held = post({ channel: "/meta/connect", clientId, connectionType: "long-polling" });
  const cut = assert.rejects(held);
  const upgrade = request(`${url}/room/genesys/faye`, { headers: UPGRADE }).end();
  const [, socket] = await once(upgrade, "upgrade");
  await pause(50);

  server.kill("SIGTERM");
  assert.deepEqual(await once(server, "exit"), [0, null]);
  await cut;
  socket.destroy();
});

const UPGRADE = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
  "Sec-WebSocket-Version": "13",
};

const json = (value) => ({ headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });
