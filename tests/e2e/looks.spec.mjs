// The main states, wide and light, narrow and dark: nothing sticks out, axe finds nothing, and there is a picture of
// each in `results/looks` for people to look at.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "./support/test.mjs";
import { axe } from "./support/axe.mjs";
import * as chat from "./support/chat.mjs";

const { parts } = chat;
const folder = fileURLToPath(new URL("./results/looks/", import.meta.url));
mkdirSync(folder, { recursive: true });

/** What is looked at: how to get there from a fresh page. */
const states = {
  home: async () => {},
  form: async (page) => chat.openForm(page),
  "form-with-complaints": async (page) => {
    await chat.openForm(page);
    await parts(page).field("email").fill("ann@");
    await chat.submitForm(page);
  },
  "form-refused": async (page, desk) => {
    await desk.set("refuse-starts", true);
    await chat.openForm(page);
    await chat.fillForm(page);
    await chat.submitForm(page);
    await expect(page.getByTestId("rejoin-start-problem")).toBeVisible();
  },
  starting: async (page, desk) => {
    await desk.set("hold", true);
    await chat.openForm(page);
    await chat.fillForm(page);
    await chat.submitForm(page);
    await expect(parts(page).starting).toBeVisible();
  },
  waiting: async (page) => {
    await chat.startChat(page);
    await page.getByTestId("rejoin-alerts").click();
    await expect(page.getByTestId("rejoin-alerts")).toHaveAttribute("aria-pressed", "true");
  },
  chatting: async (page, desk) => {
    await conversation(page, desk);
    await parts(page).composer.fill("I am just writing\ntwo lines");
    await desk.type("Let me");
    await expect(page.getByTestId("rejoin-typing")).toBeVisible();
  },
  "scrolled-up": async (page, desk) => {
    await conversation(page, desk);
    for (let i = 1; i <= 14; i++) await desk.say(`There is more to say about that, part ${i}.`);
    await expect(parts(page).messages).toHaveCount(17);
    await parts(page).transcript.evaluate((list) => (list.scrollTop = 40));
    await desk.say("And this is new.");
    await expect(page.getByTestId("rejoin-jump")).toContainText("1 new");
  },
  unread: async (page, desk) => {
    await chat.startChat(page);
    await page.getByTestId("rejoin-minimise").click();
    await desk.chooseLast();
    await desk.join();
    await desk.say("Hello?");
    await expect(parts(page).unread).toHaveText("1");
  },
  "not-sent": async (page, desk) => {
    await chat.startChat(page);
    await desk.set("refuse-messages", true);
    await chat.say(page, "Will you take this?");
    await expect(page.getByTestId("rejoin-retry")).toBeVisible();
  },
  reconnecting: async (page, desk) => {
    await conversation(page, desk);
    await desk.set("unreachable", true);
    await expect(parts(page).banner).toContainText("lost");
    await chat.say(page, "This one waits");
    await page.waitForTimeout(1_000);
  },
  "end-question": async (page, desk) => {
    await conversation(page, desk);
    await page.getByTestId("rejoin-end").click();
    await expect(page.getByTestId("rejoin-end-yes")).toBeVisible();
  },
  ended: async (page, desk) => {
    await conversation(page, desk);
    await desk.end();
    await expect(parts(page).ended).toBeVisible();
  },
};

async function conversation(page, desk) {
  await chat.startChat(page);
  await desk.chooseLast();
  await desk.join();
  await desk.say("Hi Ann, what can I do for you? There is a list at https://example.com/a-rather-long-address/of-things");
  await chat.say(page, "My chain has come off, and I cannot get it back on.");
  await expect(parts(page).messages).toHaveCount(2);
  await desk.say("Bring it round.");
  await expect(parts(page).messages).toHaveCount(3);
}

const views = {
  wide: { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  narrow: { viewport: { width: 360, height: 740 }, colorScheme: "dark" },
};

for (const [size, view] of Object.entries(views)) {
  test.describe(size, () => {
    test.use({ ...view, contextOptions: { reducedMotion: "reduce" } });
    for (const [name, reach] of Object.entries(states)) {
      test(name, async ({ visitor, desk }) => {
        await reach(visitor, desk);
        await visitor.bringToFront();
        await visitor.screenshot({ path: `${folder}${name}-${size}.png` });
        const overflow = () =>
          visitor.evaluate(() => {
            const out = [...document.querySelectorAll(".rejoin *, main")].filter((element) => {
              const box = element.getBoundingClientRect();
              const isSeen = box.width > 1 && getComputedStyle(element).clipPath === "none";
              return isSeen && (box.right > innerWidth + 1 || box.left < -1);
            });
            return [document.documentElement.scrollWidth - innerWidth, out.map((e) => e.className)];
          });
        expect(await overflow()).toEqual([0, []]);
        // Reduced motion is asked for above.
        const moves = () => visitor.evaluate(() => document.querySelector(".rejoin").getAnimations({ subtree: true }).length);
        expect(await moves()).toBe(0);
        expect(await axe(visitor)).toEqual([]);
      });
    }
  });
}

for (const [size, view] of Object.entries(views)) {
  test.describe(`pages, ${size}`, () => {
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
