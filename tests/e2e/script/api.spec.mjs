// The `chat` object: what its calls take, give and refuse.

import { readFileSync } from "node:fs";
import { parts, typingIsStored } from "../support/chat.mjs";
import { expect, labIsReady, logged, restore, session, start, storage, test, told } from "./support/site.mjs";

test("a session from end to end: every method and every event", async ({ lab: page, site }) => {
  await page.evaluate(() => chat.onSession((session) => lab.told.push(["onSession", session.id])));
  const options = { username: "Ann", subject: "Brakes", userData: { order: 17, urgent: true, vip: "no" } };
  expect(await start(page, options)).toEqual({ done: "session-1" });
  await page.evaluate(() => chat.onSession((session) => lab.told.push(["onSession, late", session.id])));
  await expect.poll(() => told(page)).toEqual([["onSession", "session-1"], ["onSession, late", "session-1"]]);
  const { userData, username, subject } = await site.session();
  expect({ userData, username, subject }).toEqual({
    userData: { order: "17", urgent: "true", vip: "no" },
    username: "Ann",
    subject: "Brakes",
  });

  await page.evaluate(() => {
    lab.told.length = 0;
    lab.listen(lab.session);
    // What integrations look at: the strings, and the maps.
    window.seen = [];
    lab.session.onMessageReceived(({ party, content }) => {
      seen.push([
        ...[party.type == "Client", party.type == "Agent", party.type == "External"],
        ...[party.type.client, party.type.agent, party.type.external],
        ...[content.type == "text", content.type == "url", content.type.text, content.type.url],
      ]);
    });
  });
  const first = await session(page, "sendMessage", "Hello");
  expect(first).toEqual({ done: { messageId: expect.any(String) } });
  const second = await session(page, "sendMessage", { message: "Two wheels", type: "text" });
  await site.agent("Joins");
  await site.agent("Types", true);
  await expect.poll(async () => (await told(page)).at(-1)[0]).toBe("AgentTyping");
  await site.agent("Says", "Hi Ann");
  await site.agent("Pushes", "https://example.com/brakes");
  await site.server("says", "You are first in the queue.");
  await site.agent("Leaves");
  await expect.poll(async () => (await told(page)).at(-1)[0]).toBe("AgentDisconnected");

  const events = await told(page);
  const message = (text, type, party, more) => [
    "MessageReceived",
    {
      type: "MessageReceived",
      index: expect.any(Number),
      timestamp: expect.any(Number),
      party: expect.objectContaining(party),
      content: expect.objectContaining({ text }),
      ...more,
    },
  ];
  const kim = { id: "agent-7", name: "Kim" };
  const ann = { id: 1, name: "Ann" };
  const typing = events.filter(([name]) => name === "AgentTyping").map(([, event]) => event);
  expect(typing.map(({ isTyping }) => isTyping)).toEqual([true, false]);
  expect(typing[0].party).toMatchObject(kim);
  expect(events.filter(([name]) => name !== "AgentTyping")).toEqual([
    message("Hello", "text", ann, { messageId: first.done.messageId }),
    message("Two wheels", "text", ann, { messageId: second.done.messageId }),
    ["AgentConnected", expect.objectContaining({ index: 3, party: expect.objectContaining(kim) })],
    message("Hi Ann", "text", kim),
    message("https://example.com/brakes", "url", kim),
    message("You are first in the queue.", "text", { id: 2 }),
    ["AgentDisconnected", expect.objectContaining({ party: expect.objectContaining(kim) })],
  ]);
  const [own, agents, url, system] = [
    [true, false, false, true, false, false, true, false, true, false],
    [false, true, false, false, true, false, true, false, true, false],
    [false, true, false, false, true, false, false, true, false, true],
    [false, false, true, false, false, true, true, false, true, false],
  ];
  expect(await page.evaluate(() => seen)).toEqual([own, own, agents, url, system]);
  expect(await page.evaluate(() => lab.told.map(([, e]) => e.index).filter(Boolean))).toEqual([1, 2, 3, 4, 5, 6, 7]);

  const texts = async (parameters) => {
    const { done } = await session(page, "getTranscript", ...parameters);
    return done.messages.map((entry) => entry.content?.text ?? entry.type);
  };
  const all = ["Hello", "Two wheels", "AgentConnected", "Hi Ann", "https://example.com/brakes", "You are first in the queue.", "AgentDisconnected"];
  expect(await texts([])).toEqual(all);
  expect(await texts([{ fromIndex: 4 }])).toEqual(all.slice(3));
  expect(await texts([{ fromIndex: 99 }])).toEqual([]);

  expect(await session(page, "setUserData", { order: 18, colour: "red" })).toEqual({});
  expect((await site.session()).userData).toMatchObject({ order: "18", colour: "red", vip: "no" });
  await session(page, "sendTyping");
  await expect.poll(async () => (await site.session()).visitorTypes).toBe(true);
  await session(page, "sendTyping", { isTyping: false });
  await expect.poll(async () => (await site.session()).visitorTypes).toBe(false);

  for (const [method, ...bad] of [
    ...[["sendMessage"], ["sendMessage", 5], ["sendMessage", "  "], ["sendMessage", { message: "x", type: "html" }]],
    ...[["getTranscript", { fromIndex: "x" }], ["setUserData", "x"], ["setUserData", { order: {} }], ["setUserData"]],
    ...[["sendFile", "x"], ["downloadFile", 5], ["deleteFile", ""], ["setLanguage", "!"], ["setLanguage", "de", { title: 5 }]],
  ]) {
    const outcome = await session(page, method, ...bad);
    expect(outcome.fail?.code, `${method} ${JSON.stringify(bad)}`).toBe(204);
  }
  // As if there were no argument.
  for (const method of ["sendTyping", "getTranscript"]) expect(await session(page, method, null)).not.toHaveProperty("fail");

  expect((await start(page)).fail).toMatchObject({ code: 200, retryable: false });
  expect(await session(page, "leave")).toEqual({});
  expect((await site.session()).ended).toBe(true);
  expect((await told(page)).filter(([name]) => name === "SessionEnded")).toHaveLength(1);
  expect((await session(page, "sendMessage", "Too late")).fail).toMatchObject({ code: 234 });
  expect(await storage(page)).toEqual({});
});

test("minimise, toggle, close and destroy", async ({ lab: page, site }) => {
  const state = () => page.evaluate(() => chat.isMinimized());
  await page.evaluate(() => {
    // With no chat there is nothing to do, and nothing goes wrong.
    chat.toggle();
    chat.close();
    chat.destroy();
  });
  expect(await state()).toBe(false);
  await start(page);
  await expect(parts(page).window).toBeVisible();
  await page.evaluate(() => chat.toggle());
  await expect(parts(page).window).toHaveCount(0);
  expect(await state()).toBe(true);
  await page.evaluate(() => chat.toggle());
  await expect(parts(page).window).toBeVisible();
  expect(await state()).toBe(false);

  await page.evaluate(() => chat.destroy());
  await expect(parts(page).window).toHaveCount(0);
  await expect(parts(page).launcher).toHaveCount(0);
  expect((await site.session()).ended).toBe(false);
  expect(await restore(page)).toEqual({ done: "session-1" });
  await expect(parts(page).composer).toBeVisible();

  await page.evaluate(() => {
    lab.session.onSessionEnded(() => lab.told.push("ended"));
    chat.close();
  });
  await expect.poll(() => told(page)).toEqual(["ended"]);
  await expect.poll(async () => (await site.session()).ended).toBe(true);
  await page.evaluate(() => chat.close());
  await expect(parts(page).window).toHaveCount(0);

  // In the form the cross gives up.
  const gaveUp = page.evaluate(() => lab.outcome(chat.startChat(lab.options())));
  await expect(parts(page).form).toBeVisible();
  await page.evaluate(() => chat.close());
  expect((await gaveUp).fail).toMatchObject({ code: 230 });
  await expect(parts(page).window).toHaveCount(0);
});

test.describe(() => {
  test.use({ provoked: /A fault of the page's own/ });
  test("options can be changed before they are checked", async ({ lab: page, site }) => {
    await page.evaluate(() => {
      chat.onBeforeChatOptionsApplied((options) => {
        options.username = "Changed";
        delete options.colour;
        lab.told.push(typeof options.transport);
      });
      chat.onBeforeChatOptionsApplied(() => {
        throw new Error("A fault of the page's own.");
      });
    });
    expect(await start(page, { username: 42, colour: "red" })).toEqual({ done: "session-1" });
    expect((await site.session()).username).toBe("Changed");
    expect(await told(page)).toEqual(["object"]);
    expect((await logged(page)).join("\n")).not.toContain("colour");
  });
});

test("bad input: all problems at once, by name, with a code; unknown options are warned about", async ({ lab: page }) => {
  const bad = {
    ...{ embedded: 1, username: 1, subject: {}, userData: "x", registration: 7, debug: "yes", logger: 5, disableWebSockets: 0 },
    ...{ localization: 9, maxOfflineDuration: "long", storage: "cloud", namespace: 3, fallback: "x" },
  };
  const fail = await page.evaluate(async (bad) => {
    const ui = { zIndex: "high", position: "top", shadow: "half" };
    return (await lab.outcome(chat.startChat({ ...bad, transport: 5, ui }))).fail;
  }, bad);
  expect(fail).toMatchObject({ code: 204, retryable: false });
  expect(fail.description.match(/\S+: expected .*?, got .*?\.(?= |$)/g)).toEqual([
    "embedded: expected true or false, got 1.",
    "username: expected a string, got 1.",
    "subject: expected a string, got a value of type object.",
    'userData: expected an object of strings, numbers and booleans, got "x".',
    "registration: expected true, false, a function or {fields: [...]}, got 7.",
    'debug: expected true or false, got "yes".',
    "logger: expected a function or an object like console, got 5.",
    "disableWebSockets: expected true or false, got 0.",
    "localization: expected a URL or an object of strings, got 9.",
    'maxOfflineDuration: expected a number, 0 or more, got "long".',
    'storage: expected "origin" or "tab" or "none", got "cloud".',
    "namespace: expected letters, digits, _ and -, got 3.",
    'fallback: expected an object with a url, got "x".',
    "transport: expected an object, got 5.",
    'ui.zIndex: expected a whole number, got "high".',
    'ui.position: expected "left" or "right", got "top".',
    'ui.shadow: expected "closed" or "open" or "none", got "half".',
  ]);

  const code = (call, options) =>
    page.evaluate(async ([call, options]) => (await lab.outcome(chat[call](options))).fail?.code, [call, options]);
  expect(await code("startChat", { embedded: false })).toBe(202);
  for (const options of [undefined, {}, { embedded: false }, { embedded: "true" }, { embedded: 1 }]) {
    expect(await code("restoreChat", options)).toBe(203);
  }
  expect(await code("startChat", {})).toBe(205);
  const noServers = [{ serverUrl: "ftp://example.com" }, { transport: { type: "gms" } }, { transport: { type: "telegraph" } }];
  for (const options of noServers) expect(await code("startChat", options)).toBe(204);
  for (const nonsense of [null, 5, "x", [], true]) expect(await code("startChat", nonsense)).toBeGreaterThanOrEqual(204);
  expect(await page.evaluate(() => document.querySelectorAll("body *").length)).toBeLessThan(6);
  expect(await storage(page)).toEqual({});

  const missing = await page.evaluate(async () => {
    const transport = lab.transport();
    delete transport.sendMessage;
    transport.getTranscript = "no function";
    return (await lab.outcome(chat.startChat(lab.options({ transport })))).fail;
  });
  expect(missing.code).toBe(204);
  expect(missing.description).toMatch(/sendMessage[\s\S]*getTranscript|getTranscript[\s\S]*sendMessage/);

  // What is inside of options is looked at as well.
  const inside = await page.evaluate(async () => {
    const told = async (options) => (await lab.outcome(chat.startChat(lab.options(options)))).fail?.description;
    const withOptions = (...options) => ({ registration: { fields: [{ name: "part", type: "select", options }] } });
    return [
      await told({ localization: { title: 5 } }),
      await told({ fallback: { text: "Write to us" } }),
      await told({ transport: { ...lab.transport(), restoreSession: "no", capabilities: { contiguous: "yes" } } }),
      await told({ registration: { fields: [] } }),
      await told(withOptions("Brake", null, { value: "x" })),
    ];
  });
  expect(inside).toEqual([
    "localization: expected a URL or an object of strings, got a value of type object.",
    "fallback.url: expected a string, got null.",
    'transport.restoreSession: expected a function, or nothing, got "no". transport.capabilities.contiguous: expected true or false, got "yes".',
    "registration.fields: expected a field, got none. `registration: false` asks nothing.",
    "registration.fields[0].options[1]: expected a string or {value, label}, got null. " +
      "registration.fields[0].options[2]: expected a string or {value, label}, got a value of type object.",
  ]);

  const warned = async (options) => {
    await page.evaluate(() => void (lab.logged.length = 0));
    expect(await start(page, options)).toEqual({ done: expect.any(String) });
    return (await logged(page)).filter((line) => line.startsWith("warn")).join("\n");
  };
  const unknown = {
    ...{ colour: "red", fallback: { url: "/", txet: "Oops" } },
    ui: { tilte: "Oops", theme: { accent: "red", acent: "red", onAcc: "red" } },
  };
  const warnings = await warned(unknown);
  for (const name of ["colour", "fallback.txet", "ui.tilte", "--rj-acent", "--rj-on-acc "]) expect(warnings).toContain(name);
  expect(warnings).not.toMatch(/--rj-(accent|z) /);
});

test("startChat without `embedded` starts embedded, and says so once", async ({ lab: page }) => {
  const lines = () => page.evaluate(() => lab.logged.filter((line) => line.includes("embedded")).length);
  await page.evaluate(async () => {
    await chat.startChat({ ...lab.options({ registration: false }), embedded: undefined });
    chat.destroy();
    await chat.restoreChat(lab.options({ registration: false }));
    await new Promise((resolve) => chat.onSession((session) => session.leave().done(resolve)));
    chat.close();
    await chat.startChat({ ...lab.options({ registration: false }), embedded: undefined });
  });
  expect(await lines()).toBe(1);
});

const form = {
  fields: [
    { name: "who", label: "Your name", required: true, autocomplete: "name" },
    { name: "mail", label: "Mail", type: "email" },
    { name: "phone", type: "tel" },
    { name: "story", label: "What happened", type: "textarea", value: "It\nsqueaks" },
    { name: "part", label: "Part", type: "select", options: ["Brake", { value: "w", label: "Wheel" }] },
    { name: "how", label: "How bad", type: "radio", options: ["a bit", "a lot"], required: true },
    { name: "agree", label: "I agree", type: "checkbox" },
    { name: "source", type: "hidden", value: "test page" },
    { name: "pin", label: "PIN", private: true, pattern: "\\d{4}", patternMessage: "Four digits, please." },
  ],
};

test("a form definition: every kind of field, kept over a reload, sent when it is right", async ({ lab: page, site }) => {
  const { field } = parts(page);
  const open = (call) =>
    page.evaluate(([call, form]) => {
      window.result = lab.outcome(chat[call](lab.options({ registration: form })));
    }, [call, form]);
  await open("startChat");
  await expect(field("story")).toHaveValue("It\nsqueaks");
  await expect(field("source")).toHaveCount(0);
  await field("who").fill("Ann");
  await field("mail").fill("ann@example.com");
  await field("phone").fill("+49 30 12345");
  await field("part").selectOption({ label: "Wheel" });
  await page.getByLabel("a lot").check();
  await page.getByLabel("I agree").check();
  await field("pin").fill("12x4");
  await typingIsStored(page);
  expect(JSON.stringify(await storage(page))).not.toContain("12x4");

  await page.reload();
  await labIsReady(page);
  await open("restoreChat");
  await expect(field("who")).toHaveValue("Ann");
  await expect(field("part")).toHaveValue("w");
  await expect(page.getByLabel("a lot")).toBeChecked();
  await expect(page.getByLabel("I agree")).toBeChecked();
  await expect(field("pin")).toHaveValue("");
  await field("pin").fill("123456");
  await page.getByTestId("rejoin-submit").click();
  // The whole value must match, not a part of it.
  await expect(page.getByTestId("rejoin-problem-pin")).toHaveText("Four digits, please.");
  await field("pin").fill("1234");
  await page.getByTestId("rejoin-submit").click();
  await page.waitForFunction(() => lab.session);
  expect((await site.session()).userData).toMatchObject({
    ...{ who: "Ann", mail: "ann@example.com", phone: "+49 30 12345", story: "It\nsqueaks", part: "w" },
    ...{ how: "a lot", source: "test page", pin: "1234" },
  });
});

test("a pattern that only some kinds of regular expression take: it works, or is refused by name", async ({ lab: page }) => {
  for (const pattern of ["[\\w.-]+\\-x", "\\_", "(", "*"]) {
    const outcome = await page.evaluate(async (pattern) => {
      const call = chat.startChat(lab.options({ registration: { fields: [{ name: "order", pattern }] } }));
      // A form that is open gives no answer.
      const isOpen = new Promise((resolve) => setTimeout(resolve, 1_000, "open"));
      return Promise.race([lab.outcome(call), isOpen]);
    }, pattern);
    if (outcome === "open") await expect(parts(page).field("order")).toBeVisible();
    else expect(outcome.fail).toMatchObject({ code: 204, description: expect.stringContaining("pattern") });
    await page.evaluate(() => (chat.close(), chat.destroy()));
    expect(await page.evaluate(() => document.documentElement.children.length), pattern).toBe(2);
  }
});

test("a registration of the page's own: called again with what it kept, until it is done", async ({ lab: page, site }) => {
  const ask = (call) =>
    page.evaluate((call) => {
      window.contexts = [];
      const registration = (done, context) => {
        window.done = done;
        window.context = context;
        contexts.push([context.restored, { ...context.data }]);
      };
      window.result = lab.outcome(chat[call](lab.options({ registration })));
    }, call);
  await ask("startChat");
  await expect.poll(() => page.evaluate(() => window.contexts)).toEqual([[false, {}]]);
  await expect(parts(page).form).toHaveCount(0);
  await page.evaluate(() => context.keep({ topic: "wheels", step: 2 }));
  await page.waitForTimeout(300);

  await page.reload();
  await labIsReady(page);
  await ask("restoreChat");
  await expect.poll(() => page.evaluate(() => window.contexts)).toEqual([[true, { topic: "wheels", step: "2" }]]);
  await page.evaluate(() => {
    done({ topic: "wheels", size: 28 });
    done({ topic: "twice" });
    context.cancel();
    context.keep({ topic: "late" });
  });
  expect(await page.evaluate(() => window.result)).toEqual({ done: "session-1" });
  expect((await site.session()).userData).toEqual({ topic: "wheels", size: "28" });
  expect(await site.sessions()).toHaveLength(1);
  await page.evaluate(() => lab.outcome(lab.session.leave()));
  await page.evaluate(() => chat.close());

  await ask("startChat");
  await page.waitForFunction(() => window.contexts.length);
  await page.evaluate(() => context.cancel());
  expect((await page.evaluate(() => window.result)).fail).toMatchObject({ code: 230 });
  const thrown = await page.evaluate(() => {
    const registration = () => {
      throw new Error("A fault of the page's own.");
    };
    return lab.outcome(chat.startChat(lab.options({ registration })));
  });
  expect(thrown.fail).toMatchObject({ code: 232 });
  // At once and with nothing is fine as well.
  const hasty = await page.evaluate(() => lab.outcome(chat.startChat(lab.options({ registration: (done) => done() }))));
  expect(hasty).toEqual({ done: "session-2" });
});

test("a registration of the page's own hears that the page was reloaded, where the chat is this tab's or this page's", async ({ lab: page }) => {
  const asked = (call, options) =>
    page.evaluate(
      ([call, options]) =>
        new Promise((resolve) => {
          const registration = (done, { restored }) => resolve(restored);
          chat[call](lab.options({ registration, ...options })).fail(({ error }) => resolve(error?.code ?? null));
        }),
      [call, options],
    );
  for (const options of [{ storage: "tab" }, { tabs: "exclusive" }]) {
    expect(await asked("startChat", options)).toBe(false);
    await page.reload();
    await labIsReady(page);
    expect(await asked("restoreChat", options)).toBe(true);
    await page.evaluate(() => (chat.close(), chat.destroy()));
  }
});

test("headless: nothing is drawn, everything goes through the session", async ({ lab: page, site }) => {
  const nodes = () => page.evaluate(() => document.querySelectorAll("*").length);
  const before = await nodes();
  expect(await start(page, { ui: false, userData: { a: "b" } })).toEqual({ done: "session-1" });
  await page.evaluate(() => lab.listen(lab.session));
  await session(page, "sendMessage", "Hello");
  await site.agent("Says", "Hi");
  await expect.poll(async () => (await told(page)).map(([, event]) => event.content?.text)).toEqual(["Hello", "Hi"]);
  expect(await nodes()).toBe(before);
  await page.reload();
  await labIsReady(page);
  expect(await restore(page, { ui: false })).toEqual({ done: "session-1" });
  const { done } = await session(page, "getTranscript");
  expect(done.messages.map(({ content }) => content.text)).toEqual(["Hello", "Hi"]);
  expect(await nodes()).toBe(before);
});

test("settings of the window: title, side, theme, layer; a container; no launcher", async ({ lab: page }) => {
  const theme = { accent: "rgb(1, 2, 3)", surface: "rgb(250, 240, 230)", radius: "3px" };
  await start(page, { ui: { title: "Ask the mechanic", position: "left", theme, zIndex: 1234, launcher: false } });
  const window = parts(page).window;
  await expect(window.locator("h2")).toHaveText("Ask the mechanic");
  await expect(window).toHaveCSS("background-color", "rgb(250, 240, 230)");
  const box = await window.boundingBox();
  expect(box.x).toBeLessThan(640 - box.width / 2);
  const layers = await window.evaluate((node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement ?? at.getRootNode().host) layers.push(getComputedStyle(at).zIndex);
    return layers;
  });
  expect(layers).toContain("1234");
  await page.evaluate(() => chat.toggle());
  await expect(window).toHaveCount(0);
  await expect(parts(page).launcher).toHaveCount(0);
  await page.evaluate(() => chat.toggle());
  await expect(window).toBeVisible();
  await page.evaluate(() => lab.outcome(lab.session.leave()));
  await page.evaluate(() => chat.close());

  await start(page, { ui: { container: "#place" } });
  await expect(page.locator("#place").getByTestId("rejoin-window")).toBeVisible();
  await expect(parts(page).launcher).toHaveCount(0);
  await page.evaluate(() => chat.destroy());
  await expect(page.locator("#place")).toBeEmpty();
  // Where there is no such element, the page hears of it.
  const fail = (await restore(page, { ui: { container: "#nowhere" } })).fail;
  expect(fail).toMatchObject({ code: 204 });
  expect(fail.description).toContain("ui.container");
});

test("the shadow root is closed unless asked for otherwise; in an open one it can be looked into", async ({
  lab: page,
}) => {
  await page.evaluate(() => lab.outcome(chat.startChat({ ...lab.options({ registration: false }), ui: {} })));
  await expect(parts(page).window).toHaveCount(0);
  const open = () => page.evaluate(() => [...document.querySelectorAll("*")].filter((node) => node.shadowRoot).length);
  expect(await open()).toBe(0);
  expect(await page.evaluate(() => $("[class*=gwc-], [class*=rj-]").length)).toBe(0);
  await page.evaluate(() => chat.destroy());
  await restore(page);
  expect(await open()).toBe(1);
  await expect(parts(page).window).toBeVisible();
});

test("without a shadow the page's selectors find the documented names, and hooks get nodes that can be changed", async ({
  lab: page,
  site,
}) => {
  await page.evaluate(() => {
    window.result = lab.outcome(
      chat.startChat(
        lab.options({
          ui: {
            shadow: "none",
            onBeforeRegistration(form) {
              lab.told.push(["form", form instanceof HTMLFormElement, form.isConnected]);
              $(form).find("input").wrap('<div class="wrapped"></div>');
              $(form).find("[type=submit]").on("click", () => window.mayPass === true);
            },
            onBeforeChat(node) {
              lab.told.push(["chat", node instanceof HTMLElement]);
              // As integrations do: the node is not on the page yet.
              setTimeout(() => $(node).find(".gwc-chat-body").prepend('<p id="notice">We answer in English.</p>'), 0);
            },
          },
        }),
      ),
    );
  });
  await expect(parts(page).form).toBeVisible();
  expect((await told(page))[0].slice(0, 2)).toEqual(["form", true]);
  const found = (...selectors) => page.evaluate((all) => all.filter((one) => $(one).length === 0), selectors);
  expect(
    await found(
      ...[".gwc-chat", ".gwc-chat-embedded-window", ".gwc-chat-head", ".gwc-chat-title", ".gwc-chat-body"],
      ...[".gwc-chat-window-controls", ".gwc-chat-control-close", ".gwc-chat-control-minimize"],
      ...[".gwc-chat-control-close .gwc-chat-icon-close", ".gwc-chat-control-minimize .gwc-chat-icon-minimize"],
      ...[".gwc-chat-registration-input", ".gwc-chat-registration-submit", ".gwc-chat-label"],
    ),
  ).toEqual([]);
  expect(await page.evaluate(() => $(".wrapped input").length)).toBe(4);
  await parts(page).field("firstName").fill("Ann");
  await parts(page).field("email").fill("ann@example.com");
  await page.getByTestId("rejoin-submit").click();
  await page.waitForTimeout(200);
  expect(await site.sessions()).toEqual([]);
  await page.evaluate(() => void (window.mayPass = true));
  await page.getByTestId("rejoin-submit").click();
  expect(await page.evaluate(() => window.result)).toEqual({ done: "session-1" });
  expect((await site.session()).userData).toMatchObject({ firstName: "Ann", email: "ann@example.com" });

  await expect(page.locator("#notice")).toBeVisible();
  expect((await told(page)).filter(([name]) => name === "chat")).toEqual([["chat", true]]);
  await session(page, "sendMessage", "Hello");
  await site.agent("Joins");
  await site.agent("Says", "Hi");
  await expect(parts(page).messages).toHaveCount(2);
  await site.agent("Types", true);
  await expect(page.locator(".gwc-chat-typingMessage")).toBeVisible();
  expect(
    await found(
      ...[".gwc-chat-message-container", ".gwc-chat-message", ".gwc-chat-agentMessage", ".gwc-chat-systemMessage"],
      ...[".gwc-chat-message-author", ".gwc-chat-message-text", ".gwc-chat-message-time", ".gwc-chat-message-form"],
      ...[".gwc-chat-message-input", ".gwc-chat-button"],
    ),
  ).toEqual([]);
  expect(await page.evaluate(() => $(".gwc-chat-message-text").map((_, node) => $(node).text().trim()).get())).toEqual(
    expect.arrayContaining(["Hello", "Hi"]),
  );
  // Rules of the page's win in the way that docs/theming.md tells.
  const example = /## Without a shadow root\n.*?```css\n(.*?)```/s.exec(readFileSync(new URL("../../../docs/theming.md", import.meta.url), "utf8"))[1];
  await page.addStyleTag({ content: example });
  await expect(page.locator(".gwc-chat-head")).toHaveCSS("background-color", "rgb(43, 0, 22)");
  for (const bubble of await page.locator(".gwc-chat-message-text").all()) await expect(bubble).toHaveCSS("border-radius", "0px");
  // Still there after the widget has drawn again, many times.
  await expect(page.locator("#notice")).toBeVisible();
});

test("texts: an object, a URL, and packs that cannot be used", async ({ lab: page, site }) => {
  const german = { title: "Fragen Sie uns", form_submit: "Los geht's" };
  await site.context.route("**/texts/*", (route) => {
    const name = new URL(route.request().url()).pathname.split("/").at(-1);
    const answers = {
      "de.json": { json: german },
      "broken.json": { body: '{ "title": ' },
      "list.json": { json: ["title"] },
      "page.html": { body: "<h1>Not found</h1>", contentType: "text/html" },
    };
    return route.fulfill(answers[name] ?? { status: 404, body: "" });
  });
  const expectShown = async (localization, words, warnings = "") => {
    await page.evaluate((localization) => {
      lab.logged.length = 0;
      chat.startChat(lab.options({ localization }));
    }, localization);
    await expect(parts(page).form).toBeVisible();
    const look = async () => [
      [await parts(page).window.locator("h2").innerText(), await page.getByTestId("rejoin-submit").innerText()],
      (await logged(page)).filter((line) => line.startsWith("warn")).join(),
    ];
    // Texts that take long come when the form is there already.
    await expect.poll(look, JSON.stringify(localization)).toEqual([words, warnings]);
    await page.evaluate(() => chat.close());
    await expect(parts(page).form).toHaveCount(0);
  };
  const english = ["Chat with us", "Start chat"];
  await expectShown(german, Object.values(german));
  await expectShown({ title: "Nur der Titel" }, ["Nur der Titel", english[1]]);
  await expectShown("/texts/de.json", Object.values(german));
  for (const bad of ["/texts/broken.json", "/texts/list.json", "/texts/page.html", "http://127.0.0.1:1/none.json"]) {
    await expectShown(bad, english, expect.stringMatching(/\((206|242)\)/));
  }
});

test("loggers: a function, an object like the console, one that throws", async ({ lab: page }) => {
  const consoleLines = [];
  page.on("console", (message) => consoleLines.push(message.text()));
  const result = await page.evaluate(async () => {
    const lines = [];
    const once = async (logger) => {
      await lab.outcome(chat.startChat({ ...lab.options({ registration: false, debug: true, logger }), colour: 1 }));
      await lab.outcome(lab.session.leave());
      chat.close();
      chat.destroy();
    };
    await once((level, line) => lines.push(["function", level, line]));
    await once({ warn: (line) => lines.push(["object", "warn", line]) });
    await once(() => {
      throw new Error("A fault of the page's own.");
    });
    return lines;
  });
  const about = (kind) => result.filter(([k, level, line]) => k === kind && level === "warn" && line.includes("colour"));
  expect(about("function")).toHaveLength(1);
  expect(about("object")).toHaveLength(1);
  expect(result.some(([kind, level]) => kind === "function" && level === "debug")).toBe(true);
  expect(consoleLines.join()).not.toContain("colour");
});

test("what is for the transport reaches it, once", async ({ lab: page }) => {
  const settings = await page.evaluate(async () => {
    const seen = [];
    const transport = { ...lab.transport(), init: (settings) => void seen.push(settings) };
    const options = { transport, disableWebSockets: true, debug: true, serverUrl: "https://chat.example/cometd" };
    await lab.outcome(chat.restoreChat(lab.options(options)));
    await lab.outcome(chat.startChat(lab.options({ ...options, registration: false })));
    chat.destroy();
    await lab.outcome(chat.restoreChat(lab.options(options)));
    return seen;
  });
  expect(settings).toEqual([{ disableWebSockets: true, debug: true, serverUrl: "https://chat.example/cometd" }]);
});

test("storage: of the tab, none, and two widgets apart", async ({ lab: page, site }) => {
  await start(page, { storage: "none" });
  expect(await storage(page)).toEqual({});
  await page.reload();
  await labIsReady(page);
  expect(await restore(page)).toEqual({ fail: null });

  await start(page, { storage: "tab", namespace: "shop" });
  const kept = await page.evaluate(() => [localStorage.length, Object.keys(sessionStorage).join()]);
  expect(kept).toEqual([0, expect.stringContaining("shop")]);
  await page.reload();
  await labIsReady(page);
  expect(await restore(page, { storage: "tab" })).toEqual({ fail: null });
  expect(await restore(page, { storage: "tab", namespace: "shop" })).toEqual({ done: "session-2" });
  expect(await site.sessions()).toHaveLength(2);
});
