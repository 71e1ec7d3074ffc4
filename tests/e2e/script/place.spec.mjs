// Where the visitor is in what has been said, when what is in it becomes larger or smaller after it was drawn.

import { createRequire } from "node:module";
import { expectInPlace, firstInSight, parts } from "../support/chat.mjs";
import { expect, start, test } from "./support/site.mjs";

/** Each of its letters is wider than those of the system's. */
const WIDE = createRequire(import.meta.url).resolve("@fontsource/noto-sans-mono/files/noto-sans-mono-latin-400-normal.woff2");

const fromEnd = (page) => parts(page).transcript.evaluate((list) => list.scrollHeight - list.clientHeight - list.scrollTop);
const heightOf = (page) => parts(page).transcript.evaluate((list) => list.scrollHeight);

/** A chat with something to scroll, in a font of the site's that comes when it is told to. */
async function startInLateFont(site, page) {
  let comes;
  const told = new Promise((then) => (comes = then));
  await page.route("**/wide.woff2", async (route) => {
    await told;
    await route.fulfill({ path: WIDE });
  });
  await page.addStyleTag({ content: '@font-face { font-family: Wide; src: url("/wide.woff2"); font-display: swap }' });
  await start(page, { ui: { theme: { font: "Wide, sans-serif" } } });
  for (let i = 1; i <= 12; i++) await site.agent("Says", `Part ${i} of a story that goes on and on, ${"so that its lines wrap, ".repeat(4)}`);
  await expect(parts(page).messages).toHaveCount(12);
  await expect.poll(() => fromEnd(page)).toBeLessThanOrEqual(1);
  // It has long come to rest.
  await page.waitForTimeout(300);
  const before = await heightOf(page);
  return async () => {
    comes();
    await expect.poll(() => heightOf(page)).toBeGreaterThan(before + 100);
    await page.waitForTimeout(100);
  };
}

test("the newest stays in sight when the site's font comes late", async ({ site, lab }) => {
  const fontComes = await startInLateFont(site, lab);
  await fontComes();
  await expect.poll(() => fromEnd(lab)).toBeLessThanOrEqual(1);
  await expect(lab.getByTestId("rejoin-jump")).toHaveCount(0);
});

test("who has scrolled up stays there when the site's font comes late", async ({ site, lab }) => {
  const fontComes = await startInLateFont(site, lab);
  await parts(lab).transcript.evaluate((list) => (list.scrollTop = list.scrollHeight / 3));
  await expect(lab.getByTestId("rejoin-jump")).toBeVisible();
  const before = await firstInSight(lab);
  await fontComes();
  await expectInPlace(lab, before);
});
