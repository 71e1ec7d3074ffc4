// Servers that forget, restart, cannot be reached; chats that end; and two tabs at once.

import { parts, say } from "../support/chat.mjs";
import { storage, unsaid } from "../script/support/site.mjs";
import { NOTHING, expect, expectShown, expectShownForGood, expectTold, provoking, servers, test } from "./support.mjs";

const soon = { timeout: 20_000 };
/** Who asks every five seconds has it by then. */
const prompt = { timeout: 8_000 };

/** Both sides say something; nothing that was said before is lost or doubled. */
async function expectGoesOn(gms, page, said, shown) {
  await gms.last("say", "Theirs, later");
  await say(page, "Mine, later");
  await gms.expectSaid([...said, "Mine, later"], soon);
  await expect
    .poll(async () => (await parts(page).messages.locator(".rj-bubble").allInnerTexts()).toSorted(), soon)
    .toEqual([...shown, "Mine, later", "Theirs, later"].toSorted());
  await expect(parts(page).outgoing).toHaveCount(0, soon);
  await page.waitForTimeout(700);
  await gms.expectSaid([...said, "Mine, later"]);
  await expect(parts(page).messages).toHaveCount(shown.length + 2);
}

async function startTalk(gms, server) {
  const page = await gms.startChat(server);
  await say(page, "Mine");
  await gms.expectSaid(["Mine"]);
  await gms.last("join");
  await gms.last("say", "Theirs");
  await expect(parts(page).messages).toHaveCount(2);
  return page;
}
const SAID = ["Mine"];
const SHOWN = ["Mine", "Theirs"];

test.use(provoking("WebSocket connection to", "status of 502"));

for (const [what, server] of Object.entries(servers)) {
  if (server.query.server !== "rest") {
    for (const fate of ["restart", "expire"]) {
      test(`${what}: a server that does "${fate}" in mid-chat knows the chat still`, async ({ gms }) => {
        const page = await startTalk(gms, server);
        await gms.agent(fate);
        await gms.last("say", "While you looked away");
        await expect(parts(page).messages).toHaveCount(3, soon);
        await expectGoesOn(gms, page, SAID, [...SHOWN, "While you looked away"]);
        expect((await gms.counts()).handshakes).toBeLessThanOrEqual(3);
        await expectTold(page, [NOTHING, expect.stringContaining("session")]);
      });
    }

    test(`${what}: a server that did "restart" while the page was away knows the chat still`, async ({ gms }) => {
      const page = await startTalk(gms, server);
      await gms.meanwhile(async () => {
        await gms.agent("restart");
        await gms.last("say", "While you were away");
      });
      await page.reload();
      await expectShown(page, [...SHOWN, "While you were away"], soon);
      await expectGoesOn(gms, page, SAID, [...SHOWN, "While you were away"]);
      expect((await gms.counts()).handshakes).toBeLessThanOrEqual(3);
    });
  }

  for (const [name, fault, back] of [
    ["answers 502 for a while", { status: 502 }, { status: 0 }],
    ["cannot be reached for a while", { unreachable: true }, { unreachable: false }],
  ]) {
    test(`${what}: a server that ${name}: nothing is lost`, async ({ gms }) => {
      const page = await startTalk(gms, server);
      const { operations: before } = await gms.counts();
      await gms.faults(fault);
      // What is open stays open with a status.
      await say(page, "Into the void");
      await gms.last("say", "Out of the void");
      await page.waitForTimeout(2_000);
      const { operations: after } = await gms.counts();
      const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);
      expect(sum(after) - sum(before)).toBeLessThanOrEqual(16);
      await gms.faults(back);
      await expect(parts(page).messages).toHaveCount(4, soon);
      await expect(parts(page).banner).toBeEmpty(soon);
      await expectGoesOn(gms, page, [...SAID, "Into the void"], [...SHOWN, "Into the void", "Out of the void"]);
    });
  }

  test(`${what}: offline and online again: nothing is lost`, async ({ gms, context }) => {
    const page = await startTalk(gms, server);
    await context.setOffline(true);
    // Sockets that are open are not cut by it.
    if (server.query.server === "faye") await gms.faults({ halfOpen: "once" });
    await expect(parts(page).banner).toContainText("offline");
    await say(page, "Sent from a lift");
    await gms.last("say", "To a lift");
    await page.waitForTimeout(1_000);
    await context.setOffline(false);
    await expect(parts(page).messages).toHaveCount(4, soon);
    await expect(parts(page).banner).toBeEmpty();
    await expectGoesOn(gms, page, [...SAID, "Sent from a lift"], [...SHOWN, "Sent from a lift", "To a lift"]);
  });
}

for (const [what, server] of Object.entries(servers)) {
  test(`${what}: two tabs at once: both go on, each message is there once, and they leave each other alone`, async ({ gms }) => {
    test.setTimeout(90_000);
    const first = await startTalk(gms, server);
    const second = await gms.open("gms.html", { ...server.query, skip: "" });
    await expectShown(second, SHOWN);
    await gms.last("say", "To both");
    for (const page of [first, second]) await expectShown(page, [...SHOWN, "To both"], prompt);
    await say(first, "From the first");
    await gms.expectSaid(["Mine", "From the first"], prompt);
    for (const page of [first, second]) await expectShown(page, [...SHOWN, "To both", "From the first"], prompt);
    await say(second, "From the second");
    await gms.expectSaid(["Mine", "From the first", "From the second"], prompt);
    const all = [...SHOWN, "To both", "From the first", "From the second"];
    for (const page of [first, second]) await expectShownForGood(page, all, prompt);

    // What is quiet stays quiet: a connect is held for four seconds.
    const since = Date.now();
    const before = await gms.counts();
    await first.waitForTimeout(8_000);
    const after = await gms.counts();
    // A busy machine takes longer, in which more may happen.
    const spans = (Date.now() - since) / 8_000;
    expect(after.handshakes - before.handshakes).toBeLessThanOrEqual(spans);
    expect(after.connects - before.connects).toBeLessThanOrEqual(8 * spans);
    expect(after.websockets - before.websockets).toBeLessThanOrEqual(2 * spans);
    expect(after.handshakes).toBeLessThanOrEqual(6);

    await first.reload();
    await gms.last("say", "And now?");
    for (const page of [first, second]) await expectShownForGood(page, [...all, "And now?"], prompt);
    await gms.expectSaid(["Mine", "From the first", "From the second"]);
    expect(await gms.agent("starts")).toBe(1);
  });
}

for (const [what, server] of Object.entries(servers)) {
  test(`${what}: a server that forgot the chat: error 210, nothing stays stored, and a new one can start`, async ({ gms }) => {
    const page = await startTalk(gms, server);
    await gms.meanwhile(() => gms.last("forget"));
    await page.reload();
    await expectTold(page, ["error 210"]);
    await expect(parts(page).ended).toContainText("no longer available");
    expect(await storage(page)).toEqual({});
    await page.getByTestId("rejoin-start-new").click();
    await expect(parts(page).composer).toBeVisible();
    await say(page, "Anew");
    await gms.expectSaid(["Anew"]);
    expect(await gms.agent("starts")).toBe(2);
  });

  test(`${what}: a server that forgets the chat while it goes on says so at the next message`, async ({ gms }) => {
    const page = await startTalk(gms, server);
    const { chatId } = (await gms.sessions())[0];
    // Who asks all the time would hear of it before.
    await gms.faults({ hold: ["refresh"] });
    await gms.last("forget");
    await page.evaluate(() => void window.session.sendMessage("Hello?").catch(() => {}));
    await expectTold(page, [NOTHING, `session ${chatId}`, "trouble 210", "ended"]);
    await expect(parts(page).ended).toContainText("no longer available");
    expect(await unsaid(page)).toEqual(["Hello?"]);
  });

  test(`${what}: the agent ends the chat: the page is told, and nobody asks any more`, async ({ gms }) => {
    const page = await startTalk(gms, server);
    await gms.last("say", "Bye");
    await gms.last("end");
    await expectTold(page, [NOTHING, expect.stringContaining("session"), "ended"]);
    await expect(parts(page).ended).toBeVisible();
    await expect(parts(page).messages).toHaveText([/Mine/, /Theirs/, /Bye/]);
    expect(await storage(page)).toEqual({});
    await expectQuiet(gms, page);
  });

  test(`${what}: leave() ends it on the server, and nobody asks any more`, async ({ gms }) => {
    const page = await startTalk(gms, server);
    await page.evaluate(() => window.session.leave());
    expect(await gms.last("isOver")).toBe(true);
    await expectTold(page, [NOTHING, expect.stringContaining("session"), "ended"]);
    expect(await storage(page)).toEqual({});
    await expectQuiet(gms, page);
    await page.reload();
    await expectTold(page, [NOTHING]);
  });

  test(`${what}: leave() of a server that cannot be reached just now is told to it later`, async ({ gms }) => {
    const page = await startTalk(gms, server);
    await gms.faults({ unreachable: true });
    void page.evaluate(() => window.session.leave()).catch(() => {});
    await page.waitForTimeout(1_000);
    await gms.faults({ unreachable: false });
    await expect.poll(() => gms.last("isOver"), soon).toBe(true);
    await expectQuiet(gms, page);
  });

  test(`${what}: a message whose answer never comes, on a page that stays, arrives once`, async ({ gms }) => {
    test.setTimeout(90_000);
    const page = await startTalk(gms, server);
    await gms.faults({ hold: ["sendMessage"], lose: ["sendMessage"] });
    await say(page, "Only once, please");
    await gms.expectSaid(["Mine", "Only once, please"]);
    await page.waitForTimeout(2_000);
    await gms.last("say", "I have heard you");
    // Until the missing answer is given up.
    await expect(parts(page).outgoing).toHaveCount(0, { timeout: 35_000 });
    await gms.faults({ hold: false, lose: false });
    const texts = () => parts(page).messages.locator(".rj-bubble").allInnerTexts();
    await expect.poll(texts, soon).toEqual([...SHOWN, "Only once, please", "I have heard you"]);
    await gms.expectSaid(["Mine", "Only once, please"]);
  });
}

/** Farewells take a moment; after that not even one request comes. */
async function expectQuiet(gms, page) {
  await expect(async () => {
    const before = await gms.counts();
    await page.waitForTimeout(3_000);
    expect(await gms.counts()).toEqual(before);
  }).toPass({ timeout: 15_000 });
}
