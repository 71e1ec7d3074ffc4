// What was not sent: the visitor can take its words elsewhere, whatever the browser allows; and what is too long to be
// sent is neither cut nor lost.

import { axe } from "../support/axe.mjs";
import { parts, say, typingIsStored } from "../support/chat.mjs";
import { kill, reload } from "../support/ways.mjs";
import { PAGES, expect, labIsReady, openLab, restore, start, test, unsaid } from "./support/site.mjs";

const WORDS = 'It said "no":\nwhy?';
const LIMIT = 20;

/** A chat whose server takes no message, or a chat with a limit, on that page. */
const startWith = (page, change, ui = {}) =>
  page.evaluate(
    ([change, ui]) => {
      const good = lab.transport();
      const changes = {
        refusing: { sendMessage: () => Promise.reject({ error: { code: 400, description: "Not today." } }) },
        limited: { capabilities: { contiguous: true, longestMessage: 20 } },
      };
      const options = lab.options({ registration: false, transport: { ...good, ...changes[change] }, ui });
      return lab.outcome(chat.startChat(options));
    },
    [change, ui],
  );

/** What axe finds; that the laboratory's own heading is in no landmark is its own affair. */
const complaints = async (page) => (await axe(page)).filter(([rule]) => rule !== "region");

async function sendRefused(page) {
  await parts(page).composer.fill(WORDS);
  await parts(page).composer.press("Enter");
  await expect(parts(page).outgoing).toContainText("Not today.");
}

/** What a paste would give. */
async function pasted(page) {
  await page.evaluate(() => {
    const area = document.createElement("textarea");
    area.id = "paste";
    document.body.append(area);
  });
  await page.locator("#paste").focus();
  await page.keyboard.press("ControlOrMeta+v");
  const text = await page.locator("#paste").inputValue();
  await page.locator("#paste").evaluate((area) => area.remove());
  return text;
}

const withoutClipboard = (context) =>
  context.addInitScript(() => Object.defineProperty(Navigator.prototype, "clipboard", { value: undefined }));

test("a refused message is copied by keyboard, also after the end, and the visitor is told", async ({ context, site }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: PAGES });
  const page = await openLab(site);
  expect(await startWith(page, "refusing")).toEqual({ done: "session-1" });
  await sendRefused(page);
  const copy = page.getByTestId("rejoin-copy");
  await page.getByTestId("rejoin-retry").focus();
  await page.keyboard.press("Tab");
  await expect(copy).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(copy).toHaveText("Copied");
  await expect(parts(page).announced.last()).toHaveText("Copied");
  await expect(copy).toBeFocused();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(WORDS);
  await expect(copy).toHaveText("Copy");
  await copy.focus();
  await page.keyboard.press("Tab");
  await expect(page.getByTestId("rejoin-discard")).toBeFocused();
  expect(await complaints(page)).toEqual([]);

  await site.server("ends");
  await expect(parts(page).ended).toBeVisible();
  await page.evaluate(() => navigator.clipboard.writeText("something else"));
  await copy.click();
  await expect(copy).toHaveText("Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(WORDS);
});

test("without a clipboard it is copied the old way", async ({ context, site }) => {
  await withoutClipboard(context);
  const page = await openLab(site);
  expect(await page.evaluate(() => typeof navigator.clipboard)).toBe("undefined");
  await startWith(page, "refusing");
  await sendRefused(page);
  const copy = page.getByTestId("rejoin-copy");
  await copy.focus();
  await page.keyboard.press("Enter");
  await expect(copy).toHaveText("Copied");
  await expect(copy).toBeFocused();
  expect(await pasted(page)).toBe(WORDS);
});

test("the same in a closed shadow root", async ({ context, site }) => {
  await withoutClipboard(context);
  await context.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (init) {
      return (window.root = attach.call(this, init));
    };
  });
  const page = await openLab(site);
  await startWith(page, "refusing", { shadow: "closed" });
  await page.waitForFunction(() => window.root?.querySelector("[data-testid=rejoin-composer]"));
  expect(await page.evaluate(() => window.root.mode)).toBe("closed");
  await page.evaluate(() => window.root.querySelector("[data-testid=rejoin-composer]").focus());
  await page.keyboard.type("Closed words");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => window.root.querySelector("[data-testid=rejoin-copy]"));
  await page.evaluate(() => window.root.querySelector("[data-testid=rejoin-copy]").focus());
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => window.root.querySelector("[data-testid=rejoin-copy]").textContent === "Copied");
  expect(await page.evaluate(() => window.root.activeElement.dataset.testid)).toBe("rejoin-copy");
  expect(await pasted(page)).toBe("Closed words");
});

test("where neither works the visitor is told in words", async ({ context, site }) => {
  await withoutClipboard(context);
  await context.addInitScript(() => (document.execCommand = () => false));
  const page = await openLab(site);
  await startWith(page, "refusing");
  await sendRefused(page);
  await page.getByTestId("rejoin-copy").click();
  await expect(page.getByTestId("rejoin-copy-failed")).toContainText("could not be copied");
  await expect(parts(page).announcer).toContainText("could not be copied");
  expect(await complaints(page)).toEqual([]);
});

test("a draft over the server's limit: the visitor is told by how much, and it stays until it is shorter", async ({ site }) => {
  const page = await openLab(site);
  expect(await startWith(page, "limited")).toEqual({ done: "session-1" });
  const { composer, announcer, messages, outgoing } = parts(page);
  const notice = page.getByTestId("rejoin-too-long");
  const long = "x".repeat(LIMIT + 3);
  await composer.fill(long);
  await expect(notice).toHaveText(/limit: 3$/);
  await expect(composer).toHaveAttribute("aria-invalid", "true");
  await expect(composer).toHaveAccessibleDescription(/limit: 3$/);
  await expect(announcer).toHaveText(/limit: 3$/);
  await composer.press("Enter");
  await page.getByTestId("rejoin-send").click();
  await expect(composer).toBeFocused();
  await expect(composer).toHaveValue(long);
  expect(await complaints(page)).toEqual([]);

  const { fail } = await page.evaluate((text) => lab.outcome(lab.session.sendMessage(text)), long);
  expect(fail).toMatchObject({ code: 237, retryable: false });
  await expect(composer).toHaveValue(long);

  await typingIsStored(page);
  await page.reload();
  await page.waitForFunction(() => window.lab);
  await page.evaluate(() => {
    const transport = { ...lab.transport(), capabilities: { contiguous: true, longestMessage: 20 } };
    return lab.outcome(chat.restoreChat(lab.options({ registration: false, transport })));
  });
  await expect(composer).toHaveValue(long);
  await expect(notice).toHaveText(/limit: 3$/);

  await composer.fill("x".repeat(LIMIT));
  await expect(notice).toHaveCount(0);
  await composer.press("Enter");
  await expect(messages).toHaveText([/x{20}/]);
  await expect(outgoing).toHaveCount(0);
  expect((await site.session()).said).toEqual(["x".repeat(LIMIT)]);
});

test("what an earlier page has queued and this server would not take fails, and says why", async ({ site }) => {
  const page = await openLab(site);
  await start(page);
  await expect(parts(page).composer).toBeVisible();
  await site.faults({ unreachable: true });
  const long = "y".repeat(LIMIT + 1);
  await say(page, long);
  await say(page, "Short");
  await expect(parts(page).outgoing).toHaveCount(2);
  await page.reload();
  await page.waitForFunction(() => window.lab);
  await site.faults({ unreachable: false });
  await page.evaluate(() => {
    const transport = { ...lab.transport(), capabilities: { contiguous: true, longestMessage: 20 } };
    return lab.outcome(chat.restoreChat(lab.options({ registration: false, transport })));
  });
  await expect(parts(page).messages).toHaveText([/Short/]);
  await expect(parts(page).outgoing).toHaveText([/too long/]);
  expect((await site.session()).said).toEqual(["Short"]);
});

test("what the other side's end has cut short is offered in the next chat, also after a reload or a kill", async ({ site }) => {
  let page = await openLab(site);
  for (const way of [reload, kill]) {
    await start(page);
    await parts(page).composer.fill("I was about to s");
    await site.server("ends");
    await expect(parts(page).ended).toBeVisible();
    expect(await unsaid(page)).toEqual(["I was about to s"]);
    page = await way(page);
    await labIsReady(page);
    const { fail } = await restore(page);
    expect(fail).toBeNull();
    await start(page);
    await expect(parts(page).composer).toHaveValue("I was about to s");
    await page.evaluate(() => chat.close());
  }
});

test("what the page says for the visitor leaves what they are typing, here and after a reload", async ({ site, lab: page }) => {
  await start(page);
  await parts(page).composer.fill("I was about to s");
  await typingIsStored(page);
  await page.evaluate(() => lab.outcome(lab.session.sendMessage("The blue one")));
  await expect(parts(page).messages).toHaveText([/The blue one/]);
  await expect(parts(page).composer).toHaveValue("I was about to s");
  await page.reload();
  await labIsReady(page);
  await restore(page);
  await expect(parts(page).composer).toHaveValue("I was about to s");
  expect((await site.session()).said).toEqual(["The blue one"]);
});
