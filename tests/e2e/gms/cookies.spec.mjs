// The server finds its sessions by a cookie. The page's site and the server's are the same, or not.

import { parts, say } from "../support/chat.mjs";
import { NOTHING, expect, expectShownForGood, expectTold, provoking, test } from "./support.mjs";

/** Browsers that keep cookies of third parties away from them: Safari, Firefox, and Chrome for some visitors. */
async function refuseForeignCookies(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.setCookieControls", {
    enableThirdPartyCookieRestriction: true,
    disableThirdPartyCookieMetadata: true,
    disableThirdPartyCookieHeuristics: true,
  });
}

for (const cookie of ["default", "none", "lost"]) {
  test.describe(`a server of another site whose cookie is "${cookie}"`, () => {
    test.use(provoking("error 214", String.raw`\(214\)`));

    test("error 214, and no storm", async ({ gms }) => {
      await gms.setup({ cookie });
      const page = await gms.open("elsewhere.html");
      await refuseForeignCookies(page);
      await page.goto(gms.url("gms.html", { server: "cometd", site: "other", skip: "" }));
      await expectTold(page, [NOTHING]);
      const since = Date.now();
      await page.locator("#start").click();
      await expectTold(page, [NOTHING, "error 214"]);
      const [error] = await page.evaluate(() => window.errors);
      expect(error).toMatchObject({ code: 214, retryable: true });
      expect(error.description).toContain("cookie");
      await page.waitForTimeout(Math.max(0, since + 6_000 - Date.now()));
      const { handshakes, connects, websockets } = await gms.counts();
      expect(handshakes).toBeLessThanOrEqual(6);
      expect(connects).toBeLessThanOrEqual(6);
      expect(websockets).toBeLessThanOrEqual(2);
      expect(await gms.agent("starts")).toBe(0);
      await expectTold(page, [NOTHING, "error 214"]);
    });
  });
}

test('a server of another site whose cookie is "partitioned": the chat works, and is restored', async ({ gms }) => {
  await gms.setup({ cookie: "partitioned" });
  const page = await gms.open("elsewhere.html");
  await refuseForeignCookies(page);
  await page.goto(gms.url("gms.html", { server: "cometd", site: "other", skip: "" }));
  await page.locator("#start").click();
  await expect(parts(page).composer).toBeVisible();
  await say(page, "Hello");
  await gms.expectSaid(["Hello"]);
  await gms.last("say", "Hi");
  await expectShownForGood(page, ["Hello", "Hi"]);
  await page.reload();
  await gms.last("say", "Still there?");
  await expectShownForGood(page, ["Hello", "Hi", "Still there?"]);
  await say(page, "Yes");
  await gms.expectSaid(["Hello", "Yes"]);
  expect((await gms.counts()).handshakes).toBe(1);
});

test('a server of the same site whose cookie is "default": the chat works, and is restored', async ({ gms }) => {
  const page = await gms.startChat({ query: { server: "cometd" }, setup: { cookie: "default" } });
  await say(page, "Hello");
  await gms.expectSaid(["Hello"]);
  await page.reload();
  await gms.last("say", "Hi");
  await expectShownForGood(page, ["Hello", "Hi"]);
  // The session of the page before goes on.
  expect((await gms.counts()).handshakes).toBe(1);
});
