// WebSockets that are not to be had, that say nothing, that die, and that were never wanted.

import { parts, say } from "../support/chat.mjs";
import { expect, expectShownForGood, expectTold, provoking, test } from "./support.mjs";

const soon = { timeout: 12_000 };

async function expectTalk(gms, page) {
  await say(page, "Hello");
  await gms.expectSaid(["Hello"], soon);
  await gms.last("join");
  await gms.last("say", "Hi Ann");
  await expectShownForGood(page, ["Hello", "Hi Ann"], soon);
}

const isPolling = ({ operations }) => (operations.connect ?? 0) > 1;

test("a WebSocket that works is used", async ({ gms }) => {
  const page = await gms.startChat({ query: { server: "faye" }, setup: {} });
  const posts = [];
  page.on("request", (request) => posts.push(request.url()));
  await expectTalk(gms, page);
  expect(posts).toEqual([]);
  const { websockets, handshakes } = await gms.counts();
  expect({ websockets, handshakes }).toEqual({ websockets: 1, handshakes: 1 });
});

test.describe(() => {
  test.use(provoking("WebSocket connection to"));
  for (const webSocket of ["refuse", "silent", "dieYoung"]) {
    test(`a WebSocket with the fault "${webSocket}": the chat goes by long-polling, and so it does after a reload`, async ({ gms }) => {
      await gms.faults({ webSocket });
      const page = await gms.visit({ server: "faye", skip: "" });
      await page.locator("#start").click();
      await expect(parts(page).composer).toBeVisible(soon);
      await expectTalk(gms, page);
      await expect.poll(async () => isPolling(await gms.counts()), soon).toBe(true);
      expect((await gms.counts()).websockets).toBeLessThanOrEqual(2);
      await page.reload();
      await gms.last("say", "Still there?");
      await expectShownForGood(page, ["Hello", "Hi Ann", "Still there?"], soon);
      await say(page, "Yes");
      await gms.expectSaid(["Hello", "Yes"], soon);
      expect(await gms.agent("starts")).toBe(1);
    });
  }

  test("a WebSocket that breaks in mid-chat, again and again: nothing is lost or doubled", async ({ gms }) => {
    const page = await gms.startChat({ query: { server: "faye" }, setup: {} });
    const mine = [];
    const all = [];
    for (let i = 1; i <= 3; i++) {
      await gms.agent("restart");
      await gms.last("say", `theirs ${i}`);
      await say(page, `mine ${i}`);
      mine.push(`mine ${i}`);
      all.push(`theirs ${i}`, `mine ${i}`);
      await gms.expectSaid(mine, soon);
      await expectShownForGood(page, all, soon);
    }
    expect((await gms.counts()).handshakes).toBeLessThanOrEqual(8);
  });
});

for (const server of ["cometd", "faye"]) {
  test(`${server} with disableWebSockets: none is opened, not even after a reload`, async ({ gms, context }) => {
    const opened = [];
    context.on("page", (page) => page.on("websocket", (socket) => opened.push(socket.url())));
    const page = await gms.startChat({ query: { server, polls: "" }, setup: {} });
    await expectTalk(gms, page);
    await page.reload();
    await gms.last("say", "Still there?");
    await expectShownForGood(page, ["Hello", "Hi Ann", "Still there?"]);
    // What is stored knows it too.
    await page.goto(page.url().replace("polls=", "bare="));
    await expectTold(page, [expect.stringContaining("session")]);
    expect(opened).toEqual([]);
    expect((await gms.counts()).websockets).toBe(0);
  });
}

test("a WebSocket whose other end is gone: that is noticed, and what was sent meanwhile arrives once", async ({ gms }) => {
  test.setTimeout(90_000);
  const page = await gms.startChat({ query: { server: "faye" }, setup: {} });
  await expectTalk(gms, page);
  await gms.faults({ halfOpen: "once" });
  await say(page, "Is anybody there?");
  await gms.last("say", "I am");
  await gms.expectSaid(["Hello", "Is anybody there?"], { timeout: 30_000 });
  await expectShownForGood(page, ["Hello", "Hi Ann", "I am", "Is anybody there?"], soon);
  await gms.expectSaid(["Hello", "Is anybody there?"]);
});
