// Emoji to choose from: by mouse and by keyboard, at the caret, and as if they were typed.

import { axe } from "../support/axe.mjs";
import { parts, typingIsStored } from "../support/chat.mjs";
import { expect, openShadows, restore, start, test } from "./support/site.mjs";

const button = (page) => page.getByTestId("rejoin-emoji");
const panel = (page) => page.getByTestId("rejoin-emoji-panel");
const grid = (page) => page.getByRole("grid", { name: "Emoji" });
const emoji = (page, sign) => grid(page).getByRole("gridcell", { name: sign, exact: true });

/** All requests for them. */
function countModules(page) {
  const modules = [];
  page.on("request", (request) => new URL(request.url()).pathname.endsWith("/emoji.js") && modules.push(request.url()));
  return modules;
}

test.beforeEach(({ context }) => openShadows(context));

test("by mouse one goes where the caret is, can be undone, and is stored like what is typed", async ({ lab }) => {
  const modules = countModules(lab);
  await start(lab);
  const { composer, messages } = parts(lab);
  await composer.pressSequentially("Well done!");
  for (let i = 0; i < 6; i++) await lab.keyboard.press("ArrowLeft");
  expect(modules).toEqual([]);
  await button(lab).click();
  await expect(button(lab)).toHaveAttribute("aria-expanded", "true");
  await expect(emoji(lab, "😀")).toBeFocused();
  // A lab has no landmarks.
  expect(await axe(lab, { except: ["region"] })).toEqual([]);
  await emoji(lab, "👍").click();
  await expect(panel(lab)).toHaveCount(0);
  await expect(composer).toBeFocused();
  await expect(composer).toHaveValue("Well👍 done!");
  await lab.keyboard.press("Control+z");
  await expect(composer).toHaveValue("Well done!");
  await lab.keyboard.press("Control+Shift+z");
  await expect(composer).toHaveValue("Well👍 done!");

  await typingIsStored(lab);
  await lab.reload();
  await restore(lab);
  await expect(composer).toHaveValue("Well👍 done!");
  await button(lab).click();
  await emoji(lab, "🎉").click();
  await composer.press("Enter");
  await expect(messages).toHaveText([/Well👍🎉 done!/]);
  expect(new Set(modules).size).toBe(1);
});

test("by keyboard: arrows, Enter, and Escape, which leaves the window alone", async ({ lab }) => {
  await start(lab);
  await parts(lab).composer.focus();
  await lab.keyboard.press("Tab");
  await expect(button(lab)).toBeFocused();
  await lab.keyboard.press("Enter");
  await expect(emoji(lab, "😀")).toBeFocused();
  for (const [key, sign] of [
    ["ArrowRight", "😃"],
    ["ArrowDown", "🙃"],
    ["End", "🤩"],
    ["ArrowRight", "😘"],
    ["ArrowLeft", "🤩"],
    ["Home", "🙂"],
    ["ArrowUp", "😀"],
    ["ArrowUp", "😀"],
  ]) {
    await lab.keyboard.press(key);
    await expect(emoji(lab, sign), key).toBeFocused();
  }
  await lab.keyboard.press("Escape");
  await expect(panel(lab)).toHaveCount(0);
  await expect(button(lab)).toBeFocused();
  await expect(parts(lab).window).toBeVisible();

  await lab.keyboard.press("Space");
  await expect(emoji(lab, "😀")).toBeFocused();
  await lab.keyboard.press("ArrowRight");
  await lab.keyboard.press("Enter");
  await expect(parts(lab).composer).toBeFocused();
  await expect(parts(lab).composer).toHaveValue("😃");
  await lab.keyboard.press("Enter");
  await expect(parts(lab).messages).toHaveText([/😃/]);
});

test("it closes when the visitor goes on elsewhere, and by its button", async ({ lab }) => {
  await start(lab);
  await button(lab).click();
  await expect(emoji(lab, "😀")).toBeFocused();
  await parts(lab).composer.click();
  await expect(panel(lab)).toHaveCount(0);
  await button(lab).click();
  await expect(emoji(lab, "😀")).toBeFocused();
  await button(lab).click();
  await expect(panel(lab)).toHaveCount(0);
});

test.describe(() => {
  test.use({ provoked: /net::ERR_|404/ });

  test("that they cannot be had is said, and they can be asked for again", async ({ lab }) => {
    const faults = [(route) => route.abort(), (route) => route.fulfill({ status: 404 })];
    await lab.route("**/emoji.js*", (route) => (faults.shift() ?? ((open) => open.continue()))(route));
    await start(lab);
    await button(lab).click();
    const alert = lab.getByRole("alert").filter({ hasText: "The emoji could not be loaded." });
    await expect(alert).toBeVisible();
    await alert.getByRole("button", { name: "Try again" }).press("Enter");
    await expect.poll(() => faults.length).toBe(0);
    await expect(alert).toBeVisible();
    await expect(button(lab)).toBeFocused();
    await parts(lab).composer.click();
    await expect(alert).toHaveCount(0);
    await button(lab).click();
    await expect(emoji(lab, "😀")).toBeFocused();
    await expect(alert).toHaveCount(0);
  });
});

test("from right to left the left arrow leads forward", async ({ lab }) => {
  await start(lab, { language: "he" });
  await button(lab).click();
  const cell = (sign) => panel(lab).getByRole("gridcell", { name: sign, exact: true });
  await expect(cell("😀")).toBeFocused();
  await lab.keyboard.press("ArrowLeft");
  await expect(cell("😃")).toBeFocused();
  const [first, second] = [await cell("😀").boundingBox(), await cell("😃").boundingBox()];
  expect(first.x).toBeGreaterThan(second.x);
});

test("a page can leave it out", async ({ lab }) => {
  await start(lab, { ui: { emoji: false } });
  await expect(button(lab)).toHaveCount(0);
});

test.describe(() => {
  test.use({ hasTouch: true, isMobile: true });

  test("where a keyboard with emoji comes onto the screen there is no button", async ({ lab }) => {
    await start(lab);
    await expect(button(lab)).toBeHidden();
  });
});
