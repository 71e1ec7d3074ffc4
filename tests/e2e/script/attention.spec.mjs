// Answers that the visitor does not see come: a number in the title, and who asks for it hears of them once.

import { parts } from "../support/chat.mjs";
import { expect, labIsReady, openLab, restore, start, test } from "./support/site.mjs";

/** What was not read is told of by then, and the next page has taken over; in a test that waits for nothing to come. */
const LATER = 4_000;

/** A browser that plays nothing and shows nothing, but notes it; a test says what the visitor answers it. */
function rig(permission) {
  const noted = (window.noted = { notes: 0, asked: 0, shown: [] });
  const param = () => ({ setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} });
  const node = () => ({ frequency: param(), gain: param(), connect() {}, stop() {} });
  window.AudioContext = class {
    state = "suspended";
    currentTime = 0;
    destination = node();
    resume = async () => void (this.state = "running");
    suspend = async () => void (this.state = "suspended");
    createGain = node;
    createOscillator = () => ({ ...node(), start: () => noted.notes++ });
  };
  window.Notification = class extends EventTarget {
    static permission = "default";
    static async requestPermission() {
      noted.asked++;
      localStorage.setItem("permission", permission);
      return permission;
    }
    constructor(title, { body, tag }) {
      super();
      // As a browser does, all pages of a site alike; what may not be shown is dropped.
      if (localStorage.getItem("permission") !== "granted") return;
      noted.shown.push({ title, body, tag, one: this, open: true });
    }
    close() {
      for (const shown of noted.shown) shown.open &&= shown.one !== this;
    }
  };
  // Under a test no page is ever hidden.
  let seen = "visible";
  Object.defineProperty(document, "visibilityState", { get: () => seen });
  window.see = (state) => {
    seen = state;
    document.dispatchEvent(new Event("visibilitychange"));
  };
}

const see = (page, state) => page.evaluate((state) => window.see(state), state);
const noted = (page) =>
  page.evaluate(() => ({
    // Two notes are one sound.
    sounds: noted.notes / 2,
    asked: noted.asked,
    shown: noted.shown.map(({ title, body, open }) => ({ title, body, open })),
  }));
const bell = (page) => page.getByTestId("rejoin-alerts");

/** The sounds and notifications of all pages. */
async function inAll(pages) {
  const each = await Promise.all(pages.map(noted));
  return { sounds: each.reduce((sum, { sounds }) => sum + sounds, 0), shown: each.flatMap(({ shown }) => shown) };
}

/** A chat on a page where the visitor has agreed. The sample is not counted. */
async function agreed(site) {
  const page = await openLab(site);
  expect(await start(page)).toEqual({ done: "session-1" });
  await site.agent("Joins");
  await bell(page).click();
  await expect.poll(async () => (await noted(page)).sounds).toBe(1);
  await page.evaluate(() => (window.noted.notes = 0));
  return page;
}

test.describe("with leave", () => {
  test.beforeEach(({ context }) => context.addInitScript(rig, "granted"));

  test("two pages, one answer: one sound and one notification", async ({ site }) => {
    const first = await agreed(site);
    const second = await openLab(site);
    expect(await restore(second)).toEqual({ done: "session-1" });
    await expect(bell(second)).toHaveAttribute("aria-pressed", "true");
    const pages = [first, second];
    for (const page of pages) await see(page, "hidden");
    await site.agent("Says", "Are you still there?");
    for (const page of pages) await expect(page).toHaveTitle(/^\(1\) /);
    await expect.poll(async () => (await inAll(pages)).sounds).toBe(1);
    await first.waitForTimeout(LATER);
    const told = await inAll(pages);
    expect(told.sounds).toBe(1);
    expect(told.shown).toMatchObject([{ body: "Are you still there?", open: true }]);
    await see(second, "visible");
    for (const page of pages) await expect(page).not.toHaveTitle(/^\(/);
    await expect.poll(async () => (await inAll(pages)).shown[0].open).toBe(false);
  });

  test("a page that wakes while nobody sees it does not take the answer for read", async ({ site }) => {
    const first = await agreed(site);
    const second = await openLab(site);
    expect(await restore(second)).toEqual({ done: "session-1" });
    const pages = [first, second];
    for (const page of pages) await see(page, "hidden");
    for (const event of ["freeze", "resume"]) {
      await second.evaluate((event) => document.dispatchEvent(new Event(event)), event);
    }
    await second.waitForTimeout(LATER);
    await site.agent("Says", "Are you still there?");
    for (const page of pages) await expect(page).toHaveTitle(/^\(1\) /);
    await expect.poll(async () => (await inAll(pages)).sounds).toBe(1);
  });

  test("a click on the notification goes to the chat", async ({ site }) => {
    const page = await agreed(site);
    await page.evaluate(() => chat.toggle());
    await see(page, "hidden");
    await site.agent("Says", "x".repeat(300));
    await expect.poll(async () => (await noted(page)).shown.length).toBe(1);
    expect((await noted(page)).shown[0].body).toBe(`${"x".repeat(120)}…`);
    await see(page, "visible");
    await page.evaluate(() => noted.shown[0].one.dispatchEvent(new Event("click")));
    await expect(parts(page).window).toBeVisible();
    await expect.poll(async () => (await noted(page)).shown[0].open).toBe(false);
  });

  test("a page that is seen is told by the sound alone, and one that shows the answer not at all", async ({ site }) => {
    const page = await agreed(site);
    await site.agent("Says", "You see this");
    await expect(parts(page).messages).toHaveCount(1);
    await page.waitForTimeout(LATER);
    expect((await noted(page)).sounds).toBe(0);
    await page.evaluate(() => chat.toggle());
    await site.agent("Says", "But not this");
    await expect.poll(async () => (await noted(page)).sounds).toBe(1);
    expect((await noted(page)).shown).toEqual([]);
    await expect(page).not.toHaveTitle(/^\(/);
  });

  test("a reload tells of nothing again, and keeps the wish", async ({ site }) => {
    const page = await agreed(site);
    await page.evaluate(() => chat.toggle());
    await site.agent("Says", "Once");
    await expect.poll(async () => (await noted(page)).sounds).toBe(1);
    await page.reload();
    await labIsReady(page);
    expect(await restore(page)).toEqual({ done: "session-1" });
    await see(page, "hidden");
    await page.waitForTimeout(LATER);
    expect(await noted(page)).toMatchObject({ sounds: 0, shown: [] });
    await site.agent("Says", "And another");
    await expect.poll(async () => (await noted(page)).sounds).toBe(1);
    expect((await noted(page)).shown).toMatchObject([{ body: "And another" }]);
  });

  test("nobody is told who has not asked for it, or no longer wants it", async ({ site }) => {
    const page = await openLab(site);
    expect(await start(page)).toEqual({ done: "session-1" });
    await site.agent("Joins");
    await expect(bell(page)).toHaveAttribute("aria-pressed", "false");
    await see(page, "hidden");
    await site.agent("Says", "Hello?");
    await expect(page).toHaveTitle(/^\(1\) /);
    await page.waitForTimeout(LATER);
    expect(await noted(page)).toMatchObject({ sounds: 0, asked: 0, shown: [] });
    await see(page, "visible");
    await bell(page).click();
    await expect.poll(async () => (await noted(page)).asked).toBe(1);
    await bell(page).click();
    await expect(bell(page)).toHaveAttribute("aria-pressed", "false");
    await see(page, "hidden");
    await site.agent("Says", "Hello again?");
    await expect(page).toHaveTitle(/^\(1\) /);
    await page.waitForTimeout(LATER);
    // The sample.
    expect(await noted(page)).toMatchObject({ sounds: 1, asked: 1, shown: [] });
  });
});

test("a visitor who refuses notifications still has the sound", async ({ context, site }) => {
  await context.addInitScript(rig, "denied");
  const page = await agreed(site);
  await see(page, "hidden");
  await site.agent("Says", "Hello?");
  await expect.poll(async () => (await noted(page)).sounds).toBe(1);
  expect((await noted(page)).shown).toEqual([]);
});

test("a page that lacks both, or throws, loses nothing else", async ({ context, site }) => {
  await context.addInitScript(rig, "granted");
  await context.addInitScript(() => {
    const refuse = () => {
      throw new Error("Not here.");
    };
    window.Notification.requestPermission = refuse;
    window.AudioContext = class {
      resume = refuse;
    };
  });
  const page = await openLab(site);
  expect(await start(page)).toEqual({ done: "session-1" });
  await site.agent("Joins");
  await bell(page).click();
  await expect(bell(page)).toHaveAttribute("aria-pressed", "true");
  await page.evaluate(() => {
    delete window.Notification;
    delete window.AudioContext;
  });
  await see(page, "hidden");
  await site.agent("Says", "Hello?");
  await expect(page).toHaveTitle(/^\(1\) /);
  await page.waitForTimeout(LATER);
  await see(page, "visible");
  await site.agent("Says", "There you are.");
  await expect(parts(page).messages).toHaveCount(2);
});

test.describe("the title", () => {
  test.beforeEach(({ context }) => context.addInitScript(rig, "denied"));

  /** A page whose title is `Shop`, with so many answers on it that nobody has seen. */
  async function unseen(site, options) {
    const page = await openLab(site);
    await page.evaluate(() => (document.title = "Shop"));
    expect(await start(page, options)).toEqual({ done: "session-1" });
    await site.agent("Joins");
    await see(page, "hidden");
    await site.agent("Says", "One");
    await site.agent("Says", "Two");
    return page;
  }

  test("counts until the page is seen", async ({ site }) => {
    const page = await unseen(site);
    await expect(page).toHaveTitle("(2) Shop");
    await see(page, "visible");
    await expect(page).toHaveTitle("Shop");
  });

  test("keeps what the page makes of it", async ({ site }) => {
    const page = await unseen(site);
    await expect(page).toHaveTitle("(2) Shop");
    await page.evaluate(() => (document.title = "(2) Cart"));
    await site.agent("Says", "Three");
    await expect(page).toHaveTitle("(3) (2) Cart");
    await page.evaluate(() => (document.title += " – Shop"));
    await see(page, "visible");
    await expect(page).toHaveTitle("(2) Cart – Shop");
    await see(page, "hidden");
    await site.agent("Says", "Four");
    await expect(page).toHaveTitle("(1) (2) Cart – Shop");
    await page.evaluate(() => (document.title = "Help"));
    await see(page, "visible");
    await expect(parts(page).messages).toHaveCount(4);
    await expect(page).toHaveTitle("Help");
  });

  test("is as it was when the chat is taken off the page", async ({ site }) => {
    const page = await unseen(site);
    await expect(page).toHaveTitle("(2) Shop");
    await page.evaluate(() => chat.destroy());
    await expect(page).toHaveTitle("Shop");
  });

  test("is left alone where the page wants that", async ({ site }) => {
    const page = await unseen(site, { ui: { titleCount: false } });
    await page.evaluate(() => chat.toggle());
    await expect(parts(page).unread).toHaveText("2");
    expect(await page.title()).toBe("Shop");
  });
});
