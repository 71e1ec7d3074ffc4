// Each fault does what README.md says of it, and is gone when it is set back.

import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { SERVICE, closeAll, isAnswered, newClient, newPoller, newRoom, pause, texts, until } from "./support.mjs";

const BOUNDED = { timeout: 20_000 };
afterEach(closeAll);

/** A bare WebSocket at faye: what was opened, what came, and whether it is closed. */
async function newSocket(room, engine = "faye") {
  const socket = new window.WebSocket(`${room.socketUrl}/genesys/${engine}`);
  const seen = { socket, opened: false, closed: false, frames: [] };
  socket.onopen = () => (seen.opened = true);
  socket.onerror = () => {};
  socket.onclose = () => (seen.closed = true);
  socket.onmessage = ({ data }) => seen.frames.push(data);
  await until(() => seen.opened || seen.closed);
  seen.send = (...messages) => socket.send(JSON.stringify(messages));
  return seen;
}

const HANDSHAKE = { id: "1", channel: "/meta/handshake", version: "1.0", supportedConnectionTypes: ["websocket"] };

/** Resolves when the visitor has said that, however slow the machine is. */
const hasSaid = (room, ...all) =>
  until(async () => isDeepStrictEqual(await room.agent("said", "last"), all));

/** Resolves when so many of that operation have arrived. */
const arrived = (room, operation, count) =>
  until(async () => (await room.agent("counts")).operations[operation] === count);

/** A room with a client in a chat. */
async function chatting(kind, options) {
  const room = await newRoom();
  const visitor = await newClient(room, kind, options);
  await visitor.start();
  return { room, visitor };
}

describe("over REST", () => {
  it("unreachable: connections end, also those that wait; nothing is done", BOUNDED, async () => {
    const room = await newRoom();
    const { call } = await room.restChat();
    await room.faults({ hold: true });
    const waiting = assert.rejects(call("send", { message: "held" }));
    await hasSaid(room, "held");
    await room.faults({ unreachable: true, hold: false });
    await waiting;
    await assert.rejects(call("send", { message: "never" }));
    await assert.rejects(fetch(`${room.url}/genesys/cometd`, { method: "OPTIONS" }));
    await room.faults({ unreachable: false });
    assert.equal((await call("refresh")).statusCode, 0);
    assert.deepEqual(await room.agent("said", "last"), ["held"]);
  });

  it("delay: not before that time", BOUNDED, async () => {
    const room = await newRoom();
    const { call } = await room.restChat();
    await room.faults({ delay: 800 });
    const answer = call("send", { message: "late" });
    await arrived(room, "sendMessage", 1);
    assert.deepEqual(await room.agent("said", "last"), []);
    await answer;
    assert.deepEqual(await room.agent("said", "last"), ["late"]);
    const cut = assert.rejects(call("send", { message: "cut" }));
    await arrived(room, "sendMessage", 2);
    await room.faults({ unreachable: true });
    await cut;
    await pause(900);
    assert.deepEqual(await room.agent("said", "last"), ["late"]);
  });

  it("drop and lose: not done, done without an answer; only what is named", BOUNDED, async () => {
    const room = await newRoom();
    const { call } = await room.restChat();
    await room.faults({ drop: ["sendMessage"] });
    await assert.rejects(call("send", { message: "dropped" }));
    assert.equal((await call("refresh")).statusCode, 0);
    await room.faults({ drop: false, lose: ["sendMessage"] });
    await assert.rejects(call("send", { message: "lost" }));
    assert.equal((await call("refresh")).statusCode, 0);
    assert.deepEqual(await room.agent("said", "last"), ["lost"]);
    assert.equal((await room.agent("counts")).operations.sendMessage, 2);
  });

  it("hold: done, and answered later", BOUNDED, async () => {
    const room = await newRoom();
    const { call } = await room.restChat();
    await room.faults({ hold: ["sendMessage"] });
    const answer = call("send", { message: "held" });
    await hasSaid(room, "held");
    assert.equal(await isAnswered(answer), false);
    await room.faults({ hold: ["sendMessage", "refresh"] });
    assert.equal(await isAnswered(answer), false);
    await room.faults({ hold: ["refresh"] });
    assert.equal((await answer).statusCode, 0);
  });

  it("status and statusCode: refused instead of done, so often", BOUNDED, async () => {
    const room = await newRoom();
    const { call, chatId } = await room.restChat();
    await room.faults({ status: 502 });
    assert.equal((await room.rest(`chat/sales/${chatId}/send`, { message: "no" })).status, 502);
    await room.faults({ status: 0, statusCode: 1, times: 2 });
    const codes = [];
    for (const message of ["a", "b", "c"]) codes.push((await call("send", { message })).statusCode);
    assert.deepEqual(codes, [1, 1, 0]);
    await room.faults({ statusCode: 2, times: 1, only: ["refresh"], chatEnded: true });
    assert.equal((await call("startTyping")).statusCode, 0);
    const { statusCode, chatEnded } = await call("refresh");
    assert.deepEqual([statusCode, chatEnded], [2, true]);
    await room.faults({ statusCode: 1 });
    assert.equal((await call("startTyping")).statusCode, 1);
    await room.faults({ statusCode: 0 });
    assert.deepEqual(await room.agent("said", "last"), ["c"]);
  });

  it("malformed: no JSON, or JSON of wrong types", BOUNDED, async () => {
    const room = await newRoom();
    const { call } = await room.restChat();
    await room.faults({ malformed: "json" });
    await assert.rejects(call("refresh"), SyntaxError);
    await room.faults({ malformed: "types" });
    const { messages, statusCode, nextPosition } = await call("refresh");
    assert.deepEqual([messages, statusCode, nextPosition], ["none", "0", null]);
  });

  it("halfOpen: a connection stays, with nobody there", BOUNDED, async () => {
    const room = await newRoom();
    const { call, chatId, identity } = await room.restChat();
    await room.faults({ halfOpen: true });
    const abort = new AbortController();
    const sent = room.rest(`chat/sales/${chatId}/send`, { ...identity, message: "?" }, { signal: abort.signal });
    sent.catch(() => {});
    await arrived(room, "sendMessage", 1);
    await room.faults({ halfOpen: false });
    assert.equal(await isAnswered(sent), false);
    assert.equal((await call("refresh")).statusCode, 0);
    assert.deepEqual(await room.agent("said", "last"), []);
    abort.abort();
  });
});

for (const kind of ["cometd", "faye"]) {
  describe(`over ${kind}`, () => {
    it("drop: a message does not arrive, and its publish fails in the end", BOUNDED, async () => {
      const { room, visitor } = await chatting(kind);
      await room.faults({ drop: ["sendMessage"] });
      assert.equal((await visitor.ask("sendMessage", { message: "no" })).successful, false);
      assert.deepEqual(await room.agent("said", "last"), []);
    });

    it("lose: it arrives, but neither the reply nor the envelope comes", BOUNDED, async () => {
      const { room, visitor } = await chatting(kind);
      await room.faults({ lose: ["sendMessage"] });
      const sent = visitor.ask("sendMessage", { message: "lost" });
      await hasSaid(room, "lost");
      // The client itself may give it up.
      assert.equal(await isAnswered(sent.then(({ successful }) => successful || new Promise(() => {}))), false);
      await room.faults({ lose: false });
      await until(async () => (await visitor.ask("refresh")).successful);
      assert.ok(!texts(visitor.envelopes).includes("lost"));
    });

    it("hold: reply and envelope come when it is set back", BOUNDED, async () => {
      const { room, visitor } = await chatting(kind);
      await room.faults({ hold: ["sendMessage"] });
      const sent = visitor.ask("sendMessage", { message: "held" });
      assert.equal(await isAnswered(sent), false);
      assert.equal(visitor.envelopes.length, 1);
      await room.faults({ hold: false });
      assert.equal((await sent).successful, true);
      assert.deepEqual(texts((await visitor.until(2)).slice(1)), ["held"]);
    });

    it("hold and lose: `event` is what comes unasked", BOUNDED, async () => {
      const { room, visitor } = await chatting(kind);
      await room.faults({ lose: ["event"] });
      await room.agent("say", "last", "lost");
      await room.faults({ lose: false, hold: ["event"] });
      await room.agent("say", "last", "held");
      await visitor.ask("sendMessage", { message: "first" });
      await visitor.until(2);
      await room.faults({ hold: false });
      await visitor.until(3);
      assert.deepEqual(texts(visitor.envelopes), [null, "first", "held"]);
    });

    it("duplicate: each envelope comes twice", BOUNDED, async () => {
      const { room, visitor } = await chatting(kind);
      await room.faults({ duplicate: true });
      await room.agent("say", "last", "twice");
      assert.deepEqual(texts(await visitor.until(3)), [null, "twice", "twice"]);
    });

    it("unknown: every connect and publish fails, while handshakes succeed", BOUNDED, async () => {
      const room = await newRoom();
      await room.faults({ unknown: true });
      const { send, clientId } = await newPoller(room, kind);
      const connect = { id: "2", channel: "/meta/connect", clientId, connectionType: "long-polling" };
      const [reply] = await send([connect]);
      assert.deepEqual([reply.successful, reply.advice.reconnect], [false, "handshake"]);
      const publish = { id: "3", channel: SERVICE, clientId, data: { operation: "requestChat", nickname: "Ann" } };
      const [refused] = await send([publish]);
      assert.deepEqual([refused.successful, refused.advice], [false, undefined]);
      assert.equal(await room.agent("starts"), 0);
      await room.faults({ unknown: false });
      assert.equal((await send([publish]))[0].successful ?? true, true);
    });

    it("statusCode: an envelope that says so, so often", BOUNDED, async () => {
      const { room, visitor } = await chatting(kind);
      await room.faults({ statusCode: 1, times: 1 });
      await visitor.ask("sendMessage", { message: "a" });
      await visitor.ask("sendMessage", { message: "a" });
      const codes = (await visitor.until(3)).slice(1).map(({ statusCode }) => statusCode);
      assert.deepEqual(codes, [1, 0]);
      assert.deepEqual(await room.agent("said", "last"), ["a"]);
    });

    it("malformed types: an envelope with a wrong type in each place", BOUNDED, async () => {
      const { room, visitor } = await chatting(kind);
      await room.faults({ malformed: "types" });
      await visitor.ask("refresh");
      assert.equal((await visitor.until(2))[1].messages, "none");
    });

    it("unreachable and status: the client tries on, and goes on", BOUNDED, async () => {
      const { room, visitor } = await chatting(kind);
      for (const faults of [{ unreachable: true }, { unreachable: false, status: 503 }]) {
        await room.faults(faults);
        assert.equal((await visitor.ask("refresh")).successful, false);
      }
      await room.faults({ status: 0 });
      await until(async () => (await visitor.ask("requestNotifications")).successful);
      await room.agent("say", "last", "back");
      await until(() => texts(visitor.envelopes).includes("back"));
    });
  });
}

describe("long-polling only", () => {
  for (const engine of ["cometd", "faye"]) {
    it(`${engine}: malformed json, and requests that are none`, BOUNDED, async () => {
      const room = await newRoom();
      await room.faults({ malformed: "json" });
      await assert.rejects((await room.bayeux(engine, [HANDSHAKE])).json(), SyntaxError);
      await room.faults({ malformed: false });
      assert.equal((await room.bayeux(engine, "{")).status, 400);
      assert.equal((await fetch(`${room.url}/genesys/${engine}`)).status, 400);
    });

    it(`${engine}: halfOpen leaves a held connect without an answer for good`, BOUNDED, async () => {
      const room = await newRoom({ timeout: 1000 });
      const { send, clientId } = await newPoller(room, engine);
      const connect = { channel: "/meta/connect", clientId, connectionType: "long-polling" };
      const held = send([{ id: "2", ...connect }]);
      held.catch(() => {});
      await arrived(room, "connect", 1);
      await room.faults({ halfOpen: "once" });
      assert.equal(await isAnswered(held, 1300), false);
      assert.equal((await send([{ id: "3", ...connect, advice: { timeout: 0 } }]))[0].successful, true);
    });
  }
});

describe("WebSockets only", () => {
  it("webSocket refuse, and status: no socket; cometd never has one", BOUNDED, async () => {
    const room = await newRoom();
    assert.equal((await newSocket(room, "cometd")).opened, false);
    const off = { webSocket: false, status: 0 };
    for (const faults of [{ webSocket: "refuse" }, { status: 500 }, { unreachable: true }]) {
      await room.faults({ ...off, ...faults });
      assert.equal((await newSocket(room)).opened, false);
    }
    assert.equal((await room.agent("counts")).websockets, 4);
  });

  for (const faults of [{ webSocket: "silent" }, { halfOpen: true }]) {
    it(`${JSON.stringify(faults)}: a socket on which nothing comes`, BOUNDED, async () => {
      const room = await newRoom();
      await room.faults(faults);
      const seen = await newSocket(room);
      seen.send(HANDSHAKE);
      await pause(200);
      assert.deepEqual([seen.opened, seen.closed, seen.frames], [true, false, []]);
    });
  }

  it("webSocket dieYoung: closed at the first message", BOUNDED, async () => {
    const room = await newRoom();
    await room.faults({ webSocket: "dieYoung" });
    const seen = await newSocket(room);
    await pause(100);
    assert.equal(seen.closed, false);
    seen.send(HANDSHAKE);
    await until(() => seen.closed);
    assert.deepEqual(seen.frames, []);
  });

  it("the reference client goes over to polling where the socket is refused", BOUNDED, async () => {
    const room = await newRoom();
    await room.faults({ webSocket: "refuse" });
    const visitor = await newClient(room, "faye");
    await visitor.start();
    assert.equal(visitor.client.getTransport().type, "long-polling");
  });

  it("halfOpen: an open socket stays open and dead, a new one is well", BOUNDED, async () => {
    const room = await newRoom();
    const seen = await newSocket(room);
    await room.faults({ halfOpen: "once" });
    seen.send(HANDSHAKE);
    const other = await newSocket(room);
    other.send(HANDSHAKE);
    await until(() => other.frames.length === 1);
    assert.deepEqual([seen.closed, seen.frames], [false, []]);
  });

  it("halfOpen and delay: what a client says is not done, or not yet", BOUNDED, async () => {
    const { room, visitor } = await chatting("faye");
    await room.faults({ delay: 800 });
    const said = visitor.ask("sendMessage", { message: "late" });
    await arrived(room, "sendMessage", 1);
    assert.deepEqual(await room.agent("said", "last"), []);
    await said;
    assert.deepEqual(await room.agent("said", "last"), ["late"]);
    await room.faults({ delay: 0, halfOpen: "once" });
    visitor.ask("sendMessage", { message: "never" });
    await arrived(room, "sendMessage", 2);
    await pause(50);
    assert.deepEqual(await room.agent("said", "last"), ["late"]);
  });

  it("malformed json: frames that are none", BOUNDED, async () => {
    const room = await newRoom();
    await room.faults({ malformed: "json" });
    const seen = await newSocket(room);
    seen.send(HANDSHAKE);
    await until(() => seen.frames.length === 1);
    assert.throws(() => JSON.parse(seen.frames[0]), SyntaxError);
    await room.faults({ malformed: false });
    seen.send(HANDSHAKE);
    await until(() => seen.frames.length === 2);
    assert.equal(JSON.parse(seen.frames[1])[0].successful, true);
  });
});
