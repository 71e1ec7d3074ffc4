// Transports that misbehave: nothing is thrown at the page, what fails fails with a code, and the next chat is fine.

import { parts } from "../support/chat.mjs";
import { expect, restore, start, storage, test, told } from "./support/site.mjs";

const ANSWERING = ["init", "startSession", "getTranscript", "sendMessage", "sendTyping", "setUserData", "leaveSession"];
const OTHERS = ["disconnect", "onAgentConnected", "onAgentTyping", "onMessageReceived", "onSessionEnded", "onError"];

/** Puts a transport on the page in which `change`, given the good one, has changed something. */
const spoil = (page, change, parameter) =>
  page.evaluate(`(() => {
    const good = lab.localTransport();
    window.spoiled = { ...good, ...(${change})(good, ${JSON.stringify(parameter)}) };
  })()`);

/** Starts on the spoiled transport, with a clock that is quick to run out. */
async function startSpoiled(page) {
  await page.evaluate(() => {
    window.result = null;
    lab.session = null;
    const options = lab.options({ registration: false, transport: window.spoiled });
    lab.outcome(chat.startChat(options)).then((outcome) => (window.result = outcome));
  });
  const result = async () => {
    await page.clock.runFor(1_000);
    return page.evaluate(() => window.result);
  };
  // By the page's clock it is soon; the module is fetched by the machine's.
  await expect.poll(result, { intervals: [20] }).not.toBeNull();
  return page.evaluate(() => window.result);
}

/** Whatever was, away with it, and then a chat as it should be. */
async function expectGoodChat(page) {
  await page.evaluate(() => {
    chat.destroy();
    localStorage.clear();
  });
  expect(await start(page)).toEqual({ done: expect.any(String) });
  await page.evaluate(() => lab.outcome(lab.session.sendMessage("All is well")));
  await page.evaluate(() => lab.outcome(lab.session.leave()));
  await page.evaluate(() => (chat.close(), chat.destroy()));
}

test("each member in turn throws, never answers, fails, answers twice, answers with nonsense", async ({ lab: page }) => {
  test.setTimeout(240_000);
  await page.clock.install();
  await page.reload();
  await page.waitForFunction(() => window.lab);
  const ways = {
    throws: `(good, member) => ({ [member]: () => { throw new Error("broken " + member); } })`,
    "throws nonsense": `(good, member) => ({ [member]: () => { throw null; } })`,
    "never answers": `(good, member) => ({ [member]: () => new Promise(() => {}) })`,
    "fails without a word": `(good, member) => ({ [member]: () => ({ done() {}, fail: (callback) => callback() }) })`,
    "rejects with nonsense": `(good, member) => ({ [member]: () => Promise.reject({ error: { code: {}, description: [] } }) })`,
    "gives nonsense": `(good, member) => ({ [member]: () => 42 })`,
    "gives a thenable that throws": `(good, member) => ({ [member]: () => ({ get then() { throw new Error("no"); } }) })`,
    "answers nonsense": `(good, member) => ({ [member]: () => Promise.resolve("nonsense") })`,
    "answers twice, both ways": `(good, member) => ({ [member]: (...given) => {
      const answer = good[member]?.(...given);
      if (typeof answer?.done !== "function") return answer;
      return {
        done: (callback) => answer.done((value) => { callback(value); callback(value); callback(); }),
        fail: (callback) => { answer.done(() => setTimeout(callback, 5)); answer.fail(callback); },
      };
    } })`,
  };
  for (const [way, change] of Object.entries(ways)) {
    // Nobody waits for what the others give: a rejection of theirs is the page's own to look after.
    for (const member of way.startsWith("rejects") ? ANSWERING : [...ANSWERING, ...OTHERS]) {
      await spoil(page, change, member);
      const outcome = await startSpoiled(page);
      expect(outcome, `${member} ${way}`).not.toBeNull();
      if (outcome.fail) expect(outcome.fail.code, `${member} ${way}`).toBeGreaterThanOrEqual(204);
      // What the session does with it.
      if (outcome.done) {
        await page.evaluate(() => {
          for (const call of [lab.session.sendMessage("x"), lab.session.sendTyping(), lab.session.leave()]) call.fail(() => {});
        });
        await page.clock.runFor(1_000);
      }
      await page.evaluate(() => {
        chat.destroy();
        localStorage.clear();
      });
    }
    await expectGoodChat(page);
  }
});

test("a transport that cannot even be looked at", async ({ lab: page }) => {
  const { fail } = await page.evaluate(() => {
    const refuse = () => {
      throw new Error("not for you");
    };
    const transport = new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse });
    return lab.outcome(chat.startChat(lab.options({ registration: false, transport })));
  });
  expect(fail.code).toBeGreaterThanOrEqual(204);
  await expectGoodChat(page);
});

test("news that are nonsense are left out, and those that are right get through", async ({ lab: page }) => {
  await page.evaluate(() => {
    const transport = lab.localTransport();
    window.tell = {};
    for (const name of Object.keys(transport).filter((name) => name.startsWith("on"))) {
      const listen = transport[name];
      transport[name] = (callback) => ((window.tell[name] = callback), listen(callback));
    }
    window.spoiled = transport;
  });
  expect(await startSpoiled(page)).toEqual({ done: "session-1" });
  await page.evaluate(() => lab.listen(lab.session));
  const thrown = await page.evaluate(() => {
    const party = { id: "agent-7", type: "Agent", name: "Kim" };
    const whole = { type: "MessageReceived", index: 1, timestamp: 1, party, content: { text: "x", type: "text" } };
    const cyclic = { ...whole };
    cyclic.party = cyclic;
    const nonsense = [
      ...[undefined, null, 0, "", "text", [], {}, () => {}, Symbol("s"), 10n, NaN, new Date(), document.body, cyclic],
      ...[-1, 1.5, NaN, Infinity, "1", null, 2 ** 60, {}].map((index) => ({ ...whole, index })),
      ...[undefined, null, 5, [], {}, { id: {} }, { id: "a", type: "Robot" }, { id: "a", type: 5, name: 5 }].map((party) => ({ ...whole, party })),
      ...[undefined, null, 5, [], {}, { text: 5 }, { text: null, type: {} }].map((content) => ({ ...whole, content })),
      Object.defineProperty({ ...whole }, "index", { get: () => { throw new Error("no"); } }),
      new Proxy({}, { get: () => { throw new Error("no"); } }),
    ];
    const thrown = [];
    for (const [name, callback] of Object.entries(window.tell)) {
      if (name === "onSessionEnded" || name === "onError" || name === "onTicketChanged") continue;
      for (const one of nonsense) {
        try {
          callback(one);
        } catch (error) {
          thrown.push(`${name}: ${error}`);
        }
      }
    }
    return thrown;
  });
  expect(thrown).toEqual([]);
  await page.evaluate(() => lab.server.agentSays("session-1", "Sense"));
  const texts = async () => (await told(page)).filter(([name]) => name === "MessageReceived").map(([, e]) => e.content.text);
  await expect.poll(async () => (await texts()).at(-1)).toBe("Sense");
  // A message without an author or with half of one may be shown; one without text may not.
  expect((await texts()).every((text) => typeof text === "string")).toBe(true);
  await expect(parts(page).messages.last()).toContainText("Sense");
});

test("what a transport says after its chat is over, or from an old connection, changes nothing", async ({ lab: page }) => {
  await page.evaluate(() => {
    const transport = lab.localTransport();
    window.tell = {};
    for (const name of Object.keys(transport).filter((name) => name.startsWith("on"))) {
      const listen = transport[name];
      transport[name] = (callback) => ((window.tell[name] = callback), listen(callback));
    }
    window.spoiled = transport;
  });
  await startSpoiled(page);
  await page.evaluate(() => lab.outcome(lab.session.leave()));
  await page.evaluate(() => {
    chat.close();
    chat.destroy();
  });
  const before = await page.evaluate(() => document.querySelectorAll("*").length);
  await page.evaluate(() => {
    const party = { id: "agent-7", type: "Agent", name: "Kim" };
    window.tell.onMessageReceived({ type: "MessageReceived", index: 9, party, content: { text: "Ghost", type: "text" } });
    window.tell.onAgentTyping({ party, isTyping: true });
    window.tell.onError({ error: { code: 210 } });
    window.tell.onSessionEnded();
  });
  await page.waitForTimeout(100);
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBe(before);
  expect(await storage(page)).toEqual({});
  await expectGoodChat(page);
});

test("a transport without restoreSession starts anew on the next page; with members of its own it is one all the same", async ({ lab: page }) => {
  await page.evaluate(() => {
    const { restoreSession, ...transport } = lab.localTransport();
    void restoreSession;
    window.spoiled = { ...transport, type: "of our own" };
  });
  expect(await startSpoiled(page)).toEqual({ done: "session-1" });
  await page.evaluate(() => chat.destroy());
  const outcome = await page.evaluate(() => lab.outcome(chat.restoreChat(lab.options({ transport: window.spoiled }))));
  expect(outcome.fail).toMatchObject({ code: 210 });
  await expectGoodChat(page);
});

test("a connection that is lost and made again is told, once each", async ({ lab: page, site }) => {
  await start(page);
  await page.evaluate(() => lab.listen(lab.session));
  const links = async () => (await told(page)).filter(([name]) => name.startsWith("Connection"));
  const events = ["ConnectionLost", "ConnectionRestored"].map((type) => [type, { type }]);
  await site.faults({ unreachable: true });
  await expect.poll(links).toEqual(events.slice(0, 1));
  await site.faults({ unreachable: false });
  await expect.poll(links).toEqual(events);
  await site.agent("Says", "Still there?");
  await expect(parts(page).messages).toHaveText([/Still there/]);
  expect(await links()).toEqual(events);
});

test("what came while a chat was brought back that the server then forgot is not told of the next one", async ({ lab: page }) => {
  const outcome = await page.evaluate(async () => {
    const hear = {};
    const transport = {
      ...lab.localTransport(),
      onMessageReceived: (callback) => (hear.message = callback),
      restoreSession: async () => {
        const party = { id: "agent-7", type: "Agent", name: "Kim" };
        hear.message({ type: "MessageReceived", index: 1, party, content: { text: "Old news" } });
        await new Promise((resolve) => setTimeout(resolve, 100));
        throw { error: { code: 210 } };
      },
    };
    const options = lab.options({ registration: false, transport });
    await chat.startChat(options);
    chat.destroy();
    chat.onSession((session) => lab.listen((lab.session = session)));
    return lab.outcome(chat.restoreChat(options));
  });
  await page.getByTestId("rejoin-start-new").click();
  await expect.poll(() => page.evaluate(() => lab.session?.id)).toBe("session-2");
  expect(outcome.fail).toMatchObject({ code: 210 });
  expect(await told(page)).toEqual([]);
});

test("two chats at once is one too many, and one that fails to start blocks no other", async ({ lab: page, site }) => {
  const codes = await page.evaluate(async () => {
    const refuse = { ...lab.transport(), startSession: () => Promise.reject({ error: { code: 212, description: "Closed on Sundays." } }) };
    const failed = await lab.outcome(chat.startChat(lab.options({ registration: false, transport: refuse })));
    chat.close();
    const [first, second] = await Promise.all([
      lab.outcome(chat.startChat(lab.options({ registration: false }))),
      lab.outcome(chat.startChat(lab.options({ registration: false }))),
    ]);
    return [failed.fail, first, second.fail?.code];
  });
  expect(codes[0]).toMatchObject({ code: 212 });
  expect(codes[0].description).toContain("Closed on Sundays.");
  expect(codes.slice(1)).toEqual([{ done: "session-1" }, 200]);
  expect(await site.sessions()).toHaveLength(1);
  expect((await restore(page)).fail).toMatchObject({ code: 200 });
});
