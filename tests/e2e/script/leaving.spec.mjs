// A window that is minimised, or whose chat is put away, moves out of sight before it goes, and is in nobody's way
// meanwhile.

import { parts, say } from "../support/chat.mjs";
import { expect, openLab, openShadows, session, start, storage, test } from "./support/site.mjs";

test.beforeEach(({ context }) => openShadows(context));

/** So slow that it can be looked at. */
const slowly = (time) => ({ ui: { theme: { time } } });
const minimise = (page) => page.getByTestId("rejoin-minimise").click();
/** By the keyboard: a click waits until nothing moves any more. */
const openAgain = (page) => parts(page).launcher.press("Enter");

for (const [name, viewport] of [
  ["large", { width: 1000, height: 700 }],
  ["small", { width: 360, height: 640 }],
]) {
  test.describe(`on a ${name} screen`, () => {
    test.use({ viewport });

    test("the launcher has the focus at once, and what leaves can only be seen", async ({ lab }) => {
      await start(lab, slowly("4s"));
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
      await openAgain(lab);
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
  await start(lab, slowly("4s"));
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

test("the line above what is new goes with the window that showed it, and not before", async ({ site, lab }) => {
  await start(lab, slowly("4s"));
  await site.agent("Joins");
  await minimise(lab);
  await expect(parts(lab).window).toHaveCount(0);
  await site.agent("Says", "Are you there?");
  await expect(parts(lab).unread).toHaveText("1");
  const { window, launcher, transcript } = parts(lab);
  const below = () => transcript.locator("[data-testid=rejoin-news] ~ li").evaluateAll((rows) => rows.map((row) => row.textContent));
  await launcher.click();
  await expect.poll(below).toEqual([expect.stringContaining("Are you there?")]);
  await minimise(lab);
  await expect(window).toHaveAttribute("inert");
  expect(await below()).toEqual([expect.stringContaining("Are you there?")]);
  await openAgain(lab);
  await expect(window).not.toHaveAttribute("inert");
  expect(await below()).toEqual([]);
  await minimise(lab);
  await expect(window).toHaveAttribute("inert");
  await site.agent("Says", "One more thing");
  await expect(parts(lab).unread).toHaveText("1");
  await openAgain(lab);
  await expect.poll(below).toEqual([expect.stringContaining("One more thing")]);
});

test("who has asked for less motion need not wait", async ({ lab }) => {
  await lab.emulateMedia({ reducedMotion: "reduce" });
  await start(lab, slowly("100s"));
  await minimise(lab);
  await expect(parts(lab).window).toHaveCount(0);
  await expect(parts(lab).launcher).toBeFocused();
});

test.describe("a chat that is put away", () => {
  /** By the keyboard, which does not wait until all has moved in. */
  const press = (page, name) => page.getByTestId(`rejoin-${name}`).press("Enter");
  const widgets = (page) => page.locator(".rejoin");

  /** What moves from now on can be looked at. */
  const slowDown = (page) =>
    page.getByTestId("rejoin-window").evaluate((window) => window.parentNode.style.setProperty("--rj-time", "1000s"));

  /** It is on its way, and good for nothing else. */
  async function expectLeaving(page) {
    const { window } = parts(page);
    await expect(window).toHaveAttribute("inert");
    expect(await window.evaluate((window) => window.getAnimations().map(({ animationName }) => animationName))).toEqual(["rj-leave"]);
  }

  const moveOut = (page) =>
    page.getByTestId("rejoin-window").evaluate((window) => window.getAnimations().forEach((animation) => animation.finish()));

  /** A button of the page's that has the focus when the chat is called for. */
  const byButton = (page) =>
    page.evaluate(() => {
      const button = Object.assign(document.createElement("button"), { id: "opener", textContent: "Help" });
      document.body.prepend(button);
      button.focus();
    });

  async function over(page, options) {
    await start(page, options);
    await say(page, "My number is 4711");
    await expect(parts(page).messages).toHaveCount(1);
    await session(page, "leave");
    await expect(parts(page).ended).toBeVisible();
  }

  /** A form with something in it. */
  async function filled(page) {
    await page.evaluate(() => {
      lab.started = lab.outcome(chat.startChat(lab.options()));
      lab.started.then(() => (lab.isSettled = true));
    });
    await parts(page).field("email").fill("ann@example.com");
  }

  test("after its end moves out with all that was said in it; the rest is done with at once", async ({ lab }) => {
    await byButton(lab);
    await over(lab);
    await slowDown(lab);
    await press(lab, "end");
    await expectLeaving(lab);
    const { window, messages, launcher, ended } = parts(lab);
    await expect(lab.locator("#opener")).toBeFocused();
    await expect(messages).toHaveText([/4711/]);
    await expect(ended).toHaveCount(1);
    await expect(launcher).toHaveCount(0);
    expect(await storage(lab)).toEqual({});
    await moveOut(lab);
    await expect(window).toHaveCount(0);
    await expect(widgets(lab)).toHaveCount(0);
    await expect(lab.locator("#opener")).toBeFocused();
  });

  test("as a form moves out with the question, and is given up at once", async ({ site, lab }) => {
    await byButton(lab);
    await filled(lab);
    await slowDown(lab);
    await press(lab, "end");
    await press(lab, "end-yes");
    await expectLeaving(lab);
    await expect(lab.locator("#opener")).toBeFocused();
    expect(await storage(lab)).toEqual({});
    expect(await lab.evaluate(() => lab.isSettled)).toBe(true);
    expect(await lab.evaluate(() => lab.started)).toMatchObject({ fail: { code: 230 } });
    await expect(lab.getByTestId("rejoin-end-yes")).toHaveCount(1);
    await moveOut(lab);
    await expect(widgets(lab)).toHaveCount(0);
    expect(await site.sessions()).toEqual([]);
  });

  test("that was not opened has nothing to move", async ({ lab }) => {
    await over(lab, slowly("100s"));
    await lab.evaluate(() => chat.toggle());
    await lab.emulateMedia({ reducedMotion: "reduce" });
    await expect(parts(lab).window).toHaveCount(0);
    await lab.emulateMedia({ reducedMotion: "no-preference" });
    await lab.evaluate(() => chat.close());
    await expect(widgets(lab)).toHaveCount(0);
  });

  test("goes at once where less motion is asked for", async ({ lab }) => {
    await lab.emulateMedia({ reducedMotion: "reduce" });
    await over(lab, slowly("100s"));
    await press(lab, "end");
    await expect(widgets(lab)).toHaveCount(0);
  });

  test("goes in a page in which nothing moves as well", async ({ lab }) => {
    await lab.clock.install();
    await over(lab);
    // As in one that nobody sees.
    await slowDown(lab);
    await lab.evaluate(() => chat.close());
    await expectLeaving(lab);
    await lab.clock.fastForward("00:11");
    await expect(widgets(lab)).toHaveCount(0);
  });

  for (const [what, options] of [
    ["a chat", { registration: false }],
    ["a form", {}],
  ]) {
    test(`gives way to ${what} that is begun meanwhile`, async ({ lab }) => {
      await over(lab);
      await slowDown(lab);
      await lab.evaluate(() => chat.close());
      await expectLeaving(lab);
      await lab.evaluate((options) => void (lab.started = lab.outcome(chat.startChat(lab.options(options)))), options);
      const { window, composer, form, messages } = parts(lab);
      await expect(options.registration === false ? composer : form).toBeVisible();
      await expect(window).toHaveCount(1);
      await expect(window).not.toHaveAttribute("inert");
      await expect(messages).toHaveCount(0);
      await expect(widgets(lab)).toHaveCount(1);
      // It can be written in.
      if (options.registration === false) {
        expect(await lab.evaluate(() => lab.started)).toEqual({ done: "session-2" });
        await say(lab, "And again");
        await expect(messages).toHaveText([/And again/]);
      } else {
        await parts(lab).field("email").fill("bob@example.com");
      }
    });
  }

  test("on a small screen does not cover what is beneath", async ({ context, site }) => {
    await openShadows(context);
    const page = await openLab(site, "launcher.html");
    await page.setViewportSize({ width: 360, height: 640 });
    const launcher = page.getByTestId("rejoin-loader-launcher");
    await launcher.click();
    await expect(parts(page).composer).toBeVisible();
    await site.server("ends");
    await expect(parts(page).ended).toBeVisible();
    await slowDown(page);
    await page.evaluate(() => chat.close());
    await expectLeaving(page);
    await expect(launcher).toHaveCount(1);
    await launcher.click();
    await expect(parts(page).composer).toBeVisible();
    await expect(launcher).toHaveCount(0);
    await expect(widgets(page)).toHaveCount(1);
  });

  for (const [deed, run] of [
    ["logs out", () => void chat.forget()],
    ["takes it off the page", () => chat.destroy()],
  ]) {
    test(`is not to be seen any more when the page ${deed} meanwhile`, async ({ lab }) => {
      await over(lab);
      await slowDown(lab);
      await lab.evaluate(() => chat.close());
      await expectLeaving(lab);
      expect(await lab.evaluate(`(${run})(); lab.isDrawn()`)).toBe(false);
      await expect(widgets(lab)).toHaveCount(0);
    });
  }

  test("nor is one whose visitor logs out, in this page and in others", async ({ site, lab }) => {
    const other = await openLab(site);
    for (const page of [lab, other]) {
      await (page === lab ? over(page) : start(page));
      await slowDown(page);
    }
    expect(await lab.evaluate(() => void chat.forget() || lab.isDrawn())).toBe(false);
    for (const page of [lab, other]) await expect(widgets(page)).toHaveCount(0);
  });

  test("nor one of another visitor", async ({ lab }) => {
    await over(lab, { visitorId: "ann" });
    await slowDown(lab);
    await start(lab, { visitorId: "bob" });
    await expect(widgets(lab)).toHaveCount(1);
    await expect(parts(lab).window).not.toHaveAttribute("inert");
    await expect(parts(lab).messages).toHaveCount(0);
  });
});
