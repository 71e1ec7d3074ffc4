// Answers that the agent suggests: pressed they are sent, once, and whatever is said next takes them away.

import { axe } from "../support/axe.mjs";
import { parts, typingIsStored } from "../support/chat.mjs";
import { expect, openShadows, restore, start, test } from "./support/site.mjs";

const OFFERED = ["Yes, please", "No", "<b>Maybe</b>"];
const replies = (page) => page.getByTestId("rejoin-replies").getByRole("button");

test.beforeEach(({ context }) => openShadows(context));

test("they are there after a reload, go by keyboard, and leave the draft alone", async ({ site, lab }) => {
  await start(lab);
  await site.agent("Joins");
  await site.agent("Asks", "Shall I send you a new one?", OFFERED);
  await expect(replies(lab)).toHaveText(OFFERED);
  await expect(lab.getByRole("group", { name: "Suggested replies" })).toBeVisible();
  const { announced } = parts(lab);
  await expect(announced.last()).toHaveText("Kim: Shall I send you a new one? Suggested replies: Yes, please, No and <b>Maybe</b>.");
  // The heading of the page itself is in no region.
  expect(await axe(lab, { except: ["region"] })).toEqual([]);
  await parts(lab).composer.fill("half a sent");
  await typingIsStored(lab);
  await lab.reload();
  await restore(lab);
  await expect(replies(lab)).toHaveText(OFFERED);
  await expect(parts(lab).messages.last()).toBeInViewport({ ratio: 1 });

  await parts(lab).transcript.focus();
  await lab.keyboard.press("Tab");
  await expect(replies(lab).first()).toBeFocused();
  await lab.keyboard.press("Tab");
  await lab.keyboard.press("Enter");
  await expect(parts(lab).messages).toHaveText([/Shall I send/, /No/]);
  await expect(replies(lab)).toHaveCount(0);
  await expect(parts(lab).composer).toBeFocused();
  await expect(parts(lab).composer).toHaveValue("half a sent");
  const told = await lab.evaluate(() => lab.outcome(lab.session.getTranscript()));
  expect(told.done.messages.filter(({ replies }) => replies)).toMatchObject([{ replies: OFFERED }]);
});

test("who listens hears them as the language lists them", async ({ site, lab }) => {
  await start(lab, { language: "ja" });
  // What comes before the texts do is not announced.
  await expect(lab.locator(".rejoin")).toHaveAttribute("lang", "ja");
  await site.agent("Joins");
  await site.agent("Asks", "いつですか。", ["今日", "明日", "土曜日"]);
  await expect(parts(lab).announced.last()).toContainText(": 今日、明日、土曜日.");
});

test("in two tabs only one answer is given, and the next question brings others", async ({ site, lab }) => {
  await start(lab);
  await site.agent("Asks", "Which one?", ["This", "That"]);
  const other = await site.open("lab.html");
  await other.waitForFunction(() => window.lab !== undefined);
  await restore(other);
  await expect(replies(other)).toHaveText(["This", "That"]);
  await replies(other).nth(1).click();
  await expect(replies(lab)).toHaveCount(0);
  await expect(parts(lab).messages.last()).toContainText("That");
  await site.agent("Asks", "And how many?", ["One", "Two"]);
  for (const page of [lab, other]) await expect(replies(page)).toHaveText(["One", "Two"]);
  await site.agent("Says", "Never mind.");
  for (const page of [lab, other]) await expect(replies(page)).toHaveCount(0);
  await expect(parts(lab).messages).toHaveCount(4);
});
