// Tokens grow old, are refused, and are lost on the way. The visitor notices nothing of it.

import { parts, say } from "../support/chat.mjs";
import {
  NOTHING,
  REFUSED,
  expect,
  expectGoesOn,
  expectSession,
  expectShown,
  expectShownForGood,
  expectTold,
  provoking,
  soon,
  test,
} from "./support.mjs";

test.use(provoking(REFUSED));

const SESSION = expect.stringMatching(/^session !/);
const BOTH = ["Mine", "Theirs"];
/** A server that will not take a refresh token any more. */
const REFUSES = { refresh: [401, { errcode: "M_UNKNOWN_TOKEN", error: "refresh token not found", soft_logout: true }] };

/** Whatever stands in the banner from now on: of a token that is renewed nobody needs to know. */
const watchBanner = (page) =>
  parts(page).banner.evaluate((banner) => {
    window.banners = [];
    const note = () => banner.textContent && window.banners.push(banner.textContent);
    new MutationObserver(note).observe(banner, { subtree: true, childList: true, characterData: true });
    note();
  });
const banners = (page) => page.evaluate(() => window.banners);

test("a token that has expired is renewed, without the visitor seeing any of it", async ({ matrix }) => {
  const page = await matrix.startTalk();
  await watchBanner(page);
  for (let i = 1; i <= 2; i++) {
    await matrix.last("expire");
    await say(page, `Mine ${i}`);
    await matrix.last("say", `Theirs ${i}`);
    await expect(parts(page).messages).toHaveCount(2 + 2 * i);
    await expect.poll(() => matrix.count("refresh")).toBe(i);
  }
  await matrix.expectSaid(["Mine", "Mine 1", "Mine 2"]);
  await expect(parts(page).outgoing).toHaveCount(0);
  expect(await banners(page)).toEqual([]);
  await expectTold(page, [NOTHING, SESSION]);
  expect(await matrix.count("login")).toBe(0);
  expect(await matrix.last("devices")).toBe(1);
});

test("tokens that live for seconds are renewed before they expire, on a page that stays and on the next", async ({ matrix }) => {
  test.slow();
  await matrix.own({ refreshable_access_token_lifetime: "4s" });
  const page = await matrix.startTalk();
  await watchBanner(page);
  let isTyping = false;
  // A page whose question is held has nothing to renew a token for.
  const refreshed = async () => {
    await matrix.last("type", (isTyping = !isTyping));
    return matrix.count("refresh");
  };
  await expect.poll(refreshed, soon).toBeGreaterThanOrEqual(1);
  await say(page, "Mine, with a new one");
  await matrix.last("say", "Theirs");
  await expect.poll(refreshed, soon).toBeGreaterThanOrEqual(2);
  await matrix.expectSaid(["Mine", "Mine, with a new one"]);
  await expect(parts(page).messages).toHaveCount(4);
  expect(await banners(page)).toEqual([]);
  await expectTold(page, [NOTHING, SESSION]);

  // Away for longer than any token lives.
  await matrix.meanwhile(async () => {
    await matrix.last("say", "While you were away");
    await new Promise((resolve) => setTimeout(resolve, 4_500));
  });
  await page.reload();
  await expect(parts(page).messages).toHaveCount(5, soon);
  await expectTold(page, [SESSION]);
  await say(page, "Mine, later");
  await matrix.expectSaid(["Mine", "Mine, with a new one", "Mine, later"], soon);
  expect(await matrix.count("login")).toBe(0);
  await matrix.expectOneStart();
});

test("a token expired while the page was away: it is renewed first", async ({ matrix }) => {
  const page = await matrix.startTalk();
  await matrix.meanwhile(async () => {
    await matrix.last("say", "While you were away");
    await matrix.last("expire");
  });
  await page.reload();
  await expectShown(page, [...BOTH, "While you were away"], soon);
  await expectTold(page, [SESSION]);
  await expectGoesOn(matrix, page, ["Mine"], [...BOTH, "While you were away"]);
  expect(await matrix.count("refresh")).toBe(1);
});

for (const [fate, fault] of [
  ["is held", { hold: ["refresh"] }],
  ["is lost", { lose: ["refresh"] }],
  ["never comes", { drop: ["refresh"] }],
]) {
  test(`the page is reloaded while it renews a token, and the answer ${fate}: nothing is lost or doubled`, async ({ matrix }) => {
    const page = await matrix.startTalk();
    await matrix.faults(fault);
    await matrix.last("expire");
    await say(page, "Waits for a token");
    await expect.poll(() => matrix.count("refresh"), soon).toBeGreaterThan(0);
    await matrix.meanwhile(() => matrix.faults({ hold: false, lose: false, drop: false }));
    await page.reload();
    await expectShown(page, [...BOTH, "Waits for a token"], soon);
    await expectGoesOn(matrix, page, ["Mine", "Waits for a token"], [...BOTH, "Waits for a token"]);
    await matrix.expectOneStart();
  });
}

test("two tabs whose token expires: both go on", async ({ matrix }) => {
  const first = await matrix.startTalk();
  const second = await matrix.open("matrix.html", { skip: "" });
  await expectSession(second);
  await matrix.last("expire");
  await say(first, "From the first");
  await say(second, "From the second");
  await expect.poll(async () => (await matrix.last("said")).toSorted(), soon).toEqual(["From the first", "From the second", "Mine"]);
  await matrix.last("say", "To both");
  for (const page of [first, second]) {
    await expect(parts(page).messages).toHaveCount(5, soon);
    await expect(parts(page).outgoing).toHaveCount(0, soon);
  }
  await first.reload();
  await second.reload();
  for (const page of [first, second]) await expectSession(page);
  await matrix.last("say", "Still there?");
  for (const page of [first, second]) await expect(parts(page).messages).toHaveCount(6, soon);
});

test("the server does not take the refresh token: the visitor is logged in again, and nothing is doubled", async ({ matrix }) => {
  const page = await matrix.startTalk();
  await matrix.faults({ status: REFUSES });
  await matrix.last("expire");
  await matrix.last("say", "Are you there?");
  await say(page, "I am");
  await matrix.expectSaid(["Mine", "I am"], soon);
  await expect(parts(page).messages).toHaveCount(4);
  await expectTold(page, [NOTHING, SESSION]);
  expect(await matrix.count("login")).toBe(1);
  await page.reload();
  await expect(parts(page).messages).toHaveCount(4);
  await matrix.faults({ status: {} });
  await say(page, "Still");
  await matrix.expectSaid(["Mine", "I am", "Still"]);
  await matrix.expectOneStart();
});

test("a message whose answer was lost, then a refresh that is refused: it is there once", async ({ matrix }) => {
  const page = await matrix.startTalk();
  await matrix.faults({ hold: ["send", "sync"] });
  await say(page, "Only once, please");
  await matrix.expectSaid(["Mine", "Only once, please"]);
  await matrix.meanwhile(async () => {
    await matrix.last("expire");
    await matrix.faults({ hold: false, status: REFUSES });
  });
  await page.reload();
  await expectShown(page, [...BOTH, "Only once, please"], soon);
  await matrix.expectSaid(["Mine", "Only once, please"]);
  await expectShownForGood(matrix, page, [...BOTH, "Only once, please"]);
  await matrix.expectSaid(["Mine", "Only once, please"]);
});

test("accounts of an endpoint: it is asked again where the refresh token is not taken", async ({ matrix }) => {
  await matrix.setup({ roomFor: "bot" });
  await matrix.given({ transport: { accountUrl: `${matrix.homeserver}/account` } });
  const page = await matrix.startTalk();
  await matrix.last("expire");
  await say(page, "With a new token");
  await matrix.expectSaid(["Mine", "With a new token"]);
  expect(await matrix.count("account")).toBe(1);
  await matrix.faults({ status: REFUSES });
  await matrix.last("expire");
  await say(page, "With another login");
  await expect.poll(() => matrix.count("account"), soon).toBe(2);
  expect(await matrix.agent("accounts")).toHaveLength(1);
  await matrix.expectSaid(["Mine", "With a new token", "With another login"], soon);
  await expectTold(page, [NOTHING, SESSION]);
  await expectShownForGood(matrix, page, [...BOTH, "With a new token", "With another login"]);
  await matrix.expectOneStart();
});
