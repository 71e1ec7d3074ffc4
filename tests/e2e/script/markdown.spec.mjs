// Marks in plain messages, where the site wants them to be read.

import { axe } from "../support/axe.mjs";
import { parts, say } from "../support/chat.mjs";
import { expect, openShadows, restore, start, test, told } from "./support/site.mjs";

test.beforeEach(({ context }) => openShadows(context));

const on = { markdown: true };
const TEXT = [
  "**Bring** *two* `LS2048`:",
  "- the [form](https://example.com/form)",
  "- no [trick](javascript:alert(1))",
  "",
  "> snake_case, 2*3*4",
  "```",
  "<img src=x onerror=alert(1)> *",
  "```",
].join("\n");
const PLAIN = [
  "Bring two LS2048:",
  "the form (https://example.com/form)",
  "no [trick](javascript:alert(1))",
  "snake_case, 2*3*4",
  "<img src=x onerror=alert(1)> *",
].join("\n");

test("the agent's words have form, and are announced and told without marks", async ({ site, lab }) => {
  await start(lab, on);
  await lab.evaluate(() => lab.listen(lab.session));
  await site.agent("Joins");
  await site.agent("Says", TEXT);
  const bubble = parts(lab).messages.last().locator(".rj-bubble");
  await expect(bubble.locator("strong")).toHaveText("Bring");
  await expect(bubble.locator("em")).toHaveText("two");
  await expect(bubble.locator("code")).toHaveText("LS2048");
  await expect(bubble.locator("ul > li")).toHaveText(["the form", "no [trick](javascript:alert(1))"]);
  await expect(bubble.locator("blockquote")).toHaveText("snake_case, 2*3*4");
  await expect(bubble.locator("pre")).toHaveText("<img src=x onerror=alert(1)> *");
  const link = bubble.getByRole("link");
  await expect(link).toHaveCount(1);
  await expect(link).toHaveAttribute("href", "https://example.com/form");
  await expect(link).toHaveAttribute("rel", /noopener/);
  await expect(parts(lab).announced.last()).toHaveText(`Kim: ${PLAIN}`);
  const texts = (await told(lab)).filter(([name]) => name === "MessageReceived").map(([, { content }]) => content.text);
  expect(texts).toEqual([PLAIN]);
  // The heading of the page itself is in no region.
  expect(await axe(lab, { except: ["region"] })).toEqual([]);
});

test("so have the visitor's, on their way and after a reload; the server gets what was typed", async ({ site, lab }) => {
  await start(lab, on);
  await site.faults({ unreachable: true });
  await say(lab, "It is **urgent**");
  await expect(parts(lab).outgoing.locator("strong")).toHaveText("urgent");
  await site.faults({ unreachable: false });
  await expect(parts(lab).messages.locator("strong")).toHaveText("urgent");
  expect((await site.session()).said).toEqual(["It is **urgent**"]);
  await lab.reload();
  await restore(lab, on);
  await expect(parts(lab).messages.locator("strong")).toHaveText("urgent");
  await expect(parts(lab).messages).toHaveText([/It is urgent/]);
});

test("it is not so by itself, and the option is true or false", async ({ site, lab }) => {
  expect((await start(lab, { markdown: "yes" })).fail).toMatchObject({ code: 204 });
  await start(lab);
  await site.agent("Says", "**not** bold");
  await expect(parts(lab).messages).toHaveText([/\*\*not\*\* bold/]);
});
