// What there is over REST only: aliases, and asking again and again.

import { parts, say } from "../support/chat.mjs";
import { expect, expectShown, expectShownForGood, rest, test } from "./support.mjs";

test("the server moves the chat to another instance: it is followed, also by the next page", async ({ gms }) => {
  const page = await gms.startChat(rest);
  await say(page, "Before");
  await expectShown(page, ["Before"]);
  await gms.last("changeAlias");
  await say(page, "After");
  await gms.last("say", "Theirs");
  await gms.expectSaid(["Before", "After"]);
  await expect(parts(page).messages).toHaveCount(3);
  await page.reload();
  await gms.last("changeAlias");
  await say(page, "And then");
  await gms.expectSaid(["Before", "After", "And then"]);
  await expect(parts(page).messages).toHaveCount(4);
  await gms.meanwhile(() => gms.last("changeAlias"));
  await page.reload();
  await gms.last("say", "At last");
  await expect(parts(page).messages).toHaveCount(5);
  await expect(parts(page).outgoing).toHaveCount(0);
  expect(await page.evaluate(() => window.errors)).toEqual([]);
});

test("who waits is asked for more and more rarely, and who speaks is answered quickly", async ({ gms }) => {
  const page = await gms.startChat(rest);
  const requests = [];
  // Not when it is finished: that is not told of each.
  page.on("response", (response) => {
    const nameOf = (url) => new URL(url).pathname.split("/").at(-1);
    requests.push([nameOf(response.url()), response.request().timing().startTime]);
  });
  /** The pauses between questions for news, by the browser's clock, after that many of them. */
  const pauses = async (count) => {
    const asked = () => requests.filter(([name]) => name === "refresh").map(([, at]) => at);
    await expect.poll(() => asked().length, { timeout: 30_000 }).toBeGreaterThan(count);
    return asked().map((at, i, all) => at - all[i - 1]).slice(1, count + 1);
  };
  const idle = await pauses(5);
  // Each is longer by a quarter; a timer may be late, but not early.
  for (const [i, pause] of idle.entries()) expect(pause).toBeGreaterThan(950 * 1.25 ** i);
  expect(Math.max(...idle)).toBeLessThan(6_000);
  await say(page, "Hello");
  await expectShown(page, ["Hello"]);
  await gms.last("say", "Hi");
  await expectShownForGood(page, ["Hello", "Hi"]);
  const [, spoke] = requests.find(([name]) => name === "send");
  const [, next] = requests.find(([name, at]) => name === "refresh" && at > spoke);
  expect(next - spoke).toBeLessThan(2_500);
});

test("with `serverUrl` alone it is CometD that is spoken, and the service has the name of the vendor's examples", async ({ gms }) => {
  await gms.setup({ service: "customer-support" });
  const page = await gms.visit({ server: "faye", url: "", skip: "" });
  await page.locator("#start").click();
  await expect(parts(page).composer).toBeVisible();
  await say(page, "Hello");
  await gms.expectSaid(["Hello"]);
});
