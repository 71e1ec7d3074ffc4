// The example of static/example/: a page that has the chat by a script tag, with a scripted agent for a server.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openShadows } from "./script/support/site.mjs";
import { axe } from "./support/axe.mjs";
import { parts, say, submitForm, words } from "./support/chat.mjs";
import { expect, test } from "./support/test.mjs";
import { followLink, reload } from "./support/ways.mjs";

const folder = fileURLToPath(new URL("./results/looks/", import.meta.url));
mkdirSync(folder, { recursive: true });

const log = (page) => page.locator("#log li");
const logged = (page, text) => expect(log(page).filter({ hasText: text }).first()).toBeVisible();

const starts = async (page) => {
  await page.goto("/example/index.html");
  await page.locator("#start").click();
  await parts(page).field("firstName").fill("Ann");
  await submitForm(page);
  await expect(parts(page).messages).toHaveText([/Hello Ann/]);
};

test.beforeEach(({ context, trouble }) => {
  void trouble;
  return openShadows(context);
});

test("a message is answered, and a reload and another page go on with everything", async ({ page }) => {
  await starts(page);
  await logged(page, "There was no chat.");
  await logged(page, "startChat().done");
  await say(page, "What does a service cost?");
  await expect(parts(page).messages).toHaveText([/Hello Ann/, /service cost/, /service is 95 €/]);
  await logged(page, "onMessageReceived");
  await parts(page).composer.fill("And how much would");
  await page.waitForTimeout(300);
  const before = await words(page);
  // The agent has more to say after a while.
  const firstWords = async () => (await words(page)).slice(0, before.length);

  page = await reload(page);
  await logged(page, "restoreChat().done");
  await expect.poll(firstWords).toEqual(before);
  await expect(parts(page).composer).toHaveValue("And how much would");

  page = await followLink(page, { href: "second.html" });
  await logged(page, "restoreChat().done");
  await expect.poll(firstWords).toEqual(before);
  await expect(parts(page).composer).toHaveValue("And how much would");
});

test("an answer comes while no page is there, once", async ({ page }) => {
  await starts(page);
  await say(page, "My brakes squeal");
  await expect(parts(page).outgoing).toHaveCount(0);
  await page.goto("/fixtures/elsewhere.html");
  await page.waitForTimeout(3_000);
  await page.goto("/example/second.html");
  await expect(parts(page).messages).toHaveText([/Hello Ann/, /brakes squeal/, /the same day/]);
});

test("“bye” ends the chat, and another one can be started", async ({ page }) => {
  await starts(page);
  await say(page, "Thanks, bye");
  await expect(parts(page).messages.last()).toHaveText(/Goodbye, Ann/);
  await expect(parts(page).ended).toBeVisible();
  await logged(page, "onAgentDisconnected");
  await logged(page, "onSessionEnded");
  page = await reload(page);
  await logged(page, "There was no chat.");
  await page.locator("#start").click();
  await expect(parts(page).form).toBeVisible();
});

test("the transport keeps the contract: what is sent twice is there once", async ({ page }) => {
  await page.goto("/example/index.html");
  const seen = await page.evaluate(async () => {
    const { createTransport } = await import("/example/transport.js");
    const first = createTransport();
    const start = { startId: "a", username: "Ann", userData: {}, complete: true };
    await first.startSession(start);
    await first.sendMessage({ message: "Once", type: "text", messageId: "m1" });
    first.disconnect();
    const second = createTransport();
    const { sessionId } = await second.startSession(start);
    await second.sendMessage({ message: "Once", type: "text", messageId: "m1" });
    const { messages } = await second.getTranscript({ fromIndex: 0 });
    second.disconnect();
    const codeOf = (promise) => promise.then(() => "none", ({ error }) => error.code);
    return {
      sessionId,
      said: messages.filter((entry) => entry.messageId).map((entry) => entry.content.text),
      unknown: await codeOf(second.restoreSession({ sessionId: "b", fromIndex: 0 })),
      incomplete: await codeOf(second.startSession({ ...start, startId: "b", complete: false })),
    };
  });
  expect(seen).toEqual({ sessionId: "a", said: ["Once"], unknown: 210, incomplete: 213 });
});

const views = {
  wide: { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  narrow: { viewport: { width: 360, height: 740 }, colorScheme: "dark" },
};

const states = {
  index: async (page) => {
    await page.goto("/example/index.html");
    await expect(page.locator("#code")).toContainText("restoreChat");
  },
  second: (page) => page.goto("/example/second.html"),
  chat: starts,
};

for (const [size, view] of Object.entries(views)) {
  test.describe(size, () => {
    // The page's policy would keep out axe as well.
    test.use({ ...view, bypassCSP: true });
    for (const [name, reach] of Object.entries(states)) {
      test(name, async ({ page }) => {
        await reach(page);
        await logged(page, "There was no chat.");
        await page.screenshot({ path: `${folder}example-${name}-${size}.png`, fullPage: name !== "chat" });
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
        expect(await axe(page)).toEqual([]);
      });
    }
  });
}
