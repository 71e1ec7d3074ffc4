// Servers that are asked too often say for how long they want to be left alone, and are.

import { parts, say } from "../support/chat.mjs";
import { NOTHING, REFUSED, expect, expectGoesOn, expectSession, expectShown, expectTold, numbered, provoking, soon, test } from "./support.mjs";

test.use(provoking(REFUSED));

const PATHS = { register: /\/register$/, createRoom: /\/createRoom$/, send: /\/send\//, sync: /\/sync\?/ };
const SESSION = expect.stringMatching(/^session !/);
const PAUSE = 1_500;
/** The browser's clocks are coarse. */
const GRAIN = 5;

/** Notes what the page asks for, and when it was told to wait, by the browser's own clock. */
function watch(context, operation) {
  const seen = { asked: [], refused: [] };
  const isMeant = (request) => request.method() !== "OPTIONS" && PATHS[operation].test(request.url());
  context.on("request", (request) => isMeant(request) && seen.asked.push(request));
  context.on("response", (response) => {
    if (!isMeant(response.request()) || response.status() !== 429) return;
    const { startTime, responseStart } = response.request().timing();
    seen.refused.push(startTime + responseStart);
  });
  return seen;
}

/** Whatever was asked came before the server said so, or when the pause was over. */
async function expectObeyed({ asked, refused }, times) {
  await expect.poll(() => refused.length, soon).toBe(times);
  const starts = asked.map((request) => request.timing().startTime);
  const tooSoon = refused.flatMap((at) => starts.filter((time) => time > at && time < at + PAUSE - GRAIN).map((time) => time - at));
  expect(tooSoon).toEqual([]);
}

for (const operation of ["register", "createRoom", "sync"]) {
  test(`a start for which ${operation} is asked too often goes on when the server lets it`, async ({ matrix, context }) => {
    const seen = watch(context, operation);
    await matrix.faults({ limit: { [operation]: [PAUSE, 2] } });
    const page = await matrix.openForm();
    await matrix.sendForm(page, operation);
    await expectSession(page, [NOTHING], soon);
    await expectObeyed(seen, 2);
    await matrix.expectOneStart();
  });
}

for (const operation of ["send", "sync"]) {
  test(`a chat in which ${operation} is asked too often goes on when the server lets it, in order`, async ({ matrix, context }) => {
    const seen = watch(context, operation);
    const page = await matrix.startTalk();
    await matrix.faults({ limit: { [operation]: [PAUSE, 2] } });
    const mine = numbered(3, "Mine");
    for (const text of mine) await say(page, text);
    await expect.poll(() => seen.refused.length, soon).toBe(2);
    await matrix.expectSaid(["Mine", ...mine], soon);
    await expectShown(page, ["Mine", "Theirs", ...mine], soon);
    await expectObeyed(seen, 2);
    await expectTold(page, [NOTHING, SESSION]);
    await expectGoesOn(matrix, page, ["Mine", ...mine], ["Mine", "Theirs", ...mine]);
  });
}

test("a page that comes while the server wants to be left alone restores the chat, and goes on by itself", async ({ matrix, context }) => {
  const seen = watch(context, "sync");
  const page = await matrix.startTalk();
  await matrix.meanwhile(async () => {
    await matrix.last("say", "While you were away");
    await matrix.faults({ limit: { sync: [PAUSE, 1] } });
  });
  await page.reload();
  await expect.poll(() => page.locator("[data-testid=rejoin-message] .rj-bubble").allInnerTexts()).toContain("Theirs");
  await expectShown(page, ["Mine", "Theirs", "While you were away"], soon);
  await expectObeyed(seen, 1);
  await expectTold(page, [SESSION]);
});

test("Synapse's own limits: more messages than it takes at once arrive one after the other, each once", async ({ matrix }) => {
  test.slow();
  await matrix.own({ rc_message: { per_second: 2, burst_count: 6 } });
  const page = await matrix.startTalk();
  const mine = numbered(12, "Mine");
  for (const text of mine) await say(page, text);
  await matrix.expectSaid(["Mine", ...mine], { timeout: 60_000 });
  await expectShown(page, ["Mine", "Theirs", ...mine], soon);
  await expect(parts(page).outgoing).toHaveCount(0);
  expect(await matrix.count("send")).toBeLessThan(13 * 3);
  await expectTold(page, [NOTHING, SESSION]);
});
