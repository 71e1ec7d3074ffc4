// A long chat: its last screen at once, the rest as the visitor scrolls towards it.

import { expectInPlace, firstInSight, parts, typingIsStored } from "../support/chat.mjs";
import { expect, openLab, restore, start, test } from "./support/site.mjs";

const LENGTH = 2_000;
/** Longer ones now and then, so that no two parts are of the same height. */
const textOf = (i) => `Message ${i}${i % 7 === 0 ? " of several lines".repeat(i % 11) : ""}`;
const TEXTS = Array.from({ length: LENGTH }, (_, i) => textOf(i));

const rows = (page) => page.locator("[data-position]");

/** A restored page on which all that was said is stored and hardly anything is drawn. */
async function openLong(site) {
  const page = await openLab(site);
  await start(page, { ui: false });
  await site.agent("SaysAll", TEXTS);
  const known = () => page.evaluate(() => lab.session.getTranscript().then(({ messages }) => messages.length));
  await expect.poll(known).toBe(LENGTH);
  // How far it was read too: what is unread is read from the storage at once, to be counted.
  await typingIsStored(page);
  await reopen(page, site);
  return page;
}

async function reopen(page, site) {
  await page.goto(site.url("lab.html"));
  await page.waitForFunction(() => window.lab !== undefined);
  await restore(page);
  await expect(parts(page).messages.first()).toBeAttached();
}

const scrollTo = (page, top) => parts(page).transcript.evaluate((list, top) => (list.scrollTop = top), top);

/** Until older rows have been drawn. */
async function grown(page, before) {
  await expect.poll(() => rows(page).count()).toBeGreaterThan(before);
  await page.waitForTimeout(200);
}

/** By the keyboard, as far as there is anything. */
async function goToBeginning(page) {
  const first = page.locator('[data-position="1"]');
  await parts(page).transcript.focus();
  await expect(async () => {
    for (let i = 0; i < 10; i++) {
      await page.keyboard.press("Home");
      await page.waitForTimeout(30);
    }
    await expect(first).toBeInViewport({ timeout: 1 });
  }).toPass({ timeout: 40_000 });
}

test("a long chat comes back with its last screen, and brings the rest to who scrolls up", async ({ site }) => {
  const page = await openLong(site);
  await page.waitForTimeout(500);
  const few = await rows(page).count();
  expect(few).toBeLessThanOrEqual(64);

  // Near the top, and at the very top, where browsers do not keep the place.
  for (const top of [300, 0]) {
    const count = await rows(page).count();
    await scrollTo(page, top);
    const before = await firstInSight(page);
    await grown(page, count);
    await expectInPlace(page, before);
    expect(await rows(page).count()).toBeLessThan(count + 200);
  }
  await goToBeginning(page);
  expect(await rows(page).count()).toBe(LENGTH);
  await expect(parts(page).messages.first()).toContainText("Message 0");
  await expect(parts(page).announcer).toHaveText("");
});

test("what is drawn while the visitor turns the wheel does not throw them back or forth", async ({ site }) => {
  const page = await openLong(site);
  await parts(page).transcript.hover();
  let before = (await firstInSight(page)).position;
  for (let i = 0; i < 60; i++) {
    await page.mouse.wheel(0, -400);
    await page.waitForTimeout(30);
    const { position } = await firstInSight(page);
    expect(position).toBeLessThanOrEqual(before);
    expect(position).toBeGreaterThan(before - 40);
    before = position;
  }
  expect(before).toBeLessThan(LENGTH - 150);
});

test("a reload in an old part comes back to the same entry, and the page still gets the whole", async ({ site }) => {
  const page = await openLong(site);
  for (let i = 0; i < 4; i++) {
    const count = await rows(page).count();
    await scrollTo(page, 0);
    await grown(page, count);
  }
  await scrollTo(page, 500);
  await page.waitForTimeout(400);
  const before = await firstInSight(page);
  expect(before.position).toBeLessThan(LENGTH - 200);
  await reopen(page, site);
  await page.waitForTimeout(500);
  await expectInPlace(page, before);
  expect(await rows(page).count()).toBeLessThan(LENGTH / 2);

  const { messages } = await page.evaluate(() => lab.session.getTranscript());
  expect(messages.map((message) => message.content.text)).toEqual(TEXTS);
  await page.waitForTimeout(300);
  await expectInPlace(page, before);
});

test("a list that the newest messages do not fill is filled from the older ones", async ({ site }) => {
  const page = await openLong(site);
  await page.goto(site.url("lab.html"));
  await page.waitForFunction(() => window.lab !== undefined);
  await page.evaluate(() => {
    const box = document.createElement("div");
    box.style.height = "6000px";
    document.body.append(box);
    return lab.outcome(chat.restoreChat(lab.options({ registration: false, ui: { container: box } })));
  });
  const heights = () =>
    parts(page).transcript.evaluate((list) => ({ all: list.scrollHeight, inSight: list.clientHeight, above: list.scrollTop }));
  await expect(async () => {
    const { all, inSight, above } = await heights();
    expect(inSight).toBeLessThan(6_000);
    expect(all).toBeGreaterThan(2 * inSight);
    expect(all - inSight - above).toBeLessThan(2);
  }).toPass();
  expect(await rows(page).count()).toBeLessThan(LENGTH / 2);
});
