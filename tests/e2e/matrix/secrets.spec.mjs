// What lets a visitor back into the chat is told to the homeserver in headers and bodies, kept in the storage while there
// is a chat, and goes nowhere else.

import { parts, say } from "../support/chat.mjs";
import { storage } from "../script/support/site.mjs";
import { PAGES, expect, expectShown, provoking, soon, test } from "./support.mjs";

test.use(provoking(".*"));

/** Notes everything that pages say to anybody, and what must be in none of it. */
function eavesdrop(context) {
  const heard = { secrets: new Set(), urls: [], lines: [] };
  context.on("request", (request) => {
    heard.urls.push(request.url(), request.headers().referer ?? "");
    const { password, auth } = bodyOf(request);
    for (const secret of [password, auth?.password]) if (secret) heard.secrets.add(secret);
  });
  context.on("console", (message) => heard.lines.push(message.text()));
  context.on("weberror", (error) => heard.lines.push(String(error.error())));
  return heard;
}

function bodyOf(request) {
  try {
    return request.postDataJSON() ?? {};
  } catch {
    return {};
  }
}

/** All that anybody can read on the page, and in what it logs. */
async function note(page, heard) {
  const [logged, errors, dom] = await page.evaluate(() => {
    const roots = [...document.querySelectorAll("*")].map((node) => node.shadowRoot?.innerHTML ?? "");
    return [window.logged, window.errors, document.documentElement.outerHTML + roots.join()];
  });
  heard.lines.push(...logged, ...errors.map((error) => JSON.stringify(error)), dom);
  return logged;
}

for (const logs of ["debug", "log"]) {
  test(`${logs === "log" ? "with a logger" : "on the console"}: no secret in an address, in the log, in an error, or on the page`, async ({ matrix, context }) => {
    test.slow();
    const heard = eavesdrop(context);
    const registrationToken = "hidden-token-of-the-site";
    // Open to everybody: the token is given, and not needed.
    await matrix.given({ transport: { registrationToken, deactivate: true } });
    const page = await matrix.startTalk({ debug: "", ...(logs === "log" && { log: "" }) });
    await matrix.last("expire");
    await say(page, "With a new token");
    await matrix.expectSaid(["Mine", "With a new token"]);
    const status = { refresh: [401, { errcode: "M_UNKNOWN_TOKEN", error: "No." }] };
    await matrix.faults({ status });
    await matrix.last("expire");
    await say(page, "With another login");
    await matrix.expectSaid(["Mine", "With a new token", "With another login"], soon);
    await matrix.faults({ status: {}, malformed: true });
    await matrix.last("say", "Torn");
    await expect(parts(page).banner).toContainText("lost", soon);
    await matrix.faults({ malformed: false });
    await expect(parts(page).messages.last()).toContainText("Torn", soon);
    await matrix.faults({ status: { send: [400, { errcode: "M_BAD_JSON", error: "As the test wants it" }, 1] } });
    await say(page, "Refuse me");
    await expect(parts(page).outgoing).toContainText("As the test wants it", soon);
    const logged = await note(page, heard);
    if (logs === "log") expect(logged.length).toBeGreaterThan(2);

    await page.reload();
    await expect(parts(page).session).toHaveText(/^!/);
    expect(JSON.stringify(await storage(page))).toContain([...heard.secrets][0]);
    await note(page, heard);
    await page.evaluate(() => window.session.leave());
    await expect.poll(() => matrix.count("deactivate"), soon).toBe(1);
    expect(await storage(page)).toEqual({});
    await note(page, heard);

    const secrets = [...heard.secrets, ...(await matrix.agent("tokens")), registrationToken];
    expect(heard.secrets.size).toBe(1);
    expect(secrets.length).toBeGreaterThanOrEqual(7);
    const all = [...heard.urls.filter((url) => !url.startsWith(PAGES)), ...heard.lines, ...(await matrix.agent("addresses"))];
    expect(all.length).toBeGreaterThan(30);
    for (const secret of secrets) {
      const traces = [secret, encodeURIComponent(secret), secret.slice(4, 20)];
      expect(all.filter((text) => traces.some((trace) => text.includes(trace)))).toEqual([]);
    }
  });
}

test("the account of an endpoint: the same", async ({ matrix, context }) => {
  const heard = eavesdrop(context);
  await matrix.setup({ roomFor: "bot" });
  await matrix.given({ transport: { accountUrl: `${matrix.homeserver}/account` } });
  const asked = context.waitForEvent("request", (request) => request.method() === "POST" && request.url().endsWith("/account"));
  const page = await matrix.startTalk({ debug: "" });
  const { id } = bodyOf(await asked);
  await page.reload();
  await expectShown(page, ["Mine", "Theirs"]);
  await note(page, heard);
  await matrix.last("kick", "Bye");
  await expect(parts(page).ended).toBeVisible();
  expect(await storage(page)).toEqual({});
  await note(page, heard);
  const all = [...heard.urls, ...heard.lines, ...(await matrix.agent("addresses"))];
  const secrets = [id, ...(await matrix.agent("tokens"))];
  expect(secrets.length).toBeGreaterThanOrEqual(3);
  for (const secret of secrets) expect(all.filter((text) => text.includes(secret.slice(4, 20)))).toEqual([]);
});
