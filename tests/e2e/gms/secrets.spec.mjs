// What lets a visitor back into the chat is told to the server and kept in the storage, and goes nowhere else.

import { parts, say } from "../support/chat.mjs";
import { expect, expectShown, provoking, servers, test } from "./support.mjs";

test.use(provoking(".*"));

const SECRETS = /"(?:secureKey|clientId)":"((?:[^"\\]|\\.)+)"/g;

/** Notes everything that pages say to anybody, and the secrets that they were told. */
function eavesdrop(context) {
  const heard = { secrets: new Set(), urls: [], lines: [] };
  const learn = (text) => {
    for (const [, secret] of String(text).matchAll(SECRETS)) heard.secrets.add(JSON.parse(`"${secret}"`));
  };
  context.on("request", (request) => heard.urls.push(request.url()));
  context.on("response", async (response) => {
    if (response.url().includes("/genesys/")) learn(await response.text().catch(() => ""));
  });
  context.on("console", (message) => heard.lines.push(message.text()));
  context.on("weberror", (error) => heard.lines.push(String(error.error())));
  context.on("page", (page) => {
    page.on("websocket", (socket) => {
      heard.urls.push(socket.url());
      socket.on("framereceived", ({ payload }) => learn(payload));
    });
  });
  return heard;
}

for (const [what, server] of Object.entries(servers)) {
  for (const logs of ["debug", "log"]) {
    test(`${what}, ${logs === "log" ? "with a logger" : "on the console"}: no secret in an address, in the log, or in an error`, async ({ gms, context }) => {
      const heard = eavesdrop(context);
      const page = await gms.startChat(server, { debug: "", ...(logs === "log" && { log: "" }) });
      const note = async () => {
        const [logged, errors] = await page.evaluate(() => [window.logged, window.errors]);
        heard.lines.push(...logged, ...errors.map((error) => JSON.stringify(error)));
        heard.urls.push(page.url());
        return logged;
      };
      await say(page, "Hello");
      await gms.expectSaid(["Hello"]);
      await gms.last("join");
      await gms.last("say", "Hi");
      await expectShown(page, ["Hello", "Hi"]);
      if (server.query.server !== "rest") await gms.agent("expire");
      await gms.faults({ malformed: "json" });
      await gms.last("say", "Torn");
      await page.waitForTimeout(1_500);
      await gms.faults({ malformed: "types" });
      await gms.last("say", "Twisted");
      await page.waitForTimeout(1_500);
      await gms.faults({ malformed: false, statusCode: 2, times: 1, only: ["sendMessage"] });
      await say(page, "Refuse me");
      await expect(parts(page).outgoing).toContainText("As the test wants it", { timeout: 20_000 });
      await gms.faults({ statusCode: 0 });
      const logged = await note();
      if (logs === "log") expect(logged.length).toBeGreaterThan(2);

      await page.reload();
      await expect(parts(page).composer).toBeVisible();
      await expect(parts(page).session).not.toHaveText("none");
      await gms.last("forget");
      await page.evaluate(() => void window.session.sendMessage("Hello?").catch((event) => window.errors.push(event.error)));
      await expect(parts(page).ended).toBeVisible();
      await note();

      const secrets = [...heard.secrets];
      expect(secrets.length).toBeGreaterThan(0);
      expect(heard.lines.length).toBeGreaterThan(2);
      const all = [...heard.urls, ...heard.lines];
      for (const secret of secrets) {
        const parts = [secret, encodeURIComponent(secret), secret.slice(2, 14)];
        expect(all.filter((text) => parts.some((part) => text.includes(part)))).toEqual([]);
      }
    });
  }
}
