// A visitor who logs out, or turns out to be somebody else; and what is said of them where others may read it.

import { fillForm, parts, say, submitForm, typingIsStored } from "../support/chat.mjs";
import { expect, labIsReady, openLab, openShadows, restore, start, storage, test, told } from "./support/site.mjs";

const forget = (page, options = {}) => page.evaluate((options) => lab.outcome(chat.forget(lab.options(options))), options);

/** Neither drawn nor stored. */
async function expectGone(page) {
  await expect(page.getByTestId("rejoin-window")).toHaveCount(0);
  await expect(page.getByTestId("rejoin-launcher")).toHaveCount(0);
  await expect.poll(() => storage(page)).toEqual({});
}

const hasEnded = (site) => expect.poll(async () => (await site.session()).ended).toBe(true);

/** A chat in which something was said. */
async function chatting(site, options) {
  const page = await openLab(site);
  await start(page, options);
  await page.evaluate(() => lab.listen(lab.session));
  await say(page, "My number is 4711");
  await expect(parts(page).outgoing).toHaveCount(0);
  return page;
}

test.describe("logging out", () => {
  test("ends the chat in all pages, leaves nothing in the browser, and the next visitor begins anew", async ({ site }) => {
    const page = await chatting(site);
    const other = await openLab(site);
    await restore(other);
    await parts(other).composer.fill("and my PIN");
    await typingIsStored(other);
    expect(await forget(page)).toEqual({ done: undefined });
    expect(await storage(page)).toEqual({});
    for (const each of [page, other]) await expectGone(each);
    await hasEnded(site);
    expect((await told(page)).map(([name]) => name)).toContain("SessionEnded");
    expect(await start(page)).toEqual({ done: "session-2" });
    await expect(parts(page).composer).toHaveValue("");
    await expect(parts(page).messages).toHaveCount(0);
  });

  test("on a page that shows no chat ends the stored one", async ({ site }) => {
    const before = await chatting(site);
    await before.close();
    const page = await openLab(site);
    expect(await forget(page)).toEqual({ done: undefined });
    await expectGone(page);
    await hasEnded(site);
    expect(await restore(page)).toEqual({ fail: null });
  });

  test("gives up a form, and calls that wait", async ({ site, lab: page }) => {
    await page.evaluate(() => void (lab.started = lab.outcome(chat.startChat(lab.options()))));
    await parts(page).field("email").fill("ann@example.com");
    await typingIsStored(page);
    await page.evaluate(() => void (lab.waiting = lab.outcome(chat.restoreChat(lab.options()))));
    await forget(page);
    await expectGone(page);
    expect(await page.evaluate(() => lab.started)).toMatchObject({ fail: { code: 230 } });
    expect(await page.evaluate(() => lab.waiting)).toMatchObject({ fail: { code: expect.any(Number) } });
    expect(await site.sessions()).toEqual([]);
  });

  test("needs none of the other files to erase, in other pages neither", async ({ site, context }) => {
    const other = await chatting(site);
    const page = await openLab(site);
    await context.route("**/embed-*", (route) => route.abort());
    expect(await forget(page)).toEqual({ done: undefined });
    for (const each of [page, other]) await expectGone(each);
  });

  test("is carried out whatever is called after it", async ({ site }) => {
    const page = await chatting(site);
    await page.evaluate(() => {
      lab.forgotten = lab.outcome(chat.forget());
      chat.forget({ namespace: "another" });
      chat.destroy();
    });
    expect(await page.evaluate(() => lab.forgotten)).toEqual({ done: undefined });
    await expectGone(page);
    await hasEnded(site);
  });

  test("is carried out though the chat was taken off the page a moment before", async ({ site }) => {
    const page = await chatting(site);
    await parts(page).composer.fill("and my PIN");
    await page.evaluate(() => {
      chat.destroy();
      lab.forgotten = lab.outcome(chat.forget());
    });
    expect(await page.evaluate(() => lab.forgotten)).toEqual({ done: undefined });
    await hasEnded(site);
    await expectGone(page);
    await page.waitForTimeout(500);
    expect(await storage(page)).toEqual({});
  });

  test("is told to pages of every version of the script, and heard from them", async ({ site }) => {
    const page = await chatting(site);
    const word = ["rejoin/default/word", '"Forgotten"'];
    const listener = await openLab(site);
    await listener.evaluate(() => {
      window.heard = [];
      addEventListener("storage", ({ key, newValue }) => heard.push([key, newValue]));
    });
    await forget(page);
    await expect.poll(() => listener.evaluate(() => heard)).toContainEqual(word);

    await start(page);
    await say(page, "Once more");
    await expect(parts(page).outgoing).toHaveCount(0);
    await listener.evaluate(([key, text]) => {
      for (const stored of Object.keys(localStorage)) if (stored.startsWith("rejoin/")) localStorage.removeItem(stored);
      localStorage.setItem(key, text);
      localStorage.removeItem(key);
    }, word);
    await expectGone(page);
    await page.waitForTimeout(500);
    expect(await storage(page)).toEqual({});
  });

  test("erases whatever else is said", async ({ site }) => {
    const before = await chatting(site);
    await before.close();
    const page = await openLab(site);
    expect(await forget(page, { visitorId: null })).toEqual({ done: undefined });
    await expectGone(page);
  });

  test("takes a chat that is over off other pages too, though nothing is stored", async ({ site }) => {
    const other = await chatting(site);
    await site.server("ends");
    await expect(parts(other).ended).toBeVisible();
    expect(await storage(other)).toEqual({});
    await forget(await openLab(site));
    await expectGone(other);
  });

  for (const alone of [{ tabs: "exclusive" }, { storage: "tab" }, { storage: "none" }]) {
    test(`reaches a page that has its chat alone: ${JSON.stringify(alone)}`, async ({ site }) => {
      const other = await chatting(site, alone);
      const page = await openLab(site);
      await forget(page, alone);
      await expectGone(other);
      await hasEnded(site);
    });
  }

  test("leaves nothing of the visitor's to a launcher", async ({ site, context }) => {
    await openShadows(context);
    const page = await openLab(site, "launcher.html");
    await page.evaluate(() => lab.outcome(chat.startChat({ userData: { account: "of Ann" } })));
    expect((await site.session()).userData).toMatchObject({ account: "of Ann" });
    await page.evaluate(() => lab.outcome(chat.forget()));
    await page.getByTestId("rejoin-loader-launcher").click();
    await expect.poll(() => site.sessions()).toHaveLength(2);
    expect((await site.session()).userData).not.toHaveProperty("account");
  });

  test("with nothing to forget fetches nothing", async ({ lab: page }) => {
    const fetched = [];
    page.on("request", (request) => fetched.push(request.url()));
    expect(await page.evaluate(() => lab.outcome(chat.forget()))).toEqual({ done: undefined });
    expect(fetched).toEqual([]);
  });
});

test.describe("a visitor with a name", () => {
  /** Notes whatever is drawn of a chat, however short. */
  const watchDrawings = (context) =>
    context.addInitScript(() => {
      window.drawn = 0;
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function (init) {
        window.drawn += 1;
        return attach.call(this, init);
      };
    });

  test("finds their chat again; nobody else sees any of it, and it is over", async ({ site, context }) => {
    const ann = await chatting(site, { visitorId: "ann@example.com" });
    expect(JSON.stringify(await storage(ann))).not.toContain("ann@example.com");
    await ann.close();
    const again = await openLab(site);
    expect(await restore(again, { visitorId: "ann@example.com" })).toEqual({ done: "session-1" });
    await expect(parts(again).messages).toHaveText([/4711/]);
    await again.close();

    await watchDrawings(context);
    const bob = await openLab(site);
    expect(await restore(bob, { visitorId: 2 })).toEqual({ fail: null });
    expect(await bob.evaluate(() => drawn)).toBe(0);
    await expectGone(bob);
    await hasEnded(site);
  });

  test("who starts a chat has a new one, and open pages of the one before let go", async ({ site }) => {
    const ann = await chatting(site, { visitorId: "ann" });
    const bob = await openLab(site);
    expect(await start(bob, { visitorId: "bob" })).toEqual({ done: "session-2" });
    await expect(parts(bob).composer).toBeVisible();
    await expect(parts(bob).messages).toHaveCount(0);
    await expect(ann.getByTestId("rejoin-window")).toHaveCount(0);
    await say(bob, "Hello");
    await expect.poll(async () => (await site.session()).said).toEqual(["Hello"]);
  });

  test("who takes the place of another on the same page does not see their chat", async ({ site }) => {
    const page = await chatting(site, { visitorId: "ann" });
    expect(await restore(page, { visitorId: "ann" })).toMatchObject({ fail: { code: 200 } });
    expect(await restore(page, { visitorId: "bob" })).toEqual({ fail: null });
    await expectGone(page);
    await hasEnded(site);
  });

  test("who starts in a tab that has another's chat has a new one", async ({ site }) => {
    const ann = await chatting(site, { storage: "tab", visitorId: "ann" });
    await ann.reload();
    await labIsReady(ann);
    expect(await start(ann, { storage: "tab", visitorId: "bob" })).toEqual({ done: "session-2" });
  });

  test("has as their own, from then on, what they began on the page before it knew of them", async ({ site }) => {
    const page = await chatting(site);
    expect(await restore(page, { visitorId: "ann" })).toMatchObject({ fail: { code: 200 } });
    expect(await restore(page, { visitorId: "ann" })).toMatchObject({ fail: { code: 200 } });
    await page.reload();
    await labIsReady(page);
    expect(await restore(page, { visitorId: "bob" })).toEqual({ fail: null });
    await expectGone(page);
    await hasEnded(site);
  });

  test("gives way to the next on the same page, though it knew of them only late", async ({ site }) => {
    const page = await chatting(site);
    const other = await openLab(site);
    expect(await restore(other, { visitorId: "ann" })).toEqual({ done: "session-1" });
    expect(await restore(page, { visitorId: "bob" })).toEqual({ fail: null });
    for (const each of [page, other]) await expectGone(each);
  });

  test("does not keep the next from a chat that is to be in one page", async ({ site }) => {
    const ann = await chatting(site, { visitorId: "ann", tabs: "exclusive" });
    const bob = await openLab(site);
    expect(await restore(bob, { visitorId: "bob", tabs: "exclusive" })).toEqual({ fail: null });
    for (const each of [ann, bob]) await expectGone(each);
    await hasEnded(site);
    expect(await start(bob, { visitorId: "bob", tabs: "exclusive" })).toEqual({ done: "session-2" });
  });

  test("keeps what they began before they logged in, and it is theirs from then on", async ({ site }) => {
    const nobody = await chatting(site);
    await nobody.close();
    const ann = await openLab(site);
    expect(await restore(ann, { visitorId: "ann" })).toEqual({ done: "session-1" });
    await expect(parts(ann).messages).toHaveText([/4711/]);
    await ann.close();
    const after = await openLab(site);
    expect(await restore(after)).toEqual({ fail: null });
    await expectGone(after);
  });
});

test.describe("the log", () => {
  test.use({ provoked: /net::ERR_|403|refuse/i });

  test("says nothing of who the visitor is and what they write, and in the end nothing is stored", async ({ site, lab: page }) => {
    const secrets = ["Annabella", "Leewenhoek", "annabella@example.com", "The subject", "said once", "half typed", "told back", "annas-id"];
    const lines = [];
    page.on("console", (message) => lines.push(message.text()));
    const options = () => page.evaluate(() => void (window.options = () => lab.options({ debug: true, visitorId: "annas-id" })));
    const logged = async () => [...lines, ...(await page.evaluate(() => lab.logged))].join("\n");

    await options();
    await page.evaluate(() => void chat.startChat(options()).done((session) => (lab.session = session)));
    await fillForm(page, { firstName: secrets[0], lastName: secrets[1], email: secrets[2], subject: secrets[3] });
    await submitForm(page);
    await expect(parts(page).composer).toBeVisible();
    await say(page, "said once");
    await site.agent("Joins");
    await site.agent("Says", "told back");
    await expect(parts(page).messages).toHaveCount(2);
    await page.context().setOffline(true);
    await say(page, "said once more");
    await page.context().setOffline(false);
    await expect(parts(page).outgoing).toHaveCount(0);
    await parts(page).composer.fill("half typed");
    await typingIsStored(page);
    const before = await logged();

    await page.reload();
    await page.waitForFunction(() => window.lab !== undefined);
    await options();
    const restored = await page.evaluate(() => lab.outcome(chat.restoreChat(options())));
    expect(restored).toEqual({ done: "session-1" });
    // Behind the session's id, which is no secret.
    const [, token] = JSON.parse((await storage(page))["rejoin/default/2/head"]).phase.active.ticket.split(" s");
    expect(token.length).toBeGreaterThan(3);
    await page.evaluate(() => lab.outcome(lab.session.leave()));
    await expect.poll(() => storage(page)).toEqual({});
    const all = before + (await logged());
    expect(all).toContain("MessageReceived");
    for (const secret of [...secrets, token]) expect(all).not.toContain(secret);
  });
});
