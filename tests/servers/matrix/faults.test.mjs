// Each fault does what README.md says of it, and is gone when it is set back.

import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { newServer, pause, until } from "./support.mjs";
import { isAnswered } from "../gms/support.mjs";

const BOUNDED = { timeout: 20_000 };
let site;
before(async () => (site = await newServer()));
after(() => site.stop());

const said = (lab) => lab.agent("said", "last");

it("what Synapse says of origins goes through", BOUNDED, async () => {
  const lab = site.newLab();
  const url = `${lab.url}/_matrix/client/v3/sync`;
  const asked = { Origin: "https://shop.example", "Access-Control-Request-Headers": "authorization" };
  const preflight = await fetch(url, { method: "OPTIONS", headers: asked });
  assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
  assert.match(preflight.headers.get("access-control-allow-headers"), /Authorization/);
  assert.equal((await lab.agent("counts")).preflights, 1);
  const refused = await fetch(url);
  assert.equal(refused.headers.get("access-control-allow-origin"), "*");
  assert.deepEqual([refused.status, (await refused.json()).errcode], [401, "M_MISSING_TOKEN"]);
  await lab.faults({ status: { sync: [502] } });
  const canned = await fetch(url);
  const names = (response) => [...response.headers.keys()].filter((name) => name.startsWith("access-control-")).sort();
  assert.deepEqual(names(canned), names(refused));
});

it("isDown: connections end, also those that wait; nothing is done", BOUNDED, async () => {
  const lab = site.newLab();
  const visitor = await lab.chatting();
  const { next_batch } = await visitor.sync();
  const waiting = assert.rejects(visitor.sync(next_batch, 20_000));
  await until(async () => (await lab.agent("counts")).open.sync === 1);
  await lab.faults({ isDown: true });
  await waiting;
  await assert.rejects(visitor.say("never"));
  await assert.rejects(fetch(`${lab.url}/_matrix/client/v3/sync`, { method: "OPTIONS" }));
  await lab.faults({ isDown: false });
  await visitor.say("said");
  assert.deepEqual(await said(lab), ["said"]);
});

it("drop and lose: not done, done without an answer; only what is named", BOUNDED, async () => {
  const lab = site.newLab();
  const visitor = await lab.chatting();
  await lab.faults({ drop: ["send"] });
  await assert.rejects(visitor.say("dropped"));
  assert.equal((await visitor.sync()).status, 200);
  await lab.faults({ drop: false, lose: ["send"] });
  await assert.rejects(visitor.say("lost", "once"));
  await lab.faults({ lose: false });
  // The same transaction again: a server knows it.
  assert.equal((await visitor.say("lost", "once")).status, 200);
  assert.deepEqual(await said(lab), ["lost"]);
  assert.equal((await lab.agent("counts")).operations.send, 3);
});

it("lose: what a test wants to know is known all the same", BOUNDED, async () => {
  const lab = site.newLab();
  await lab.faults({ lose: ["register"] });
  await assert.rejects(lab.visitor());
  assert.equal((await lab.agent("accounts")).length, 1);
  await lab.faults({ lose: ["createRoom"] });
  const visitor = await lab.visitor();
  await assert.rejects(visitor.start());
  assert.equal(await lab.agent("starts"), 1);
  assert.equal(await lab.agent("visitor", "last"), visitor.user);
});

it("hold: done, and answered when it is set back", BOUNDED, async () => {
  const lab = site.newLab();
  const visitor = await lab.chatting();
  await lab.faults({ hold: ["send"] });
  const answer = visitor.say("held");
  await until(async () => (await said(lab)).length === 1);
  assert.equal(await isAnswered(answer), false);
  assert.equal((await visitor.sync()).status, 200);
  await lab.faults({ hold: false });
  assert.equal((await answer).status, 200);
});

it("delay: not before that time, for all or by operation", BOUNDED, async () => {
  const lab = site.newLab();
  const visitor = await lab.chatting();
  await lab.faults({ delay: { send: 500 } });
  const answer = visitor.say("late");
  assert.equal((await visitor.sync()).status, 200);
  assert.deepEqual(await said(lab), []);
  await answer;
  assert.deepEqual(await said(lab), ["late"]);
  await lab.faults({ delay: 300 });
  assert.equal(await isAnswered(visitor.sync(), 200), false);
});

it("limit and status: answered so instead of being done, so many times", BOUNDED, async () => {
  const lab = site.newLab();
  const visitor = await lab.chatting();
  await lab.faults({ limit: { send: [1500, 2] } });
  const limited = await visitor.say("a");
  assert.deepEqual(
    [limited.status, limited.errcode, limited.retry_after_ms, limited.headers.get("retry-after")],
    [429, "M_LIMIT_EXCEEDED", 1500, "2"],
  );
  assert.equal((await visitor.say("a")).status, 429);
  assert.equal((await visitor.say("b")).status, 200);
  await lab.faults({ status: { sync: [500, { errcode: "M_UNKNOWN" }], "*": [403, { errcode: "M_FORBIDDEN" }, 1] } });
  assert.equal((await visitor.sync()).status, 500);
  assert.equal((await visitor.sync()).status, 500);
  assert.equal((await visitor.say("c")).errcode, "M_FORBIDDEN");
  assert.equal((await visitor.say("d")).status, 200);
  await lab.faults({ status: null });
  assert.equal((await visitor.sync()).status, 200);
  assert.deepEqual(await said(lab), ["b", "d"]);
});

it("halfOpen: what is open stays so, dumb and deaf", BOUNDED, async () => {
  const lab = site.newLab();
  const visitor = await lab.chatting();
  const { next_batch } = await visitor.sync();
  const waiting = visitor.sync(next_batch, 20_000).catch(() => null);
  await until(async () => (await lab.agent("counts")).open.sync === 1);
  await lab.faults({ halfOpen: "once" });
  await visitor.say("unheard");
  assert.equal(await isAnswered(waiting, 400), false);
  assert.equal((await visitor.sync(next_batch)).rooms.join[visitor.room].timeline.events.length, 1);
  await lab.faults({ halfOpen: true });
  const silent = visitor.say("never").catch(() => null);
  assert.equal(await isAnswered(silent, 400), false);
  await lab.faults({ halfOpen: false, isDown: true });
  await Promise.all([waiting, silent]);
  assert.deepEqual(await said(lab), ["unheard"]);
});

it("malformed: the text is torn", BOUNDED, async () => {
  const lab = site.newLab();
  const visitor = await lab.chatting();
  await lab.faults({ malformed: ["sync"] });
  await assert.rejects(visitor.sync(), SyntaxError);
  assert.equal((await visitor.say("fine")).status, 200);
  await lab.faults({ malformed: false });
  assert.equal((await visitor.sync()).status, 200);
});

it("the site's own endpoint can fail as well", BOUNDED, async () => {
  const lab = site.newLab();
  const ask = () => lab.post("account", { id: "a start of sixteen" });
  await lab.faults({ lose: ["account"] });
  await assert.rejects(ask());
  await lab.faults({ lose: false, status: { account: [503, {}, 1] } });
  assert.deepEqual(await ask(), {});
  assert.match((await ask()).user_id, /^@visitor_/);
  assert.equal((await lab.agent("accounts")).length, 1);
  assert.equal((await lab.agent("counts")).operations.account, 3);
});

it("a page that goes away lets its poll go", BOUNDED, async () => {
  const lab = site.newLab();
  const visitor = await lab.chatting();
  const { next_batch } = await visitor.sync();
  const page = new AbortController();
  const poll = assert.rejects(visitor.sync(next_batch, 20_000, { signal: page.signal }));
  await until(async () => (await lab.agent("counts")).open.sync === 1);
  page.abort();
  await poll;
  await until(async () => (await lab.agent("counts")).open.sync === 0);
  await pause(50);
  assert.equal((await lab.agent("counts")).most.sync, 1);
});
