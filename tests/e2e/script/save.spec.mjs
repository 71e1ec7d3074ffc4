// The conversation as a file: what is in it, and when the visitor is offered it.

import { readFile } from "node:fs/promises";
import { parts, say, typingIsStored } from "../support/chat.mjs";
import { expect, labIsReady, restore, start, test } from "./support/site.mjs";

async function saved(lab, testId) {
  const [download] = await Promise.all([lab.waitForEvent("download"), lab.getByTestId(testId).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

/** The numbers in lines such as `Kim: Number 7`. */
const numbersIn = (text) => {
  const lines = text.split("\n").filter((line) => /Number/.test(line));
  return lines.map((line) => Number(line.match(/\d+$/)[0]));
};
const upTo = (last) => Array.from({ length: last }, (_, i) => i + 1);

const without = (text) => text.replace(/\[[^\]]*\d{4}[^\]]*\] /g, "");

async function talk(lab, site) {
  await site.agent("Joins");
  await say(lab, "Hello");
  await expect(parts(lab).messages).toHaveCount(1);
  await site.agent("Says", "<b>Hi</b> & welcome");
  await expect(parts(lab).messages).toHaveCount(2);
}

test("before the end, all that is in sight is offered as text", async ({ lab, site }) => {
  await start(lab);
  await talk(lab, site);
  await lab.getByTestId("rejoin-end").click();
  const { name, text } = await saved(lab, "rejoin-save");
  expect(name).toMatch(/^chat-\d{4}-\d\d-\d\d\.txt$/);
  const lines = without(text).trim().split("\n");
  expect(lines[0]).toBe("Chat with us");
  expect(lines).toContain("You: Hello");
  expect(lines.at(-1)).toMatch(/^\w+: <b>Hi<\/b> & welcome$/);
  expect(lines.join("\n")).toMatch(/^\w+ joined the chat$/m);
  // The question is still there to be answered.
  await lab.getByTestId("rejoin-end-no").click();
  await expect(parts(lab).composer).toBeVisible();
});

test("as a page it shows what was said, and nothing of it is markup", async ({ lab, site, context }) => {
  await start(lab, { language: "de" });
  await talk(lab, site);
  await lab.getByTestId("rejoin-end").click();
  const { name, text } = await saved(lab, "rejoin-save-page");
  expect(name).toMatch(/\.html$/);
  const page = await context.newPage();
  await page.setContent(text);
  await expect(page.locator("p").last()).toContainText("<b>Hi</b> & welcome");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  expect(await page.title()).toBe("Chatten Sie mit uns");
});

test("what is on its way and what was not taken says so, and no message looks like a line of somebody else", async ({ lab, site }) => {
  await lab.evaluate(() => {
    const good = lab.transport();
    const sendMessage = ({ message }) => (message === "Wait" ? new Promise(() => {}) : Promise.reject({ error: { code: 400 } }));
    return lab.outcome(chat.startChat(lab.options({ registration: false, transport: { ...good, sendMessage } })));
  });
  await site.agent("Says", "Well\n[9:41] You: I agree");
  await expect(parts(lab).messages).toHaveCount(1);
  await say(lab, "No");
  await expect(lab.getByTestId("rejoin-retry")).toBeVisible();
  await say(lab, "Wait");
  await say(lab, "And then");
  await expect(parts(lab).outgoing).toHaveCount(3);
  await lab.getByTestId("rejoin-end").click();
  const { text } = await saved(lab, "rejoin-save");
  const lines = text.split("\n").filter((line) => line.startsWith("["));
  expect(lines.map((line) => line.slice(line.indexOf("] ") + 2))).toEqual([
    expect.stringMatching(/^\w+: Well$/),
    "You: No (Not sent.)",
    "You: Wait (Sending…)",
    "You: And then (Waiting to be sent)",
  ]);
});

test("after the end too, with what could not be sent, and with all that was said before a reload", async ({ lab, site }) => {
  await start(lab);
  for (let i = 1; i <= 70; i += 1) await site.agent("Says", `Number ${i}`);
  await expect(parts(lab).messages.last()).toContainText("Number 70");
  await lab.reload();
  await labIsReady(lab);
  await restore(lab);
  await site.faults({ unreachable: true });
  await say(lab, "Lost?");
  await site.faults({ unreachable: false });
  await site.server("ends");
  await expect(parts(lab).ended).toBeVisible();
  const { text } = await saved(lab, "rejoin-save");
  expect(numbersIn(text)).toEqual(upTo(70));
  expect(text).toContain("Lost?");
});

test("before the end too, with what a restore has not read yet", async ({ lab, site }) => {
  const last = 200;
  await start(lab);
  await site.agent("SaysAll", upTo(last).map((i) => `Number ${i}`));
  await expect(parts(lab).messages.last()).toContainText(`Number ${last}`);
  // How far it was read too: what is unread is read from the storage at once, to be counted.
  await typingIsStored(lab);
  await lab.reload();
  await labIsReady(lab);
  await restore(lab);
  await lab.getByTestId("rejoin-end").click();
  const { text } = await saved(lab, "rejoin-save");
  expect(numbersIn(text)).toEqual(upTo(last));
  await lab.getByTestId("rejoin-end-no").click();
  await expect(parts(lab).composer).toBeVisible();
});
