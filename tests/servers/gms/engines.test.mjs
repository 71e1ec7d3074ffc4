// The reference client of Bayeux in a chat, against both engines.

import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { SERVICE, closeAll, newClient, newPoller, newRoom, texts, until } from "./support.mjs";

const BOUNDED = { timeout: 20_000 };
afterEach(closeAll);

for (const kind of ["cometd", "cometd with ack", "faye", "faye polling"]) {
  const options = { ack: kind === "cometd with ack" };
  const client = (room) => newClient(room, kind, options);

  describe(kind, () => {
    it("starts a chat, in which both sides hear each other", BOUNDED, async () => {
      const room = await newRoom();
      const visitor = await client(room);
      await visitor.start("Ann");
      await visitor.ask("sendMessage", { message: "hello", messageType: "text" });
      await visitor.until(2);
      await room.agent("join", "last", "Kim");
      await room.agent("say", "last", "hi Ann");
      const [started, echo, joined, said] = await visitor.until(4);
      assert.equal(started.messages[0].type, "ParticipantJoined");
      assert.deepEqual([echo.messages[0].text, echo.messages[0].messageType], ["hello", "text"]);
      assert.deepEqual(joined.messages[0].from, { nickname: "Kim", participantId: 2, type: "Agent" });
      assert.deepEqual([said.messages[0].text, said.messages[0].index, said.nextPosition], ["hi Ann", 4, 5]);
      assert.deepEqual(await room.agent("said", "last"), ["hello"]);
    });

    it("does not tell the visitor that he types, but answers", BOUNDED, async () => {
      const room = await newRoom();
      const visitor = await client(room);
      await visitor.start();
      await visitor.ask("startTyping", { message: "hel" });
      const [, answer] = await visitor.until(2);
      assert.deepEqual([answer.messages, answer.nextPosition], [[], 3]);
      assert.equal(await room.agent("preview", "last"), "hel");
    });

    it("gives a new client the rest of the chat, and what comes then", BOUNDED, async () => {
      const room = await newRoom();
      const first = await client(room);
      const secureKey = await first.start();
      await first.ask("sendMessage", { message: "one" });
      await first.until(2);
      await first.close();
      await room.agent("say", "last", "two");
      const second = await client(room);
      await second.publish("requestNotifications", { secureKey, transcriptPosition: 3 });
      assert.deepEqual(texts(await second.until(1)), ["two"]);
      await room.agent("say", "last", "three");
      assert.deepEqual(texts(await second.until(2)), ["two", "three"]);
      await second.publish("requestNotifications", { secureKey });
      assert.deepEqual(texts((await second.until(3)).slice(2)), [null, "one", "two", "three"]);
    });

    it("knows no other operation", BOUNDED, async () => {
      const room = await newRoom();
      const visitor = await client(room);
      await visitor.start();
      await visitor.ask("toString");
      assert.equal((await visitor.until(2))[1].errors[0].message, "Unknown operation: toString");
    });

    it("does not know a chat that is forgotten", BOUNDED, async () => {
      const room = await newRoom();
      const visitor = await client(room);
      await visitor.start();
      await room.agent("forget", "last");
      await visitor.ask("requestNotifications");
      const { statusCode, chatEnded, errors } = (await visitor.until(2))[1];
      assert.deepEqual([statusCode, chatEnded, errors[0].code], [2, true, 8210]);
    });

    it("comes back by itself after its session has expired, and after a restart", BOUNDED, async () => {
      const room = await newRoom();
      const visitor = await client(room);
      await visitor.start();
      for (const event of ["expire", "restart"]) {
        const { handshakes } = await room.agent("counts");
        await room.agent(event);
        await until(async () => (await room.agent("counts")).handshakes > handshakes);
        const before = visitor.envelopes.length;
        await until(async () => (await visitor.ask("requestNotifications")).successful);
        await visitor.until(before + 1);
        assert.equal(visitor.envelopes.at(-1).statusCode, 0, event);
      }
    });

    it("tells of the end together with the leaving", BOUNDED, async () => {
      const room = await newRoom();
      const visitor = await client(room);
      await visitor.start();
      await room.agent("join", "last");
      await room.agent("end", "last");
      const { messages, chatEnded } = (await visitor.until(3))[2];
      assert.deepEqual([messages[0].type, chatEnded], ["ParticipantLeft", true]);
      await visitor.ask("sendMessage", { message: "too late" });
      assert.equal((await visitor.until(4))[3].statusCode, 2);
      assert.deepEqual(await room.agent("said", "last"), []);
    });
  });
}

describe("what only one engine has", () => {
  it("faye: a WebSocket is used, and a killed one misses nothing", BOUNDED, async () => {
    const room = await newRoom();
    const visitor = await newClient(room, "faye");
    await visitor.start();
    assert.equal((await room.agent("counts")).websockets, 1);
    await room.faults({ unreachable: true });
    await room.agent("say", "last", "while away");
    await room.faults({ unreachable: false });
    assert.deepEqual(texts((await visitor.until(2)).slice(1)), ["while away"]);
    assert.equal((await room.agent("counts")).handshakes, 1);
  });

  // On the wire: the reference client never sends a subscription to a service channel, and calls it successful.
  it("faye: refuses to subscribe to a service channel; cometd allows it", BOUNDED, async () => {
    const room = await newRoom();
    const channel = "/meta/subscribe";
    const subscribe = async (engine) => {
      const { send, clientId } = await newPoller(room, engine);
      return (await send([{ id: "2", channel, clientId, subscription: SERVICE }]))[0];
    };
    assert.equal((await subscribe("faye")).error, `403:${SERVICE}:Forbidden channel`);
    assert.equal((await subscribe("cometd")).successful, true);
  });

  for (const ack of [true, false]) {
    const outcome = ack ? "comes again with ack" : "is gone without ack";
    it(`cometd: a lost connect's message ${outcome}`, BOUNDED, async () => {
      const room = await newRoom({ ack });
      const visitor = await newClient(room, "cometd", { ack: true });
      await visitor.start();
      const connects = async () => (await room.agent("counts")).connects;
      await room.faults({ lose: ["connect"] });
      const before = await connects();
      await room.agent("say", "last", "once");
      // It connects again because the answer did not come.
      await until(async () => (await connects()) > before);
      await room.faults({ lose: false });
      await room.agent("say", "last", "twice");
      await until(() => texts(visitor.envelopes).includes("twice"));
      assert.equal(texts(visitor.envelopes).includes("once"), ack);
    });
  }
});
