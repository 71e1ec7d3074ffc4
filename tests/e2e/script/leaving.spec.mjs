// A window that is minimised moves out of sight before it goes, and is in nobody's way meanwhile.

import { parts, say } from "../support/chat.mjs";
import { expect, openShadows, session, start, test } from "./support/site.mjs";

test.beforeEach(({ context }) => openShadows(context));

/** So slow that it can be looked at. */
const slowly = (time) => ({ ui: { theme: { time } } });
const minimise = (page) => page.getByTestId("rejoin-minimise").click();

for (const [name, viewport] of [
  ["large", { width: 1000, height: 700 }],
  ["small", { width: 360, height: 640 }],
]) {
  test.describe(`on a ${name} screen`, () => {
    test.use({ viewport });

    test("the launcher has the focus at once, and what leaves can only be seen", async ({ lab }) => {
      await start(lab, slowly("2s"));
      await say(lab, "Hello");
      await minimise(lab);
      const { window, launcher, messages } = parts(lab);
      await expect(launcher).toBeFocused();
      await expect(launcher).toHaveAttribute("aria-expanded", "false");
      await expect(window).toHaveAttribute("inert");
      // With all that is in it.
      await expect(messages).toHaveText([/Hello/]);
      expect(await lab.evaluate(() => chat.isMinimized())).toBe(true);
      await expect(window).toHaveCount(0);
      await expect(launcher).toBeFocused();
    });

    test("opened again meanwhile it is there, and stays", async ({ lab }) => {
      await start(lab, slowly("2s"));
      await parts(lab).composer.fill("half a sent");
      await minimise(lab);
      const { window, launcher, composer } = parts(lab);
      await expect(window).toHaveAttribute("inert");
      await launcher.click();
      await expect(window).not.toHaveAttribute("inert");
      await expect(composer).toBeFocused();
      await expect(composer).toHaveValue("half a sent");
      await lab.waitForTimeout(2_500);
      await expect(window).toHaveCount(1);
      await minimise(lab);
      await expect(window).toHaveCount(0);
    });
  });
}

test("what comes meanwhile is unread, and said once", async ({ site, lab }) => {
  await start(lab, slowly("2s"));
  await site.agent("Joins");
  await minimise(lab);
  await site.agent("Says", "One more thing");
  const { window, unread, announced } = parts(lab);
  await expect(unread).toHaveText("1");
  await expect(window).toHaveCount(1);
  await expect(announced.last()).toHaveText("Kim: One more thing");
  await expect(window).toHaveCount(0);
  await expect(unread).toHaveText("1");
});

test("who has asked for less motion, and a chat that is put away, need not wait", async ({ lab }) => {
  await start(lab, slowly("100s"));
  await session(lab, "leave");
  await expect(parts(lab).ended).toBeVisible();
  // A click would wait until all has moved in.
  await lab.evaluate(() => chat.close());
  await expect(parts(lab).window).toHaveCount(0);
  await lab.emulateMedia({ reducedMotion: "reduce" });
  await start(lab, slowly("100s"));
  await minimise(lab);
  await expect(parts(lab).window).toHaveCount(0);
  await expect(parts(lab).launcher).toBeFocused();
});
