// What the site tells of pages that messages lead to: only where it has a function for that, whatever that function does,
// and without moving anything the visitor looks at.

import { readFileSync } from "node:fs";
import { axe } from "../support/axe.mjs";
import { expectInPlace, firstInSight, parts, say } from "../support/chat.mjs";
import { expect, labIsReady, logged, openLab, openShadows, start, test } from "./support/site.mjs";

test.beforeEach(({ context }) => openShadows(context));

const URL_A = "https://a.example/chain";
const URL_B = "https://b.example/prices";
const CHAIN = { title: "How to put a chain back on", text: "With a rag and a drop of oil." };
const PNG = readFileSync(new URL("../../../static/pictures/bicycle.png", import.meta.url));
/** How long a page is given in which nothing is to happen. */
const A_WHILE = 300;

const previews = (page) => page.getByTestId("rejoin-preview");
const asked = (page) => page.evaluate(() => window.asked);

/**
 * Calls `startChat` or `restoreChat` with a function that notes what it is asked, and answers by address: with an object, or
 * with what a name stands for. What is "held" is answered by `release`.
 */
const startTelling = (page, answers, { call = "startChat", ui = {} } = {}) =>
  page.evaluate(
    ([call, answers, ui]) => {
      window.asked ??= [];
      window.held ??= {};
      const ways = {
        throws: () => {
          throw new Error("thrown");
        },
        rejects: () => Promise.reject(new Error("rejected")),
        never: () => new Promise(() => {}),
        held: (url) => new Promise((resolve) => (held[url] = resolve)),
        nothing: () => undefined,
        text: () => "a title",
        trap: () => ({
          get title() {
            throw new Error("trapped");
          },
        }),
      };
      window.tell ??= (url) => {
        asked.push(url);
        return (ways[answers[url]] ?? (async () => answers[url] ?? null))(url);
      };
      return lab.outcome(chat[call](lab.options({ registration: false, ui: { ...ui, linkPreview: tell } })));
    },
    [call, answers, ui],
  );

const release = (page, url, answer) => page.evaluate(([url, answer]) => held[url](answer), [url, answer]);

const isAtEnd = (page) =>
  parts(page).transcript.evaluate((list) => list.scrollHeight - list.clientHeight - list.scrollTop <= 1 && list.scrollTop > 0);

/** Serves the picture, and notes who asks for it. */
async function servePicture(page) {
  const requests = [];
  await page.route("**/bicycle.png", (route) => {
    requests.push(route.request());
    return route.fulfill({ body: PNG, contentType: "image/png", headers: { "Access-Control-Allow-Origin": "*" } });
  });
  return requests;
}

test("by itself there is the link alone, and what is no function is refused", async ({ site, lab }) => {
  const { fail } = await start(lab, { ui: { linkPreview: true } });
  expect(fail).toMatchObject({ code: 204, description: expect.stringContaining("ui.linkPreview: expected a function") });
  await start(lab);
  await site.agent("Says", `See ${URL_A}`);
  await expect(parts(lab).messages.getByRole("link")).toHaveCount(1);
  await expect(parts(lab).messages.locator(".rj-bubble > *")).toHaveCount(1);
});

test("of the first link in a message, the agent's and the visitor's, a card tells what the site knows", async ({ site, lab }) => {
  await startTelling(lab, { [URL_A]: CHAIN, [URL_B]: { title: "Prices" } });
  await site.agent("Joins");
  await site.agent("Says", `ann@a.example: ${URL_A}, then ${URL_B}`);
  await expect(previews(lab)).toHaveCount(1);
  const card = parts(lab).messages.getByRole("link", { name: `${CHAIN.title} ${CHAIN.text} a.example`, exact: true });
  await expect(card).toHaveAttribute("href", URL_A);
  await expect(card).toHaveAttribute("target", "_blank");
  await expect(card).toHaveAttribute("rel", "noopener noreferrer nofollow ugc");
  await say(lab, `I have seen ${URL_B}.`);
  await expect(parts(lab).messages.last().getByRole("link", { name: "Prices b.example", exact: true })).toBeVisible();
  expect(await asked(lab)).toEqual([URL_A, URL_B]);
  expect(await axe(lab, { except: ["region"] })).toEqual([]);
  await expect(parts(lab).announced).toHaveText([/Kim joined/, `Kim: ann@a.example: ${URL_A}, then ${URL_B}`]);
});

test("the host is the browser's, whatever the address pretends to be", async ({ site, lab }) => {
  const href = "https://bank.example@xn--evl-sma.example/";
  await startTelling(lab, { [href]: { title: "Your bank" } });
  await site.agent("Says", "https://bank.example@evíl.example");
  await expect(previews(lab)).toHaveText(/Your bank\s*xn--evl-sma\.example/);
  expect(await asked(lab)).toEqual([href]);
});

test("a page that the other side suggests has its own card, and is not asked for", async ({ site, lab }) => {
  await startTelling(lab, { [URL_A]: CHAIN, [URL_B]: CHAIN });
  await site.agent("Pushes", URL_A);
  await site.agent("Says", URL_B);
  await expect(previews(lab)).toHaveCount(1);
  expect(await asked(lab)).toEqual([URL_B]);
});

test("a function that fails, gives nothing or never answers leaves the link, and is told of once", async ({ site, lab }) => {
  const ways = ["throws", "rejects", "never", "nothing", "text", "trap"];
  const urls = ways.map((way) => `https://a.example/${way}`);
  await startTelling(lab, { ...Object.fromEntries(urls.map((url, i) => [url, ways[i]])), [URL_A]: CHAIN });
  for (const url of urls) await site.agent("Says", url);
  await site.agent("Says", URL_A);
  await expect(previews(lab)).toHaveText(/How to put a chain back on/);
  await expect(parts(lab).messages).toHaveCount(urls.length + 1);
  for (const [i, url] of urls.entries()) await expect(parts(lab).messages.nth(i).locator(".rj-bubble")).toHaveText(url);
  expect(new Set(await asked(lab))).toEqual(new Set([...urls, URL_A]));
  const lines = (await logged(lab)).filter((line) => line.startsWith("warn"));
  expect(lines).toEqual([expect.stringMatching(/^warn: Rejoin: a link preview has failed: (thrown|rejected|trapped|it has no title|Reflect.get)/)]);
});

test("hostile answers are text, or nothing", async ({ site, lab }) => {
  const wrong = [];
  lab.on("request", (request) => request.url().includes("evil.test") && wrong.push(request.url()));
  const html = "<img src=https://evil.test/x onerror=window.pwned=1><b>bold</b>";
  const answers = {
    "https://a.example/object": { title: { title: "x" } },
    "https://a.example/html": { title: html, text: html },
    "https://a.example/script": { title: "Script", image: "javascript:window.pwned=1" },
    "https://a.example/page": { title: "Page", text: 7, image: "data:text/html,<script>window.pwned=1</script>" },
    "https://a.example/long": { title: "long ".repeat(20_000), text: "x".repeat(100_000), image: "/".repeat(100_000) },
    "https://a.example/empty": { title: " " },
  };
  // A picture that cannot be had is taken away: that there was one would not be seen.
  await lab.evaluate(() => {
    const create = document.createElement.bind(document);
    window.created = [];
    document.createElement = (name, ...rest) => (created.push(name), create(name, ...rest));
  });
  await startTelling(lab, answers);
  for (const url of Object.keys(answers)) await site.agent("Says", url);
  await expect(previews(lab)).toHaveCount(4);
  expect(await lab.evaluate(() => created)).not.toContain("img");
  await expect(previews(lab).nth(0)).toContainText(html);
  await expect(previews(lab).locator("img, b")).toHaveCount(0);
  const long = previews(lab).nth(3);
  expect((await long.innerText()).length).toBeLessThan(600);
  const [box, list] = [await long.boundingBox(), await parts(lab).transcript.boundingBox()];
  expect(box.height).toBeLessThan(150);
  expect(box.x + box.width).toBeLessThan(list.x + list.width);
  expect(await lab.evaluate(() => "pwned" in window)).toBe(false);
  expect(wrong).toEqual([]);
});

test("an address is asked for once on a page, over messages, windows and chats", async ({ site, lab }) => {
  await startTelling(lab, { [URL_A]: CHAIN, [URL_B]: "nothing" });
  for (const text of [URL_A, `again ${URL_A}`, URL_B, "https://B.example/prices"]) await site.agent("Says", text);
  await expect(previews(lab)).toHaveCount(2);
  await lab.evaluate(() => chat.toggle());
  await expect(parts(lab).window).toHaveCount(0);
  await lab.evaluate(() => chat.toggle());
  await expect(previews(lab)).toHaveCount(2);
  await lab.evaluate(() => lab.outcome(lab.session.leave()).then(() => chat.close()));
  await startTelling(lab, {});
  await site.agent("Says", `${URL_A} in the next chat`);
  await expect(previews(lab)).toHaveCount(1);
  expect((await asked(lab)).sort()).toEqual([URL_A, URL_B]);
});

test("nobody is asked before the visitor sees the message", async ({ site, lab }) => {
  await startTelling(lab, { [URL_A]: CHAIN, [URL_B]: CHAIN });
  await lab.evaluate(() => chat.toggle());
  await expect(parts(lab).window).toHaveCount(0);
  await site.agent("Says", URL_A);
  for (let i = 0; i < 30; i++) await site.agent("Says", `Line ${i}`);
  await site.agent("Says", URL_B);
  await expect(parts(lab).unread).toHaveText("32");
  await lab.waitForTimeout(A_WHILE);
  expect(await asked(lab)).toEqual([]);
  await parts(lab).launcher.click();
  await expect(previews(lab)).toHaveCount(1);
  expect(await asked(lab)).toEqual([URL_B]);
  await parts(lab).transcript.focus();
  await lab.keyboard.press("Home");
  await expect(previews(lab)).toHaveCount(2);
  expect(await asked(lab)).toEqual([URL_B, URL_A]);
});

test("after a reload it is asked again, and nothing of it is stored or announced", async ({ site, lab }) => {
  await startTelling(lab, { [URL_A]: CHAIN });
  await site.agent("Says", URL_A);
  await expect(previews(lab)).toHaveCount(1);
  expect(await lab.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain("drop of oil");
  await lab.reload();
  await labIsReady(lab);
  await startTelling(lab, { [URL_A]: CHAIN }, { call: "restoreChat" });
  await expect(previews(lab)).toHaveText(/How to put a chain back on/);
  expect(await asked(lab)).toEqual([URL_A]);
  await expect(parts(lab).announcer).toHaveText("");
});

test("at the newest the list stays there when a card comes, and when its picture goes", async ({ site, lab }) => {
  let fail;
  await lab.route("**/missing.png", (route) => (fail = () => route.abort()));
  await startTelling(lab, { [URL_A]: "held" });
  for (let i = 0; i < 20; i++) await site.agent("Says", `Line ${i}`);
  await site.agent("Says", URL_A);
  await expect.poll(() => asked(lab)).toEqual([URL_A]);
  expect(await isAtEnd(lab)).toBe(true);
  await release(lab, URL_A, { ...CHAIN, image: "/missing.png" });
  await expect(previews(lab)).toBeVisible();
  await expect.poll(() => isAtEnd(lab)).toBe(true);
  const before = await previews(lab).boundingBox();
  expect((await previews(lab).locator("img").boundingBox()).height).toBeGreaterThan(100);
  await expect.poll(() => fail).toBeTruthy();
  await fail();
  await expect(previews(lab).locator("img")).toHaveCount(0);
  await expect.poll(() => isAtEnd(lab)).toBe(true);
  expect((await previews(lab).boundingBox()).height).toBeLessThan(before.height - 100);
});

test("who has scrolled up stays where they are when a card comes in above", async ({ site, lab }) => {
  await startTelling(lab, { [URL_A]: "held", [URL_B]: "held" });
  for (let i = 0; i < 15; i++) await site.agent("Says", `Line ${i}`);
  await site.agent("Says", URL_A);
  await expect.poll(() => asked(lab)).toEqual([URL_A]);
  for (let i = 15; i < 60; i++) await site.agent("Says", `Line ${i}`);
  await site.agent("Says", URL_B);
  await expect.poll(() => asked(lab)).toEqual([URL_A, URL_B]);
  await parts(lab).transcript.hover();
  await lab.mouse.wheel(0, -600);
  await expect(lab.getByTestId("rejoin-jump")).toBeVisible();
  const before = await firstInSight(lab);
  // One is above, the other below.
  await release(lab, URL_A, CHAIN);
  await release(lab, URL_B, CHAIN);
  await expect(previews(lab)).toHaveCount(2);
  await lab.waitForTimeout(A_WHILE);
  await expectInPlace(lab, before);
});

test("a picture is fetched without a referrer, and its place is kept", async ({ site, lab }) => {
  const requests = await servePicture(lab);
  await startTelling(lab, { [URL_A]: { ...CHAIN, image: "https://pictures.example/bicycle.png" } });
  await site.agent("Says", URL_A);
  const picture = previews(lab).locator("img");
  await expect.poll(() => picture.evaluate((image) => image.naturalWidth)).toBe(320);
  await expect(picture).toHaveAttribute("alt", "");
  const { width, height } = await picture.boundingBox();
  expect(width / height).toBeCloseTo(1.91, 1);
  expect(requests).toHaveLength(1);
  expect(await requests[0].allHeaders()).not.toHaveProperty("referer");
  expect(await axe(lab, { except: ["region"] })).toEqual([]);
});

test.describe(() => {
  test.use({ provoked: /Content Security Policy/ });

  test("where a policy lets no picture in, the card is there without it", async ({ site }) => {
    const page = await openLab(site, "csp.html");
    await startTelling(page, { [URL_A]: { ...CHAIN, image: "https://pictures.example/bicycle.png" } });
    await site.agent("Says", URL_A);
    await expect(previews(page)).toHaveText(/How to put a chain back on/);
    await expect(previews(page).locator("img")).toHaveCount(0);
  });
});
