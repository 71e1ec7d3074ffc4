// Files that the visitor attaches in the widget: by the button, by the keyboard, pasted, dropped.

import { axe } from "../support/axe.mjs";
import { parts } from "../support/chat.mjs";
import { expect, provoking, servers, test } from "./support.mjs";

const { REST, "long-polling with ack": cometd } = servers;
/** The page around it is bare, without landmarks; that is not the widget's. */
const complaints = async (page) => (await axe(page)).filter(([rule]) => rule !== "region");
const note = (name = "note.txt", text = "words") => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

const attachButton = (page) => page.getByRole("button", { name: "Attach files" });
const uploads = (page) => page.getByTestId("rejoin-upload");
const retry = (page) => page.getByTestId("rejoin-upload-retry");
const remove = (page) => page.getByTestId("rejoin-upload-remove");

async function startChat(gms, server) {
  const page = await gms.startChat(server);
  // For good: a choice that is opened before the browser knows that it is waited for is the browser's own.
  page.on("filechooser", () => {});
  return page;
}

/** Chooses files after `act` has opened the browser's dialogue. */
async function choose(page, act, files) {
  const chooser = page.waitForEvent("filechooser");
  await act();
  await (await chooser).setFiles(files);
}

/** As the browser does it when a file is pasted, or dropped. */
const give = (target, kind, { words = "" } = {}) =>
  target.evaluate(
    (element, [kind, words]) => {
      const data = new DataTransfer();
      data.items.add(new File(["words"], "shot.png", { type: "image/png" }));
      if (words) data.setData("text/plain", words);
      const init = { bubbles: true, cancelable: true, composed: true };
      const event =
        kind === "paste"
          ? new ClipboardEvent(kind, { ...init, clipboardData: data })
          : new DragEvent(kind, { ...init, dataTransfer: data });
      return !element.dispatchEvent(event);
    },
    [kind, words],
  );

// Chromium tells the console of every answer that is a 4xx.
test.use(provoking("Failed to load resource"));

for (const [what, server] of Object.entries({ REST, cometd })) {
  test(`${what}: files go by the button, several at once, and stand in the transcript`, async ({ gms }) => {
    const page = await startChat(gms, server);
    await choose(page, () => attachButton(page).click(), [note("one.txt"), note("two.txt")]);
    await expect(parts(page).messages.filter({ hasText: "one.txt" })).toHaveCount(1);
    await expect(parts(page).messages.filter({ hasText: "two.txt" })).toHaveCount(1);
    await expect(uploads(page)).toHaveCount(0);
    // The same once more.
    await choose(page, () => attachButton(page).click(), [note("one.txt")]);
    await expect(parts(page).messages.filter({ hasText: "one.txt" })).toHaveCount(2);
  });
}

test("by the keyboard alone, from the composer and back", async ({ gms }) => {
  const page = await startChat(gms, REST);
  await parts(page).composer.focus();
  await page.keyboard.press("Shift+Tab");
  await expect(attachButton(page)).toBeFocused();
  await choose(page, () => page.keyboard.press("Enter"), [note("big.exe")]);
  await expect(uploads(page).getByRole("alert")).toHaveText("No such type of file.");
  await attachButton(page).focus();
  await page.keyboard.press("Shift+Tab");
  await expect(remove(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(uploads(page)).toHaveCount(0);
  await expect(parts(page).composer).toBeFocused();
});

test("what is pasted or dropped as a file is sent as one, words stay words", async ({ gms }) => {
  const page = await startChat(gms, REST);
  const shots = parts(page).messages.filter({ hasText: "shot.png" });
  expect(await give(parts(page).composer, "paste")).toBe(true);
  await expect(shots).toHaveCount(1);
  expect(await give(parts(page).composer, "paste", { words: "a table" })).toBe(false);
  expect(await give(parts(page).transcript, "dragover")).toBe(true);
  expect(await give(parts(page).transcript, "drop")).toBe(true);
  await expect(shots).toHaveCount(2);
  await page.waitForTimeout(300);
  await expect(shots).toHaveCount(2);
});

test("a file over the server's limit is not sent; it is tried again, put away, and outlives minimising", async ({ gms }) => {
  const page = await startChat(gms, { ...REST, setup: { limits: { "upload-max-file-size": "1048576" } } });
  const before = (await gms.counts()).operations.fileUpload ?? 0;
  await choose(page, () => attachButton(page).click(), [note("large.txt", "x".repeat(1_048_577))]);
  await expect(uploads(page).getByRole("alert")).toHaveText("The file is too large. At most: 1 MB");
  expect((await gms.counts()).operations.fileUpload ?? 0).toBe(before);
  expect(await complaints(page)).toEqual([]);

  await page.keyboard.press("Escape");
  await parts(page).launcher.click();
  await expect(uploads(page)).toHaveCount(1);
  await gms.setup({ limits: { "upload-max-file-size": "10485760" } });
  await page.getByRole("button", { name: "Try again: large.txt" }).click();
  await expect(parts(page).messages.filter({ hasText: "large.txt" })).toHaveCount(1);
  await expect(uploads(page)).toHaveCount(0);
});

test("a file on its way is said to be so, on narrow and dark screens too", async ({ gms }) => {
  const page = await startChat(gms, REST);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/\/file(\/limits)?$/, async (route) => {
    await held;
    await route.continue();
  });
  await choose(page, () => attachButton(page).click(), [note("a-name-that-is-longer-than-the-window-is-wide.txt")]);
  await expect(uploads(page).getByRole("status")).toHaveText("Sending…");
  for (const width of [240, 360]) {
    await page.setViewportSize({ width, height: 500 });
    const over = () => page.evaluate(() => [innerWidth, document.documentElement.scrollWidth - document.documentElement.clientWidth]);
    await expect.poll(over).toEqual([width, 0]);
    await expect(parts(page).composer).toBeInViewport({ ratio: 1 });
    await expect(page.getByTestId("rejoin-send")).toBeInViewport({ ratio: 1 });
    expect(await complaints(page)).toEqual([]);
  }
  release();
  await expect(uploads(page)).toHaveCount(0);
});

/** What is in each row of the composer, from where lines begin, and whether the field has room for some words. */
const layout = (page) =>
  page.locator(".rj-composer").evaluate((composer) => {
    const isRtl = getComputedStyle(composer).direction === "rtl";
    const parts = ["attach", "composer", "emoji", "send"].map((name) => {
      const { left, right, bottom } = composer.querySelector(`[data-testid=rejoin-${name}]`).getBoundingClientRect();
      return { name, start: isRtl ? -right : left, bottom: Math.round(bottom) };
    });
    const bottoms = [...new Set(parts.map(({ bottom }) => bottom))].sort((a, b) => a - b);
    const rows = bottoms.map((bottom) => parts.filter((part) => part.bottom === bottom).sort((a, b) => a.start - b.start));
    const area = composer.querySelector("textarea");
    const { fontSize, paddingLeft, paddingRight } = getComputedStyle(area);
    const room = (area.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)) / parseFloat(fontSize);
    const isCut = composer.scrollWidth > composer.clientWidth;
    const isSmall = composer.querySelector(".rj-emoji").offsetWidth < 2.3 * parseFloat(fontSize);
    return { rows: rows.map((row) => row.map(({ name }) => name)), hasRoom: room > 3.5, isCut, isSmall };
  });

for (const language of ["en", "ar"]) {
  for (const width of [280, 312, 360]) {
    test(`in a card of ${width} px, in "${language}", there is room to write beside the buttons, in text of twice the size too`, async ({ gms }) => {
      await gms.setup(REST.setup);
      const page = await gms.visit({ ...REST.query, skip: "" });
      await page.evaluate(([width, language]) => {
        const card = Object.assign(document.createElement("div"), { id: "card", style: `width: ${width}px; height: 560px` });
        document.documentElement.lang = language;
        document.body.prepend(card);
        chat.onBeforeChatOptionsApplied((options) => void (options.ui = { ...options.ui, container: card }));
      }, [width, language]);
      await page.locator("#start").click();
      await expect(parts(page).composer).toBeVisible();
      await expect(page.locator(".rejoin")).toHaveAttribute("lang", new RegExp(`^${language}`));
      expect(await layout(page)).toEqual({ rows: [["attach", "composer", "emoji", "send"]], hasRoom: true, isCut: false, isSmall: false });
      await page.addStyleTag({ content: "::part(window) { font-size: 30px }" });
      await expect(parts(page).window).toHaveCSS("font-size", "30px");
      expect(await layout(page)).toEqual({ rows: [["attach", "composer"], ["emoji", "send"]], hasRoom: true, isCut: false, isSmall: false });
    });
  }
}
