// Each fault does what README.md says of it, and the same seed does the same.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { afterEach, it } from "node:test";
import { isAnswered, pause, until } from "../gms/support.mjs";
import { FaultProxy } from "./proxy.mjs";
import { Random } from "./random.mjs";
import { idempotent, Requests } from "./requests.mjs";
import { decisions } from "./schedule.mjs";

const BOUNDED = { timeout: 10_000 };
const open = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A server that notes what arrives and says it back, behind a proxy. */
async function behind(options = {}) {
  const arrived = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    arrived.push(`${request.method} ${request.url} ${body}`);
    if (request.url === "/never") return;
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push(() => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve))));
  const proxy = await new FaultProxy({ port: server.address().port, ...options }).start();
  open.push(() => proxy.stop());
  return { proxy, arrived };
}

/** One request on a connection of its own: resolves with the whole answer, rejects when it is cut. */
function ask(proxy, body = "hello", { method = "POST", path = "/" } = {}) {
  const socket = connect(proxy.port, "127.0.0.1");
  open.push(() => socket.destroy());
  const head = [`${method} ${path} HTTP/1.1`, "Host: localhost", "Connection: close", `Content-Length: ${body.length}`];
  socket.write([...head, "", body].join("\r\n"));
  return new Promise((resolve, reject) => {
    let text = "";
    socket.on("data", (chunk) => (text += chunk));
    socket.on("error", reject);
    socket.on("end", () => (text.endsWith(`\r\n\r\n${body}`) ? resolve(text) : reject(new Error(`cut: ${text}`))));
  });
}

/** A storm in which every connection has this fate; its details are those of the seed. */
const only = (fate, seed = 1) => ({ seed, fates: { [fate]: 1 } });
const detailOf = (fate, seed = 1) => decisions(seed, { [fate]: 1 }).next().value;
/** The first seed whose first decision is like that. */
const seedOf = (fate, isWanted) => {
  for (let seed = 1; ; seed += 1) if (isWanted(detailOf(fate, seed))) return seed;
};
function row(seed, count = 300) {
  const row = decisions(seed);
  return Array.from({ length: count }, () => row.next().value);
}

it("the same seed gives the same decisions, another one others, and all kinds occur", () => {
  const first = row("a");
  assert.deepEqual(row("a"), first);
  assert.notDeepEqual(row("b"), first);
  const kinds = new Set(first.map(({ fate }) => fate));
  assert.equal(kinds.size, 10);
});

it("chance keeps to its bounds, and to its weights", () => {
  const random = new Random(7);
  const numbers = Array.from({ length: 2000 }, () => random.between(1, 3));
  assert.deepEqual([...new Set(numbers)].sort(), [1, 2, 3]);
  const picks = Array.from({ length: 2000 }, () => random.weighted({ often: 3, seldom: 1, never: 0 }));
  const often = picks.filter((one) => one === "often").length;
  assert.ok(often > 1300 && often < 1700, `${often}`);
  assert.ok(!picks.includes("never"));
});

it("without a storm everything goes through", BOUNDED, async () => {
  const { proxy, arrived } = await behind();
  assert.match(await ask(proxy, "x".repeat(300_000)), /200 OK/);
  assert.equal(arrived.length, 1);
});

it("the same seed does the same to the same connections", BOUNDED, async () => {
  const logs = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const { proxy } = await behind({ seed: 3, fates: { pass: 1, refuse: 1, loseRequest: 1, loseAnswer: 1 } });
    proxy.storm();
    for (let i = 0; i < 12; i += 1) await ask(proxy, `${i}`).catch(() => {});
    logs.push(proxy.notes.map(({ what }) => what));
  }
  assert.deepEqual(logs[0], logs[1]);
  assert.ok(logs[0].some((what) => / cut by /.test(what)));
});

it("slow: late, and whole", BOUNDED, async () => {
  const seed = seedOf("slow", ({ up, down }) => up + down > 500);
  const { proxy } = await behind(only("slow", seed));
  proxy.storm();
  const { up, down } = detailOf("slow", seed);
  const began = Date.now();
  await ask(proxy);
  assert.ok(Date.now() - began >= up + down - 5);
});

it("throttle: so many bytes in a second, in their order", BOUNDED, async () => {
  const seed = seedOf("throttle", ({ bytesPerSecond }) => bytesPerSecond > 15_000);
  const { proxy } = await behind(only("throttle", seed));
  proxy.storm();
  const began = Date.now();
  const body = Array.from({ length: 1000 }, (_, i) => `${i}`.padStart(6)).join("");
  await ask(proxy, body);
  assert.ok(Date.now() - began > (body.length * 1000) / 20_000);
});

it("loseRequest: nothing is done; loseAnswer: it is done, and nobody is told", BOUNDED, async () => {
  for (const [fate, done] of [["loseRequest", 0], ["loseAnswer", 1]]) {
    const seed = seedOf(fate, ({ place, begun }) => place === 1 && !begun);
    const { proxy, arrived } = await behind(only(fate, seed));
    proxy.storm();
    await assert.rejects(ask(proxy), fate);
    assert.equal(arrived.length, done, fate);
    assert.equal(proxy.counts.cut, 1);
  }
});

it("cut, by RST and by FIN", BOUNDED, async () => {
  for (const [by, code] of [["rst", "ECONNRESET"], ["fin", undefined]]) {
    const { proxy } = await behind();
    const waiting = ask(proxy, "", { path: "/never" });
    await until(() => proxy.counts.connections === 1);
    await pause(50);
    proxy.cut(by);
    await assert.rejects(waiting, (error) => error.code === code);
  }
});

it("it tells when an answer may have been lost: not by being slow, nor after it is calm", BOUNDED, async () => {
  const began = Date.now();
  const { proxy } = await behind(only("slow"));
  proxy.storm();
  await ask(proxy);
  assert.equal(proxy.mayHaveLost(began, Date.now()), false);
  const waiting = assert.rejects(ask(proxy, "", { path: "/never" }));
  await until(() => proxy.counts.connections === 2);
  proxy.freeze();
  await pause(50);
  assert.equal(proxy.mayHaveLost(Date.now(), Date.now()), true);
  proxy.calm();
  await waiting;
  await pause(50);
  assert.equal(proxy.mayHaveLost(Date.now() - 1, Date.now()), false);
  assert.equal(proxy.mayHaveLost(began, Date.now()), true);
});

it("refuse: cut at once", BOUNDED, async () => {
  const { proxy, arrived } = await behind(only("refuse"));
  proxy.storm();
  await assert.rejects(ask(proxy), { code: "ECONNRESET" });
  assert.equal(arrived.length, 0);
});

it("deaf: open, nothing arrives; cut when it is calm again", BOUNDED, async () => {
  const { proxy, arrived } = await behind(only("deaf"));
  proxy.storm();
  const asked = ask(proxy);
  assert.equal(await isAnswered(asked.catch(() => {})), false);
  assert.equal(arrived.length, 0);
  proxy.calm();
  await assert.rejects(asked);
  await ask(proxy);
});

it("what is dumb can stay so", BOUNDED, async () => {
  const { proxy } = await behind(only("deaf"));
  proxy.storm();
  const asked = ask(proxy);
  await until(() => proxy.counts.stopped === 2);
  proxy.calm({ cuts: false });
  assert.equal(await isAnswered(asked.catch(() => {})), false);
  await ask(proxy, "another");
});

it("half: one way only", BOUNDED, async () => {
  for (const [way, done] of [["up", 0], ["down", 1]]) {
    const seed = seedOf("half", (fate) => fate.way === way && fate.after < 50);
    const { proxy, arrived } = await behind(only("half", seed));
    const socket = connect(proxy.port, "127.0.0.1").on("error", () => {});
    open.push(() => socket.destroy());
    let heard = "";
    socket.on("data", (chunk) => (heard += chunk));
    await once(socket, "connect");
    proxy.storm();
    await until(() => proxy.counts.stopped === 1);
    socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await pause(100);
    assert.deepEqual([arrived.length, heard], [done, ""], way);
  }
});

it("freeze: what is open goes nowhere, what is new does", BOUNDED, async () => {
  const { proxy } = await behind();
  const waiting = ask(proxy, "", { path: "/never" });
  await until(() => proxy.counts.connections === 1);
  proxy.freeze();
  await ask(proxy);
  assert.equal(await isAnswered(waiting.catch(() => {})), false);
});

it("restart: all are cut, nobody listens, then it is as before", BOUNDED, async () => {
  const { proxy } = await behind();
  const waiting = assert.rejects(ask(proxy, "", { path: "/never" }));
  await until(() => proxy.counts.connections === 1);
  await proxy.restart(200);
  await waiting;
  await assert.rejects(ask(proxy), { code: "ECONNREFUSED" });
  await until(() => ask(proxy).then(() => true, () => false));
});

it("twice: what may come twice does, and nothing else", BOUNDED, async () => {
  const { proxy, arrived } = await behind({ ...only("twice"), isIdempotent: idempotent.matrix });
  proxy.storm();
  const send = { method: "PUT", path: "/_matrix/client/v3/rooms/!a/send/m.room.message/1" };
  await ask(proxy, "once", send);
  await ask(proxy, "only once", { ...send, method: "POST" });
  await until(() => arrived.length === 3);
  const doubled = arrived.filter((one) => one === `PUT ${send.path} once`);
  assert.equal(doubled.length, 2);
});

it("what the browser has sent before it closed arrives, however slow the way is", BOUNDED, async () => {
  const seed = seedOf("slow", ({ up }) => up > 300);
  const { proxy, arrived } = await behind(only("slow", seed));
  proxy.storm();
  const socket = connect(proxy.port, "127.0.0.1").on("error", () => {});
  socket.end("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nlate");
  await until(() => arrived.includes("POST / late"));
});

it("requests are found however they are cut into pieces, until there is an upgrade", () => {
  const text = "POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nHost: x\r\n\r\n";
  for (const size of [1, 7, 1000]) {
    const requests = new Requests();
    const found = [];
    for (let i = 0; i < text.length; i += size) found.push(...requests.take(Buffer.from(text.slice(i, i + size))));
    assert.deepEqual(found.map(({ method, path }) => `${method} ${path}`), ["POST /a", "GET /b"]);
    assert.equal(found.map(({ bytes }) => bytes.toString()).join(""), text);
    requests.take(Buffer.from("GET /c HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"));
    assert.deepEqual(requests.take(Buffer.from("GET /d HTTP/1.1\r\n\r\n")), []);
  }
});
