// More is said than a server tells at once, while nobody listens.

import { parts, say } from "../support/chat.mjs";
import { storage } from "../script/support/site.mjs";
import { NOTHING, expect, expectGoesOn, expectSession, expectShown, expectTold, numbered, provoking, REFUSED, soon, test } from "./support.mjs";

const BEFORE = ["Mine", "Theirs"];
/** A sync gives fifty, and a page of what it left out a hundred. */
const AMOUNTS = [30, 170];

for (const amount of AMOUNTS) {
  const missed = numbered(amount);

  test(`${amount} messages while the page was away: each once, in order`, async ({ matrix }) => {
    test.slow();
    const page = await matrix.startTalk();
    await matrix.meanwhile(() => matrix.last("sayAll", missed));
    await page.reload();
    await expectShown(page, [...BEFORE, ...missed], soon);
    await expectGoesOn(matrix, page, ["Mine"], [...BEFORE, ...missed]);
    const heard = await page.evaluate(() => window.heard);
    expect(heard).toEqual([...missed, "Theirs, later", "Mine, later", "Over"]);
    // All of it is stored; older parts are drawn when somebody looks for them.
    await page.reload();
    await expectSession(page);
    const { messages } = await page.evaluate(() => window.session.getTranscript());
    const texts = messages.filter(({ content }) => content).map(({ content }) => content.text);
    expect(texts).toEqual([...BEFORE, ...missed, "Theirs, later", "Mine, later", "Over"]);
  });

  test(`${amount} messages while the page has no network: each once, in order`, async ({ matrix, context }) => {
    test.slow();
    const page = await matrix.startTalk();
    await context.setOffline(true);
    await expect(parts(page).banner).toContainText("offline");
    await say(page, "Sent from a lift");
    await matrix.last("sayAll", missed);
    await context.setOffline(false);
    await expectShown(page, [...BEFORE, ...missed, "Sent from a lift"], soon);
    await expect(parts(page).banner).toBeEmpty();
    await expectGoesOn(matrix, page, ["Mine", "Sent from a lift"], [...BEFORE, ...missed, "Sent from a lift"]);
    const heard = await page.evaluate(() => window.heard);
    expect(heard).toEqual([...BEFORE, ...missed, "Sent from a lift", "Theirs, later", "Mine, later", "Over"]);
  });
}

test("both sides spoke, the page went, much was said, and it goes again before it has heard all of it", async ({ matrix }) => {
  test.slow();
  const page = await matrix.startTalk();
  const missed = numbered(60);
  await matrix.faults({ hold: ["messages"] });
  await matrix.meanwhile(() => matrix.last("sayAll", missed));
  await page.reload();
  await expect.poll(() => matrix.count("messages"), soon).toBeGreaterThan(0);
  await expectShown(page, BEFORE);
  await page.reload();
  await expectShown(page, BEFORE);
  await matrix.faults({ hold: false });
  await expectShown(page, [...BEFORE, ...missed], soon);
  await expectGoesOn(matrix, page, ["Mine"], [...BEFORE, ...missed]);
});

test("a page of what was missed is lost on the way: it is fetched again", async ({ matrix }) => {
  test.slow();
  const page = await matrix.startTalk();
  const missed = numbered(60);
  await matrix.faults({ lose: ["messages"] });
  await matrix.meanwhile(() => matrix.last("sayAll", missed));
  await page.reload();
  await expect.poll(() => matrix.count("messages"), soon).toBeGreaterThan(0);
  await matrix.faults({ lose: false });
  await expectShown(page, [...BEFORE, ...missed], soon);
  await expectGoesOn(matrix, page, ["Mine"], [...BEFORE, ...missed]);
});

test("a server answers from its memory what it was asked a minute ago: what came since is there all the same", async ({ matrix }) => {
  const page = await matrix.startTalk();
  const shown = [...BEFORE];
  // Nothing has happened, so the first two ask with the same position.
  for (const missed of [[], ["One"], ["Two", "Three"], []]) {
    await matrix.context.unrouteAll();
    await matrix.meanwhile(() => matrix.last("sayAll", missed));
    await page.reload();
    shown.push(...missed);
    await expectShown(page, shown, soon);
    await expectSession(page);
  }
  await expectGoesOn(matrix, page, ["Mine"], shown);
});

test.describe(() => {
  test.use(provoking(REFUSED));
  test("the server does not know the position any more: all is looked at again, and shown once", async ({ matrix }) => {
    const page = await matrix.startTalk();
    const status = { sync: [400, { errcode: "M_UNKNOWN", error: "Invalid stream token" }, 1] };
    await matrix.meanwhile(async () => {
      await matrix.last("say", "While you were away");
      await matrix.faults({ status });
    });
    await page.reload();
    await expectShown(page, [...BEFORE, "While you were away"], soon);
    await expectGoesOn(matrix, page, ["Mine"], [...BEFORE, "While you were away"]);
    // What is said comes by the question that is held already. The one after that is refused.
    const refused = page.waitForResponse((response) => response.status() === 400, soon);
    await matrix.faults({ status });
    await matrix.last("say", "And here");
    await refused;
    const all = [...BEFORE, "While you were away", "Theirs, later", "Mine, later", "Over", "And here"];
    await expectShown(page, all, soon);
    await matrix.last("say", "And there");
    await expectShown(page, [...all, "And there"], soon);
  });
});

test("a visitor who was away for too long starts anew, and nothing of the chat is left in the browser", async ({ matrix }) => {
  const page = await matrix.startTalk();
  await page.goto(matrix.url("matrix.html", { skip: "", offline: 0 }));
  await expectTold(page, [NOTHING]);
  expect(await storage(page)).toEqual({});
  await page.locator("#start").click();
  await expectSession(page);
  await expectShown(page, []);
  expect(await matrix.rooms()).toHaveLength(2);
  expect(await matrix.agent("accounts")).toHaveLength(2);
});

test("two messages that wait for the network arrive in order, from the page that wrote them or the next", async ({ matrix, context }) => {
  const page = await matrix.startTalk();
  await matrix.faults({ unreachable: true });
  for (const text of ["First", "Second"]) await say(page, text);
  await expect(parts(page).outgoing).toHaveText([/First/, /Second/]);
  await matrix.faults({ unreachable: false });
  await matrix.expectSaid(["Mine", "First", "Second"], soon);
  await expectShown(page, [...BEFORE, "First", "Second"], soon);

  await matrix.faults({ unreachable: true });
  for (const text of ["Third", "Fourth"]) await say(page, text);
  await expect(parts(page).outgoing).toHaveText([/Third/, /Fourth/]);
  await page.reload();
  await expect(parts(page).outgoing).toHaveText([/Third/, /Fourth/]);
  await matrix.faults({ unreachable: false });
  await matrix.expectSaid(["Mine", "First", "Second", "Third", "Fourth"], soon);
  await expectShown(page, [...BEFORE, "First", "Second", "Third", "Fourth"], soon);
});
