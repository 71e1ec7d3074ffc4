// Every state of the widget, as the gallery of the demo site shows it: what it looks like, what axe says, and whether
// it has room. docs/gallery.md says how to look at a difference, and how to accept one.

import { axe } from "./support/axe.mjs";
import { expect, test } from "./support/test.mjs";
import { browserFor, card, directions, doubleText, looks, openGallery, overflow } from "./support/gallery.mjs";

const widths = [1280, 768, 360];
/** As small as can be read: there are many of them. */
const PICTURE = { type: "webp", quality: 30, animations: "disabled", caret: "hide", scale: "css" };
/** Beside the usual one, which is looked at in forced colours as well. */
const themes = ["meadow", "ember", "ink"];
/** In reality each of these chats is the only one of its page. */
const ONLY_ONE = ["landmark-unique"];

test.beforeEach(({ trouble }) => void trouble);

/** What axe says, and what moves though the visitor has asked for less motion. */
async function expectFlawless(page) {
  expect(await axe(page, { except: ONLY_ONE })).toEqual([]);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
}

// Opening it costs more than looking at it: what the browser can change afterwards is looked at in turn.
for (const dir of directions) {
  for (const width of widths) {
    test.describe(`${width} ${dir}`, () => {
      test.use(browserFor(width));

      test("looks as it did, in each of the colours", async ({ page }) => {
        test.slow();
        await openGallery(page, { dir });
        for (const [look, colours] of Object.entries(looks)) {
          await page.emulateMedia(colours);
          for (const section of await page.locator("[id]:has(> .cards)").all()) {
            const name = `${await section.getAttribute("id")}.webp`;
            const picture = await section.screenshot(PICTURE);
            expect.soft(picture).toMatchSnapshot([`${width}-${look}-${dir}`, name], { maxDiffPixels: 60 });
          }
          expect(await overflow(page)).toEqual([]);
        }
      });
    });
  }

  test.describe(`colours, ${dir}`, () => {
    test.use(browserFor(1280));

    test("axe finds nothing, and nothing moves", async ({ page }) => {
      test.slow();
      await openGallery(page, { dir });
      for (const colours of Object.values(looks)) {
        await page.emulateMedia(colours);
        await expectFlawless(page);
      }
    });
  });

  for (const theme of themes) {
    test.describe(`${theme}, ${dir}`, () => {
      test.use(browserFor(1280));

      test("axe finds nothing, and nothing moves", async ({ page }) => {
        test.slow();
        await openGallery(page, { theme, dir });
        for (const colours of [looks.light, looks.dark]) {
          await page.emulateMedia(colours);
          await expectFlawless(page);
        }
      });
    });
  }
}

for (const dir of directions) {
  test.describe(`room, ${dir}`, () => {
    test.use(browserFor(1280));

    test("in cards of 280 px nothing sticks out", async ({ page }) => {
      await openGallery(page, { dir, width: 280 });
      expect(await overflow(page)).toEqual([]);
    });

    test("with text of twice the size nothing sticks out", async ({ page }) => {
      await openGallery(page, { dir });
      await doubleText(page);
      expect(await overflow(page)).toEqual([]);
    });

    test.describe("zoomed to 400 %", () => {
      // A window of 1280 × 1024 has so many pixels then.
      test.use({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });

      test("nothing sticks out", async ({ page }) => {
        await openGallery(page, { dir });
        expect(await overflow(page)).toEqual([]);
      });
    });
  });
}

test.describe("what a screen reader finds", () => {
  test.use(browserFor(1280));
  const states = ["launcher", "unread-1", "form-complaints", "talk", "amended", "failed", "end-question", "ended-closed"];

  for (const state of states) {
    test(state, async ({ page }) => {
      await openGallery(page, { state });
      await expect(card(page, state).locator(".rejoin")).toMatchAriaSnapshot({ name: `${state}.aria.yml` });
    });
  }
});

test("a state that is shown alone has nothing to find fault with, and a wrong name says so", async ({ page }) => {
  await openGallery(page, { state: "talk" });
  await expect(page.locator("[data-state]")).toHaveCount(1);
  expect(await axe(page)).toEqual([]);
  await page.goto("/gallery?state=none");
  await expect(page.getByText("There is no state of that name.")).toBeVisible();
});
