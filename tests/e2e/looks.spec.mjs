// The pages of the demo site, wide and light, narrow and dark: nothing sticks out, axe finds nothing, and there is a
// picture of each in `results/looks` for people to look at. The widget itself is in gallery.spec.mjs.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "./support/test.mjs";
import { axe } from "./support/axe.mjs";

const folder = fileURLToPath(new URL("./results/looks/", import.meta.url));
mkdirSync(folder, { recursive: true });

const views = {
  wide: { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  narrow: { viewport: { width: 360, height: 740 }, colorScheme: "dark" },
};

for (const [size, view] of Object.entries(views)) {
  test.describe(size, () => {
    test.use(view);
    for (const path of ["/", "/pricing", "/help", "/contact", "/support", "/headless", "/desk"]) {
      test(path, async ({ page }) => {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await page.screenshot({ path: `${folder}page${path.replaceAll("/", "-")}-${size}.png`, fullPage: true });
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
        expect(await axe(page)).toEqual([]);
      });
    }
  });
}
