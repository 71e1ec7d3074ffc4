// How a visitor gets an account and a room, what those who answer learn of them, and why there may be none.

import { parts, say, submitForm } from "../support/chat.mjs";
import {
  NOTHING,
  REFUSED,
  SERVER,
  expect,
  expectGoesOn,
  expectSession,
  expectShown,
  expectShownForGood,
  expectTold,
  provoking,
  soon,
  test,
} from "./support.mjs";

test.use(provoking(REFUSED));

const OFF = { hold: false, lose: false, drop: false, status: {} };
const endpoint = (matrix) => `${matrix.homeserver}/account`;

/** Where the room comes from, and how the lab and the page are set up for it. */
const sources = {
  "registration, and an invitation of the visitor's": { transport: () => ({}), steps: ["register", "createRoom"] },
  "registration, and an alias": {
    transport: (matrix) => ({ alias: `#chat_${matrix.room}_{id}:localhost` }),
    steps: ["register", "join"],
  },
  "an endpoint, and an invitation of the visitor's": {
    transport: (matrix) => ({ accountUrl: endpoint(matrix), invite: [matrix.kim] }),
    steps: ["account", "createRoom"],
  },
  "an endpoint, and an alias": {
    transport: (matrix) => ({ accountUrl: endpoint(matrix), alias: `#chat_${matrix.room}_{id}:localhost` }),
    steps: ["account", "join"],
  },
  "an endpoint that has a room as well": {
    setup: { roomFor: "bot" },
    transport: (matrix) => ({ accountUrl: endpoint(matrix) }),
    steps: ["account", "join"],
  },
};

for (const [what, { setup = {}, transport, steps }] of Object.entries(sources)) {
  test.describe(what, () => {
    test.beforeEach(async ({ matrix }) => {
      await matrix.setup(setup);
      await matrix.given({ transport: transport(matrix) });
    });

    test("a whole chat, about which those who answer know what the form said", async ({ matrix }) => {
      let page = await matrix.openForm();
      await matrix.sendForm(page);
      await expectSession(page, [NOTHING], soon);
      await say(page, "Mine");
      await matrix.expectSaid(["Mine"]);
      await matrix.last("join");
      await matrix.last("say", "Theirs");
      await expectShown(page, ["Mine", "Theirs"]);
      // As the room's state, or where the visitor has no power over it as a notice; shown to the visitor is neither.
      const told = async () => {
        const notice = (await matrix.last("transcript")).find(({ content }) => content["rejoin.visitor"]);
        return (await matrix.last("state", "rejoin.visitor")) ?? notice?.content["rejoin.visitor"] ?? null;
      };
      await expect.poll(told).toEqual({ firstName: "Ann", lastName: "Lee", email: "ann@example.com", subject: "A question" });
      const [{ displayname }] = await matrix.agent("accounts");
      expect(displayname).toBe("Ann Lee");
      // Who makes a room for an alias does not know yet for whom.
      expect(await matrix.last("name")).toContain(what.endsWith("an alias") ? "Visitor" : "Ann Lee");
      await page.reload();
      await expectGoesOn(matrix, page, ["Mine"], ["Mine", "Theirs"]);
      await matrix.expectOneStart();
      await page.evaluate(() => window.session.leave());
      await expect.poll(() => matrix.last("isOver")).toBe(true);
      await expect.poll(() => matrix.last("devices")).toBe(0);
    });

    for (const step of steps) {
      for (const fate of ["hold", "lose"]) {
        // What is registered by the visitor and made by them is in starts.spec.mjs.
        if (what.startsWith("registration") && step !== "join") continue;
        test(`a reload with the answer to ${step} missing (${fate}) leads to the same chat`, async ({ matrix }) => {
          const page = await matrix.openForm();
          await matrix.faults({ [fate]: [step] });
          await matrix.sendForm(page, step);
          // It is done, and only the answer is missing.
          const done = step === "account" ? async () => (await matrix.agent("accounts")).length : () => matrix.agent("starts");
          await expect.poll(done, soon).toBe(1);
          await matrix.meanwhile(() => matrix.faults({ lose: false }));
          await page.reload();
          await expect(parts(page).starting.or(parts(page).composer)).toBeVisible();
          await matrix.faults(OFF);
          await expectSession(page, [], soon);
          await say(page, "Here I am");
          await matrix.expectSaid(["Here I am"]);
          await matrix.last("join");
          await expectShownForGood(matrix, page, ["Here I am"]);
          await matrix.expectOneStart();
        });
      }
    }
  });
}

test("a room that is still being made for an alias lets nobody in for a moment: it is asked again", async ({ matrix }) => {
  await matrix.given({ transport: { alias: `#chat_${matrix.room}_{id}:localhost` } });
  // In Synapse's words, to a page that was reloaded while an earlier question had the room made.
  await matrix.faults({ hold: ["setProfile"], status: { join: [403, { errcode: "M_FORBIDDEN", error: "You are not invited to this room." }, 1] } });
  const page = await matrix.openForm();
  await matrix.sendForm(page, "setProfile");
  await page.reload();
  await matrix.faults({ hold: false });
  await expectSession(page, [], soon);
  await matrix.expectOneStart();
});

/** What visitors read where the words are for the site's owner. */
const OURS = "The chat could not be started. Please try again in a moment.";

/** The call fails with 212 in these words. The visitor reads the server's above the form they have filled. */
async function expectRefused(page, words, shown = words) {
  await expect
    .poll(() => page.evaluate(() => window.errors.map(({ code, description }) => [code, description])), soon)
    .toEqual([[212, expect.stringMatching(words)]]);
  await expect(page.getByTestId("rejoin-start-problem")).toHaveText(shown);
  await expect(parts(page).field("email")).toHaveValue("ann@example.com");
}

test("registration by a token: the right one opens the door; a wrong one and none are refused in clear words", async ({ matrix }) => {
  test.slow();
  await matrix.own({ registration_requires_token: true });
  for (const [transport, words, shown] of [
    [{ registrationToken: "wrong" }, /token/i],
    [{}, /more to register|guide for site owners/, OURS],
  ]) {
    await matrix.given({ transport });
    const page = await matrix.openForm();
    await matrix.sendForm(page);
    await expectRefused(page, words, shown);
    await page.evaluate(() => chat.close());
    await expect(parts(page).form).toHaveCount(0);
    await page.close();
  }
  await matrix.given({ transport: { registrationToken: await matrix.agent("registrationToken") } });
  const page = await matrix.openForm();
  await matrix.sendForm(page);
  await expectSession(page, [NOTHING], soon);
  await say(page, "Hello");
  await matrix.expectSaid(["Hello"]);
});

for (const [what, fault, words, shown] of [
  ["registers nobody", { register: [403, { errcode: "M_FORBIDDEN", error: "Registration has been disabled" }] }, /lets nobody register/, OURS],
  ["has no such thing as registration", { register: [404, { errcode: "M_UNRECOGNIZED", error: "Unrecognized request" }] }, /no Matrix homeserver/, OURS],
  ["wants a mail address to be confirmed", { register: [401, { flows: [{ stages: ["m.login.email.identity"] }], session: "x", params: {} }] }, /more to register/, OURS],
  ["makes no rooms for visitors", { createRoom: [403, { errcode: "M_FORBIDDEN", error: "You are not permitted to create rooms" }] }, /not permitted to create rooms/],
]) {
  test(`a server that ${what}: error 212 in clear words, the form is kept, also after a reload, and can be sent again`, async ({ matrix }) => {
    const page = await matrix.openForm();
    await matrix.faults({ status: fault });
    await matrix.sendForm(page);
    await expectRefused(page, words, shown);
    await page.reload();
    await expect(parts(page).field("email")).toHaveValue("ann@example.com");
    await matrix.faults(OFF);
    await submitForm(page);
    await expectSession(page, [], soon);
    await say(page, "Hello");
    await matrix.expectSaid(["Hello"]);
    expect(await matrix.rooms()).toHaveLength(1);
  });
}

test("no homeserver at that address: error 212 says so", async ({ matrix }) => {
  await matrix.given({ transport: { homeserver: `${SERVER}/nobody` } });
  const page = await matrix.openForm();
  await matrix.sendForm(page);
  await expectRefused(page, /no Matrix homeserver at the address/, OURS);
});

test("an endpoint that gives no account: error 212", async ({ matrix }) => {
  await matrix.given({ transport: { accountUrl: endpoint(matrix) } });
  await matrix.faults({ status: { account: [403, { error: "We are closed today" }] } });
  const page = await matrix.openForm();
  await matrix.sendForm(page);
  await expectRefused(page, /We are closed today/);
});

test("an agent who does not exist: error 212, or a chat in which nobody answers, but no silence", async ({ matrix }) => {
  await matrix.given({ transport: { invite: ["@nobody:elsewhere.invalid"] } });
  const page = await matrix.openForm();
  await matrix.sendForm(page);
  const outcome = () => page.evaluate(() => window.told.at(-1));
  await expect.poll(outcome, soon).toMatch(/^session|^error 212/);
});

test("a server that cannot be reached: error 211 after a while, and the start goes on by itself", async ({ matrix }) => {
  test.slow();
  const page = await matrix.openForm();
  await matrix.faults({ unreachable: true });
  await matrix.sendForm(page);
  await expectTold(page, [NOTHING, "error 211"], { timeout: 60_000 });
  await expect(parts(page).starting).toContainText("We keep trying");
  await matrix.faults({ unreachable: false });
  await expect(parts(page).composer).toBeVisible({ timeout: 60_000 });
  await say(page, "Hello");
  await matrix.expectSaid(["Hello"]);
  await matrix.expectOneStart();
});

test("what the page tells later is told to those who answer, beside what they know", async ({ matrix }) => {
  const page = await matrix.openForm();
  await matrix.sendForm(page);
  await expectSession(page);
  await page.evaluate(() => window.session.setUserData({ basket: "3 bicycles" }));
  expect(await matrix.last("state", "rejoin.visitor")).toMatchObject({ firstName: "Ann", basket: "3 bicycles" });
  // Told beside it, so perhaps after it.
  await expect.poll(() => matrix.last("topic")).toContain("basket: 3 bicycles");
  await expectShown(page, []);
});

/** What a start with these options fails with. */
const errorOf = (page, transport) =>
  page.evaluate(
    (transport) =>
      new Promise((resolve) => {
        const given = { type: "matrix", homeserver: "https://hs.example", invite: ["@kim:hs.example"], ...transport };
        const options = { embedded: true, registration: false, ui: { shadow: "open" }, transport: given };
        chat.startChat(options).fail(({ error }) => resolve([error.code, error.description])).done(resolve);
      }),
    transport,
  );

test("options: what can be the address of no homeserver is none", async ({ matrix }) => {
  const page = await matrix.visit();
  for (const homeserver of ["", "https://hs.example/?x=1", "https://hs.example/#x"]) {
    expect(await errorOf(page, { homeserver })).toEqual([204, expect.stringContaining("transport.homeserver: expected")]);
  }
});

test("options: each wrong one is named, with what was given and what is expected", async ({ matrix }) => {
  const page = await matrix.visit();
  const wrong = {
    homeserver: [7, "ftp://hs.example", "https://ann:secret@hs.example", null],
    registrationToken: [7, true],
    accountUrl: [7, "javascript:alert(1)"],
    invite: ["@kim:hs.example", ["kim"], [7], ["@kim"], [" @kim:hs.example"]],
    alias: ["#chat:hs.example", "chat_{id}:hs.example", "#chat_{id}", 7],
    bots: ["@bot:hs.example", ["bot"], {}],
    deactivate: ["yes", 1],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const invite = name === "alias" || name === "accountUrl" ? { invite: undefined } : {};
      const [code, description] = await errorOf(page, { ...invite, [name]: value });
      expect([name, value, code, description]).toEqual([name, value, 204, expect.stringContaining(`transport.${name}: expected`)]);
    }
  }
  for (const [given, words] of [
    [{ invite: undefined }, "transport.invite: expected who is to answer, got nobody"],
    [{ invite: [] }, "transport.invite: expected who is to answer, got nobody"],
    [{ alias: "#c_{id}:hs.example" }, "transport.alias: expected nothing, since there is `invite`"],
    [{ accountUrl: "/account", registrationToken: "x" }, "transport.registrationToken: expected nothing, since there is `accountUrl`"],
    [{ type: "matrices" }, "transport.type: expected"],
  ]) {
    expect(await errorOf(page, given)).toEqual([204, expect.stringContaining(words)]);
  }
  // All at once.
  const [, description] = await errorOf(page, { homeserver: 7, bots: 7, deactivate: 7 });
  for (const name of ["homeserver", "bots", "deactivate"]) expect(description).toContain(`transport.${name}: expected`);
  expect((await matrix.agent("counts")).operations).toEqual({});
  await expect(parts(page).window).toHaveCount(0);
});
