// What pages, servers and visitors do that nobody planned for: each of these has gone wrong once.

import { fillForm, parts, say, submitForm } from "../support/chat.mjs";
import { SCRIPT, SERVER, expect, openLab, openShadows, restore, start, storage, test, told } from "./support/site.mjs";

/** Whether the server has ended that session. */
async function isOver(site, id) {
  const asked = { method: "POST", body: JSON.stringify([id]) };
  const response = await fetch(`${SERVER}/${site.room}/agent/session`, asked);
  return (await response.json()).ended;
}

/** Holds back what a chat needs, until the function that this gives is called. */
async function holdFiles(context) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await context.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/** Puts `window.changed` on the page: a transport to the page's own server, whose answers `change` has changed. */
const changeAnswers = (page, change) =>
  page.evaluate(`import("/servers/transport.js").then(({ createTransport, localWire }) => {
    const wire = localWire(lab.server);
    const change = ${change};
    window.changed = createTransport(async (method, ...asked) => change(await wire(method, ...asked), method));
  })`);

/** Starts or restores on that transport, listening from the beginning. */
const onChanged = (page, call) =>
  page.evaluate((call) => {
    chat.onSession((session) => session !== lab.heard && lab.listen((lab.heard = session)));
    return lab.outcome(chat[call](lab.options({ registration: false, transport: changed })));
  }, call);

const sessionCall = (page, method, ...given) =>
  page.evaluate(([method, given]) => lab.outcome(lab.session[method](...given)), [method, given]);

const messagesTold = async (page) =>
  (await told(page)).filter(([name]) => name === "MessageReceived").map(([, event]) => event);

/** A page of the test's own, with the script and the lab. */
async function openMade(site, { head = "", script = `<script src="${SCRIPT}/chat.js"></script>`, body = "" }) {
  const page = await site.openText(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Made</title>
    <link rel="icon" href="data:,">${head}</head><body>${body}${script}
    <script type="module" src="/lab.js"></script></body></html>`);
  await page.waitForFunction(() => window.lab && typeof window.chat?.startChat === "function");
  return page;
}

const partings = {
  "leave and start": () => (lab.session.leave(), begin()),
  "leave, and start when that is done": () =>
    new Promise((resolve) => lab.session.leave().done(() => resolve(begin()))),
  "leave, and start when told of the end": () =>
    new Promise((resolve) => {
      lab.session.onSessionEnded(() => resolve(begin()));
      lab.session.leave();
    }),
  "leave and destroy": () => (lab.session.leave(), chat.destroy(), begin()),
  "close and destroy": () => (chat.close(), chat.destroy(), begin()),
  "close and start": () => (chat.close(), begin()),
};

for (const whose of ["a transport each", "one transport for all"]) {
  test(`the server is told of every end, and the next chat runs: ${whose}`, async ({ lab: page, site }) => {
    await page.evaluate((whose) => {
      const options = whose.startsWith("one") ? { transport: lab.transport() } : {};
      window.begin = () => lab.outcome(chat.startChat(lab.options({ registration: false, ...options })));
    }, whose);
    // An end that is not waited for is overtaken on such a line.
    await site.faults({ delay: 30 });
    expect(await page.evaluate(() => begin())).toEqual({ done: "session-1" });
    let n = 1;
    for (const [name, parting] of Object.entries(partings)) {
      expect(await page.evaluate(parting), name).toEqual({ done: `session-${n + 1}` });
      expect(await isOver(site, `session-${n}`), name).toBe(true);
      n++;
      expect(await sessionCall(page, "sendMessage", name)).toEqual({ done: { messageId: expect.any(String) } });
      expect(await site.session(), name).toMatchObject({ ended: false, said: [name] });
      await expect(parts(page).window, name).toHaveCount(1);
    }
    // The same where nothing comes after it.
    await page.evaluate(() => (chat.close(), chat.destroy()));
    await expect.poll(() => isOver(site, `session-${n}`)).toBe(true);
    await expect(parts(page).window).toHaveCount(0);
    expect(await storage(page)).toEqual({});
  });
}

test("leave() is done when the server has answered, and not before", async ({ lab: page, site }) => {
  await start(page);
  await site.faults({ hold: true });
  await page.evaluate(() => void lab.session.leave().always(() => lab.told.push("left")));
  await expect.poll(() => isOver(site, "session-1")).toBe(true);
  await page.waitForTimeout(200);
  expect(await told(page)).toEqual([]);
  await site.faults({ hold: false });
  await expect.poll(() => told(page)).toEqual(["left"]);
});

test("a new chat does not wait long for an end that cannot be told", async ({ lab: page }) => {
  await page.evaluate(async () => {
    const transport = { ...lab.transport(), leaveSession: () => new Promise(() => {}) };
    await lab.outcome(chat.startChat(lab.options({ registration: false, transport })));
  });
  const [outcome, took] = await page.evaluate(async () => {
    const before = performance.now();
    lab.session.leave();
    const outcome = await lab.outcome(chat.startChat(lab.options({ registration: false })));
    return [outcome, performance.now() - before];
  });
  expect(outcome).toEqual({ done: "session-2" });
  // Three seconds, and what a busy machine adds.
  expect(took).toBeLessThan(8_000);
});

test("a server that writes null for what is missing, and dates as text", async ({ lab: page }) => {
  await changeAnswers(page, (answer, method) => {
    const dated = (entry) => (entry.party.type === "Agent" ? new Date(entry.timestamp).toISOString() : null);
    const messages = answer.messages?.map((entry) => ({ ...entry, messageId: null, timestamp: dated(entry) }));
    return { ...answer, ...(messages && { messages }), ...(method !== "start" && { ticket: null }) };
  });
  expect(await onChanged(page, "startChat")).toEqual({ done: "session-1" });
  await sessionCall(page, "sendMessage", "Hello");
  await page.evaluate(() => lab.server.agentSays("session-1", "Hi"));
  await expect.poll(async () => (await messagesTold(page)).length).toBe(2);
  const now = Date.now();
  for (const { timestamp } of await messagesTold(page)) {
    expect(Number.isInteger(timestamp)).toBe(true);
    expect(Math.abs(now - timestamp)).toBeLessThan(20_000);
  }
  // This server lets nobody in without the ticket.
  await page.evaluate(() => chat.destroy());
  expect(await onChanged(page, "restoreChat")).toEqual({ done: "session-1" });
  await sessionCall(page, "sendMessage", "Again");
  await expect(parts(page).messages).toHaveText([/Hello/, /Hi/, /Again/]);
  await expect(parts(page).outgoing).toHaveCount(0);
  expect((await messagesTold(page)).map(({ content }) => content.text)).toEqual(["Hello", "Hi", "Again"]);
});

test("a server without ids that tells all twice: the same text sent twice is there twice", async ({ lab: page }) => {
  await changeAnswers(page, (answer) => {
    const messages = answer.messages?.map((entry) => ({ ...entry, messageId: undefined }));
    return messages ? { ...answer, messages: [...messages, ...messages] } : answer;
  });
  await onChanged(page, "startChat");
  await page.evaluate(() => Promise.all(["Same", "Same"].map((text) => lab.outcome(lab.session.sendMessage(text)))));
  await page.evaluate(() => lab.server.agentSays("session-1", "Once"));
  const all = ["Same", "Same", "Once"];
  await expect(parts(page).messages).toHaveText(all.map((text) => new RegExp(text)));
  await expect(parts(page).outgoing).toHaveCount(0);
  expect((await messagesTold(page)).map(({ content }) => content.text)).toEqual(all);
  await page.evaluate(() => chat.destroy());
  await onChanged(page, "restoreChat");
  await expect(parts(page).messages).toHaveCount(3);
  await expect(parts(page).outgoing).toHaveCount(0);
});

test.describe("wasm of the page's own", () => {
  test.use({ provoked: /RuntimeError: unreachable/ });

  /** Puts the wasm on the page, where `trap()` calls it, and counts what nobody caught. */
  async function startWithTrap(page) {
    await start(page);
    await page.evaluate(async () => {
      // A module with one function, `f`, which is unreachable.
      const head = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0];
      const bytes = [...head, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
      const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes));
      window.trap = () => instance.exports.f();
      window.uncaught = 0;
      for (const kind of ["error", "unhandledrejection"]) addEventListener(kind, () => uncaught++);
      lab.listen(lab.session);
    });
  }

  async function expectGoesOn(page, site) {
    expect((await told(page)).map(([name]) => name)).not.toContain("Error");
    await say(page, "Still here");
    await expect.poll(async () => (await site.session()).said).toEqual(["Still here"]);
  }

  test("traps: the chat goes on", async ({ lab: page, site }) => {
    await startWithTrap(page);
    await page.evaluate(() => {
      setTimeout(trap);
      Promise.resolve().then(trap);
      Promise.reject(new WebAssembly.RuntimeError("unreachable"));
    });
    await page.waitForFunction(() => uncaught === 3);
    await expectGoesOn(page, site);
  });

  test("traps in a callback of a session, which may be asynchronous: the chat goes on", async ({ lab: page, site }) => {
    await startWithTrap(page);
    await page.evaluate(() => void lab.session.onMessageReceived(trap).onMessageReceived(async () => trap()));
    await site.agent("Says", "Hi");
    await page.waitForFunction(() => uncaught === 1);
    await expectGoesOn(page, site);
  });
});

test.describe("a launcher", () => {
  test.beforeEach(({ context }) => openShadows(context));
  const launcherOf = (page) => page.getByTestId("rejoin-loader-launcher");

  test("outlives files that cannot be fetched and calls that are wrong", async ({ site, context }) => {
    await context.route("**/embed-*", (route) => route.abort());
    const page = await openLab(site, "launcher.html");
    const launcher = launcherOf(page);
    await launcher.click();
    await expect.poll(() => page.evaluate(() => lab.logged.join())).toContain("(244)");
    await expect(launcher).toBeFocused();
    // A launcher drawn anew under the pointer fetches again, and who starts meanwhile shares what becomes of that.
    await page.mouse.move(0, 0);
    const { fail } = await page.evaluate(() => lab.outcome(chat.startChat()));
    expect(fail).toMatchObject({ code: 244, retryable: true });
    await expect(launcher).toHaveCount(1);

    await context.unrouteAll();
    const wrong = await page.evaluate(() => lab.outcome(chat.startChat({ storage: "cloud" })));
    expect(wrong.fail).toMatchObject({ code: 204 });
    await expect(launcher).toHaveCount(1);
    await launcher.click();
    await expect(parts(page).composer).toBeVisible();
    await expect(launcher).toHaveCount(0);
    expect(await site.sessions()).toEqual(["session-1"]);
  });

  test("is busy while the chat is fetched, and takes no second click", async ({ site, context }) => {
    const release = await holdFiles(context);
    const page = await openLab(site, "launcher.html");
    const launcher = launcherOf(page);
    await page.evaluate(() => {
      window.calls = 0;
      chat.onBeforeChatOptionsApplied(() => calls++);
    });
    await launcher.click();
    await expect(launcher).toHaveAttribute("aria-busy", "true");
    await launcher.click();
    await launcher.click();
    expect(await page.evaluate(() => calls)).toBe(1);
    release();
    await expect(parts(page).composer).toBeVisible();
    await expect(launcher).toHaveCount(0);
    expect(await site.sessions()).toEqual(["session-1"]);
  });
});

test.describe("a launcher on pages that restore by themselves", () => {
  test.use({ provoked: /240/ });
  const config = `<script>
    const never = () => new Promise(() => {});
    const answer = (value) => () => Promise.resolve(value);
    const refuse = (code) => Promise.reject({ error: { code, description: "No." } });
    const fault = localStorage.fault;
    if (fault === "240") delete window.WebAssembly;
    window.logged = [];
    window.rejoinConfig = {
      launcher: true,
      registration: { fields: [{ name: "who" }] },
      fallback: { url: "mailto:help@example.com", text: "Write to us" },
      logger: (level, line) => logged.push(line),
      transport: {
        startSession() {
          window.asked = true;
          return fault === "212" ? refuse(500) : localStorage.fault === "hold" ? never() : answer({ sessionId: "s" })();
        },
        restoreSession: () => (fault === "210" ? refuse(210) : never()),
        getTranscript: answer({ messages: [] }),
        ...Object.fromEntries(["sendMessage", "sendTyping", "leaveSession"].map((name) => [name, answer({})])),
        ...Object.fromEntries(
          ["AgentConnected", "AgentDisconnected", "AgentTyping", "MessageReceived", "SessionEnded", "Error"].map((name) => ["on" + name, () => {}]),
        ),
      },
    };
  </script>`;

  test("is not drawn beside a chat that could not be gone on with, nor over the link to elsewhere", async ({ site, context }) => {
    await openShadows(context);
    const page = await openMade(site, { head: config });
    const launcher = page.getByTestId("rejoin-loader-launcher");
    const fail = async (code, meanwhile = () => {}) => {
      await page.evaluate((code) => (localStorage.fault = code), code);
      await page.reload();
      await meanwhile();
      await expect.poll(() => page.evaluate(() => logged.join())).toContain(`(${code})`);
      await expect(launcher, code).toHaveCount(0);
    };
    const start = async () => {
      await launcher.click();
      await page.getByTestId("rejoin-submit").click();
    };
    await page.clock.install();
    await start();
    await expect(parts(page).composer).toBeVisible();
    await fail("240");
    await expect(page.getByRole("link", { name: "Write to us" })).toBeVisible();
    await fail("211", async () => {
      await expect(parts(page).composer).toBeVisible();
      await page.clock.runFor(31_000);
    });
    await expect(parts(page).composer).toBeVisible();
    await fail("210");
    await expect(parts(page).ended).toBeVisible();
    // Once that is put away there is one.
    await page.evaluate(() => ((localStorage.fault = "hold"), chat.close()));
    await start();
    await page.waitForFunction(() => window.asked);
    await fail("212");
    await expect(parts(page).form).toBeVisible();
  });
});

test("a script in the head draws into an element that is parsed later", async ({ site, context }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await context.route("**/slow.js", (route) => held.then(() => route.fulfill({ body: "" })));
  const page = await context.newPage();
  const isFetched = page.waitForResponse(/\.wasm$/).then((response) => response.finished());
  const html = `<!doctype html><html lang="en"><head><title>Late</title><link rel="icon" href="data:,">
    <script src="${SCRIPT}/chat.js"></script>
    <script>
      window.outcomes = [];
      const transport = new Proxy({}, { get: (_, name) => (/^(on|start|get|send|leave)/.test(name) ? () => {} : undefined) });
      chat.startChat({ embedded: true, transport, ui: { shadow: "open", container: "#late" } }).always((event) => outcomes.push(event));
    </script></head><body><script src="/slow.js"></script><div id="late"></div></body></html>`;
  const isLoaded = page.goto(site.url("lab.html", { html }));
  await isFetched;
  await page.waitForTimeout(500);
  release();
  await isLoaded;
  await expect(parts(page.locator("#late")).form).toBeVisible();
  expect(await page.evaluate(() => outcomes)).toEqual([]);
});

test("calls that are taken back: each fails with 234, and the next is fine", async ({ lab: page, site, context }) => {
  const release = await holdFiles(context);
  const takenBack = (how) =>
    page.evaluate((how) => {
      const call = lab.outcome(chat.startChat(lab.options({ registration: false })));
      chat[how]();
      return call;
    }, how);
  for (const how of ["destroy", "close"]) expect((await takenBack(how)).fail, how).toMatchObject({ code: 234 });
  // The same when the files have been asked for.
  for (const how of ["destroy", "close"]) {
    const asked = how === "destroy" && page.waitForRequest(/\.wasm$/);
    const outcome = start(page);
    await asked;
    await page.waitForTimeout(50);
    await page.evaluate((how) => chat[how](), how);
    expect((await outcome).fail, how).toMatchObject({ code: 234 });
  }
  release();
  await page.waitForTimeout(300);
  expect(await site.sessions()).toEqual([]);
  await expect(parts(page).window).toHaveCount(0);
  expect(await storage(page)).toEqual({});

  expect(await start(page)).toEqual({ done: "session-1" });
  const outcomes = await page.evaluate(() => {
    chat.destroy();
    const options = () => lab.options({ registration: false });
    const first = lab.outcome(chat.restoreChat(options()));
    chat.destroy();
    return Promise.all([first, lab.outcome(chat.restoreChat(options()))]);
  });
  expect(outcomes).toEqual([{ fail: expect.objectContaining({ code: 234 }) }, { done: "session-1" }]);
  await expect(parts(page).composer).toBeVisible();
  // Who tries again when it is taken back is not taken back as well.
  const again = await page.evaluate(
    () =>
      new Promise((resolve) => {
        chat.destroy();
        const call = () => chat.restoreChat(lab.options({ registration: false }));
        call().fail(() => resolve(lab.outcome(call())));
        chat.destroy();
      }),
  );
  expect(again).toEqual({ done: "session-1" });
});

test("a registration of the page's own that fails later, or hands over what is no data: 232", async ({ lab: page, site }) => {
  const codes = await page.evaluate(async () => {
    const ways = [
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        throw new Error("A fault of the page's own.");
      },
      () => Promise.reject(undefined),
      (done) => done({ address: { city: "Berlin" } }),
      (done) => done("Ann"),
    ];
    const codes = [];
    for (const registration of ways) {
      codes.push((await lab.outcome(chat.startChat(lab.options({ registration })))).fail?.code);
    }
    return codes;
  });
  expect(codes).toEqual([232, 232, 232, 232]);
  expect(await site.sessions()).toEqual([]);
  // What a form of the page's own holds is data.
  const outcome = await page.evaluate(() => {
    const form = document.createElement("form");
    form.append(Object.assign(document.createElement("input"), { name: "topic", value: "wheels" }));
    const registration = async (done) => done(new FormData(form));
    return lab.outcome(chat.startChat(lab.options({ registration })));
  });
  expect(outcome).toEqual({ done: "session-1" });
  expect((await site.session()).userData).toEqual({ topic: "wheels" });
});

test("options that cannot be, and names that every object has", async ({ lab: page, site }) => {
  // What says something else, or nothing, when it is asked again leaves nothing on the page.
  const changed = await page.evaluate(() => {
    let asked = 0;
    const userData = Object.defineProperty({}, "order", { enumerable: true, get: () => (asked++ ? noSuch.thing : 1) });
    return lab.outcome(chat.startChat(lab.options({ userData })));
  });
  expect(changed.fail).toMatchObject({ code: 204, description: expect.stringContaining("noSuch") });
  expect(await page.evaluate(() => document.documentElement.children.length)).toBe(2);
  // Nobody would see the form.
  const unseen = await page.evaluate(() => lab.outcome(chat.startChat(lab.options({ ui: false }))));
  expect(unseen.fail).toMatchObject({ code: 204, description: expect.stringContaining("registration") });

  await page.evaluate(() => {
    const fields = [{ name: "constructor", toString: "x" }, { name: "valueOf" }];
    const ui = { constructor: "x" };
    const options = lab.options({ ui, registration: { fields }, constructor: 1, toString: "x" });
    window.result = lab.outcome(chat.startChat(options));
  });
  await expect(parts(page).form).toBeVisible();
  const warnings = await page.evaluate(() => lab.logged.filter((line) => line.includes("(206)")));
  expect(warnings).toHaveLength(1);
  for (const name of ["constructor", "toString", "ui.constructor", "fields[0].toString"]) {
    expect(warnings[0]).toContain(name);
  }
  await fillForm(page, { constructor: "Ann", valueOf: "Lee" });
  await submitForm(page);
  expect(await page.evaluate(() => result)).toEqual({ done: "session-1" });
  expect((await site.session()).userData).toEqual({ constructor: "Ann", valueOf: "Lee" });
});

test("a page that takes away whatever is put beside its body does not freeze", async ({ lab: page, site }) => {
  await page.evaluate(() => {
    window.puts = 0;
    const root = document.documentElement;
    new MutationObserver(() => {
      for (const node of root.querySelectorAll(":scope > div")) {
        puts++;
        node.remove();
      }
    }).observe(root, { childList: true });
  });
  expect(await start(page)).toEqual({ done: "session-1" });
  const slowest = await page.evaluate(async () => {
    let slowest = 0;
    for (let i = 0; i < 10; i++) {
      const before = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 50));
      slowest = Math.max(slowest, performance.now() - before);
    }
    return slowest;
  });
  expect(slowest).toBeLessThan(1_000);
  const puts = await page.evaluate(() => window.puts);
  expect(puts).toBeGreaterThan(0);
  await page.waitForTimeout(300);
  // It has given in.
  expect(await page.evaluate(() => window.puts)).toBe(puts);
  // The chat is none the worse.
  expect(await sessionCall(page, "sendMessage", "Unseen")).toEqual({ done: { messageId: expect.any(String) } });
  expect((await site.session()).said).toEqual(["Unseen"]);
});

test("a page that goes on swapping what the chat stands in gets it back each time", async ({ lab: page }) => {
  const place = parts(page.locator("#place"));
  await start(page, { ui: { container: "#place" } });
  await page.evaluate(async () => {
    document.querySelector("#place").remove();
    for (let i = 0; i < 30; i++) {
      document.body.append(document.createElement("p"));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    document.body.append(Object.assign(document.createElement("div"), { id: "place" }));
  });
  await expect(place.composer).toBeVisible();
  await page.evaluate(() => chat.destroy());

  await restore(page, { ui: { shadow: "none" } });
  await page.clock.install();
  for (let i = 0; i < 25; i++) {
    await page.evaluate(() => document.documentElement.replaceChild(document.createElement("body"), document.body));
    await page.clock.runFor(1_000);
    expect(await parts(page).composer.count(), `after ${i} others`).toBe(1);
  }
});

test.describe("callbacks", () => {
  // What is thrown before a call has its options goes to the console.
  test.use({ provoked: /a callback has thrown/ });

  test("that throw what cannot be written hinder no other, and all run in their order", async ({ lab: page }) => {
    await page.evaluate(async () => {
      const bad = [Object.create(null), Symbol("bad"), null, undefined];
      const throwing = (what) => () => {
        throw what;
      };
      for (const what of bad) {
        chat.onBeforeChatOptionsApplied(throwing(what));
        chat.onSession(throwing(what));
      }
      chat.onSession(() => lab.told.push("onSession"));
      const call = chat.startChat(lab.options({ registration: false }));
      for (const what of bad) {
        chat.onReady(throwing(what));
        call.done(throwing(what)).always(throwing(what));
      }
      call.done(() => {
        lab.told.push("first");
        call.done(() => lab.told.push("third, added by the first"));
        lab.told.push("still the first");
      });
      call.done(() => lab.told.push("second"));
      const session = await call;
      for (const what of bad) session.onMessageReceived(throwing(what));
      await new Promise((resolve) => {
        session.onMessageReceived(() => resolve(lab.told.push("message")));
        session.sendMessage("Hello");
      });
    });
    const inOrder = ["first", "still the first", "second", "third, added by the first"];
    expect((await told(page)).filter((name) => name !== "onSession")).toEqual([...inOrder, "message"]);
    expect(await told(page)).toContain("onSession");
  });
});

test("always() is called either way, with what the other two get", async ({ lab: page }) => {
  const both = await page.evaluate(async () => {
    const heard = [];
    const call = chat.startChat(lab.options({ registration: false }));
    call.always((session) => heard.push(session.id)).done((session) => heard.push(session.id));
    await call;
    const second = chat.startChat(lab.options({ registration: false }));
    second.always((event) => heard.push(event.error.code)).fail((event) => heard.push(event.error.code));
    await second.catch(() => {});
    return heard;
  });
  expect(both).toEqual(["session-1", "session-1", 200, 200]);
});

test("a session that is over is given to nobody", async ({ lab: page, site }) => {
  const listen = () => chat.onSession((session) => lab.told.push(session.id));
  await start(page);
  // While the end is told, too.
  await page.evaluate(() =>
    lab.session.onSessionEnded(() => {
      lab.told.push("ended");
      chat.onSession((session) => lab.told.push(session.id));
    }),
  );
  await site.server("ends");
  await expect.poll(() => told(page)).toEqual(["ended"]);
  await page.evaluate(listen);
  expect(await told(page)).toEqual(["ended"]);
  await start(page);
  expect(await told(page)).toEqual(["ended", "session-2", "session-2"]);
  await page.evaluate(() => lab.outcome(lab.session.leave()));
  await page.evaluate(listen);
  expect(await told(page)).toHaveLength(3);
});

test("a session that the server has forgotten: error 210, and then its end", async ({ lab: page, site }) => {
  await start(page);
  await page.evaluate(() => lab.listen(lab.session));
  await site.server("forget");
  await expect.poll(async () => (await told(page)).length).toBe(2);
  expect(await told(page)).toEqual([
    ["Error", { error: expect.objectContaining({ code: 210, retryable: false }) }],
    ["SessionEnded", { type: "SessionEnded" }],
  ]);
});

test("toggle starts nothing", async ({ lab: page, site }) => {
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.evaluate(() => chat.toggle());
  await page.waitForTimeout(100);
  expect(requests).toEqual([]);
  const toggle = async () => {
    await page.evaluate(() => chat.toggle());
    await page.waitForTimeout(100);
    await expect(parts(page).form).toHaveCount(0);
    await expect(parts(page).launcher).toHaveCount(0);
  };
  // After the form was given up, at once and later.
  const gaveUp = page.evaluate(() => lab.outcome(chat.startChat(lab.options())));
  await expect(parts(page).form).toBeVisible();
  await page.evaluate(() => (chat.close(), chat.toggle()));
  expect((await gaveUp).fail).toMatchObject({ code: 230 });
  await toggle();
  // After a chat that was put away.
  await start(page);
  await page.evaluate(() => (chat.close(), chat.close(), chat.toggle()));
  await toggle();
  expect(await page.evaluate(() => chat.isMinimized())).toBe(false);
  expect(await site.sessions()).toEqual(["session-1"]);
});

test("in a container there is nothing to minimise, and one that is rendered anew gets the chat back", async ({ lab: page, site }) => {
  await start(page, { ui: { container: "#place" } });
  const inside = parts(page.locator("#place"));
  await expect(inside.window).toBeVisible();
  for (let i = 0; i < 2; i++) {
    expect(await page.evaluate(() => chat.isMinimized())).toBe(false);
    await page.evaluate(() => chat.toggle());
    await expect(inside.window).toBeVisible();
  }
  await inside.composer.fill("half a sent");
  const renderings = [
    () => (document.querySelector("#place").innerHTML = ""),
    () => (document.querySelector("#place").outerHTML = '<section id="place"></section>'),
    () => (document.body.innerHTML = '<main><div id="place"></div></main>'),
  ];
  for (const render of renderings) {
    await page.evaluate(render);
    await expect(inside.composer, String(render)).toHaveValue("half a sent");
  }
  await inside.composer.press("Enter");
  await expect.poll(async () => (await site.session()).said).toEqual(["half a sent"]);
});

test("elements and frames that are called chat, and another chat.js, are in nobody's way", async ({ site, context }) => {
  const bodies = [
    // Nothing of this frame may be read: it is of another origin.
    `<iframe name="chat" src="${SCRIPT}/chat.d.ts" title="Ours"></iframe>`,
    '<a id="chat"></a><form name="chat"></form>',
  ];
  for (const body of bodies) {
    const page = await openMade(site, { body });
    expect(await start(page), body).toEqual({ done: expect.any(String) });
    await page.evaluate(() => lab.outcome(lab.session.leave()));
    await page.close();
  }
  const taken = await openMade(site, {
    head: `<script>
      window.lines = [];
      window.rejoinConfig = { logger: (level, line) => lines.push([level, line]) };
      window.chat = { version: "of another", startChat() {} };
    </script>`,
  });
  expect(await taken.evaluate(() => [lines, chat.version])).toEqual([[["warn", expect.stringContaining("(207)")]], "of another"]);
  // A module is not told which script it is.
  await context.route("**/theirs/chat.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  const page = await openMade(site, {
    head: '<script src="/theirs/chat.js"></script>',
    script: `<script type="module" src="${SCRIPT}/chat.js"></script>`,
  });
  expect(await start(page)).toEqual({ done: expect.any(String) });
});

test("a chat that is started by keyboard has the focus in its form", async ({ lab: page }) => {
  await page.evaluate(() => {
    const button = Object.assign(document.createElement("button"), { id: "help", textContent: "Help" });
    button.addEventListener("click", () => chat.startChat(lab.options()));
    document.body.append(button);
  });
  await page.locator("#help").focus();
  await page.keyboard.press("Enter");
  await expect(parts(page).field("firstName")).toBeFocused();
  await page.keyboard.type("Ann");
  await expect(parts(page).field("firstName")).toHaveValue("Ann");
});
