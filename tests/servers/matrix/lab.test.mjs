// A lab: its agents and a visitor on a real Synapse, and what a test is told of them.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { NioAgent } from "./nio.mjs";
import { Visitor, newServer, until } from "./support.mjs";

const BOUNDED = { timeout: 30_000 };
let site;
before(async () => (site = await newServer()));
after(() => site.stop());

describe("an agent", () => {
  it("is invited, joins, and talks with the visitor", BOUNDED, async () => {
    const lab = site.newLab();
    const visitor = await lab.chatting();
    assert.deepEqual(await lab.agent("rooms"), [visitor.room]);
    await lab.agent("join", "last");
    const hello = await lab.agent("say", "last", "Hello");
    await lab.agent("notice", visitor.room, "Note this");
    await lab.agent("formatted", "last", "bold", "<b>bold</b>");
    await lab.agent("edit", "last", hello, "Hi");
    await lab.agent("redact", "last", await lab.agent("say", "last", "Oops"));
    await lab.agent("react", "last", hello, "👍");
    const { event_id } = await visitor.say("I am Ann");
    assert.deepEqual(await visitor.sees(), ["Hello", "Note this", "bold", "* Hi", null, "I am Ann"]);
    assert.deepEqual(await lab.agent("said", "last"), ["I am Ann"]);
    assert.deepEqual(await lab.agent("saidTo", "last"), ["I am Ann"]);
    const transcript = await lab.agent("transcript", "last");
    assert.deepEqual(transcript.at(-1), {
      event_id,
      sender: visitor.user,
      body: "I am Ann",
      msgtype: "m.text",
      content: { body: "I am Ann", msgtype: "m.text" },
      ts: transcript.at(-1).ts,
    });
    assert.equal(await lab.agent("name", "last"), "Ann");
    assert.equal(await lab.agent("topic", "last"), null);
    const [kim, sam] = await lab.agent("agents");
    assert.deepEqual(await lab.agent("members", "last"), { [visitor.user]: "join", [kim]: "join", [sam]: "invite" });
  });

  it("sees the visitor type and read, and the visitor leave", BOUNDED, async () => {
    const lab = site.newLab();
    const visitor = await lab.chatting();
    await lab.agent("join", "last");
    assert.equal(await lab.agent("isTyping", "last"), false);
    await visitor.type(true);
    await until(() => lab.agent("isTyping", "last"));
    await visitor.type(false);
    await until(async () => !(await lab.agent("isTyping", "last")));
    const event = await lab.agent("say", "last", "Read this");
    assert.equal(await lab.agent("read", "last"), null);
    await visitor.inRoom("POST", `receipt/m.read/${encodeURIComponent(event)}`, {});
    await until(async () => (await lab.agent("read", "last")) === event);
    assert.equal(await lab.agent("isOver", "last"), false);
    await visitor.inRoom("POST", "leave", {});
    assert.equal(await lab.agent("isOver", "last"), true);
  });

  it("sends pictures and files, and fetches the visitor's", BOUNDED, async () => {
    const lab = site.newLab();
    const visitor = await lab.chatting();
    await lab.agent("join", "last");
    const image = await lab.agent("sendImage", "last");
    const { info, type, base64 } = await lab.agent("file", "last", image);
    assert.deepEqual([info.w, info.h, type], [96, 64, "image/png"]);
    assert.equal(Buffer.from(base64, "base64").length, info.size);
    const file = await lab.agent("sendFile", "last", "a.txt", "some text");
    assert.equal((await lab.agent("file", "last", file)).text, "some text");

    const headers = { Authorization: `Bearer ${visitor.token}`, "Content-Type": "text/plain" };
    const upload = (body) => fetch(`${lab.url}/_matrix/media/v3/upload`, { method: "POST", headers, body });
    const { content_uri: url } = await (await upload("from Ann")).json();
    const sent = await visitor.inRoom("PUT", "send/m.room.message/f", { msgtype: "m.file", body: "b.txt", url });
    assert.equal((await lab.agent("file", "last", sent.event_id)).text, "from Ann");
    assert.equal((await upload(Buffer.alloc(2 ** 20 + 1))).status, 413);
    // A thumbnail, as a page would fetch it.
    const mxc = (await lab.agent("transcript", "last"))[0].content.url.slice("mxc://".length);
    const thumbnail = `${lab.url}/_matrix/client/v1/media/thumbnail/${mxc}?width=32&height=32`;
    const response = await fetch(thumbnail, { headers });
    assert.deepEqual([response.status, response.headers.get("content-type")], [200, "image/png"]);
    const { operations } = await lab.agent("counts");
    assert.deepEqual([operations.upload, operations.thumbnail, operations.send], [2, 1, 1]);
  });

  it("may be the second one, the bot, or the visitor elsewhere", BOUNDED, async () => {
    const lab = site.newLab();
    const visitor = await lab.chatting();
    await lab.agent("join", "last", "sam");
    await lab.agent("say", "last", "I am Sam", "sam");
    await lab.agent("say", "last", "From my telephone", "visitor");
    assert.deepEqual(await lab.agent("said", "last"), ["From my telephone"]);
    await lab.agent("encrypt", "last");
    assert.equal((await lab.agent("state", "last", "m.room.encryption")).algorithm, "m.megolm.v1.aes-sha2");
    assert.equal(await lab.agent("devices", "last"), 1);
    assert.match(await lab.agent("avatar", "sam"), /^mxc:/);
    await lab.agent("rename", "sam", "Samira");
    const profile = await visitor.ask("GET", `profile/${encodeURIComponent((await lab.agent("agents"))[1])}`);
    assert.equal(profile.displayname, "Samira");
    // Whoever made a room cannot be sent away from it, except by the server.
    await assert.rejects(lab.agent("kick", "last", "bye"), { code: "M_FORBIDDEN" });
    await lab.agent("closeRoom", "last");
    await until(() => lab.agent("isOver", "last"));
  });
});

describe("a visitor's account", () => {
  it("can be forgotten", BOUNDED, async () => {
    const lab = site.newLab();
    const visitor = await lab.chatting();
    await lab.agent("forget", "last");
    const { status, errcode, soft_logout } = await visitor.sync();
    assert.deepEqual([status, errcode, soft_logout], [401, "M_UNKNOWN_TOKEN", false]);
    assert.equal((await visitor.refresh()).status, 401);
    const accounts = await lab.agent("accounts");
    assert.deepEqual([accounts.length, accounts[0].user, accounts[0].deactivated], [1, visitor.user, true]);
  });

  it("can be signed out", BOUNDED, async () => {
    const lab = site.newLab();
    const visitor = await lab.chatting();
    await lab.agent("signOut", "last");
    assert.deepEqual([(await visitor.sync()).status, await lab.agent("devices", "last")], [401, 0]);
    assert.equal((await lab.agent("accounts"))[0].deactivated, false);
  });

  it("can have a token that expires", BOUNDED, async () => {
    const lab = site.newLab();
    const visitor = await lab.chatting();
    await lab.agent("expire", "last");
    const { status, errcode, soft_logout } = await visitor.say("lost");
    assert.deepEqual([status, errcode, soft_logout], [401, "M_UNKNOWN_TOKEN", true]);
    assert.equal((await visitor.refresh()).status, 200);
    assert.equal((await visitor.say("said")).status, 200);
    await lab.agent("expire", "last");
    assert.equal((await visitor.sync()).status, 401);
    assert.equal((await visitor.refresh()).status, 200);
    assert.equal((await visitor.sync()).status, 200);
    assert.equal((await lab.agent("tokens")).length, 6);
    const addresses = await lab.agent("addresses");
    assert.equal(addresses[0], `POST /${lab.name}/_matrix/client/v3/register`);
    for (const token of await lab.agent("tokens")) assert(!addresses.some((address) => address.includes(token)));
  });
});

describe("ways to a room without registering, or without making it", () => {
  const id = () => `start-${Math.random().toString(36).slice(2)}-${Date.now()}`;
  const joined = (visitor, room) => visitor.ask("POST", `join/${encodeURIComponent(room)}`, {});

  it("an alias leads each to a room of their own", BOUNDED, async () => {
    const lab = site.newLab();
    const visitor = await lab.visitor();
    const { status, room_id } = await joined(visitor, `#chat_${lab.name}_abc.D-1:localhost`);
    assert.equal(status, 200);
    assert.equal((await joined(visitor, `#chat_${lab.name}_abc.D-1:localhost`)).room_id, room_id);
    const other = await lab.visitor();
    assert.notEqual((await joined(other, `#chat_${lab.name}_xyz:localhost`)).room_id, room_id);
    assert.equal(await lab.agent("starts"), 2);
    const [kim, sam] = await lab.agent("agents");
    const members = { [await lab.agent("bot")]: "join", [kim]: "invite", [sam]: "invite", [visitor.user]: "join" };
    assert.deepEqual(await lab.agent("members", room_id), members);
    // There an agent may send somebody away, for a reason.
    await lab.agent("join", room_id);
    await lab.agent("kick", room_id, "We close");
    const left = (await visitor.sync()).rooms.leave[room_id].timeline.events.at(-1);
    assert.deepEqual([left.content.membership, left.content.reason], ["leave", "We close"]);
    assert.equal((await joined(visitor, "#elsewhere:localhost")).status, 404);
  });

  it("an endpoint of the site's gives the same account under the same id", BOUNDED, async () => {
    const lab = site.newLab();
    const start = { id: id(), data: { firstName: "Ann", lastName: "Lee" } };
    const [first, second] = [await lab.post("account", start), await lab.post("account", start)];
    assert.equal(first.user_id, second.user_id);
    assert.notEqual(first.access_token, second.access_token);
    assert.notEqual(first.device_id, second.device_id);
    assert(first.expires_in_ms > 0 && first.refresh_token && !("room_id" in first));
    assert.deepEqual(await lab.agent("accounts"), [
      { user: first.user_id, deactivated: false, displayname: "Ann Lee" },
    ]);
    const other = await lab.post("account", { ...start, id: id() });
    assert.notEqual(other.user_id, first.user_id);
    assert.equal((await lab.post("account", { id: "short" })).errcode, "M_UNKNOWN");
  });

  it("and the same room, if the site makes it", BOUNDED, async () => {
    const lab = site.newLab();
    await lab.setup({ roomFor: "bot" });
    const start = { id: id(), data: { nickname: "Ann" } };
    const both = await Promise.all([lab.post("account", start), lab.post("account", start)]);
    const [{ room_id, user_id }] = both;
    assert.equal(both[1].room_id, room_id);
    const visitor = new Visitor(lab);
    visitor.take(both[1]);
    assert.equal((await joined(visitor, room_id)).status, 200);
    assert.deepEqual([await lab.agent("name", "last"), await lab.agent("starts")], ["Ann", 1]);
    assert.equal(await lab.agent("visitor", "last"), user_id);
  });
});

it("an agent by other people, matrix-nio, sees what a visitor does", BOUNDED, async (t) => {
  const lab = site.newLab();
  const visitor = await lab.visitor();
  const [kim] = await lab.agent("agents");
  const nio = await NioAgent.start(await lab.agent("homeserver"), kim, "agent");
  t.after(() => nio.stop());
  await visitor.start();
  const { room } = visitor;
  await nio.until((event) => event.event === "joined" && event.room === room);
  const { event_id } = await visitor.say("Hello nio");
  const seen = await nio.until(({ event, sender }) => event === "message" && sender === visitor.user);
  assert.deepEqual([seen.room, seen.id, seen.body], [room, event_id, "Hello nio"]);
  await visitor.type(true);
  await nio.until(({ event, users }) => event === "typing" && users.includes(visitor.user));
  nio.tell({ do: "say", room, text: "Hello visitor" });
  await until(async () => (await visitor.sees()).includes("Hello visitor"));
  const answer = await nio.until(({ event, body }) => event === "message" && body === "Hello visitor");
  await visitor.inRoom("POST", `receipt/m.read/${encodeURIComponent(answer.id)}`, {});
  await nio.until(({ event, user, id }) => event === "receipt" && user === visitor.user && id === answer.id);
  nio.tell({ do: "leave", room });
  await until(async () => (await lab.agent("members", room))[kim] === "leave");
});

it("labs do not meet", BOUNDED, async () => {
  const [one, other] = [site.newLab(), site.newLab()];
  const visitor = await one.chatting();
  await one.faults({ isDown: true });
  assert.deepEqual(await other.agent("rooms"), []);
  assert.equal(await other.agent("starts"), 0);
  await other.chatting();
  await assert.rejects(visitor.sync());
});

it("a name that no user could have is no lab", BOUNDED, async () => {
  for (const name of ["A", "a_b", "a%20b"]) {
    const response = await fetch(`${site.url}/${name}/agent/agents`, { method: "POST", body: "[]" });
    assert.equal(response.status, 404, name);
  }
});
