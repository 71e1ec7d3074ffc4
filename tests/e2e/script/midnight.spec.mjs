// A chat that stays open over midnight.

import { parts, say } from "../support/chat.mjs";
import { expect, labIsReady, test } from "./support/site.mjs";

/** Where summer time begins with the first minute of 24 April 2026: there is no midnight. */
test.use({ timezoneId: "Africa/Cairo", locale: "en-US" });
const BEFORE = "2026-04-23T23:58:30+02:00";

const day = (page) => page.getByTestId("rejoin-day");

/** A chat of that evening, by a clock that the test turns. */
async function talk(site) {
  const page = await site.context.newPage();
  await page.clock.install({ time: BEFORE });
  await page.clock.pauseAt(new Date(Date.parse(BEFORE) + 5_000));
  await page.goto(site.url("lab.html"));
  await labIsReady(page);
  await page.evaluate(() => {
    const options = lab.options({ registration: false, transport: lab.localTransport() });
    lab.started = lab.outcome(chat.startChat(options));
  });
  await expect(async () => {
    await page.clock.runFor(100);
    await expect(parts(page).composer).toBeVisible({ timeout: 300 });
  }).toPass();
  await say(page, "Good night");
  await expect(async () => {
    await page.clock.runFor(100);
    await expect(parts(page).messages).toHaveCount(1, { timeout: 300 });
  }).toPass();
  await expect(day(page)).toHaveText("today");
  await parts(page).transcript.evaluate((list) => {
    window.drawn = 0;
    const seen = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver((changes) => (window.drawn += changes.length)).observe(list, seen);
  });
  return page;
}

const drawn = (page) => page.evaluate(() => window.drawn);

test("at midnight today is yesterday, and nothing else is drawn anew", async ({ site }) => {
  const page = await talk(site);
  await page.clock.runFor(60_000);
  await expect(day(page)).toHaveText("today");
  expect(await drawn(page)).toBe(0);
  await page.clock.runFor(30_000);
  await expect(day(page)).toHaveText("yesterday");
  expect(await drawn(page)).toBe(1);
  await page.clock.runFor(120_000);
  expect(await drawn(page)).toBe(1);
});

test("a machine that has slept over midnight knows so soon, and at once where the page comes into sight", async ({ site }) => {
  const page = await talk(site);
  const show = (state) =>
    page.evaluate((state) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  // Timers stand still meanwhile.
  await page.clock.setSystemTime("2026-04-24T09:00:00+03:00");
  await page.clock.runFor(60_000);
  await expect(day(page)).toHaveText("yesterday");
  await show("hidden");
  await page.clock.setSystemTime("2026-04-25T09:00:00+03:00");
  await show("visible");
  await expect(day(page)).toHaveText("Thursday, April 23");
});
