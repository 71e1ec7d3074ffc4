// Files and pictures, and what becomes of a message after it was said.

import { readFile } from "node:fs/promises";
import { parts } from "../support/chat.mjs";
import { NOTHING, REFUSED, expect, expectSession, expectShown, expectTold, provoking, soon, test } from "./support.mjs";

test.use(provoking(REFUSED));

const SESSION = expect.stringMatching(/^session !/);
/** What a server says when it says no; this one is a file. */
const NOTES = '{"errcode":"M_FORBIDDEN","error":"No entry"}';

const pictures = (page) => parts(page).messages.locator(".rj-picture canvas");
const faces = (page) => parts(page).messages.locator(".rj-avatar canvas");
const uploads = (page) => page.getByTestId("rejoin-upload");
const drawn = (canvas) =>
  canvas.evaluate((node) => node.getContext("2d").getImageData(0, 0, node.width, node.height).data.some((part) => part > 0));

async function expectDrawn(page) {
  for (const canvas of [pictures(page), faces(page).first()]) await expect.poll(() => drawn(canvas), soon).toBe(true);
}

/** Fetches a file as the visitor does; gives its text. */
async function download(page, name) {
  const button = page.getByRole("button", { name: `Download ${name}` });
  const [fetched] = await Promise.all([page.waitForEvent("download"), button.click()]);
  expect(fetched.suggestedFilename()).toBe(name);
  return readFile(await fetched.path(), "utf8");
}

test("an agent's face, picture and file arrive, and are there after a reload, which paints before the server has answered", async ({ matrix }) => {
  await matrix.agent("avatar");
  const page = await matrix.startChat();
  await matrix.last("join");
  await matrix.last("sendImage");
  await matrix.last("sendFile", "notes.json", NOTES, "application/json");
  await expectDrawn(page);
  expect(await download(page, "notes.json")).toBe(NOTES);

  await matrix.faults({ hold: ["sync"] });
  await page.reload();
  await expect(pictures(page)).toBeInViewport();
  await matrix.faults({ hold: false });
  await expectSession(page);
  await expectDrawn(page);
  expect(await download(page, "notes.json")).toBe(NOTES);

  // Nor is one lost whose server is away while it comes into sight.
  await matrix.faults({ drop: ["thumbnail"] });
  const asked = await matrix.count("thumbnail");
  await page.reload();
  await expect.poll(() => matrix.count("thumbnail")).toBeGreaterThan(asked);
  await expect(pictures(page)).toHaveCount(0);
  await matrix.faults({ unreachable: true });
  await expect(parts(page).banner).not.toBeEmpty();
  await matrix.faults({ unreachable: false, drop: false });
  await expectDrawn(page);

  // What is drawn outlives the chat.
  await matrix.last("kick", "Bye");
  await expect(parts(page).ended).toBeVisible(soon);
  await expectDrawn(page);
});

async function attach(page, name, text) {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (await chooser).setFiles([{ name, mimeType: "text/plain", buffer: Buffer.from(text) }]);
}

/** What the agent finds in the visitor's files, in order. */
async function filesFor(matrix) {
  const files = (await matrix.last("transcript")).filter(({ msgtype }) => msgtype === "m.file");
  return Promise.all(files.map(async ({ event_id }) => (await matrix.last("file", event_id)).text));
}

test("the visitor's files: they arrive, with a token that has expired and on a server that is asked too often; what is too large is refused in words", async ({ matrix }) => {
  const page = await matrix.startChat();
  // For good: a choice that is opened before the browser knows that it is waited for is the browser's own.
  page.on("filechooser", () => {});
  await matrix.last("join");
  await attach(page, "note.txt", "größer");
  await expectShown(page, [/note\.txt/]);
  expect(await filesFor(matrix)).toEqual(["größer"]);

  await attach(page, "large.txt", "x".repeat(2 ** 20 + 1));
  await expect(uploads(page).getByRole("alert")).toHaveText("The file is too large. At most: 1 MB");
  await page.getByTestId("rejoin-upload-remove").click();

  await matrix.last("expire");
  await attach(page, "second.txt", "with a new token");
  await expectShown(page, [/note\.txt/, /second\.txt/], soon);
  await matrix.faults({ limit: { send: [1_500, 2] } });
  await attach(page, "third.txt", "in its own time");
  await expectShown(page, [/note\.txt/, /second\.txt/, /third\.txt/], soon);
  expect(await filesFor(matrix)).toEqual(["größer", "with a new token", "in its own time"]);
  await expect(uploads(page)).toHaveCount(0);

  // What the server has is only to be told of.
  await matrix.faults({ limit: {}, status: { send: [403, { errcode: "M_FORBIDDEN", error: "Not now" }] } });
  await attach(page, "fourth.txt", "once");
  await expect(uploads(page).getByRole("alert")).toHaveText("Not now");
  const stored = await matrix.count("upload");
  await matrix.faults({ status: {} });
  await page.getByRole("button", { name: "Try again: fourth.txt" }).click();
  await expect(parts(page).messages).toHaveCount(4, soon);
  expect((await filesFor(matrix)).at(-1)).toBe("once");
  expect(await matrix.count("upload")).toBe(stored);
  await expectTold(page, [NOTHING, SESSION]);
});

test("what is edited, removed and reacted to is shown so, also when it happened while the page was away", async ({ matrix }) => {
  const page = await matrix.startChat();
  await matrix.last("join");
  const said = [];
  for (const text of ["Frist", "Secret", "Good", "Frist again", "Secret again"]) said.push(await matrix.last("say", text));
  said.push(await matrix.last("formatted", "Now then", "Now <strong>then</strong>"));
  const messages = parts(page).messages;
  const bubbles = messages.locator(".rj-bubble");
  await expect(bubbles).toHaveText(["Frist", "Secret", "Good", "Frist again", "Secret again", "Now then"]);

  await matrix.last("edit", said[0], "First");
  await matrix.last("redact", said[1]);
  await matrix.last("react", said[2], "👍");
  const present = ["First", "Message removed", "Good"];
  await expect(bubbles).toHaveText([...present, "Frist again", "Secret again", "Now then"]);
  await expect(messages.nth(2).locator(".rj-sign")).toHaveText("👍");

  await matrix.meanwhile(async () => {
    await matrix.last("edit", said[3], "First again");
    await matrix.last("redact", said[4]);
    await matrix.last("react", said[5], "🎉");
  });
  await page.reload();
  await expect(bubbles).toHaveText([...present, "First again", "Message removed", "Now then"], soon);
  for (const i of [0, 3]) await expect(messages.nth(i).locator(".rj-edited")).toBeVisible();
  await expect(messages.locator(".rj-sign")).toHaveText(["👍", "🎉"]);
  await expect(bubbles.last().locator("strong")).toHaveText("then");
});
