// The session's promises, without a chat behind them.
import assert from "node:assert/strict";
import { it } from "node:test";

// The build puts them in.
globalThis.REJOIN_LANGUAGES = [];
const { createHost } = await import("../../static/chat/host.js");
const { createSession } = await import("../../static/chat/session.js");

it("data that the server refuses fail in its words, and an event tells them", async () => {
  const face = createSession("s", { setData() {} }, true, () => {});
  const heard = [];
  face.session.onError((event) => heard.push(event.error.description));
  const telling = face.session.setUserData({ plan: "pro" });
  createHost({ session: () => face }, () => {}).dataRefused("Too much.");
  const event = await Promise.resolve(telling).catch((refusal) => refusal);
  assert.equal(event.error.code, 233);
  assert.deepEqual([event.error.description, ...heard], ["Too much.", "Too much."]);
});
