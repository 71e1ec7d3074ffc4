// Labs with a server of their own: it can be set up, started again, and stopped.

import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { newServer, until } from "./support.mjs";

const BOUNDED = { timeout: 40_000 };
let site;
before(async () => (site = await newServer()));
after(() => site.stop());

it("a restart keeps accounts, rooms, positions, and what was sent under which id", BOUNDED, async () => {
  const lab = site.newLab("own");
  const visitor = await lab.chatting();
  await lab.agent("join", "last");
  const sent = await visitor.say("before", "same");
  const { next_batch } = await visitor.sync();
  const waiting = visitor.sync(next_batch, 30_000).catch(() => null);
  await lab.agent("restart");
  await waiting;
  assert.equal((await visitor.say("before", "same")).event_id, sent.event_id);
  await lab.agent("say", "last", "after");
  const { events } = (await visitor.sync(next_batch)).rooms.join[visitor.room].timeline;
  assert.deepEqual(events.map(({ content }) => content.body), ["after"]);
  assert.deepEqual(await lab.agent("said", "last"), ["before"]);
  await visitor.type(true);
  await until(() => lab.agent("isTyping", "last"));
  await lab.agent("stop");
});

it("is set up as a test wants it: tokens that expire, limits, tokens to register with", BOUNDED, async () => {
  const lab = site.newLab("own");
  const few = { per_second: 0.1, burst_count: 10 };
  await lab.setup({ synapse: { refreshable_access_token_lifetime: "5s", rc_message: few } });
  const visitor = await lab.chatting();
  // What made the room counts as well.
  const answers = [];
  for (let i = 0; i < 11; i += 1) answers.push(await visitor.say(`${i}`));
  assert.equal(answers[0].status, 200);
  const limited = answers.at(-1);
  assert.deepEqual([limited.status, limited.errcode], [429, "M_LIMIT_EXCEEDED"]);
  assert(limited.retry_after_ms > 0 && Number(limited.headers.get("retry-after")) > 0);
  await until(async () => (await visitor.sync()).status !== 200, 10);
  const { status, errcode, soft_logout } = await visitor.sync();
  assert.deepEqual([status, errcode, soft_logout], [401, "M_UNKNOWN_TOKEN", true]);
  assert.equal((await visitor.refresh()).status, 200);
  assert.equal((await visitor.sync()).status, 200);
  assert.match((await lab.setup({ synapse: {} })).error.description, /runs already/);
  await lab.agent("stop");

  await lab.setup({ synapse: { registration_requires_token: true, max_upload_size: "10K" } });
  const refused = await visitor.ask("POST", "register", {}, { token: null });
  assert.equal(refused.status, 401);
  const { session, flows } = refused;
  assert.deepEqual(flows, [{ stages: ["m.login.registration_token", "m.login.dummy"] }]);
  const register = (auth) => {
    const account = { password: "x".repeat(24), auth: { ...auth, session } };
    return visitor.ask("POST", "register", account, { token: null });
  };
  const wrong = await register({ type: "m.login.registration_token", token: "wrong" });
  assert.deepEqual([wrong.status, wrong.errcode], [401, "M_UNAUTHORIZED"]);
  const half = await register({ type: "m.login.registration_token", token: await lab.agent("registrationToken") });
  assert.deepEqual([half.status, half.completed], [401, ["m.login.registration_token"]]);
  assert.equal((await register({ type: "m.login.dummy" })).status, 200);
  await lab.agent("stop");
});

it("on a server that is shared nobody may do that", BOUNDED, async () => {
  const lab = site.newLab();
  await assert.rejects(lab.agent("restart"), /own-/);
  await assert.rejects(lab.agent("stop"), /own-/);
});
