// Several pages of a site at once: one chat, one connection, and nobody is in the way of anybody.

import { fillForm, parts, say, submitForm, typingIsStored } from "../support/chat.mjs";
import { expect, labIsReady, openLab, restore, start, storage, test, told } from "./support/site.mjs";

/** Another page leads within two seconds; this much more is for a machine that does other things too. */
const SOON = 6_000;

/** Which pages ask the server for news. A poll that was asked lasts for seconds, so it is the asking that counts. */
function watchPolls(context) {
  const asked = new Map();
  context.on("request", (request) => {
    if (!request.url().endsWith("/poll")) return;
    const page = request.frame().page();
    asked.set(page, (asked.get(page) ?? 0) + 1);
  });
  return (page) => asked.get(page) ?? 0;
}

/** The first page with a chat in it, and a second that restored it. */
async function twoPages(site, options = {}) {
  const first = await openLab(site);
  expect(await start(first, options)).toEqual({ done: "session-1" });
  await site.agent("Joins");
  const second = await openLab(site);
  expect(await restore(second, options)).toEqual({ done: "session-1" });
  return [first, second];
}

/** Both pages show these words, and the agent is heard in both. */
async function goOn(site, pages, said = "Still there?") {
  await site.agent("Says", said);
  for (const page of pages) await expect(parts(page).messages.last()).toHaveText(new RegExp(said.replace("?", "\\?")));
}

test("two pages show the same chat over one connection", async ({ context, site }) => {
  const polls = watchPolls(context);
  const [first, second] = await twoPages(site);
  for (const page of [first, second]) await page.evaluate(() => lab.listen(lab.session));
  await say(first, "From the first");
  await expect(parts(second).messages).toHaveText([/From the first/]);
  await say(second, "From the second");
  await expect(parts(first).messages).toHaveText([/From the first/, /From the second/]);
  await goOn(site, [first, second]);
  await expect(parts(second).outgoing).toHaveCount(0);
  expect((await site.session()).said).toEqual(["From the first", "From the second"]);
  expect(polls(first)).toBeGreaterThan(0);
  expect(polls(second)).toBe(0);
  for (const page of [first, second]) {
    const heard = (await told(page)).filter(([name]) => name === "MessageReceived");
    expect(heard.filter(([, event]) => event.content.text === "Still there?")).toHaveLength(1);
  }
});

test("a draft goes along from page to page, and newer words stay", async ({ site }) => {
  const [first, second] = await twoPages(site);
  await parts(first).composer.fill("I was about to");
  await expect(parts(second).composer).toHaveValue("I was about to");
  await parts(second).composer.fill("I was about to say");
  await expect(parts(first).composer).toHaveValue("I was about to say");
  await say(first, "I was about to say this");
  await expect(parts(second).composer).toHaveValue("");
  await expect(parts(second).messages).toHaveText([/say this/]);
});

test("what is entered in the form goes along, and is sent once", async ({ site }) => {
  const first = await openLab(site);
  await first.evaluate(() => void chat.startChat(lab.options()).done((session) => (lab.session = session)));
  await expect(parts(first).form).toBeVisible();
  await parts(first).field("firstName").fill("Ann");
  await typingIsStored(first);
  const second = await openLab(site);
  await second.evaluate(() => void chat.restoreChat(lab.options()).done((session) => (lab.session = session)));
  await expect(parts(second).field("firstName")).toHaveValue("Ann");
  await fillForm(second);
  await submitForm(second);
  for (const page of [first, second]) {
    await expect(parts(page).composer).toBeVisible();
    await expect.poll(() => page.evaluate(() => lab.session?.id)).toBe("session-1");
  }
  expect(await site.sessions()).toEqual(["session-1"]);
});

/** Pages that start, and do not load, at the same moment. */
async function startAtOnce(site) {
  const pages = [await openLab(site), await openLab(site), await openLab(site)];
  for (const page of pages) await page.evaluate(() => void chat.restoreChat(lab.options({ registration: false })));
  const outcomes = await Promise.all(pages.map((page) => start(page)));
  expect(outcomes).toEqual(pages.map(() => ({ done: "session-1" })));
  expect(await site.sessions()).toEqual(["session-1"]);
  await say(pages[2], "Hello");
  for (const page of pages) await expect(parts(page).messages).toHaveText([/Hello/]);
}

test("two starts at the same moment give one session", ({ site }) => startAtOnce(site));

/** What becomes of the page that leads, and how it is there again, where it can be. */
const fates = {
  closed: (page) => page.close(),
  killed: async (page) => {
    const crashed = page.waitForEvent("crash");
    const session = await page.context().newCDPSession(page);
    session.send("Page.crash").catch(() => {});
    await crashed;
  },
  // Browsers freeze hidden pages only, and under a test none is hidden: what a page hears is what counts.
  frozen: async (page) => {
    await page.evaluate(() => document.dispatchEvent(new Event("freeze")));
    return async () => {
      await page.evaluate(() => document.dispatchEvent(new Event("resume")));
      return page;
    };
  },
  "in the back/forward cache": async (page) => {
    await page.evaluate(() => (window.wasHere = true));
    await page.goto(new URL("/elsewhere.html", page.url()).href);
    return async () => {
      await page.goBack({ waitUntil: "commit" });
      await page.waitForFunction(() => document.readyState === "complete");
      expect(await page.evaluate(() => window.wasHere)).toBe(true);
      return page;
    };
  },
};

for (const [fate, befall] of Object.entries(fates)) {
  test(`when the page that leads is ${fate}, the other goes on`, async ({ context, site }) => {
    const polls = watchPolls(context);
    const [first, second] = await twoPages(site);
    await site.faults({ hold: true });
    await say(second, "Is it sent?");
    const back = await befall(first);
    await site.faults({ hold: false });
    await expect.poll(() => polls(second), { timeout: SOON }).toBeGreaterThan(0);
    await expect(parts(second).messages).toHaveText([/Is it sent/]);
    await goOn(site, [second]);
    expect((await site.session()).said).toEqual(["Is it sent?"]);
    if (!back) return;
    const again = await back();
    await expect(parts(again).messages).toHaveText([/Is it sent/, /Still there/]);
    await goOn(site, [again, second], "And now");
    await say(again, "Yes");
    await expect(parts(second).messages.last()).toHaveText(/Yes/);
    expect((await site.session()).said).toEqual(["Is it sent?", "Yes"]);
  });
}

test("where no page is told that it is frozen, one that nobody sees soon lets another lead", async ({ context, site }) => {
  await context.addInitScript(() => {
    delete Document.prototype.onfreeze;
    let seen = "visible";
    Object.defineProperty(document, "visibilityState", { get: () => seen });
    window.hide = () => {
      seen = "hidden";
      document.dispatchEvent(new Event("visibilitychange"));
    };
  });
  const polls = watchPolls(context);
  const [first, second] = await twoPages(site);
  await goOn(site, [first, second]);
  expect(polls(second)).toBe(0);
  await first.evaluate(() => window.hide());
  await expect.poll(() => polls(second), { timeout: SOON }).toBeGreaterThan(0);
  await goOn(site, [first, second], "And now");
});

test("a chat that is ended in one page is over in all, and nothing of it is left", async ({ site }) => {
  const [first, second] = await twoPages(site);
  for (const page of [first, second]) await page.evaluate(() => lab.listen(lab.session));
  await second.evaluate(() => lab.session.leave());
  for (const page of [first, second]) {
    await expect(parts(page).ended).toBeVisible();
    await expect.poll(async () => (await told(page)).filter(([name]) => name === "SessionEnded").length).toBe(1);
    expect(await storage(page)).toEqual({});
  }
  await expect.poll(async () => (await site.session()).ended).toBe(true);
});

test("what is read in one page is read in the other", async ({ site }) => {
  const [first, second] = await twoPages(site);
  for (const page of [first, second]) await page.evaluate(() => chat.toggle());
  await site.agent("Says", "One");
  await site.agent("Says", "Two");
  for (const page of [first, second]) await expect(page.getByTestId("rejoin-unread")).toHaveText("2");
  await second.evaluate(() => chat.toggle());
  await expect(first.getByTestId("rejoin-unread")).toHaveCount(0);
});

async function startInOnePage(site) {
  const first = await openLab(site);
  const options = { tabs: "exclusive" };
  expect(await start(first, options)).toEqual({ done: "session-1" });
  const second = await openLab(site);
  for (const call of [restore, start]) {
    expect(await call(second, options)).toMatchObject({ fail: { code: 201 } });
    await expect(parts(second).window).toHaveCount(0);
  }
  await first.reload();
  await labIsReady(first);
  expect(await restore(first, options)).toEqual({ done: "session-1" });
  await first.close();
  expect(await restore(second, options)).toEqual({ done: "session-1" });
}

test("a chat that is to be in one page is refused in a second, until the first is gone", ({ site }) => startInOnePage(site));

test("a tab's own chat is not in a duplicate of the tab", async ({ context, site }) => {
  const first = await openLab(site);
  const options = { storage: "tab" };
  expect(await start(first, options)).toEqual({ done: "session-1" });
  // Opened by a page, the new one begins with a copy of its sessionStorage, as a duplicate does.
  const opened = context.waitForEvent("page");
  await first.evaluate(() => void window.open(location.href));
  const second = await opened;
  await labIsReady(second);
  expect(Object.keys(await second.evaluate(() => ({ ...sessionStorage })))).not.toEqual([]);
  expect(await restore(second, options)).toMatchObject({ fail: { code: 201 } });
  await first.reload();
  await labIsReady(first);
  expect(await restore(first, options)).toEqual({ done: "session-1" });
});

test("chats of other namespaces are other chats", async ({ site }) => {
  const [first, second] = [await openLab(site), await openLab(site)];
  expect(await start(first, { namespace: "shop" })).toEqual({ done: "session-1" });
  expect(await start(second, { namespace: "help" })).toEqual({ done: "session-2" });
  await say(first, "To the shop");
  await say(second, "To the help desk");
  await expect(parts(first).messages).toHaveText([/To the shop/]);
  await expect(parts(second).messages).toHaveText([/To the help desk/]);
  await second.evaluate(() => lab.session.leave());
  await expect(parts(second).ended).toBeVisible();
  await expect(parts(first).composer).toBeVisible();
});

// As on pages that did not come over https, in old browsers, and in frames that are not trusted.
const lacking = {
  "locks that are given": () => {
    if (window.LockManager) LockManager.prototype.request = () => Promise.reject(new DOMException("Not here.", "SecurityError"));
  },
  locks: () => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }),
  "locks and channels": () => {
    Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
    delete window.BroadcastChannel;
  },
};

for (const [what, take] of Object.entries(lacking)) {
  test(`without ${what} there is one connection too, and another when that is gone`, async ({ context, site }) => {
    await context.addInitScript(take);
    const polls = watchPolls(context);
    const [first, second] = await twoPages(site);
    await say(second, "Hello");
    await expect(parts(first).messages).toHaveText([/Hello/]);
    await goOn(site, [first, second]);
    expect(polls(second)).toBe(0);
    await fates.killed(first);
    await expect.poll(() => polls(second), { timeout: SOON }).toBeGreaterThan(0);
    await goOn(site, [second], "And now");
    await second.evaluate(() => lab.session.leave());
    await expect(parts(second).ended).toBeVisible();
    await expect.poll(() => storage(second)).toEqual({});
  });

  test(`without ${what} starts at the same moment give one session`, async ({ context, site }) => {
    await context.addInitScript(take);
    await startAtOnce(site);
  });

  test(`without ${what} a chat that is to be in one page is refused in a second`, async ({ context, site }) => {
    await context.addInitScript(take);
    await startInOnePage(site);
  });
}
