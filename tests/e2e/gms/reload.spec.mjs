// The page goes away in every phase, in every way, with each kind of server, and comes back as it was.

import { fillForm, parts, say, submitForm, typingIsStored } from "../support/chat.mjs";
import { ways } from "../support/ways.mjs";
import { openShadows, storage } from "../script/support/site.mjs";
import { NOTHING, expect, expectShown, expectShownForGood, expectTold, servers, test } from "./support.mjs";

/** A page out of the back/forward cache is the very one that was left: it goes on, and is told nothing twice. */
const isNew = (name) => name !== "backForward";
const isRest = ({ query }) => query.server === "rest";
/** What has nothing to do with acknowledgement is not tried without it. */
const cases = (what) => (what === "long-polling without ack" ? { common: () => {}, special: test } : { common: test, special: test });
/** After a handshake or a socket it is seconds until a start is asked for again. */
const patience = { timeout: 20_000 };

/**
 * Held besides being lost: a browser whose request is cut off without an answer sends it again by itself, which no page
 * can hinder, and no page sees.
 */
const fates = [
  ["whose answer was lost", { lose: ["sendMessage"], hold: ["sendMessage"] }],
  ["that never arrived", { drop: ["sendMessage"], hold: [] }],
];
/** The other ways by which a page may learn that the server has its message. */
const CHANNEL = ["event", "requestNotifications", "refresh"];

const expectSession = async (gms, page, toldBefore) => {
  await expect(parts(page).composer).toBeVisible(patience);
  const { chatId } = (await gms.sessions()).at(-1);
  await expectTold(page, [...toldBefore, `session ${chatId}`], patience);
};

for (const [what, server] of Object.entries(servers)) {
  for (const [name, way] of Object.entries(ways)) {
    const { common, special } = cases(what);
    test.describe(`${what}, ${name}`, () => {
      const leave = (page) => way(page, name === "backForward" ? { via: "/gms-away.html" } : undefined);
      const toldBefore = isNew(name) ? [] : [NOTHING];

      common("a half-filled form is back, and is sent to the same server", async ({ gms }) => {
        await gms.setup(server.setup);
        const before = await gms.openForm(server.query);
        await fillForm(before, { firstName: "Ann Lee", email: "ann@exa" });
        await typingIsStored(before);

        const page = await leave(before);
        await expect(parts(page).field("firstName")).toHaveValue("Ann Lee");
        await expect(parts(page).field("email")).toHaveValue("ann@exa");
        await expectTold(page, toldBefore);
        await fillForm(page);
        await submitForm(page);
        await expectSession(gms, page, toldBefore);
        expect(await gms.agent("starts")).toBe(1);
        expect(await gms.last("data", "emailAddress")).toBe("ann@example.com");
      });

      special("a form just sent whose answer is held starts a chat", async ({ gms }) => {
        await gms.setup(server.setup);
        await gms.faults({ hold: ["requestChat"] });
        const before = await gms.openForm(server.query);
        await gms.sendForm(before);

        const page = await leave(before);
        await expect(parts(page).starting).toBeVisible();
        await expectTold(page, toldBefore);
        await page.waitForTimeout(500);
        await gms.faults({ hold: false });
        await expectSession(gms, page, toldBefore);
        // Over REST an answer that is lost with its page cannot be found again.
        if (!isRest(server)) expect(await gms.agent("starts")).toBe(1);
        await say(page, "Here I am");
        await gms.expectSaid(["Here I am"]);
        await gms.last("join");
        await gms.last("say", "There you are");
        await expectShownForGood(page, ["Here I am", "There you are"]);
        if (!isRest(server)) expect(await gms.agent("starts")).toBe(1);
      });

      common("a form just sent that never arrived starts exactly one chat", async ({ gms }) => {
        await gms.setup(server.setup);
        const before = await gms.openForm(server.query);
        await gms.faults({ drop: ["requestChat"] });
        await gms.sendForm(before, { arrives: false });

        await gms.meanwhile(() => gms.faults({ drop: false }));
        const page = await leave(before);
        await expectSession(gms, page, toldBefore);
        await page.waitForTimeout(500);
        expect(await gms.agent("starts")).toBe(1);
      });

      common("who waits for an agent goes on waiting in the same chat", async ({ gms }) => {
        const page = await leave(await gms.startChat(server));
        await expectSession(gms, page, toldBefore);
        await expect(parts(page).subtitle).toHaveText(/Waiting/);
        await gms.last("join");
        await expect(parts(page).subtitle).toHaveText(/Kim/);
        await gms.last("say", "Hi Ann");
        await expectShown(page, ["Hi Ann"]);
        expect(await gms.agent("starts")).toBe(1);
      });

      special("transcript and draft are back in mid-chat, with what was said meanwhile, once", async ({ gms }) => {
        const before = await gms.startChat(server);
        await say(before, "Hello");
        await gms.expectSaid(["Hello"]);
        await gms.last("join");
        await gms.last("say", "Hi Ann");
        await expectShown(before, ["Hello", "Hi Ann"]);
        await parts(before).composer.fill("half a sent");
        await typingIsStored(before);

        await gms.meanwhile(async () => {
          await gms.last("say", "Are you");
          await gms.last("say", "still there?");
        });
        const page = await leave(before);
        await expect(parts(page).composer).toHaveValue("half a sent");
        await expectShown(page, ["Hello", "Hi Ann", "Are you", "still there?"]);
        await expectSession(gms, page, toldBefore);
        await expect(parts(page).subtitle).toHaveText(/Kim/);
        await gms.last("say", "Hm.");
        await expectShown(page, ["Hello", "Hi Ann", "Are you", "still there?", "Hm."]);
        await parts(page).composer.press("Enter");
        await gms.expectSaid(["Hello", "half a sent"]);
        await expectShownForGood(page, ["Hello", "Hi Ann", "Are you", "still there?", "Hm.", "half a sent"]);
        const heard = await page.evaluate(() => window.heard);
        const heardBefore = isNew(name) ? [] : ["Hello", "Hi Ann"];
        expect(heard.toSorted()).toEqual([...heardBefore, "Are you", "still there?", "Hm.", "half a sent"].toSorted());
        expect(await gms.agent("starts")).toBe(1);
      });

      for (const [fate, fault] of fates) {
        special(`a message ${fate} arrives once`, async ({ gms }) => {
          const before = await gms.startChat(server);
          await gms.faults({ ...fault, hold: [...fault.hold, ...CHANNEL] });
          await say(before, "Only once, please");
          await expect.poll(async () => (await gms.counts()).operations.sendMessage).toBeGreaterThan(0);
          await expect(parts(before).outgoing).toHaveText([/Only once, please/]);

          await gms.meanwhile(() => gms.faults({ drop: false, hold: fault.hold }));
          const page = await leave(before);
          await expectSession(gms, page, toldBefore);
          await expectShownForGood(page, ["Only once, please"], patience);
          await gms.expectSaid(["Only once, please"]);
          // What was held for the page before comes now.
          await gms.faults({ lose: false, hold: false });
          await say(page, "And this");
          await gms.expectSaid(["Only once, please", "And this"]);
          await expectShown(page, ["Only once, please", "And this"]);
        });
      }

      common("after the end it is as if there had been no chat", async ({ gms }) => {
        const before = await gms.startChat(server);
        await gms.last("join");
        await gms.last("say", "Bye");
        await expectShown(before, ["Bye"]);
        await gms.last("end");
        await expect(parts(before).ended).toBeVisible();
        expect(await storage(before)).toEqual({});

        const page = await leave(before);
        if (isNew(name)) {
          await expectTold(page, [NOTHING]);
          await expect(parts(page).window).toHaveCount(0);
        }
        expect(await storage(page)).toEqual({});
      });
    });
  }
}

test.describe("the page is told in the server's order what was said while it was away", () => {
  for (const [what, server] of Object.entries(servers)) {
    test(what, async ({ gms }) => {
      const page = await gms.startChat(server);
      await say(page, "Hello");
      await expectShown(page, ["Hello"]);
      const said = ["One", "Two", "Three", "Four"];
      await gms.meanwhile(async () => {
        for (const text of said) await gms.last("say", text);
      });
      await page.reload();
      await expectShown(page, ["Hello", ...said]);
      expect(await page.evaluate(() => window.heard)).toEqual(said);
    });
  }
});

test.describe("a server that does not echo our ids", () => {
  for (const [what, { query, setup }] of Object.entries(servers)) {
    const server = { query, setup: { ...setup, echoTypes: false } };
    for (const [fate, fault] of fates) {
      test(`${what}: a message ${fate} is there once after a reload, and so is its twin`, async ({ gms }) => {
        const page = await gms.startChat(server);
        await say(page, "Yes");
        await expectShown(page, ["Yes"]);
        await gms.faults(fault);
        await say(page, "Yes");
        await expect.poll(async () => (await gms.counts()).operations.sendMessage).toBeGreaterThan(1);
        await gms.meanwhile(() => gms.faults({ drop: false }));
        await page.reload();
        await expect(parts(page).composer).toBeVisible();
        await expectShown(page, ["Yes", "Yes"], patience);
        await gms.faults({ lose: false, hold: false });
        await gms.last("say", "Good");
        await expectShownForGood(page, ["Yes", "Yes", "Good"]);
        await gms.expectSaid(["Yes", "Yes"]);
        await page.reload();
        await expectShownForGood(page, ["Yes", "Yes", "Good"]);
      });
    }

    test(`${what}: without a fault each message is shown once`, async ({ gms }) => {
      const page = await gms.startChat(server);
      for (const text of ["One", "Two", "Two", "Three"]) await say(page, text);
      await expectShownForGood(page, ["One", "Two", "Two", "Three"]);
      await gms.expectSaid(["One", "Two", "Two", "Three"]);
    });
  }
});

test.describe("restored with no word about the server", () => {
  const { "long-polling with ack": polling, WebSocket, REST } = servers;
  test.beforeEach(({ context }) => openShadows(context));

  for (const [what, { query, setup }] of Object.entries({ "long-polling": polling, WebSocket, REST })) {
    const bare = { ...query, bare: "" };

    test(`${what}: a running chat`, async ({ gms }) => {
      const page = await gms.startChat({ query, setup }, { bare: "" });
      await say(page, "Hello");
      await expectShown(page, ["Hello"]);
      await page.reload();
      await expectSession(gms, page, []);
      await gms.last("say", "Hi");
      await expectShown(page, ["Hello", "Hi"]);
      await say(page, "How are you?");
      await gms.expectSaid(["Hello", "How are you?"]);
      expect(await page.evaluate(() => chat.startChat({ embedded: true }).then(String, ({ error }) => error.code))).toBe(205);
    });

    test(`${what}: an open form`, async ({ gms }) => {
      await gms.setup(setup);
      const page = await gms.openForm(bare);
      await fillForm(page, { firstName: "Ann" });
      await typingIsStored(page);
      await page.reload();
      await expect(parts(page).field("firstName")).toHaveValue("Ann");
      await fillForm(page);
      await submitForm(page);
      await expectSession(gms, page, []);
      await say(page, "Hello");
      await gms.expectSaid(["Hello"]);
    });

    test(`${what}: a form just sent`, async ({ gms }) => {
      await gms.setup(setup);
      await gms.faults({ hold: ["requestChat"] });
      const page = await gms.openForm(bare);
      await gms.sendForm(page);
      await page.reload();
      await expect(parts(page).starting).toBeVisible();
      await gms.faults({ hold: false });
      await expectSession(gms, page, []);
      if (query.server !== "rest") expect(await gms.agent("starts")).toBe(1);
      await say(page, "Hello");
      await gms.expectSaid(["Hello"]);
    });
  }
});
