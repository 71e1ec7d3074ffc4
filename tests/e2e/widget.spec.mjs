// The widget as people use it: by mouse, by keyboard, with an input method, and with an agent who is a script.

import { expect, test } from "./support/test.mjs";
import * as chat from "./support/chat.mjs";
import { watchForTrouble } from "./support/chat.mjs";

const { parts } = chat;

test("before anything was clicked nothing is stored, opened or requested", async ({ context }) => {
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  await page.goto("/");
  await expect(parts(page).launcher).toBeVisible();
  await page.waitForTimeout(500);
  expect(await chat.stored(page)).toEqual({});
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  expect(requests.filter((path) => !/\.(js|wasm|css|svg|ico)$|^\/$/.test(path))).toEqual([]);
});

test("with nobody at the desk a script joins, types, answers and leaves, across a reload", async ({ page }) => {
  const trouble = watchForTrouble(page);
  await page.goto("/");
  await chat.startChat(page);
  await expect(parts(page).transcript.getByText("Robin joined the chat")).toBeVisible();
  await expect(page.getByTestId("rejoin-typing")).toContainText("Robin is typing");
  await expect(parts(page).messages).toHaveText([/Hi Ann! You asked about “A question”/]);
  await expect(page.getByTestId("rejoin-typing")).toHaveCount(0);
  await chat.say(page, "How much is it?");
  await page.reload();
  await expect(parts(page).messages).toHaveCount(3, { timeout: 8_000 });
  await expect(parts(page).messages.last()).toContainText("12 €");
  await chat.say(page, "Bye");
  await expect(parts(page).transcript.getByText("Robin left the chat")).toBeVisible({ timeout: 8_000 });
  await expect(parts(page).subtitle).toContainText("Waiting");
  expect(trouble).toEqual([]);
});

test("typing is seen on both sides, and is over when the message has come", async ({ visitor, desk }) => {
  await chat.startChat(visitor);
  await desk.chooseLast();
  await desk.join();
  await desk.type("I am thin");
  await expect(visitor.getByTestId("rejoin-typing")).toContainText("Kim is typing");
  await desk.say("I am thinking");
  await expect(visitor.getByTestId("rejoin-typing")).toHaveCount(0);
  await parts(visitor).composer.pressSequentially("Me t");
  await expect(desk.page.getByTestId("desk-visitor-typing")).toBeVisible();
  await chat.say(visitor, "Me too");
  await expect(desk.page.getByTestId("desk-visitor-typing")).toHaveCount(0);
});

test("the whole chat by keyboard alone", async ({ visitor, desk }) => {
  const press = (key) => visitor.keyboard.press(key);
  await parts(visitor).launcher.focus();
  await press("Enter");
  await expect(parts(visitor).form).toBeVisible();
  await expect(parts(visitor).field("firstName")).toBeFocused();
  await visitor.keyboard.type("Ann");
  await press("Tab");
  await press("Tab");
  await visitor.keyboard.type("ann@example.com");
  await press("Enter");
  await expect(parts(visitor).composer).toBeFocused();
  await visitor.keyboard.type("first line");
  await press("Shift+Enter");
  await visitor.keyboard.type("second line");
  await press("Enter");
  await expect(parts(visitor).composer).toHaveValue("");
  await desk.chooseLast();
  await expect(desk.said("visitor")).toHaveText(["first line\nsecond line"]);
  await press("Escape");
  await expect(parts(visitor).window).toHaveCount(0);
  await expect(parts(visitor).launcher).toBeFocused();
  await press("Enter");
  await expect(parts(visitor).composer).toBeFocused();
  await visitor.getByTestId("rejoin-end").focus();
  await press("Enter");
  await expect(visitor.getByTestId("rejoin-end-no")).toBeFocused();
  await press("Escape");
  await expect(visitor.getByTestId("rejoin-end-no")).toHaveCount(0);
  await expect(parts(visitor).window).toBeVisible();
  await expect(visitor.getByTestId("rejoin-end")).toBeFocused();
  await press("Enter");
  await press("Tab");
  await expect(visitor.getByTestId("rejoin-end-yes")).toBeFocused();
  await press("Enter");
  await expect(parts(visitor).ended).toContainText("You ended this chat");
});

test("ending asks back, ends on both sides, and leaves nothing stored", async ({ visitor, desk }) => {
  await chat.startChat(visitor);
  await desk.chooseLast();
  await visitor.getByTestId("rejoin-end").click();
  await visitor.getByTestId("rejoin-end-no").click();
  await expect(parts(visitor).composer).toBeVisible();
  await visitor.getByTestId("rejoin-end").click();
  await visitor.getByTestId("rejoin-end-yes").click();
  await expect(parts(visitor).ended).toBeVisible();
  expect(await chat.stored(visitor)).toEqual({});
  await expect(desk.page.getByTestId("desk-send")).toBeDisabled();
  await visitor.getByTestId("rejoin-start-new").click();
  await chat.fillForm(visitor);
  await chat.submitForm(visitor);
  await expect(parts(visitor).composer).toBeVisible();
  await expect(visitor.getByTestId("rejoin-end-yes")).toHaveCount(0);
  await expect(desk.rooms).toHaveCount(2);
  await desk.chooseLast();
  await desk.end();
  await expect(parts(visitor).ended).toBeVisible();
  await visitor.getByTestId("rejoin-end").click();
  await expect(parts(visitor).window).toHaveCount(0);
});

test("ending while the desk is out of reach is told to it later", async ({ visitor, desk }) => {
  await chat.startChat(visitor);
  await desk.chooseLast();
  await desk.set("unreachable", true);
  await visitor.getByTestId("rejoin-end").click();
  await visitor.getByTestId("rejoin-end-yes").click();
  await expect(parts(visitor).ended).toBeVisible();
  await desk.set("unreachable", false);
  await expect(desk.page.getByTestId("desk-send")).toBeDisabled({ timeout: 10_000 });
});

test("complaints stand at their fields, and none before a field was touched", async ({ visitor }) => {
  await chat.openForm(visitor);
  const problem = (name) => visitor.getByTestId(`rejoin-problem-${name}`);
  await expect(visitor.locator("[data-testid^=rejoin-problem]")).toHaveCount(0);
  await parts(visitor).field("email").fill("ann@");
  await expect(problem("email")).toHaveCount(0);
  await parts(visitor).field("email").blur();
  await expect(problem("email")).toContainText("e-mail");
  await expect(parts(visitor).field("email")).toHaveAttribute("aria-invalid", "true");
  await expect(parts(visitor).field("email")).toHaveAttribute("aria-describedby", "rj-field-email-problem");
  await parts(visitor).field("email").fill("ann@example.com");
  await expect(problem("email")).toHaveCount(0);
  await expect(problem("firstName")).toHaveCount(0);
  await chat.submitForm(visitor);
  await expect(problem("firstName")).toBeVisible();
  await expect(parts(visitor).field("firstName")).toBeFocused();
  await expect(parts(visitor).starting).toHaveCount(0);
});

test("a form that is left asks back where there is something in it, and then forgets that", async ({ visitor }) => {
  const [close, no, yes] = ["rejoin-end", "rejoin-end-no", "rejoin-end-yes"].map((id) => visitor.getByTestId(id));
  const press = (key) => visitor.keyboard.press(key);
  await chat.openForm(visitor);
  await close.click();
  await expect(parts(visitor).window).toHaveCount(0);

  await chat.openForm(visitor);
  await chat.fillForm(visitor);
  await close.focus();
  await press("Enter");
  await expect(visitor.getByRole("alertdialog", { name: "Close this form?" })).toBeVisible();
  await expect(no).toBeFocused();
  await press("Escape");
  await expect(no).toHaveCount(0);
  await expect(close).toBeFocused();
  await expect(parts(visitor).field("email")).toHaveValue(chat.ann.email);
  await press("Enter");
  await expect(no).toBeFocused();
  await press("Enter");
  await expect(close).toBeFocused();
  await press("Enter");
  await press("Tab");
  await expect(yes).toBeFocused();
  await press("Enter");
  await expect(parts(visitor).window).toHaveCount(0);
  await expect(parts(visitor).launcher).toBeFocused();
  expect(await chat.stored(visitor)).toEqual({});
  await chat.openForm(visitor);
  await expect(parts(visitor).field("firstName")).toHaveValue("");
});

test("a form that is given up moves out of sight, and the launcher opens the next one meanwhile", async ({ visitor }) => {
  const { field, form, launcher, window } = parts(visitor);
  await chat.openForm(visitor);
  await field("firstName").press("Tab");
  await window.evaluate((window) => window.parentNode.style.setProperty("--rj-time", "1000s"));
  await visitor.getByTestId("rejoin-end").press("Enter");
  await expect(launcher).toBeFocused();
  await expect(launcher).toHaveAttribute("aria-expanded", "false");
  await expect(window).toHaveAttribute("inert");
  expect(await window.evaluate((window) => window.getAnimations().map(({ animationName }) => animationName))).toEqual(["rj-leave"]);
  await expect(form).toBeVisible();
  expect(await chat.stored(visitor)).toEqual({});
  await launcher.press("Enter");
  await expect(window).toHaveCount(1);
  await expect(window).not.toHaveAttribute("inert");
  await expect(field("firstName")).toBeFocused();
  await expect(launcher).toHaveAttribute("aria-expanded", "true");
  await visitor.getByTestId("rejoin-end").press("Enter");
  await window.evaluate((window) => window.getAnimations().forEach((animation) => animation.finish()));
  await expect(window).toHaveCount(0);
  await expect(launcher).toBeFocused();
});

test("Enter that belongs to an input method sends nothing", async ({ visitor }) => {
  await chat.startChat(visitor);
  await parts(visitor).composer.fill("にほん");
  for (const init of [{ isComposing: true }, { keyCode: 229 }]) {
    await parts(visitor).composer.evaluate((area, init) => {
      area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...init }));
    }, init);
  }
  await expect(parts(visitor).composer).toHaveValue("にほん");
  await expect(parts(visitor).outgoing).toHaveCount(0);
  await parts(visitor).composer.press("Enter");
  await expect(parts(visitor).messages).toHaveText([/にほん/]);
});

test("what an agent says is text: links work, the rest does nothing", async ({ visitor, desk }) => {
  await chat.startChat(visitor);
  await desk.chooseLast();
  await desk.join();
  await desk.say("See https://example.com/a?b=1. <img src=x onerror=window.__ran=1> javascript:window.__ran=1");
  const link = parts(visitor).messages.getByRole("link");
  await expect(link).toHaveCount(1);
  await expect(link).toHaveAttribute("href", "https://example.com/a?b=1");
  await expect(link).toHaveAttribute("rel", /noopener/);
  await expect(parts(visitor).messages).toContainText("<img src=x");
  expect(await visitor.evaluate(() => window.__ran)).toBeUndefined();
});

test("the page's own shortcuts do not hear what is typed in the chat", async ({ visitor }) => {
  await chat.startChat(visitor);
  await visitor.evaluate(() => {
    window.__heard = 0;
    document.addEventListener("keydown", () => window.__heard++);
  });
  await parts(visitor).composer.pressSequentially("quiet");
  expect(await visitor.evaluate(() => window.__heard)).toBe(0);
});

test("two tabs on one chat both show everything once", async ({ visitor, context, desk }) => {
  await chat.startChat(visitor);
  const second = await context.newPage();
  await second.goto("/help");
  await expect(parts(second).session).toHaveText("desk-1");
  await desk.chooseLast();
  await desk.join();
  await chat.say(visitor, "from the first");
  await expect(parts(second).messages).toHaveCount(1);
  await chat.say(second, "from the second");
  await desk.say("to both");
  for (const page of [visitor, second]) {
    await expect(parts(page).messages).toHaveText([/from the first/, /from the second/, /to both/]);
  }
  await expect(desk.said("visitor")).toHaveText(["from the first", "from the second"]);
});
