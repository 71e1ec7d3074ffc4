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

for (const [look, given] of Object.entries(looks)) {
  for (const dir of directions) {
    for (const width of widths) {
      test.describe(`${width} ${look} ${dir}`, () => {
        test.use(browserFor(width, given));

        test("looks as it did", async ({ page }) => {
          await openGallery(page, { dir });
          for (const section of await page.locator("[id]:has(> .cards)").all()) {
            const name = `${await section.getAttribute("id")}.webp`;
            const picture = await section.screenshot(PICTURE);
            expect.soft(picture).toMatchSnapshot([`${width}-${look}-${dir}`, name], { maxDiffPixels: 60 });
          }
          expect(await overflow(page)).toEqual([]);
        });
      });
    }

    test.describe(`${look} ${dir}`, () => {
      test.use(browserFor(1280, given));

      test("axe finds nothing, and nothing moves", async ({ page }) => {
        await openGallery(page, { dir });
        expect(await axe(page, { except: ONLY_ONE })).toEqual([]);
        // Who has asked for less motion gets none.
        expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
      });
    });
  }
}

for (const theme of themes) {
  for (const scheme of ["light", "dark"]) {
    for (const dir of directions) {
      test.describe(`${theme}, ${scheme}, ${dir}`, () => {
        test.use(browserFor(1280, looks[scheme]));

        test("axe finds nothing", async ({ page }) => {
          await openGallery(page, { theme, dir });
          expect(await axe(page, { except: ONLY_ONE })).toEqual([]);
        });
      });
    }
  }
}

for (const dir of directions) {
  test.describe(`room, ${dir}`, () => {
    test.use(browserFor(1280, looks.light));

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
  test.use(browserFor(1280, looks.light));
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
