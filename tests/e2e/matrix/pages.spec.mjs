// What a page has to say about the server, what a policy has to allow, and what a restore costs.

import { fillForm, parts, say, submitForm, typingIsStored } from "../support/chat.mjs";
import { openShadows } from "../script/support/site.mjs";
import { expect, expectGoesOn, expectSession, expectShown, expectTold, NOTHING, soon, test } from "./support.mjs";

test.describe("restored with no word about the server", () => {
  test.beforeEach(({ context }) => openShadows(context));

  test("a running chat", async ({ matrix }) => {
    const page = await matrix.startTalk({ bare: "" });
    await matrix.meanwhile(() => matrix.last("say", "While you were away"));
    await page.reload();
    await expectSession(page);
    await expectShown(page, ["Mine", "Theirs", "While you were away"]);
    await expectGoesOn(matrix, page, ["Mine"], ["Mine", "Theirs", "While you were away"]);
    expect(await page.evaluate(() => chat.startChat({ embedded: true }).then(String, ({ error }) => error.code))).toBe(205);
  });

  test("an open form", async ({ matrix }) => {
    const page = await matrix.openForm({ bare: "" });
    await fillForm(page, { firstName: "Ann" });
    await typingIsStored(page);
    await page.reload();
    await expect(parts(page).field("firstName")).toHaveValue("Ann");
    await fillForm(page);
    await submitForm(page);
    await expectSession(page, [], soon);
    await say(page, "Hello");
    await matrix.expectSaid(["Hello"]);
  });

  test("a form just sent", async ({ matrix }) => {
    const page = await matrix.openForm({ bare: "" });
    await matrix.faults({ hold: ["createRoom"] });
    await matrix.sendForm(page, "createRoom");
    await expect.poll(() => matrix.agent("starts")).toBe(1);
    await page.reload();
    await expect(parts(page).starting.or(parts(page).composer)).toBeVisible();
    await matrix.faults({ hold: false });
    await expectSession(page, [], soon);
    await say(page, "Hello");
    await matrix.expectSaid(["Hello"]);
    await matrix.expectOneStart();
  });
});

test("a page with a strict policy: a whole chat, and restored, with no violation", async ({ matrix, trouble }) => {
  const page = await matrix.open("matrix-csp.html");
  await expectTold(page, [NOTHING]);
  await page.locator("#start").click();
  await expect(parts(page).form).toBeVisible();
  await matrix.sendForm(page);
  await expectSession(page, [NOTHING]);
  await say(page, "Hello");
  await matrix.expectSaid(["Hello"]);
  await matrix.last("join");
  await matrix.last("formatted", "Hi Ann", "Hi <b>Ann</b>, see <a href='https://example.com'>this</a>");
  await expect(parts(page).messages).toHaveText([/Hello/, /Hi Ann/]);
  const violations = () => page.evaluate(() => window.violations);
  expect(await violations()).toEqual([]);
  await page.reload();
  await expectSession(page);
  await say(page, "And again");
  await expect(parts(page).messages).toHaveCount(3);
  await page.evaluate(() => window.session.leave());
  await page.evaluate(() => chat.destroy());
  expect(await violations()).toEqual([]);
  // Registering begins with a question that is refused.
  expect(trouble.filter((line) => !line.includes("401"))).toEqual([]);
});

test("what a start and a restore of a quiet chat cost, in requests", async ({ matrix }) => {
  const page = await matrix.startChat();
  const syncs = ({ operations, open }) => [operations.sync, open.sync];
  // The last question is held, so all others have been asked: two for what there is, and this one.
  await expect.poll(async () => syncs(await matrix.agent("counts"))).toEqual([3, 1]);
  const { operations: start, preflights } = await matrix.agent("counts");
  await page.reload();
  await expectTold(page, [expect.stringMatching(/^session/)]);
  const since = async () => {
    const { operations, preflights: all, open } = await matrix.agent("counts");
    const more = Object.entries(operations).map(([name, count]) => [name, count - (start[name] ?? 0)]);
    return { operations: Object.fromEntries(more.filter(([, count]) => count > 0)), preflights: all - preflights, open };
  };
  // Two for what was missed, since a server may answer the first from its memory, and one that is held.
  await expect.poll(async () => syncs(await since())).toEqual([3, 1]);
  const restore = await since();
  test.info().annotations.push({ type: "requests", description: JSON.stringify({ start, preflights, restore }) });
  console.log(`start ${JSON.stringify(start)} and ${preflights} preflights; restore ${JSON.stringify(restore.operations)} and ${restore.preflights} preflights`);
  expect(Object.keys(restore.operations)).toEqual(["sync"]);
  expect(restore.preflights).toBeLessThanOrEqual(3);
  const total = Object.values(start).reduce((all, one) => all + one, 0);
  expect(total).toBeLessThanOrEqual(7);

  // A quiet chat is asked for again when the question is answered, and not before.
  await page.waitForTimeout(3_000);
  expect((await since()).operations).toEqual(restore.operations);
});
