// A page within a page of another site. Browsers partition what it has: storage, locks and channels are others than those
// of the same page on its own. Where they block the cookies of other sites it has no storage at all.

import { parts, say } from "../support/chat.mjs";
import { PAGES, expect, labIsReady, openLab, restore, start, storage, test as base } from "./support/site.mjs";

/** Another site than that of the pages, on the same server. */
const ELSEWHERE = PAGES.replace("127.0.0.1", "localhost");

/** The runner switches the partitions off. Of two such lists the browser heeds the last. */
const PARTITIONED = "--disable-features=none";

const test = base.extend({
  isPartitioned: [true, { option: true }],
  context: async ({ context, isPartitioned, playwright }, use, { project }) => {
    if (!isPartitioned) return use(context);
    const { args, ...options } = project.use.launchOptions;
    const browser = await playwright.chromium.launch({ ...options, args: [...args, PARTITIONED] });
    await use(await browser.newContext());
    return browser.close();
  },
});

async function embed(context, site) {
  const page = await context.newPage();
  await page.goto(site.url("embedding.html").replace(PAGES, ELSEWHERE));
  return page;
}

/** The frame of a page, when it is there. */
async function frameOf(page) {
  await expect.poll(() => page.frames().length).toBe(2);
  const frame = page.frames()[1];
  await labIsReady(frame);
  return frame;
}

test("a chat in a frame of another site and one on the site itself are apart, and both survive", async ({ context, site }) => {
  const embedding = await embed(context, site);
  let frame = await frameOf(embedding);
  expect(await start(frame)).toEqual({ done: "session-1" });
  await say(frame, "In the frame");
  await expect(parts(frame).messages).toHaveText([/In the frame/]);
  expect(await storage(frame)).not.toEqual({});

  const top = await openLab(site);
  expect(await storage(top), "the browser partitions what is stored").toEqual({});
  expect(await restore(top)).toEqual({ fail: null });
  expect(await start(top)).toEqual({ done: "session-2" });
  await say(top, "On its own");
  await expect(parts(top).messages).toHaveText([/On its own/]);
  await expect(parts(frame).messages).toHaveText([/In the frame/]);

  await embedding.reload();
  frame = await frameOf(embedding);
  expect(await restore(frame)).toEqual({ done: "session-1" });
  await top.reload();
  await labIsReady(top);
  expect(await restore(top)).toEqual({ done: "session-2" });
  await say(frame, "Still here");
  await say(top, "And here");
  await expect(parts(frame).messages).toHaveText([/In the frame/, /Still here/]);
  await expect(parts(top).messages).toHaveText([/On its own/, /And here/]);

  await top.evaluate(() => lab.outcome(lab.session.leave()));
  await say(frame, "Alone");
  await expect(parts(frame).messages).toHaveText([/In the frame/, /Still here/, /Alone/]);
});

test.describe(() => {
  test.use({ isPartitioned: false });

  test("a frame of another site without any storage: the visitor is told, and the site's own chat survives", async ({ context, site }) => {
    const top = await openLab(site);
    expect(await start(top)).toEqual({ done: "session-1" });
    await say(top, "On its own");

    const embedding = await embed(context, site);
    const frame = await frameOf(embedding);
    await expect(storage(frame)).rejects.toThrow("denied");
    expect(await restore(frame)).toEqual({ fail: null });
    expect(await start(frame)).toEqual({ done: "session-2" });
    await say(frame, "In the frame");
    await expect(parts(frame).messages).toHaveText([/In the frame/]);
    await expect(frame.getByTestId("rejoin-not-stored")).toBeVisible();

    await embedding.reload();
    expect(await restore(await frameOf(embedding))).toEqual({ fail: null });
    await top.reload();
    await labIsReady(top);
    expect(await restore(top)).toEqual({ done: "session-1" });
    await expect(parts(top).messages).toHaveText([/On its own/]);
  });
});
