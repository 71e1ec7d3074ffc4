// A long chat: its last screen comes at once, the rest as the visitor scrolls towards it, and a reload changes neither.

import { parts, typingIsStored } from "../support/chat.mjs";
import { expect, expectSession, numbered, soon, test } from "./support.mjs";

const LENGTH = 2_000;
const rows = (page) => page.locator("[data-position]");

/** The first row in sight, and how far its top is below that of the list. */
const place = (page) =>
  parts(page).transcript.evaluate((list) => {
    const top = list.getBoundingClientRect().top;
    const found = [...list.querySelectorAll("[data-position]")].find((row) => row.getBoundingClientRect().bottom > top);
    return { row: Number(found.dataset.position), offset: Math.round(found.getBoundingClientRect().top - top) };
  });

test("a chat of 2,000 messages", async ({ matrix }) => {
  test.setTimeout(300_000);
  const page = await matrix.startTalk();
  await page.goto("about:blank");
  await matrix.last("sayAll", numbered(LENGTH));
  await page.goto(matrix.url("matrix.html", { skip: "" }));
  await expect(parts(page).messages.last()).toContainText(`Message ${LENGTH}`, { timeout: 60_000 });
  const { messages } = await page.evaluate(() => window.session.getTranscript());
  const texts = messages.filter(({ content }) => content).map(({ content }) => content.text);
  expect(texts).toEqual(["Mine", "Theirs", ...numbered(LENGTH)]);
  await typingIsStored(page);

  // What is on screen needs no server.
  await matrix.faults({ hold: ["sync"] });
  await page.reload();
  await expect(parts(page).messages.last()).toBeInViewport();
  await expect(parts(page).messages.last()).toContainText(`Message ${LENGTH}`);
  expect(await rows(page).count()).toBeLessThanOrEqual(128);
  await matrix.faults({ hold: false });
  await expectSession(page, [], soon);

  await parts(page).transcript.hover();
  let before = (await place(page)).row;
  const last = before;
  for (let i = 0; i < 40; i++) {
    await page.mouse.wheel(0, -400);
    await page.waitForTimeout(30);
    const { row } = await place(page);
    expect(row).toBeLessThanOrEqual(before);
    before = row;
  }
  expect(before).toBeLessThan(last - 150);

  await typingIsStored(page);
  const old = await place(page);
  await matrix.meanwhile(() => matrix.last("say", "While you looked elsewhere"));
  await page.reload();
  await expectSession(page, [], soon);
  await expect(parts(page).messages.last()).toContainText("While you looked elsewhere");
  const { row, offset } = await place(page);
  expect(row).toBe(old.row);
  expect(Math.abs(offset - old.offset)).toBeLessThanOrEqual(2);
  expect(await rows(page).count()).toBeLessThan(LENGTH / 2);
});
