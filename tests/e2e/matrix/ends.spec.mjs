// How a chat ends: by the visitor, by those who answer, or by the server; and what is left of it.

import { parts, say } from "../support/chat.mjs";
import { kill, reload } from "../support/ways.mjs";
import { storage, unsaid } from "../script/support/site.mjs";
import { NOTHING, REFUSED, expect, expectSession, expectShown, expectTold, provoking, soon, test } from "./support.mjs";

test.use(provoking(REFUSED));

const SESSION = expect.stringMatching(/^session !/);

async function leaveByHand(page) {
  await page.getByTestId("rejoin-end").click();
  await page.getByTestId("rejoin-end-yes").click();
}

/** Nobody is logged in any more, nothing is asked, nothing is stored, and a page that comes after knows of nothing. */
async function expectOver(matrix, page) {
  expect(await storage(page)).toEqual({});
  // Before its preflight a logout is no question yet.
  await expect.poll(() => matrix.last("devices"), soon).toBe(0);
  await expect.poll(async () => Object.values((await matrix.agent("counts")).open).every((open) => open === 0)).toBe(true);
  const before = await matrix.agent("counts");
  await page.reload();
  await expectTold(page, [NOTHING]);
  expect(await matrix.agent("counts")).toEqual(before);
}

for (const deactivate of [false, true]) {
  test(`the visitor leaves: out of the room, ${deactivate ? "and the account is deactivated" : "and no device stays logged in"}`, async ({ matrix }) => {
    await matrix.given({ transport: { deactivate } });
    const page = await matrix.startTalk();
    await leaveByHand(page);
    await expect(parts(page).ended).toBeVisible();
    await expect.poll(() => matrix.last("isOver")).toBe(true);
    await expect.poll(() => matrix.count(deactivate ? "deactivate" : "logout")).toBe(1);
    await expectTold(page, [NOTHING, SESSION, "ended"]);
    // That the server was asked is seen before it has done what it was asked.
    await expect.poll(() => matrix.last("devices")).toBe(0);
    await expect.poll(async () => (await matrix.agent("accounts")).map((account) => account.deactivated)).toEqual([deactivate]);
    await expectOver(matrix, page);
  });
}

for (const [name, way] of Object.entries({ reload, kill })) {
  test(`the visitor leaves, and the page goes while that is on its way (${name}): the server is told all the same`, async ({ matrix }) => {
    const before = await matrix.startTalk();
    await matrix.faults({ delay: { leave: 3_000 } });
    await leaveByHand(before);
    await expect.poll(() => matrix.count("leave")).toBeGreaterThan(0);
    const page = await way(before);
    await expect(parts(page).window).toHaveCount(0);
    await expect.poll(() => matrix.last("isOver"), soon).toBe(true);
    expect(await storage(page)).toEqual({});
  });
}

test("the visitor leaves while the server cannot be reached: it is told later", async ({ matrix }) => {
  const page = await matrix.startTalk();
  await matrix.faults({ unreachable: true });
  await leaveByHand(page);
  await expect(parts(page).ended).toBeVisible();
  await matrix.faults({ unreachable: false });
  await expect.poll(() => matrix.last("isOver"), soon).toBe(true);
  await expect.poll(() => matrix.last("devices"), soon).toBe(0);
  expect(await storage(page)).toEqual({});
});

test("a new chat begins as soon as the old one is over: another account, another room", async ({ matrix }) => {
  const page = await matrix.startTalk();
  await leaveByHand(page);
  await page.getByTestId("rejoin-start-new").click();
  await expectSession(page);
  await say(page, "Anew");
  await expect.poll(() => matrix.rooms()).toHaveLength(2);
  await expectShown(page, ["Anew"]);
  expect(await matrix.agent("accounts")).toHaveLength(2);
});

for (const [deed, parameters, reason] of [
  ["kick", ["We close now"], "We close now"],
  ["ban", ["No more"], "No more"],
  ["closeRoom", [], undefined],
]) {
  test(`${deed}, while the page is there: the visitor is told, and nobody asks any more`, async ({ matrix }) => {
    const page = await matrix.startTalk();
    await matrix.last("say", "Bye");
    await matrix.last(deed, ...parameters);
    await expect(parts(page).ended).toBeVisible();
    await expectTold(page, [NOTHING, SESSION, "ended"]);
    await expectShown(page, ["Mine", "Theirs", "Bye"]);
    if (reason) await expect(parts(page).transcript).toContainText(reason);
    await expectOver(matrix, page);
  });

  test(`${deed}, while the page is away: the last words are shown, and the chat is over`, async ({ matrix }) => {
    const page = await matrix.startTalk();
    await matrix.meanwhile(async () => {
      await matrix.last("say", "Bye");
      await matrix.last(deed, ...parameters);
    });
    await page.reload();
    await expect(parts(page).ended).toBeVisible(soon);
    await expectShown(page, ["Mine", "Theirs", "Bye"]);
    if (reason) await expect(parts(page).transcript).toContainText(reason);
    await matrix.context.unrouteAll();
    await expectOver(matrix, page);
  });
}

for (const deed of ["forget", "signOut"]) {
  test(`${deed}, while the page is away: error 210, nothing stays stored, and a new chat can start`, async ({ matrix }) => {
    const page = await matrix.startTalk();
    await matrix.meanwhile(() => matrix.last(deed));
    await page.reload();
    await expectTold(page, ["error 210"]);
    await expect(parts(page).ended).toContainText("no longer available");
    expect(await storage(page)).toEqual({});
    await page.getByTestId("rejoin-start-new").click();
    await expect(parts(page).composer).toBeVisible(soon);
    await say(page, "Anew");
    await expectShown(page, ["Anew"]);
    expect(await matrix.agent("accounts")).toHaveLength(2);
  });

}

test("signOut, while the page is there: the next message says so", async ({ matrix }) => {
  const page = await matrix.startTalk();
  // The server would say so by itself.
  await matrix.faults({ hold: ["sync"] });
  await matrix.last("signOut");
  await page.evaluate(() => void window.session.sendMessage("Hello?").catch(() => {}));
  await expect(parts(page).ended).toContainText("no longer available");
  await expectTold(page, [NOTHING, SESSION, "trouble 210", "ended"]);
  expect(await unsaid(page)).toEqual(["Hello?"]);
});

test("forget, while the page is there: the server says so by itself", async ({ matrix }) => {
  const page = await matrix.startTalk();
  await matrix.last("forget");
  await expect(parts(page).ended).toBeVisible();
  await expectTold(page, [NOTHING, SESSION, "trouble 210", "ended"]);
  expect(await storage(page)).toEqual({});
});

test("two tabs, of which one leaves: the chat is over in both", async ({ matrix }) => {
  const first = await matrix.startTalk();
  const second = await matrix.open("matrix.html", { skip: "" });
  await expectSession(second);
  await leaveByHand(second);
  for (const page of [first, second]) await expect(parts(page).ended).toBeVisible(soon);
  expect(await storage(first)).toEqual({});
  await expect.poll(() => matrix.last("isOver")).toBe(true);
});
