// Pages on which much is forbidden, broken or in the way.

import { fillForm, parts, say, submitForm } from "../support/chat.mjs";
import { axe } from "../support/axe.mjs";
import { expect, labIsReady, openLab, openShadows, restore, start, storage, test, told } from "./support/site.mjs";

/** From the form to a message each way and back after a reload, as a visitor would. */
async function expectWholeChat(site, page, { reload = true, call = "startChat" } = {}) {
  await page.evaluate((call) => void chat[call](lab.options({})).done((session) => (lab.session = session)), call);
  await expect(parts(page).form).toBeVisible();
  await fillForm(page);
  await submitForm(page);
  await expect(parts(page).composer).toBeVisible();
  await say(page, "Hello");
  await expect(parts(page).messages).toHaveCount(1);
  await site.agent("Joins");
  await site.agent("Says", "Hi Ann, see https://example.com");
  await expect(parts(page).messages).toHaveText([/Hello/, /Hi Ann/]);
  if (!reload) return;
  await page.reload();
  await labIsReady(page);
  expect(await restore(page)).toEqual({ done: "session-1" });
  await expect(parts(page).messages).toHaveText([/Hello/, /Hi Ann/]);
  await say(page, "And again");
  await expect(parts(page).messages).toHaveCount(3);
}

const isStyled = (page) =>
  parts(page).window.evaluate((node) => {
    const { position, display, borderRadius, fontSize } = getComputedStyle(node);
    const { width, height, left, right, bottom } = node.getBoundingClientRect();
    return {
      isPlaced: ["fixed", "absolute", "relative"].includes(position) && display !== "inline",
      isRound: parseFloat(borderRadius) > 0,
      isLegible: parseFloat(fontSize) >= 13 && parseFloat(fontSize) <= 20,
      isOfItsSize: width > 280 && width < 520 && height > 200,
      isInSight: left >= 0 && right <= innerWidth && bottom <= innerHeight,
    };
  });
const styled = { isPlaced: true, isRound: true, isLegible: true, isOfItsSize: true, isInSight: true };

for (const path of ["csp.html", "nonce.html"]) {
  test(`${path}: a whole chat, looking as it should, with no violation`, async ({ site, trouble }) => {
    const page = await openLab(site, path);
    await expectWholeChat(site, page);
    expect(await isStyled(page)).toEqual(styled);
    await page.evaluate(() => chat.destroy());
    expect(await page.evaluate(() => violations)).toEqual([]);
    expect(trouble).toEqual([]);
  });
}

test("styles against everything, layers over everything: the chat is on top, in shape and legible", async ({ site }) => {
  const page = await openLab(site, "styles.html");
  await expectWholeChat(site, page, { reload: false });
  expect(await isStyled(page)).toEqual(styled);
  await expect(page.getByTestId("rejoin-send")).toHaveCSS("letter-spacing", "normal");
  await expect(page.getByTestId("rejoin-window")).toHaveCSS("text-transform", "none");
  const covered = await parts(page).window.evaluate((node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2).id === "cover";
  });
  expect(covered).toBe(false);
});

test("from right to left with a rem of 40 px: at home on the other side, no larger than elsewhere", async ({ site }) => {
  const page = await openLab(site, "rtl.html");
  await expectWholeChat(site, page, { reload: false });
  expect(await isStyled(page)).toEqual(styled);
  await expect(parts(page).window).toHaveCSS("direction", "rtl");
  const { x, width } = await parts(page).window.boundingBox();
  expect(x + width / 2).toBeLessThan(640);
  expect((await axe(page)).filter(([id]) => id !== "region" && id !== "landmark-one-main")).toEqual([]);
});

test("patched fetch, WebSocket, Promise, Date and JSON: a whole chat with texts that are fetched, and restored", async ({ site }) => {
  const page = await openLab(site, "patched.html");
  const outcome = (call, more = {}) =>
    page.evaluate(
      ([call, more]) =>
        new Promise((resolve) => {
          const options = lab.options({ registration: false, transport: lab.localTransport(), ...more });
          const finish = (result) => (lab.listen(result), (lab.session = result), resolve(result.id));
          chat[call](options).done(finish).fail((event) => resolve(event.error ?? null));
        }),
      [call, more],
    );
  await page.evaluate(() => (document.documentElement.lang = "de"));
  expect(await outcome("startChat")).toBe("session-1");
  await expect(page.locator(".rejoin")).toHaveAttribute("lang", "de");
  await say(page, "Hello");
  await expect(parts(page).messages).toHaveText([/Hello.*Gesendet/s]);
  await page.evaluate(() => lab.server.agentSays("session-1", "Hi"));
  await expect(parts(page).messages).toHaveText([/Hello/, /Hi/]);
  await page.evaluate(() => chat.destroy());
  await expect(parts(page).window).toHaveCount(0);
  await site.context.route("**/texts/de.json", (route) => route.fulfill({ json: { title: "Frag uns" } }));
  await site.context.route("**/texts/none.json", (route) => route.abort());
  expect(await outcome("restoreChat", { localization: "/texts/{language}.json" })).toBe("session-1");
  await expect(parts(page).window).toHaveAttribute("aria-label", "Frag uns");
  await expect(parts(page).messages).toHaveText([/Hello/, /Hi/]);
  await page.evaluate(() => chat.destroy());
  expect(await outcome("restoreChat", { localization: "/texts/none.json" })).toBe("session-1");
  await expect.poll(() => page.evaluate(() => lab.logged.join())).toContain("(242)");
  await expect(parts(page).window).toBeVisible();
});

for (const how of ["forbidden", "full"]) {
  test(`storage is ${how}: the chat works, the visitor is told that it is not kept`, async ({ site }) => {
    const page = await openLab(site, "no-storage.html", { how });
    expect(await restore(page)).toEqual({ fail: null });
    await expectWholeChat(site, page, { reload: false });
    await expect(page.getByTestId("rejoin-not-stored")).toBeVisible();
  });
}

test("a sandboxed frame without an origin of its own: the chat works", async ({ site }) => {
  const page = await site.open("sandbox.html");
  await expect.poll(() => page.frames().length).toBe(2);
  const frame = page.frames()[1];
  await frame.waitForFunction(() => window.lab);
  await frame.evaluate(() => void chat.startChat(lab.options({})));
  await expect(frame.getByTestId("rejoin-form")).toBeVisible();
  for (const [name, value] of [["firstName", "Ann"], ["email", "ann@example.com"]]) {
    await frame.locator(`#rj-field-${name}`).fill(value);
  }
  await frame.getByTestId("rejoin-submit").click();
  await frame.getByTestId("rejoin-composer").fill("Hello from the box");
  await frame.getByTestId("rejoin-composer").press("Enter");
  await expect.poll(async () => (await site.session()).said).toEqual(["Hello from the box"]);
});

for (const shadow of ["open", "none"]) {
  test(`another Yew app fills the body, our chat has shadow ${shadow}: neither hears the other's clicks`, async ({ site }) => {
    const page = await openLab(site, "yew.html");
    await page.waitForFunction(() => window.yewIsThere);
    // The app has a chat of its own, with a launcher; ours is the one with the session.
    const theirs = page.getByTestId("rejoin-launcher").first();
    await expect(theirs).toHaveAttribute("aria-expanded", "false");
    // Two chats on one site are told apart by their namespaces.
    expect(await start(page, { namespace: "ours", ui: { shadow, title: "Ours" } })).toEqual({ done: "session-1" });
    const ours = page.locator("section", { has: page.getByRole("heading", { name: "Ours" }) });
    await ours.getByTestId("rejoin-composer").fill("Hello");
    await ours.getByTestId("rejoin-send").click();
    await expect(ours.getByTestId("rejoin-message")).toHaveText([/Hello/]);
    await ours.getByTestId("rejoin-minimise").click();
    await expect(ours).toHaveCount(0);
    await expect(theirs).toHaveAttribute("aria-expanded", "false");
    await expect(page.getByRole("heading", { name: "Chat with us" })).toHaveCount(0);

    // And the other way round: their clicks are theirs.
    await theirs.dispatchEvent("click");
    await expect(theirs).toHaveAttribute("aria-expanded", "true");
    expect(await page.evaluate(() => chat.isMinimized())).toBe(true);
    await page.getByTestId("nav-help").first().dispatchEvent("click");
    await expect(page).toHaveURL(/help/);
    await page.evaluate(() => chat.toggle());
    await expect(ours.getByTestId("rejoin-message")).toHaveText([/Hello/]);
    await page.evaluate(() => chat.destroy());
    await expect(ours).toHaveCount(0);
    await expect(theirs).toHaveAttribute("aria-expanded", "true");
  });
}

for (const shadow of ["open", "none"]) {
  test(`the body is swapped, as Turbo does, with shadow ${shadow}: the chat is still there, with its draft, and works`, async ({ lab: page, site }) => {
    await start(page, { ui: { shadow } });
    await say(page, "Before");
    await expect(parts(page).messages).toHaveCount(1);
    await parts(page).composer.fill("half a sent");
    await page.evaluate(() => {
      const body = document.createElement("body");
      body.innerHTML = "<h1>Another page</h1>";
      document.documentElement.replaceChild(body, document.body);
    });
    await expect(parts(page).window).toBeVisible();
    await expect(parts(page).composer).toHaveValue("half a sent");
    await site.agent("Says", "After");
    await expect(parts(page).messages).toHaveText([/Before/, /After/]);
    await parts(page).composer.press("Enter");
    await expect.poll(async () => (await site.session()).said).toEqual(["Before", "half a sent"]);
    // Emptied is no better.
    await page.evaluate(() => (document.body.textContent = ""));
    await expect(parts(page).window).toBeVisible();
    await expect(parts(page).messages).toHaveCount(3);
    await page.evaluate(() => chat.destroy());
    await page.evaluate(() => (document.body.textContent = ""));
    await expect(parts(page).window).toHaveCount(0);
  });
}

test.describe("where WebAssembly cannot run", () => {
  test.use({ provoked: /net::ERR_|WebAssembly|Failed to load|24[04]/ });
  test.beforeEach(({ context }) => openShadows(context));

  /** One coded error for the call, one line in the log however often it is tried, and the link to elsewhere. */
  async function expectFallback(page, code = 240) {
    const fallback = { url: "mailto:help@example.com", text: "Write to us" };
    for (let i = 0; i < 3; i++) {
      const { fail } = await start(page, { fallback });
      expect(fail).toMatchObject({ code, retryable: code === 244, description: expect.stringMatching(/\w{3,}/) });
    }
    expect(await page.evaluate((code) => lab.logged.filter((line) => line.includes(code)), `${code}`)).toHaveLength(1);
    const link = page.getByRole("link", { name: "Write to us" });
    await expect(link).toHaveCount(1);
    await expect(link).toHaveAttribute("href", "mailto:help@example.com");
    await expect(link).toBeVisible();
    await page.evaluate(() => chat.destroy());
    await expect(link).toHaveCount(0);
    expect(await storage(page)).toEqual({});
  }

  test("the policy forbids it", async ({ site }) => {
    const page = await openLab(site, "no-wasm.html");
    await expectFallback(page);
  });

  test("the browser has none, or cannot fetch it", async ({ site }) => {
    await site.context.addInitScript(() => {
      if (location.search.includes("none")) delete window.WebAssembly;
    });
    const none = await openLab(site, "lab.html", { none: 1 });
    await expectFallback(none);
    await none.close();
    const answers = [
      [{ status: 404, body: "" }, 244],
      [{ contentType: "application/wasm", body: "not wasm" }, 240],
      [null, 244],
    ];
    for (const [answer, code] of answers) {
      await site.context.unrouteAll();
      await site.context.route("**/*.wasm", (route) => (answer ? route.fulfill(answer) : route.abort()));
      const page = await openLab(site);
      await expectFallback(page, code);
      await page.close();
    }
  });

  test("no link where none is configured, and it works once the files can be had", async ({ site, lab: page }) => {
    await site.context.route("**/embed-*.js", (route) => route.abort());
    expect((await start(page)).fail).toMatchObject({ code: 244, retryable: true });
    await expect(page.getByRole("link")).toHaveCount(0);
    await site.context.unrouteAll();
    expect(await start(page)).toEqual({ done: "session-1" });
  });
});

test.describe("a panic inside", () => {
  test.use({ provoked: /panicked|not on this page|unreachable|RuntimeError|241/ });

  /** From here on nothing can be drawn, until the patch is taken away. */
  const patch = (page) =>
    page.evaluate(() => {
      window.natives = { insertBefore: Node.prototype.insertBefore, appendChild: Node.prototype.appendChild };
      Node.prototype.insertBefore = Node.prototype.appendChild = () => {
        throw new Error("not on this page");
      };
    });
  const unpatch = (page) => page.evaluate(() => Object.assign(Node.prototype, window.natives));

  test("is told with a code; the widget is taken down, offered again, and works again", async ({ site }) => {
    await openShadows(site.context);
    const page = await openLab(site, "launcher.html");
    await page.getByTestId("rejoin-loader-launcher").click();
    await expect(parts(page).composer).toBeVisible();
    await say(page, "Before");
    await expect(parts(page).messages).toHaveCount(1);
    await patch(page);
    await site.agent("Says", "This cannot be drawn");
    await expect.poll(() => told(page)).toContainEqual(["Error", expect.objectContaining({ error: expect.objectContaining({ code: 241 }) })]);
    await unpatch(page);
    await expect(parts(page).window).toHaveCount(0);
    await page.getByTestId("rejoin-loader-launcher").click();
    await expect(parts(page).messages).toHaveText([/Before/, /This cannot be drawn/]);
    await say(page, "After");
    await expect.poll(async () => (await site.session()).said).toEqual(["Before", "After"]);
  });

  test("at the start fails the call, and the next call is fine", async ({ lab: page }) => {
    await page.evaluate(() => lab.outcome(chat.startChat(lab.options({ registration: false, ui: false }))));
    await page.evaluate(() => chat.destroy());
    await patch(page);
    const outcome = await restore(page);
    await unpatch(page);
    expect(outcome.fail).toMatchObject({ code: 241 });
    expect(await restore(page)).toEqual({ done: "session-1" });
    await expect(parts(page).composer).toBeVisible();
  });
});

test("started and destroyed 50 times: listeners, nodes and heap are back where they were", async ({ site, context }) => {
  test.setTimeout(120_000);
  // Wasm keeps its memory to itself, so it is taken note of when it is made.
  await context.addInitScript(() => {
    const instantiate = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...given) => {
      const made = await instantiate(...given);
      window.wasmMemory = made.instance.exports.memory;
      return made;
    };
  });
  const page = await openLab(site);
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  const measure = async () => {
    for (let i = 0; i < 3; i++) await session.send("HeapProfiler.collectGarbage");
    const { nodes, jsEventListeners, documents } = await session.send("Memory.getDOMCounters");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const wasm = await page.evaluate(() => window.wasmMemory.buffer.byteLength);
    return { nodes, jsEventListeners, documents, usedSize, wasm };
  };
  const rounds = (n) =>
    page.evaluate(async (n) => {
      for (let i = 0; i < n; i++) {
        const transport = lab.localTransport();
        const session = await chat.startChat({ embedded: true, transport, registration: false, ui: { shadow: "open" }, logger() {} });
        await session.sendMessage(`Round ${i}`);
        if (i % 2) await session.leave();
        chat.destroy();
        if (i % 2 === 0) localStorage.clear();
        lab.server.forget(lab.server.sessions().at(-1));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }, n);
  // What is compiled meanwhile weighs as well: it grows less and less, and hardly after some hundred rounds.
  await rounds(60);
  const before = await measure();
  await rounds(50);
  const after = await measure();
  expect(after.jsEventListeners).toBeLessThanOrEqual(before.jsEventListeners);
  expect(after.nodes).toBeLessThanOrEqual(before.nodes + 5);
  expect(after.documents).toBe(before.documents);
  // It comes in pages, and timing decides whether one more is needed at the top; 250 rounds need no second one.
  expect(after.wasm).toBeLessThanOrEqual(before.wasm + 64 * 1024);
  // Compiled code comes and goes.
  expect(after.usedSize - before.usedSize).toBeLessThan(80 * 1024);
});
